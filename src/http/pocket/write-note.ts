import { occupantChanged } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import { checkedText, placedOnce } from "../bedside/act.ts";
import { acts } from "../bedside/acts.ts";
import { checkKey } from "../bedside/drafts.ts";
import type { NoteOnPhoneReply, NoteRequest } from "../pocket-contract.ts";
import { refusedBy, spoken } from "../spoken.ts";
import { decideOnPhone, refusalOf } from "./decide-on-phone.ts";
import { type PhoneVisit, personIn } from "./phone-visit.ts";
import { showPhone } from "./show-phone.ts";

const action = "note.write";

/**
 * Writes a note to the chart that is open on the phone or laptop: decided and recorded first, then written. The same key with
 * the same words is one note, however often it is sent.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; HttpError `bad-request`, `charts-unreachable`
 */
export async function writeNote(
  visit: PhoneVisit,
  request: NoteRequest,
): Promise<NoteOnPhoneReply> {
  const { app, charts } = visit.pocket.deps;
  const text = checkedText(request.text);
  const { key } = request;
  checkKey(key);
  const session = await personIn(visit);
  const patient = survivorOf(app.world(), request.patient);
  // What is on the screen is what is written about: never a chart that was closed or changed in the meantime.
  if (session.patient !== patient) throw occupantChanged();
  const answer = await decideOnPhone(visit, session, {
    action,
    resource: { type: "patient", id: patient },
  });
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, action, answer) };
  }
  const kind = acts[action];
  const author = session.person;
  const date = new Date(app.now()).toISOString();
  try {
    const written = kind?.write(patient, text, { author, date });
    const once = placedOnce(author, { action, patient, text, key });
    if (written !== undefined) await charts.write(patient, { ...written, ...once });
  } catch {
    throw refusedBy("charts-unreachable", "act.unwritable");
  }
  return {
    type: "done",
    state: await showPhone(visit),
    ...(kind === undefined ? { message: "" } : spoken(kind.done)),
  };
}
