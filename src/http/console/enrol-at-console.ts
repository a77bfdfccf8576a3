import { enrolSeat } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requirePermit } from "./console-context.ts";

/**
 * An administrator makes a browser a seat, by the code (its key's thumbprint) that the browser shows (S0).
 *
 * @throws HttpError `refused`, `bad-request`, `not-found`
 */
export async function enrolAtConsole(
  context: Console,
  session: Session,
  seat: string,
  code: string,
): Promise<{ readonly seat: string }> {
  const { app } = context.deps;
  checkCode(code);
  if (!app.world().seats.has(seat)) throw refusedBy("not-found", "seat.unknown");
  await requirePermit(context, session, "seat.enrol", { resource: { type: "seat", id: seat } });
  const actor = { type: "person", id: session.person } as const;
  return app.submit(enrolSeat({ key: code, seats: [seat], actor }));
}

/**
 * A key's thumbprint, as a screen or a sensor shows it: RFC 7638, SHA-256 as 43 URL-safe characters.
 *
 * @throws HttpError `bad-request`
 */
export function checkCode(code: string): void {
  if (/^[\w-]{43}$/.test(code)) return;
  throw refusedBy("bad-request", "desk.code");
}
