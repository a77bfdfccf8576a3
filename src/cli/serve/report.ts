import type { HttpEvent } from "../../http/index.ts";

/** Tells the operator of requests that failed because of us, one line each, on the error stream. */
export function reportFaults({ fault, id, method, milliseconds, route, status }: HttpEvent): void {
  if (status < 500) return;
  const why = fault instanceof Error ? (fault.stack ?? fault.message) : "";
  console.error(`${method} ${route}: ${status} after ${milliseconds} ms (request ${id}) ${why}`);
}
