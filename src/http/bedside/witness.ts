import { type Denial, type Recorded, recordDecision } from "../../access/index.ts";
import {
  askingOf,
  askWitness,
  asWitnessed,
  pinGate,
  proveWitness,
  requireConfirmed,
  sceneOf,
  type Witnessing,
  type WitnessQuestion,
  withdrawWitness,
  witnessOver,
} from "../../sessions/index.ts";
import type { Handling, NewRecord, Session } from "../../world/index.ts";
import type { ActRequest, AskWitnessReply, SeatReply, WitnessReply } from "../bedside-contract.ts";
import type { Spoken } from "../contract.ts";
import { withNames } from "../names.ts";
import { spoken } from "../spoken.ts";
import { checkedAct, perform, performIfPermitted } from "./act.ts";
import { isLacking, refusalOf } from "./decide-at-seat.ts";
import { sayFailure, verifierOf } from "./give-pin.ts";
import { seatReply } from "./reply.ts";
import { type PendingWitness, pinPatience } from "./seat-memory.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/** By this the policy lets somebody witness. */
const witnessing = "medication.witness";

/**
 * Asks for a witness of what the occupant has written, where with one it may be done (S10); else says why not, on record.
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; HttpError `bad-request`
 */
export async function requestWitness(visit: Visit, request: ActRequest): Promise<AskWitnessReply> {
  const { bedside, memory, seat } = visit;
  const { app } = bedside.deps;
  const asked = checkedAct(visit, request);
  const { action, patient } = asked;
  const session = occupantIn(visit);
  if (!isLacking(visit, session, asked, "witness")) {
    // Refused for something else, which is recorded as what it is; permitted as it is, it needs no witness.
    return performIfPermitted(visit, session, asked);
  }
  const wish = { seat, session: session.id, action, patient };
  const { asking } = await app.submit(askWitness({ bundles: app.bundles }, wish));
  memory.notice = undefined;
  memory.witness = { session: session.id, asking, act: asked };
  return { type: "asked", state: (await seatReply(visit)).state };
}

/**
 * The occupant takes the request back: one touch. Nothing was done, and what they wrote is as it was.
 *
 * @throws SessionError `occupant-changed`
 */
export async function cancelWitness(visit: Visit): Promise<SeatReply> {
  const { bedside, memory, seat } = visit;
  const { app } = bedside.deps;
  const session = occupantIn(visit).id;
  memory.witness = undefined;
  await app.submit(withdrawWitness({ bundles: app.bundles }, { seat, session }));
  return seatReply(visit);
}

/** Somebody tapped to witness: their PIN is asked for beside what is on the screen. A third person's tap takes its place. */
export function noteWitness(visit: Visit, question: WitnessQuestion): void {
  const { bedside, memory } = visit;
  const { app, newId } = bedside.deps;
  const { witness } = memory;
  if (witness === undefined) return;
  const known = witness.colleague?.badge === question.badge ? witness.colleague.tap : undefined;
  const { badge, person } = question;
  const until = app.now() + pinPatience;
  memory.witness = {
    ...witness,
    colleague: { tap: known ?? newId("tap"), badge, person, until },
  };
}

/**
 * The PIN of the colleague whose tap is waiting. When it is right, the policy decides whether they may witness, on record under
 * their own name; then what was asked for is decided once more, with them as its witness, and done.
 *
 * @throws SessionError `occupant-changed`, `witness-over`, `unconfirmed` where the bed's patient has changed since it was asked for;
 *   HttpError `charts-unreachable`
 */
export async function witnessByPin(
  visit: Visit,
  { tap, pin }: { readonly tap: string; readonly pin: string },
): Promise<WitnessReply> {
  const { bedside, seat } = visit;
  const { app, pins } = bedside.deps;
  const session = occupantIn(visit);
  const { colleague, asking } = waiting(visit, session, tap);
  const { badge, person } = colleague;
  const { world, at } = sceneNow(bedside);
  const known = world.badges.get(badge);
  const counts = known !== undefined && pinGate(known, seat, at).type === "open";
  const right = counts && (await pins.verify(await verifierOf(visit, person), pin, "surface"));
  const { act } = waiting(visit, session, tap);
  const entry = { seat, session: session.id, asking, badge, right };
  const proof = await app.submit(proveWitness({ bundles: app.bundles }, entry));
  if (proof.type === "proved") {
    return await countersign(
      visit,
      session,
      { seat, session: session.id, asking, witness: person },
      act,
    );
  }
  if (proof.type === "refused") return sayNo(visit, spoken("badge.unknown"));
  const until = proof.type === "locked" ? undefined : proof.waitUntil;
  keepAtPad(visit, Math.max(until ?? at, at) + pinPatience);
  return {
    type: "wrong",
    ...sayFailure(proof),
    state: (await seatReply(visit)).state,
    ...(until === undefined ? {} : { waitUntil: until }),
  };
}

