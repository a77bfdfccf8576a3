import { draftKey, keepDrafts, occupantChanged } from "../../sessions/index.ts";
import { type Session, survivorOf } from "../../world/index.ts";
import type { DraftsReply, DraftsRequest, DraftView } from "../bedside-contract.ts";
import { HttpError } from "../errors.ts";
import { refusedBy } from "../spoken.ts";
import { isAct, longestText } from "./acts.ts";
import { occupantIn, type Visit } from "./visit.ts";

/** Half-written texts of one session, at most. */
const most = 20;
/** A key is a word that the screen made up. */
const longestKey = 64;
/** Two writers at once is a screen that repeats itself: a third try is always enough. */
const tries = 5;

/** All that one session has half-written, by patient. */
type Drafts = Readonly<Record<string, PatientDrafts>>;
type PatientDrafts = Omit<DraftsRequest, "patient">;

/**
 * Keeps what the occupant has half-written, so that it survives a lock, a move and a reload (S2, S6). A text that is empty is
 * half-written no more.
 *
 * @throws SessionError `occupant-changed`; HttpError `bad-request`
 */
export async function saveDrafts(visit: Visit, request: DraftsRequest): Promise<{ type: "kept" }> {
  const session = occupantIn(visit);
  const { app } = visit.bedside.deps;
  const patient = survivorOf(app.world(), request.patient);
  if (!app.world().patients.has(patient)) throw badRequest("There is no such patient.");
  request.texts.forEach(checkDraft);
  await change(
    visit,
    session,
    (known) => {
      const texts = new Map(known[patient]?.texts.map((draft) => [draft.action, draft]));
      for (const draft of request.texts) {
        if (draft.text.trim() === "") texts.delete(draft.action);
        else texts.set(draft.action, draft);
      }
      const form = request.form !== undefined && isAct(request.form) ? { form: request.form } : {};
      return { ...known, [patient]: { texts: [...texts.values()], ...form } };
    },
    visit.seat,
  );
  return { type: "kept" };
}

/**
 * What the occupant has half-written on the open chart, and on no other: what may not be seen of a patient is not shown of one's own
 * words about them either.
 *
 * @throws SessionError `occupant-changed` where that chart is not shown
 */
export async function readDrafts(
  visit: Visit,
  request: { readonly patient: string },
): Promise<DraftsReply> {
  const session = occupantIn(visit);
  const { app } = visit.bedside.deps;
  const patient = survivorOf(app.world(), request.patient);
  const { permit } = visit.memory;
  const isShown = permit?.session === session.id && permit.patient === patient;
  if (!isShown || session.patient !== patient || permit.until <= app.now()) throw occupantChanged();
  const { drafts } = await readKept(visit, session);
  // Somebody else may be in by the time that it is read.
  if (occupantIn(visit).id !== session.id) throw occupantChanged();
  const { texts = [], form } = drafts[patient] ?? {};
  return { texts, ...(form === undefined ? {} : { form }) };
}

/**
 * What was done is half-written no more, also when its author has left the seat meanwhile. A draft that could not be put away stays: it is offered again, never lost.
 */
export async function dropDraft(
  visit: Visit,
  session: Session,
  { patient, action }: { readonly patient: string; readonly action: string },
): Promise<void> {
  await change(visit, session, (known) => {
    const here = known[patient];
    if (here === undefined) return known;
    const { form, texts } = here;
    const left = texts.filter((draft) => draft.action !== action);
    const open = form === undefined || form === action ? {} : { form };
    return { ...known, [patient]: { texts: left, ...open } };
  }).catch(() => undefined);
}

async function change(
  visit: Visit,
  session: Session,
  next: (known: Drafts) => Drafts,
  seat?: string,
): Promise<void> {
  const { app, sealer } = visit.bedside.deps;
  const where = seat === undefined ? {} : { seat };
  for (let round = 0; round < tries; round++) {
    const { row, drafts } = await readKept(visit, session);
    const changed = next(drafts);
    if (changed === drafts) return;
    const left = Object.entries(changed).filter(([, { texts }]) => texts.length > 0);
    const count = left.reduce((sum, [, { texts }]) => sum + texts.length, 0);
    if (count > most) {
      throw refusedBy("bad-request", "drafts.many", { most: String(most) });
    }
    const text = JSON.stringify(Object.fromEntries(left));
    const sealed = left.length === 0 ? undefined : sealer.seal("draft", text, boundTo(session));
    if (sealed === undefined && row === undefined) return;
    const begun = left.flatMap(([patient, { texts }]) =>
      texts.map(({ action }) => ({ patient, action })),
    );
    const request = { ...where, session: session.id, before: row, sealed, begun };
    if ((await app.submit(keepDrafts({ bundles: app.bundles }, request))) === "kept") return;
  }
  throw refusedBy("bad-request", "drafts.lost");
}

/** What is kept of a session. What does not open (another secret, a changed row) is as good as nothing. */
async function readKept({ bedside }: Visit, session: Session) {
  const { app, sealer } = bedside.deps;
  const [row] = await app.side.get([draftKey(session.id)]);
  const text = typeof row === "string" ? sealer.open("draft", row, boundTo(session)) : undefined;
  return { row, drafts: text === undefined ? {} : (JSON.parse(text) as Drafts) };
}

/** It opens for this session of this person only. */
function boundTo({ id, person }: Session): string {
  return `${id}\0${person}`;
}

function checkDraft({ action, key, text }: DraftView): void {
  if (!isAct(action)) throw refusedBy("bad-request", "act.unknown");
  if (text.length > longestText) {
    throw refusedBy("bad-request", "act.long", { longest: String(longestText) });
  }
  if (!text.isWellFormed()) throw refusedBy("bad-request", "act.broken");
  checkKey(key);
}

/**
 * Checks the key under which a text is placed once.
 *
 * @throws HttpError `bad-request`
 */
export function checkKey(key: string | undefined): void {
  if (key === undefined || (key.isWellFormed() && key.length <= longestKey)) return;
  throw badRequest(`The key of this text is longer than ${longestKey} characters, or broken.`);
}

function badRequest(message: string): HttpError {
  return new HttpError("bad-request", message);
}
