import type { Mailer, MailFailure } from "../../ports/index.ts";
import { type Scene, sceneOf } from "../../sessions/index.ts";
import { isRecord, textOf } from "../json.ts";
import { withNames } from "../names.ts";
import { isDoneToSomebody, noticeKinds } from "./kinds.ts";
import { personOf, type WaitingNotice } from "./rows.ts";
import { type Said, tellingOf } from "./telling.ts";
import type { NoticesDeps, Sent, Target } from "./types.ts";

/** What mail is made with. */
export interface MailDeps {
  readonly app: Pick<NoticesDeps["app"], "world" | "side" | "now" | "bundles">;
  readonly mailer: Mailer;
  /** The address by which people reach us. */
  readonly origin: () => string;
}

/** People, by mail. Where it goes and whom it names is read each time, from where it can be erased (U3). */
export function mailTarget(deps: MailDeps): Target {
  return {
    id: "mail",
    tells: "people",
    async send(waiting, signal) {
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

async function wordsOf({ app, origin }: MailDeps, { notice }: WaitingNotice): Promise<Said> {
  const say = noticeKinds[notice.kind]?.words[notice.audience ?? "reviewers"];
  if (say === undefined) throw new TypeError(`${notice.kind} has no words for this audience`);
  const scene: Scene = sceneOf(app, app.world(), app.now());
  return withNames(app.side, app.world, (names) => {
    const who = names.person(notice.person).name;
    const done = isDoneToSomebody(notice) ? notice.about : undefined;
    const whom = done === undefined ? "" : names.person(done).name;
    return say(tellingOf(scene, notice, { who, whom, origin: origin() }));
  });
}
