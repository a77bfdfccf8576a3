import { answering, requesting } from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  findGrant,
  type Granting,
  requestGrant,
  returnGrant,
} from "../../exceptions/index.ts";
import { sceneOf } from "../../sessions/index.ts";
import type { Handling, NewRecord } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import { prepareWish, resourceOf } from "../grants/grant-wish.ts";
import type { AnswerGrantRequest, GrantChoice, GrantRequest } from "../grants-contract.ts";
import type { GrantOnPhoneReply, OpenOnPhoneReply, PhoneReply } from "../pocket-contract.ts";
import { decideOnPhone, refusalOf } from "./decide-on-phone.ts";
import { openChart } from "./open-chart.ts";
import { type PhoneVisit, personIn, submitOnPhone } from "./phone-visit.ts";
import { showPhone } from "./show-phone.ts";

/**
 * Asks for access from the phone (X1).
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function askOnPhone(
  visit: PhoneVisit,
  request: GrantRequest,
): Promise<GrantOnPhoneReply> {
  const { deps } = visit.pocket;
  const session = await personIn(visit);
  const { person } = session;
  const asked = request.patient && survivorOf(deps.app.world(), request.patient);
  const about = asked === undefined ? request : { ...request, patient: asked };
  const askedBy = { type: "person", id: person } as const;
  const asking = prepareWish(deps, about, { person, askedBy });
  const wish = { action: requesting, resource: resourceOf(about) };
  const answer = await decideOnPhone(visit, session, wish, (_session, handling) =>
    requestGrant(grantingIn(visit, handling), asking),
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, requesting, answer) };
  }
  return { type: "done", state: await showPhone(visit) };
}

/**
 * Answers a request in one tap (X2): decided for the ward that it is about, and recorded.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function answerOnPhone(
  visit: PhoneVisit,
  { grant, answer }: AnswerGrantRequest,
): Promise<GrantOnPhoneReply> {
  const session = await personIn(visit);
  const { ward } = findGrant(visit.pocket.deps.app.world(), grant);
  const wish = { action: answering, resource: { type: "ward", id: ward } };
  const approver = session.person;
  const decided = await decideOnPhone(visit, session, wish, (_session, handling) =>
    answerGrant(grantingIn(visit, handling), { grant, approver, answer }),
  );
  if (decided.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, answering, decided) };
  }
  return { type: "done", state: await showPhone(visit) };
}

/**
 * Begins what was approved (X1); a patient's chart opens with it, where the phone may show it.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function startOnPhone(
  visit: PhoneVisit,
  { grant }: GrantChoice,
): Promise<OpenOnPhoneReply | GrantOnPhoneReply> {
  const { person } = await personIn(visit);
  await doOnPhone(visit, "grant.activate", (granting) =>
    activateGrant(granting, { grant, person }),
  );
  const patient = visit.pocket.deps.app.world().grants.get(grant)?.patient;
  if (patient !== undefined) return openChart(visit, patient);
  return { type: "done", state: await showPhone(visit) };
}

/**
 * Hands back what is not needed any more (X4).
 *
 * @throws SessionError `occupant-changed`, `place-changed`; ExceptionError
 */
export async function returnOnPhone(
  visit: PhoneVisit,
  { grant }: GrantChoice,
): Promise<PhoneReply> {
  const { person } = await personIn(visit);
  await doOnPhone(visit, "grant.return", (granting) => returnGrant(granting, { grant, person }));
  return { state: await showPhone(visit) };
}

async function doOnPhone(
  visit: PhoneVisit,
  name: string,
  records: (granting: Granting) => readonly NewRecord[],
): Promise<void> {
  const session = await personIn(visit);
  const command = {
    name,
    actor: { type: "person", id: session.person } as const,
    handle: (handling: Handling) => ({
      records: records(grantingIn(visit, handling)),
      answer: undefined,
    }),
  };
  await submitOnPhone(visit, session, command);
}

function grantingIn({ pocket }: PhoneVisit, { world, at }: Handling): Granting {
  const { bundles } = pocket.deps.app;
  return { bundle: sceneOf({ bundles }, world, at).bundle, world, at };
}
