import { type Answer, findPattern } from "../../access/index.ts";
import { answeringShifts, confirming } from "../../exceptions/index.ts";
import type { Instant } from "../../ports/index.ts";
import { extending } from "../../sessions/index.ts";
import type { Handling, Session } from "../../world/index.ts";
import { withNames } from "../names.ts";
import type { AnswerShiftsRequest, RostersReply } from "../roster-contract.ts";
import { stayingFor, waitingFor } from "../rosters/waiting.ts";
import { type Console, mayLook, refusedAs, sceneNow } from "./console-context.ts";

/** Whether the person is in charge of some ward or service: the first permit, else the last denial. */
export function mayConfirm(context: Console, session: Session): Answer | undefined {
  const { bundle, world } = sceneNow(context);
  let answer: Answer | undefined;
  for (const { id } of world.wards.values()) {
    if (findPattern(bundle, world, id) === undefined) continue;
    answer = mayLook(context, session, confirming, { type: "ward", id });
    if (answer.type === "permit") break;
  }
  return answer;
}

/** Who is at work without being on the roster, on the wards that the person is in charge of (L9, S9). */
export function listRosters(context: Console, session: Session): Promise<RostersReply> {
  const { app } = context.deps;
  const asker = { person: session.person, context: { session: session.id } };
  return withNames(app.side, app.world, (names) => ({
    waiting: waitingFor(sceneNow(context), asker, names),
    ...stayingFor(sceneNow(context), asker, names),
  }));
}

/**
 * Confirms and refuses a whole list in one act (L9); the answer is what is left.
 *
 * @throws HttpError `refused`; ExceptionError `shift-unknown`, `own-shift`
 */
export async function answerRosters(
  context: Console,
  { id, person }: Session,
  answers: AnswerShiftsRequest,
): Promise<RostersReply> {
  const { app } = context.deps;
  const { bundles, repeats } = app;
  const extend = (handling: Handling, who: string, to: Instant) =>
    extending({ bundles }, handling, who, to);
  const asked = { ...answers, person, context: { session: id, purpose: "HOPERAT" } };
  const denial = await app.submit(answeringShifts({ bundles, repeats, extend }, asked));
  if (denial !== undefined) throw refusedAs(denial);
  const session = app.world().sessions.get(id);
  return session === undefined
    ? { waiting: [], staying: [], stayingSaid: [] }
    : listRosters(context, session);
}
