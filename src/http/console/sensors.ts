import { enrolSensor, withdrawSensor } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requirePermit } from "./console-context.ts";
import { checkCode } from "./enrol-at-console.ts";

/**
 * An administrator makes a device the presence sensor of a seat, by its code (its key's thumbprint), as a
 * screen is made the seat (S0).
 *
 * @throws HttpError `refused`, `bad-request`, `not-found`
 */
export async function enrolSensorAtConsole(
  context: Console,
  session: Session,
  seat: string,
  code: string,
): Promise<{ readonly seat: string }> {
  checkCode(code);
  const actor = await requireSeat(context, session, seat);
  const { app } = context.deps;
  return app.submit(enrolSensor({ bundles: app.bundles }, { seat, key: code, actor }));
}

/**
 * Takes a seat's presence sensor away.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function withdrawSensorAtConsole(
  context: Console,
  session: Session,
  seat: string,
): Promise<{ readonly seat: string }> {
  const actor = await requireSeat(context, session, seat);
  const { app } = context.deps;
  await app.submit(withdrawSensor({ bundles: app.bundles }, { seat, actor }));
  return { seat };
}

/** Whoever may enrol the seat may say what sees it. */
async function requireSeat(context: Console, session: Session, seat: string) {
  const { app } = context.deps;
  if (!app.world().seats.has(seat)) throw refusedBy("not-found", "seat.unknown");
  await requirePermit(context, session, "seat.enrol", { resource: { type: "seat", id: seat } });
  return { type: "person", id: session.person } as const;
}