/** First the witness's own decision, then the one that needs it: each in one batch with the checks that both are there. */
async function countersign(
  visit: Visit,
  session: Session,
  by: Witnessing,
  act: ActRequest,
): Promise<WitnessReply> {
  const may = await decideWitness(visit, by, act.patient);
  if (may.type === "deny") {
    return sayNo(visit, { message: await whyNot(visit, by.witness, may) });
  }
  const done = await decideWitnessed(visit, session, by, act);
  visit.memory.witness = undefined;
  if (done.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, act.action, done) };
  }
  return perform(visit, session, act, { witness: by.witness });
}

function decideWitness(
  { bedside, seat }: Visit,
  by: Witnessing,
  patient: string,
): Promise<Recorded> {
  const actor = { type: "person", id: by.witness } as const;
  const request = {
    subject: actor,
    action: witnessing,
    resource: { type: "patient", id: patient },
    context: { seat, witnessing: by.session },
  };
  const decision = recordDecision(bedside.decisions, request, { actor, remedies: false });
  const agreed: NewRecord = {
    kind: "witness.agreed",
    body: { asking: by.asking, person: by.witness, session: by.session },
    actor,
  };
  return submitWitnessed(bedside, by, decision, () => agreed);
}

function decideWitnessed(
  { bedside, seat }: Visit,
  { person }: Session,
  by: Witnessing,
  { action, confirmed, patient }: ActRequest,
): Promise<Recorded> {
  const { asking, session, witness } = by;
  const actor = { type: "person", id: person } as const;
  const request = {
    subject: actor,
    action,
    resource: { type: "patient", id: patient },
    context: { session, seat, witness },
  };
  const decision = recordDecision(bedside.decisions, request, { actor, remedies: true });
  const body = { action, asking, patient, person, session, witness };
  return submitWitnessed(bedside, by, decision, (handling) => {
    const scene = sceneOf({ bundles: bedside.decisions.bundles }, handling.world, handling.at);
    requireConfirmed(scene, { seat, action, patient, confirmed });
    return { kind: "witness.used", body, actor };
  });
}

function submitWitnessed(
  { deps }: Visit["bedside"],
  by: Witnessing,
  decision: ReturnType<typeof recordDecision>,
  onPermit: (handling: Handling) => NewRecord,
): Promise<Recorded> {
  const { app } = deps;
  const also = (answer: Recorded, _now: Session, handling: Handling) =>
    answer.type === "permit" ? [onPermit(handling)] : [];
  return app.submit(asWitnessed({ bundles: app.bundles }, by, decision, also));
}

/** The policy's reasons are said to whom they are about; two people stand here, so it says to whom, and how it goes on. */
async function whyNot(
  { bedside: { deps } }: Visit,
  witness: string,
  { reasons }: Pick<Denial, "reasons">,
): Promise<string> {
  const { app } = deps;
  const { name } = await withNames(app.side, app.world, (names) => names.person(witness));
  const next = "Nothing was done. Another colleague can tap to witness it, or go back to the text.";
  return `${name}, you can't witness this. ${reasons.join(" ")} ${next}`;
}

/** Not this colleague: the request stays for another. */
async function sayNo(visit: Visit, said: Spoken): Promise<WitnessReply> {
  forgetColleague(visit);
  return { type: "no", ...said, state: (await seatReply(visit)).state };
}

/** "Not me": the pad goes, the request stays. */
export function forgetColleague({ memory }: Visit): void {
  if (memory.witness === undefined) return;
  const { colleague: _colleague, ...rest } = memory.witness;
  memory.witness = rest;
}

function keepAtPad({ memory }: Visit, until: number): void {
  const { witness } = memory;
  if (witness?.colleague === undefined) return;
  memory.witness = { ...witness, colleague: { ...witness.colleague, until } };
}

/** The colleague whose tap waits at the request that the screen shows. */
function waiting(
  { bedside, memory }: Visit,
  { id }: Session,
  tap: string,
): { readonly colleague: PendingWitness; readonly asking: string; readonly act: ActRequest } {
  const { witness } = memory;
  const { world, at } = sceneNow(bedside);
  const isAsked = askingOf(world.sessions.get(id), witness?.asking, at) !== undefined;
  const colleague = witness?.colleague;
  if (witness === undefined || !isAsked || colleague === undefined) throw witnessOver();
  if (colleague.tap !== tap || colleague.until <= at) throw witnessOver();
  return { colleague, asking: witness.asking, act: witness.act };
}
