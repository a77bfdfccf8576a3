import type { Mailer, MailFailure } from "../../ports/index.ts";
import {
  forgetInvitationMail,
  invitationMailKey,
  type Scene,
  sceneOf,
} from "../../sessions/index.ts";
import { linkOf, openMail } from "../arrive/index.ts";
import type { Sealer } from "../deps.ts";
import { isRecord, textOf } from "../json.ts";
import { withNames } from "../names.ts";
import { isDoneToSomebody, noticeKinds } from "./kinds.ts";
import { personOf, type WaitingNotice } from "./rows.ts";
import { type Said, tellingOf } from "./telling.ts";
import type { NoticesDeps, Sent, Target } from "./types.ts";

/** What mail is made with. */
export interface MailDeps {
  readonly app: Pick<NoticesDeps["app"], "world" | "side" | "now" | "bundles" | "submit">;
  readonly mailer: Mailer;
  readonly sealer: Pick<Sealer, "open">;
  /** The address by which people reach us. */
  readonly origin: () => string;
}

/** People, by mail. Where it goes and whom it names is read each time, from where it can be erased (U3). */
export function mailTarget(deps: MailDeps): Target {
  return {
    id: "mail",
    tells: "people",
    async send(waiting, signal) {
      if (waiting.notice.type === "arrival") return sendLink(deps, waiting, signal);
      const person = personOf(waiting.key) ?? "";
      const [row] = await deps.app.side.get([{ table: "names", key: person }]);
      const to = isRecord(row) ? textOf(row["email"]) : undefined;
      if (to === undefined) {
        return failed("No e-mail address is known: take one in with the staff file.", false);
      }
      const { subject, text } = await wordsOf(deps, waiting);
      const id = `${waiting.notice.record}.${person}`;
      return post(deps.mailer, { id, to, subject, text: `${text.join("\n\n")}\n` }, signal);
    },
  };
}

/** A link for somebody's own phone goes to the address that the desk was told, and both are erased with it. */
async function sendLink(
  deps: MailDeps,
  waiting: WaitingNotice,
  signal: AbortSignal,
): Promise<Sent> {
  const { reason: invitation, record } = waiting.notice;
  const [row] = await deps.app.side.get([invitationMailKey(invitation)]);
  // It was withdrawn, used or replaced meanwhile.
  if (row === undefined) return { type: "taken" };
  if ((waiting.notice.until ?? 0) <= deps.app.now()) {
    await deps.app.submit(forgetInvitationMail(invitation));
    return { type: "taken" };
  }
  const mail = openMail(deps.sealer, textOf(row) ?? "");
  if (mail === undefined) {
    return failed(
      "The link can be read no more: WARDKEY_PEPPER is another. Make a new link.",
      false,
    );
  }
  const link = linkOf(deps.origin(), mail.secret);
  const { subject, text } = await wordsOf(deps, waiting, link);
  const parts = { id: record, to: mail.to, subject, text: `${text.join("\n\n")}\n` };
  const sent = await post(deps.mailer, parts, signal);
  if (sent.type === "taken") await deps.app.submit(forgetInvitationMail(invitation));
  return sent;
}

async function post(
  mailer: Mailer,
  mail: Parameters<Mailer["send"]>[0],
  signal: AbortSignal,
): Promise<Sent> {
  try {
    await mailer.send(mail, signal);
    return { type: "taken" };
  } catch (error) {
    const { code, message } = error as Partial<MailFailure>;
    // What is no word about the mail is a fault of ours, and not the server's.
    if (code === undefined || !Object.hasOwn(isWhole, code)) throw error;
    return failed(message ?? code, isWhole[code]);
  }
}

/** Whether the next mail would meet the same. */
const isWhole: Readonly<Record<MailFailure["code"], boolean>> = {
  "address-refused": false,
  "message-refused": false,
  "server-failed": true,
};

function failed(why: string, whole: boolean): Sent {
  return { type: "failed", why, whole };
}

async function wordsOf(
  { app, origin }: MailDeps,
  { notice }: WaitingNotice,
  link = "",
): Promise<Said> {
  const say = noticeKinds[notice.kind]?.words[notice.audience ?? "reviewers"];
  if (say === undefined) throw new TypeError(`${notice.kind} has no words for this audience`);
  const scene: Scene = sceneOf(app, app.world(), app.now());
  return withNames(app.side, app.world, (names) => {
    const who = names.person(notice.person).name;
    const done = isDoneToSomebody(notice) ? notice.about : undefined;
    const whom = done === undefined ? "" : names.person(done).name;
    return say(tellingOf(scene, notice, { who, whom, link, origin: origin() }));
  });
}
