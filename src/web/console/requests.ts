import { errorOf, failureOf } from "../shared/screen-error.ts";

/** A request without an answer by then is given up. */
const patience = 15_000;

export interface ConsoleRequest {
  /** Below `console/api/`. */
  readonly path: string;
  /** Posted as JSON when given. */
  readonly body?: unknown;
  /** Of the console's words. */
  readonly language: string;
  readonly signal?: AbortSignal;
}

/** Asks the console's server; throws a `ScreenError` unless the answer is 2xx. */
export async function ask(request: ConsoleRequest, wait = true): Promise<Response> {
  const signals = [
    ...(request.signal === undefined ? [] : [request.signal]),
    ...(wait ? [AbortSignal.timeout(patience)] : []),
  ];
  const posted = request.body !== undefined;
  const headers = new Headers({ "Accept-Language": request.language });
  if (posted) headers.set("Content-Type", "application/json");
  const response = await fetch(`/console/api/${request.path}`, {
    method: posted ? "POST" : "GET",
    headers,
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    signal: AbortSignal.any(signals),
    ...(posted ? { body: JSON.stringify(request.body) } : {}),
  }).catch((cause: unknown) => Promise.reject(failureOf(cause, posted)));
  if (!response.ok) throw await errorOf(response, "signed-out");
  return response;
}

/** Asks, and reads the answer as JSON of the contract's shape. */
export async function askJson<T>(request: ConsoleRequest): Promise<T> {
  const response = await ask(request);
  return (await response.json()) as T;
}
