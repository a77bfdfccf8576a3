import { type Denial, starting } from "../../access/index.ts";
import { answeringShifts, confirming, ExceptionError, startShift } from "../../exceptions/index.ts";
import type { Instant } from "../../ports/index.ts";
import { extending } from "../../sessions/index.ts";
import type { Handling } from "../../world/index.ts";
import type { Spoken } from "../contract.ts";
import type { PhoneState } from "../pocket-contract.ts";
import type { AnswerShiftsRequest, RosterReply, StartShiftRequest } from "../roster-contract.ts";
import { spoken } from "../spoken.ts";
import { decideOnPhone, refusalOf } from "./decide-on-phone.ts";
import { type PhoneVisit, personIn, submitOnPhone } from "./phone-visit.ts";
import { showPhone } from "./show-phone.ts";

type Reply = RosterReply<PhoneState>;

/**
 * The phone's person starts a shift that the roster does not have (L9): on a ward in the hospital, on call from anywhere.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError `start-unknown`
 */
export async function startShiftOnPhone(
  visit: PhoneVisit,
  { ward, role }: StartShiftRequest,
): Promise<Reply> {
  const { bundles } = visit.pocket.deps.app;
  const session = await personIn(visit);
  const wish = { action: starting, resource: { type: "ward", id: ward } };
  const answer = await decideOnPhone(visit, session, wish, ({ person }, handling) => {
    const bundle = bundles.current(handling.world);
    if (bundle === undefined) throw new ExceptionError("start-unknown.no-policy");
    const { records, duty } = startShift({ ...handling, bundle }, { person, ward, role });
    return [...records, ...extending({ bundles }, handling, person, duty.to)];
  });
  if (answer.type === "deny") return refuse(visit, starting, answer);
  return done(visit, spoken("done.on"));
}

/**
 * Whoever is in charge answers a whole list of shifts and swaps in one act (L9).
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError `shift-unknown`, `own-shift`
 */
export async function answerShiftsOnPhone(
  visit: PhoneVisit,
  answers: AnswerShiftsRequest,
): Promise<Reply> {
  const { device, pocket } = visit;
  const { bundles } = pocket.deps.app;
  const session = await personIn(visit);
  const { person } = session;
  const extend = (handling: Handling, who: string, to: Instant) =>
    extending({ bundles }, handling, who, to);
  const asked = { ...answers, person, context: { session: session.id, device } };
  const answering = answeringShifts({ ...pocket.decisions, extend }, asked);
  const denial = await submitOnPhone(visit, session, answering);
  if (denial !== undefined) return refuse(visit, confirming, denial);
  return done(visit, spoken("done.confirmed"));
}

async function refuse(visit: PhoneVisit, action: string, denial: Denial): Promise<Reply> {
  return { type: "refused", refusal: await refusalOf(visit, action, denial) };
}

async function done(visit: PhoneVisit, said: Spoken): Promise<Reply> {
  return { type: "done", state: await showPhone(visit), ...said };
}
