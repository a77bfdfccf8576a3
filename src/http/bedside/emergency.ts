import { patientAtBed } from "../../access/index.ts";
import {
  type Arrival,
  asResponder,
  type Closing,
  declareEmergency,
  renewEmergency,
  respond,
  sendAway,
  standDown,
  takeTask,
} from "../../exceptions/index.ts";
import {
  asOccupant,
  leaveEmergency,
  occupantOf,
  type RespondAnswer,
  respondByTap,
  SessionError,
} from "../../sessions/index.ts";
import type { Command, Session } from "../../world/index.ts";
import { occupantHeader, type SeatReply } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import type {
  DeclareRequest,
  EmergencyRequest,
  RespondRequest,
  SendAwayRequest,
  TaskRequest,
} from "../emergency-contract.ts";
import { spoken } from "../spoken.ts";
import { waiting } from "./pending-tap.ts";
import { seatReply } from "./reply.ts";
import { turnToEmergency } from "./turn-to-emergency.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * Anybody declares an emergency, signed in or not (X16): for the patient in the screen's bed, the open chart's, or the ward. Whoever
 * is in and rostered for it responds by that.
 *
 * @throws ExceptionError `emergency-unknown-kind`, `emergency-unknown-place`
 */
export async function declare(visit: Visit, { type, whom }: DeclareRequest): Promise<SeatReply> {
  const { bedside, memory, request, seat } = visit;
  const { app } = bedside.deps;
  const { bundles } = app;
  const scene = sceneNow(bedside);
  const there = occupantOf(scene, seat);
  // A call for help is not refused because somebody has come in meanwhile: then nobody in particular made it.
  const session = there?.person === request.headers[occupantHeader] ? there : undefined;
  const place = scene.world.seats.get(seat);
  const atBed = place && patientAtBed(scene.world, place);
  const patient = { bed: atBed, chart: session?.patient, ward: undefined }[whom];
  const call = declareEmergency(
    { bundles },
    {
      seat,
      type,
      forPatient: whom !== "ward",
      ...(patient === undefined ? {} : { patient }),
      ...(session === undefined ? {} : { person: session.person }),
    },
  );
  const { emergency } = await app.submit(call);
  memory.farewell = undefined;
  if (session === undefined) return seatReply(visit);
  // Where they are not rostered for it the screen offers that they say so (X17).
  try {
    const { joined } = await app.submit(arriving(visit, session, emergency));
    return joined?.id === emergency ? await turnToEmergency(visit, joined) : await seatReply(visit);
  } catch (error) {
    // They have left the screen meanwhile: the call stands all the same.
    if (!(error instanceof SessionError) || error.code !== "occupant-changed") throw error;
    return seatReply(visit);
  }
}

/** Somebody who is in responds to what has been declared since, if the roster says so. */
function arriving({ bedside, seat }: Visit, { id, person }: Session, emergency: string) {
  const { bundles } = bedside.deps.app;
  const actor = { type: "person", id: person } as const;
  const staying: Command<undefined> = {
    name: "emergency.arrive",
    actor,
    handle: () => ({ records: [], answer: undefined }),
  };
  return asResponder(
    { bundles },
    seat,
    asOccupant({ bundles }, { seat, session: id }, staying),
    (): Arrival => ({ person, emergency }),
  );
}

/**
 * "I am responding" (X17): by the occupant; or, with a tap, by whoever was asked for a PIN or is off duty.
 *
 * @throws SessionError `occupant-changed`; ExceptionError `emergency-over`, `no-clinician`, `not-here`
 */
export async function sayResponding(
  visit: Visit,
  { emergency, tap }: RespondRequest,
): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const { app } = bedside.deps;
  const { bundles } = app;
  if (tap !== undefined) return comeInResponding(visit, tap, emergency);
  const session = occupantIn(visit);
  const { person } = session;
  const response = respond({ bundles }, { emergency, person, seat });
  await app.submit(asOccupant({ bundles }, { seat, session: session.id }, response));
  const joined = app.world().emergencies.get(emergency);
  return joined === undefined ? seatReply(visit) : turnToEmergency(visit, joined);
}

async function comeInResponding(visit: Visit, tap: string, emergency: string): Promise<SeatReply> {
  const { bedside, memory, seat } = visit;
  const { app } = bedside.deps;
  const { bundles } = app;
  const { badge, why } = waiting(visit, tap).question;
  // Somebody who was asked what they would start responds as one who is off duty.
  const asked = why === "off-duty" ? "responding" : why;
  const coming = respondByTap({ bundles }, { seat, badge, asked, emergency });
  const { answer, joined } = await app.submit(
    asResponder({ bundles }, seat, coming, (came) =>
      came.type === "in" ? { ...came, isSaid: true } : undefined,
    ),
  );
  if (answer.type === "refused") return seatReply(visit, sayNotIn(answer));
  memory.pending = undefined;
  memory.notice = undefined;
  memory.witness = undefined;
  return joined === undefined ? seatReply(visit) : turnToEmergency(visit, joined);
}

function sayNotIn({ why }: Extract<RespondAnswer, { type: "refused" }>): Spoken {
  if (why === "nothing-here") return spoken("emergency.over");
  return spoken(why === "no-clinician" ? "emergency.no-clinician" : "badge.unknown");
}

/**
 * The occupant performs, or records what others perform (X18).
 *
 * @throws SessionError `occupant-changed`; ExceptionError `emergency-over`, `not-responding`
 */
export function chooseTask(visit: Visit, { emergency, task }: TaskRequest): Promise<SeatReply> {
  return byOccupant(visit, ({ person }) => takeTask({ emergency, person, task }));
}

/**
 * More time, by one touch.
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export function renew(visit: Visit, { emergency }: EmergencyRequest): Promise<SeatReply> {
  const { bundles } = visit.bedside.deps.app;
  return byOccupant(visit, ({ person }) => renewEmergency({ bundles }, { emergency, person }));
}

/**
 * It is over: what it opened closes at once (X4), here and at every other seat.
 *
 * @throws SessionError `occupant-changed`; ExceptionError `emergency-over`, `not-responding`
 */
export function endEmergency(visit: Visit, { emergency }: EmergencyRequest): Promise<SeatReply> {
  const { bundles } = visit.bedside.deps.app;
  const closing: Closing = (world, over, at) => leaveEmergency({ bundles }, world, over, at);
  return byOccupant(visit, ({ person }) => standDown({ emergency, person }, closing));
}

/**
 * A colleague who only said that they respond is not needed: what the emergency gave them closes at once (X17, X4).
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export function sendColleagueAway(
  visit: Visit,
  { emergency, person }: SendAwayRequest,
): Promise<SeatReply> {
  const { bundles } = visit.bedside.deps.app;
  const leaving = (...of: Parameters<Closing>) => leaveEmergency({ bundles }, ...of, person);
  return byOccupant(visit, ({ person: by }) =>
    sendAway({ bundles }, { emergency, person, by }, leaving),
  );
}

async function byOccupant(
  visit: Visit,
  command: (session: Session) => Command<unknown>,
): Promise<SeatReply> {
  const { bedside, seat } = visit;
  const { app } = bedside.deps;
  const { bundles } = app;
  const session = occupantIn(visit);
  await app.submit(asOccupant({ bundles }, { seat, session: session.id }, command(session)));
  return seatReply(visit);
}
