import { createHash } from "node:crypto";
import { oweSignature, requirePerforming } from "../../exceptions/index.ts";
import { occupantChanged, requireConfirmed } from "../../sessions/index.ts";
import { canonical, type Session, survivorOf } from "../../world/index.ts";
import type { ActReply, ActRequest } from "../bedside-contract.ts";
import { refusedBy, spoken } from "../spoken.ts";
import { acts, isAct, longestText } from "./acts.ts";
import { type Authored, type Resource, withEnterer } from "./chart-sections.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { checkKey, dropDraft } from "./drafts.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * Does one of the chart's actions on the open patient: decided and recorded first, then written to the
 * chart. What was written stands in the chart only; the log knows who did what for whom (U3).
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; HttpError `bad-request`, `charts-unreachable`
 */
export async function act(visit: Visit, request: ActRequest): Promise<ActReply> {
  const asked = checkedAct(visit, request);
  const session = occupantIn(visit);
  visit.memory.notice = undefined;
  return performIfPermitted(visit, session, asked);
}

/**
 * Decides on record, then writes, or says why not.
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; ExceptionError `performs-alone`; HttpError `charts-unreachable`
 */
export async function performIfPermitted(
  visit: Visit,
  session: Session,
  asked: ActRequest,
): Promise<ActReply> {
  const { action, confirmed, patient } = asked;
  const resource = { type: "patient", id: patient };
  const { app } = visit.bedside.deps;
  const answer = await decideAtSeat(
    visit,
    session,
    { action, resource, confirmed },
    (now, permit, handling) => {
      const bundle = app.bundles.current(handling.world);
      const subject = { type: "person", id: now.person };
      const context = { session: now.id, seat: visit.seat };
      const done = { subject, action, resource, context };
      if (bundle === undefined) return [];
      requirePerforming({ ...handling, bundle }, done);
      // On a tap alone, in an emergency (X18).
      return oweSignature({ ...handling, bundle }, done, { ward: permit.ward });
    },
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, action, answer) };
  }
  return perform(visit, session, asked);
}

/**
 * What is to be done, as it may be: an action of the chart that is open, on its patient, with something to write; an order or
 * administration at another patient's bed only once that was confirmed (S8).
 *
 * @throws SessionError `occupant-changed`, `unconfirmed`; HttpError `bad-request`
 */
export function checkedAct(visit: Visit, request: ActRequest): ActRequest {
  if (!isAct(request.action)) {
    throw refusedBy("bad-request", "act.unknown");
  }
  const text = checkedText(request.text);
  const session = occupantIn(visit);
  const patient = survivorOf(visit.bedside.deps.app.world(), request.patient);
  // What is on the screen is what is acted on: never a chart that was closed or changed in the meantime.
  if (session.patient !== patient) throw occupantChanged();
  requireConfirmed(sceneNow(visit.bedside), { ...request, patient, seat: visit.seat });
  checkKey(request.key);
  return { ...request, patient, text };
}

/**
 * Writes what was permitted to the chart.
 *
 * @throws HttpError `charts-unreachable`
 */
export async function perform(
  visit: Visit,
  session: Session,
  asked: ActRequest,
  more: Partial<Pick<Authored, "author" | "enterer" | "witness" | "signed">> = {},
): Promise<Extract<ActReply, { type: "done" }>> {
  const { app, charts } = visit.bedside.deps;
  const { action, patient, text } = asked;
  const kind = acts[action];
  const author = session.person;
  const date = new Date(app.now()).toISOString();
  const by = { author, date, ...more };
  try {
    if (kind !== undefined) {
      const written = withEnterer(kind.write(patient, text, by), by);
      await charts.write(patient, { ...written, ...placedOnce(author, asked) });
    }
  } catch {
    throw refusedBy("charts-unreachable", "act.unwritable");
  }
  visit.memory.chart = undefined;
  await dropDraft(visit, session, { patient, action });
  const { state } = await seatReply(visit);
  return { type: "done", state, ...(kind === undefined ? { message: "" } : spoken(kind.done)) };
}

/**
 * What the chart knows a placed text by: a repeat after an answer that never came is no second order, and the same key with
 * other words is another one.
 */
export function placedOnce(
  author: string,
  { action, key, patient, text }: Pick<ActRequest, "action" | "key" | "patient" | "text">,
): Resource {
  if (key === undefined) return {};
  const what = canonical([author, patient, action, key, text]);
  const value = createHash("sha256").update(what, "utf8").digest("base64url");
  return { identifier: [{ system: "urn:wardkey:placed", value }] };
}

/**
 * What was written, without the space around it.
 *
 * @throws HttpError `bad-request`
 */
export function checkedText(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw refusedBy("bad-request", "act.empty");
  if (trimmed.length > longestText) {
    throw refusedBy("bad-request", "act.long", { longest: String(longestText) });
  }
  if (!trimmed.isWellFormed()) {
    throw refusedBy("bad-request", "act.broken");
  }
  return trimmed;
}
