import { openSealer } from "../../node/index.ts";
import type { Post } from "../follower/index.ts";
import { openWard, origin, type TestSeat, type TestWard, type WardParts } from "../test-support.ts";
import { mailTarget } from "./mail-target.ts";
import { createNotices, type Notices } from "./notices.ts";
import { readNotices, type WaitingNotice } from "./rows.ts";
import type { NoticePace, NoticesDeps, Target } from "./types.ts";
import { usualNoticePace } from "./types.ts";
import { webhookTarget } from "./webhook-target.ts";

/** A mail that a test's people got. */
export interface GotMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A POST that a test's other system got. */
export interface GotPost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A ward whose people are told by mail, and another system by webhook. */
export interface TellingWard {
  readonly ward: TestWard;
  readonly notices: Notices;
  readonly mails: GotMail[];
  readonly posts: GotPost[];
  readonly faults: unknown[];
  /** What the mail server does with a mail; the webhook's receiver with a POST. */
  onMail: (mail: GotMail, signal: AbortSignal) => Promise<void>;
  onPost: (post: GotPost, signal: AbortSignal) => Promise<number>;
  /** Amy, who is in at a seat of 4B, breaks the glass for the patient on 6A. */
  breakGlass(): Promise<void>;
  waiting(): Promise<readonly WaitingNotice[]>;
  /** Another node on the same log. */
  node(): Notices;
  close(): Promise<void>;
}

const sealer = openSealer(new Uint8Array(32).fill(9));

/** What the webhook's receiver knows us by. */
export const secret: Uint8Array = new Uint8Array(32).fill(7);

/** How often tests look: they wake it themselves. */
const pace: NoticePace = { ...usualNoticePace, look: 3_600_000 };

/** Opens one: amy, zoe (who administers 6A) and pia (the privacy officer) have addresses, ben has none. */
export async function openTellingWard(): Promise<TellingWard> {
  const made: Notices[] = [];
  let parts: WardParts | undefined;
  const ward = await openWard(async (of) => {
    parts = of;
    return { told: ["mail", "hook-siem"], sealer };
  });
  const deps = parts as unknown as WardParts;
  const node = () => {
    const notices = createNotices(depsOf(deps, telling));
    made.push(notices);
    return notices;
  };
  const telling: TellingWard = {
    ward,
    get notices() {
      return made[0] as Notices;
    },
    mails: [],
    posts: [],
    faults: [],
    onMail: async () => undefined,
    onPost: async () => 204,
    breakGlass: () => breakGlass(ward),
    waiting: () => readNotices(ward.app.side),
    node,
    async close() {
      await Promise.all(made.map((one) => one.stop()));
      await ward.close();
    },
  };
  await addresses(ward, ["amy", "zoe", "pia"]);
  const role = { role: "ward-manager", ward: "6A", engagement: "eng_zoe" };
  const lasts = { from: ward.begin - 1_000, to: ward.begin + 1e9 };
  await ward.record("role.assigned", { assignment: "rol_manager", ...role, ...lasts });
  node().start();
  await telling.notices.settled();
  return telling;
}

function depsOf({ app, clock, log }: WardParts, telling: TellingWard): NoticesDeps {
  let ids = 0;
  return {
    app,
    log,
    clock,
    exclusive: false,
    newId: (prefix) => `${prefix}_${Math.random()}${ids++}`,
    targets: targetsOf({ app, clock }, telling),
    pace,
    onFault: (error) => void telling.faults.push(error),
  };
}

function targetsOf(
  { app, clock }: Pick<WardParts, "app" | "clock">,
  telling: TellingWard,
): readonly Target[] {
  const mailer = {
    async send(mail: GotMail, signal: AbortSignal) {
      await telling.onMail(mail, signal);
      telling.mails.push(mail);
    },
    close: () => undefined,
  };
  const post: Post = async (_url, headers, body, signal) => {
    const status = await telling.onPost({ headers, body }, signal);
    telling.posts.push({ headers, body });
    return { status, body: "" };
  };
  const url = "https://siem.example/wardkey";
  return [
    mailTarget({ app, mailer, sealer, origin: () => origin }),
    webhookTarget({ clock, post }, { id: "siem", url, secret }),
  ];
}

async function addresses(ward: TestWard, people: readonly string[]): Promise<void> {
  const rows = await ward.app.side.get(people.map((key) => ({ table: "names", key })));
  const side = people.map((key, index) => ({
    table: "names" as const,
    key,
    value: { ...(rows[index] as object), email: `${key}@hospital.example` },
  }));
  const handle = () => ({ records: [], side, answer: undefined });
  await ward.app.submit({ name: "test", actor: { type: "system", id: "test" }, handle });
}

async function breakGlass(ward: TestWard): Promise<void> {
  const seat: TestSeat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
  const body = { patient: "pat_ose", reason: "covering" };
  const answer = await ward.post(seat, "glass/break", body, "amy");
  if (answer.body.type !== "open") throw new Error(answer.text);
}
