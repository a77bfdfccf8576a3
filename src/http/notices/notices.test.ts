import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { origin, send } from "../test-support.ts";
import { openTellingWard, secret, type TellingWard } from "./test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

let telling: TellingWard;
beforeEach(async () => {
  telling = await openTellingWard();
});
afterEach(() => telling.close());

const sent = () => telling.mails.map(({ to }) => to).toSorted();

/** The instant at which the notice that waits longest is tried next. */
async function untilNext(): Promise<void> {
  const [waiting] = await telling.waiting();
  telling.ward.clock.pass((waiting?.notice.next ?? 0) - telling.ward.clock.now());
  await telling.notices.settled();
}

test("[X12] whoever did it, whoever answers for the ward and whoever reviews get a mail of their own, at once", async () => {
  await telling.breakGlass();
  await telling.notices.settled();
  expect(sent()).toEqual(["amy@hospital.example", "pia@hospital.example", "zoe@hospital.example"]);
  const to = (who: string) => telling.mails.find((mail) => mail.to.startsWith(who));
  expect(to("amy")?.subject).toBe("You have emergency access until 20:00");
  expect(to("amy")?.text).toContain("If this was not you, your badge and PIN were used");
  expect(to("zoe")?.subject).toBe("Emergency access on 6A until 20:00");
  expect(to("zoe")?.text).toContain("Amy Adeyemi took emergency access");
  expect(to("pia")?.text).toContain("http://localhost:8080/console/?page=reviews");
  expect(await telling.waiting()).toEqual([]);
});

test("[X19] whoever reviews, or answers for the ward, reads nothing of their own chart or of their manager", async () => {
  const { ward } = telling;
  await ward.record("patient.linked", { patient: "pat_ose", person: "zoe" });
  await ward.record("engagement.started", {
    engagement: "eng_pia_2",
    from: ward.begin - hour,
    manager: "amy",
    person: "pia",
    to: ward.begin + 24 * hour,
    type: "employee",
  });
  await telling.breakGlass();
  await telling.notices.settled();
  expect(sent()).toEqual(["amy@hospital.example"]);
});

test("[X12] no mail and no webhook names the patient or says their number, and a webhook names nobody", async () => {
  await telling.breakGlass();
  await telling.notices.settled();
  const all = JSON.stringify([telling.mails, telling.posts]);
  for (const word of ["osei", "kofi", "300400", "1958"]) {
    expect(all.toLowerCase()).not.toContain(word);
  }
  expect(JSON.stringify(telling.mails)).not.toContain("pat_ose");
  expect(JSON.stringify(telling.posts)).not.toMatch(/Adeyemi|hospital\.example/);
});

test("[X12] a webhook says what happened by ids, signed as Standard Webhooks has it", async () => {
  await telling.breakGlass();
  await telling.notices.settled();
  const [post] = telling.posts;
  if (post === undefined) throw new Error("nothing was posted");
  const { headers, body } = post;
  expect(JSON.parse(body)).toMatchObject({
    type: "glass.broken",
    timestamp: expect.stringMatching(/^2026-03-10T19:00/),
    data: { person: "amy", patient: "pat_ose", ward: "6A", reason: "covering" },
  });
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const signature = createHmac("sha256", secret).update(signed).digest("base64");
  expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
});

test("[X12] a webhook that hangs keeps neither mail nor a bedside waiting", async () => {
  telling.onPost = (_post, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", reject));
  await telling.breakGlass();
  // The bedside was answered, and mail goes out, while the webhook is still silent.
  await expect.poll(sent).toHaveLength(3);
  expect(telling.posts).toEqual([]);
  expect((await telling.waiting()).map(({ key }) => key.key.split("|")[1])).toEqual(["hook-siem"]);
});

test("[X12] what is not taken is tried again, less and less often, with the same number, until it is", async () => {
  const ids: string[] = [];
  telling.onPost = async ({ headers }) => {
    ids.push(headers["webhook-id"] ?? "");
    return ids.length < 4 ? 503 : 200;
  };
  await telling.breakGlass();
  await telling.notices.settled();
  const waits: number[] = [];
  for (let round = 0; round < 3; round++) {
    const [waiting] = await telling.waiting();
    expect(waiting?.notice).toMatchObject({ tries: round + 1, why: "The receiver answers 503." });
    waits.push((waiting?.notice.next ?? 0) - telling.ward.clock.now());
    await telling.notices.settled();
    expect(ids).toHaveLength(round + 1);
    await untilNext();
  }
  expect(waits).toEqual([5_000, 10_000, 20_000]);
  expect(new Set(ids).size).toBe(1);
  expect(ids).toHaveLength(4);
  expect(await telling.waiting()).toEqual([]);
});

test.each([
  [422, "this notice alone, so that the next one is sent at once", 0],
  [500, "the whole target, so that the next one waits with it, and goes first", 5_000],
] as const)(
  "[X12] a notice that is never taken keeps no later one back: %d is about %s",
  async (status, _, wait) => {
    const { ward } = telling;
    const taken: string[] = [];
    const asked: string[] = [];
    telling.onPost = async ({ body }) => {
      const { type } = JSON.parse(body);
      asked.push(type);
      if (type === "glass.broken") return status;
      taken.push(type);
      return 204;
    };
    await telling.breakGlass();
    await telling.notices.settled();
    const [glass] = [...ward.app.world().glasses.values()];
    await ward.record("glass.renewed", { glass: glass?.id ?? "", until: ward.begin + 2 * hour });
    await telling.notices.settled();
    expect(taken).toEqual(wait === 0 ? ["glass.renewed"] : []);
    ward.clock.pass(wait);
    await telling.notices.settled();
    expect(taken).toEqual(["glass.renewed"]);
    expect(await telling.waiting()).toHaveLength(1);
  },
);

test.each([301, 302, 400, 401, 404, 410, 500])(
  "[X12] an answer %d is odd, and nothing is lost by it",
  async (status) => {
    telling.onPost = async () => status;
    await telling.breakGlass();
    await telling.notices.settled();
    expect(await telling.waiting()).toMatchObject([{ notice: { tries: 1 } }]);
  },
);

test.each(["address", "message"])(
  "[X12] one %s that is refused, or an address that is not known, keeps no other back, and a corrected one is used",
  async (what) => {
    telling.onMail = async ({ to }) => {
      const refusal = { code: `${what}-refused`, message: `It does not take this ${what}.` };
      if (to.startsWith("amy")) throw Object.assign(new Error(), refusal);
    };
    const { ward } = telling;
    const value = { type: "person", display: "Zoe Lind" };
    await ward.record("person.registered", { person: "zoe" }, [
      { table: "names", key: "zoe", value },
    ]);
    await telling.breakGlass();
    await telling.notices.settled();
    expect(sent()).toEqual(["pia@hospital.example"]);
    expect((await telling.waiting()).map(({ notice }) => notice.why)).toEqual([
      `It does not take this ${what}.`,
      "No e-mail address is known: take one in with the staff file.",
    ]);
    const email = "z.lind@hospital.example";
    const side = [{ table: "names", key: "zoe", value: { ...value, email } }] as const;
    await ward.record("person.registered", { person: "zoe" }, side);
    telling.onMail = async () => undefined;
    await untilNext();
    expect(sent()).toEqual(["amy@hospital.example", "pia@hospital.example", email]);
  },
);

test("[X12] a mail server that is away is asked once, not once for each mail, and gets all when it is back", async () => {
  let asked = 0;
  telling.onMail = async () => {
    asked++;
    throw Object.assign(new Error("It is away."), { code: "server-failed" });
  };
  await telling.breakGlass();
  await telling.notices.settled();
  const first = asked;
  await telling.notices.settled();
  expect(asked).toBe(first);
  telling.onMail = async () => undefined;
  await untilNext();
  expect(sent()).toHaveLength(3);
});

test("[X12] after three days nobody tries any more; it is shown for a month and then forgotten", async () => {
  telling.onPost = async () => 500;
  await telling.breakGlass();
  await telling.notices.settled();
  telling.ward.clock.pass(73 * hour);
  await telling.notices.settled();
  const [waiting] = (await telling.waiting()).filter(
    ({ notice }) => notice.kind === "glass.broken",
  );
  expect(waiting?.notice).toMatchObject({ over: true, tries: 2 });
  const tried = telling.posts.length;
  telling.ward.clock.pass(hour);
  await telling.notices.settled();
  expect(telling.posts).toHaveLength(tried);
  telling.ward.clock.pass(31 * 24 * hour);
  await telling.notices.settled();
  expect(await telling.waiting()).toEqual([]);
});

test("[X12] [X11] [X13] a renewal is told, and that a review is overdue, to those who review", async () => {
  await telling.breakGlass();
  await telling.notices.settled();
  telling.mails.length = 0;
  const { ward } = telling;
  const [glass] = [...ward.app.world().glasses.values()];
  await ward.record("glass.renewed", { glass: glass?.id ?? "", until: ward.begin + 2 * hour });
  await telling.notices.settled();
  expect(telling.mails.map(({ subject }) => subject).toSorted()).toEqual([
    "Emergency access goes on until 21:00",
    "Emergency access on 6A goes on until 21:00",
    "Your emergency access goes on until 21:00",
  ]);
  telling.mails.length = 0;
  for (const time of [48, 24, 24]) {
    ward.clock.pass(time * hour);
    await ward.app.tick();
    await telling.notices.settled();
  }
  expect(telling.mails.map(({ to, subject }) => [to, subject])).toEqual([
    ["pia@hospital.example", "A review is due before long"],
    ["pia@hospital.example", "A review is overdue"],
    ["pia@hospital.example", "A review is long overdue"],
  ]);
  expect(telling.posts.map(({ body }) => JSON.parse(body).type)).toEqual([
    "glass.broken",
    "glass.renewed",
    "review.reminded",
    "review.overdue",
    "review.escalated",
  ]);
});

test("[X13] an incident is told to those who close them, and neither to the one it is about nor to who reports to them", async () => {
  await telling.breakGlass();
  await telling.notices.settled();
  telling.mails.length = 0;
  const { ward } = telling;
  const lasts = { from: ward.begin, to: ward.begin + 999 * hour, ward: "4B" };
  for (const person of ["amy", "zoe"]) {
    const role = { assignment: `rol_p_${person}`, role: "privacy-officer" };
    await ward.record("role.assigned", { ...role, engagement: `eng_${person}`, ...lasts });
  }
  await ward.record("engagement.started", {
    engagement: "eng_under",
    from: ward.begin,
    manager: "amy",
    person: "zoe",
    to: ward.begin + 999 * hour,
    type: "employee",
  });
  const about = { about: "gls", person: "amy", patient: "pat_ose", ward: "6A" };
  const what = { cause: "unjustified", reason: "covering", type: "break-glass" } as const;
  await ward.record("incident.opened", {
    ...about,
    ...what,
    happenedAt: ward.begin,
    incident: "inc",
  });
  await telling.notices.settled();
  expect(telling.mails.map(({ to, subject }) => [to, subject])).toEqual([
    ["pia@hospital.example", "An incident was opened on 6A"],
  ]);
  expect(telling.mails[0]?.text).toContain("Amy Adeyemi");
  expect(telling.mails[0]?.text).toContain("http://localhost:8080/console/?page=reviews");
  expect(JSON.stringify(telling.mails).toLowerCase()).not.toMatch(/osei|kofi|300400/);
  expect(JSON.parse(telling.posts.at(-1)?.body ?? "")).toMatchObject({
    type: "incident.opened",
    data: { person: "amy", ward: "6A" },
  });
});

test("[X7] that access ends unless it is confirmed is told to its holder and to who answers for it: of a grant the ward, of broken glass who reviews", async () => {
  await telling.breakGlass();
  await telling.notices.settled();
  telling.mails.length = 0;
  const { ward } = telling;
  const [glass] = [...ward.app.world().glasses.values()];
  const about = { person: "amy", patient: "pat_ose", ward: "6A", reason: "renewed" };
  const due = ward.begin + hour;
  const listed = { ...about, due, type: "standing-access" } as const;
  await ward.record("review.opened", { ...listed, about: glass?.id ?? "", review: "rev_1" });
  await ward.record("grant.requested", {
    answerBy: ward.begin,
    engagement: "eng_amy",
    escalateAt: ward.begin,
    grant: "gnt",
    kind: "ward",
    lasts: 8 * hour,
    person: "amy",
    reason: "covering",
    ward: "6A",
  });
  await ward.record("grant.activated", { grant: "gnt", until: ward.begin + 8 * hour });
  await ward.record("review.opened", { ...listed, about: "gnt", review: "rev_2" });
  await telling.notices.settled();
  expect(telling.mails.map(({ to, subject }) => [to, subject]).toSorted()).toEqual([
    ["amy@hospital.example", "Your access for a time ends at 20:00"],
    ["amy@hospital.example", "Your access for a time ends at 20:00"],
    [
      "pia@hospital.example",
      "Emergency access that is had again and again ends at 20:00 unless it is confirmed",
    ],
    ["zoe@hospital.example", "Access for a time on 6A ends at 20:00 unless it is confirmed"],
  ]);
  const zoes = telling.mails.find(({ to }) => to.startsWith("zoe"));
  expect(zoes?.text).toContain("Had again and again within 30 days");
  expect(zoes?.text).toContain("http://localhost:8080/console/?page=grants");
  expect(JSON.stringify(telling.mails).toLowerCase()).not.toMatch(/osei|kofi|300400/);
});

test("[L7] a badge, PIN or passkey given anew is told to whom it was done, to the manager of their ward, and to who reviews it", async () => {
  const { ward } = telling;
  const role = { role: "ward-manager", ward: "4B", engagement: "eng_max" };
  const lasts = { from: ward.begin - 1_000, to: ward.begin + 999 * hour };
  await ward.record("role.assigned", { assignment: "rol_4B", ...role, ...lasts });
  const value = { type: "person", display: "Max Weber", email: "max@hospital.example" };
  const side = [{ table: "names", key: "max", value }] as const;
  await ward.record("person.registered", { person: "max" }, side);
  const due = ward.begin + 72 * hour;
  const about = { about: "amy", person: "ada", reason: "photo-id", second: "zoe", ward: "4B" };
  await ward.record("review.opened", { ...about, due, review: "rev", type: "re-proofing" });
  await telling.notices.settled();
  expect(telling.mails.map(({ to, subject }) => [to, subject]).toSorted()).toEqual([
    ["amy@hospital.example", "You were given a badge, PIN or passkey anew"],
    ["max@hospital.example", "Amy Adeyemi on 4B was given a badge, PIN or passkey anew"],
    ["pia@hospital.example", "A badge, PIN or passkey given anew is to be reviewed by Fri 19:00"],
  ]);
  const amys = telling.mails.find(({ to }) => to.startsWith("amy"));
  expect(amys?.text).toContain("Ada Stone has given you");
  expect(amys?.text).toContain("tell your manager");
  expect(JSON.parse(telling.posts.at(-1)?.body ?? "")).toMatchObject({
    type: "review.opened",
    data: { person: "ada", subject: "amy", reason: "photo-id", ward: "4B" },
  });
});

test("[X12] of two nodes one tells; when it is gone the other goes on from where it was", async () => {
  const other = telling.node();
  other.start();
  await telling.breakGlass();
  await Promise.all([telling.notices.settled(), other.settled()]);
  expect(telling.posts).toHaveLength(1);
  expect(sent()).toHaveLength(3);
  await telling.notices.stop();
  telling.ward.clock.pass(10_000);
  const [glass] = [...telling.ward.app.world().glasses.values()];
  const until = telling.ward.begin + 2 * hour;
  await telling.ward.record("glass.renewed", { glass: glass?.id ?? "", until });
  await other.settled();
  expect(telling.posts.map(({ body }) => JSON.parse(body).type)).toEqual([
    "glass.broken",
    "glass.renewed",
  ]);
});

test("[X12] a node that is killed before it has told tells when it is there again", async () => {
  telling.onPost = (_post, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", reject));
  await telling.breakGlass();
  await expect.poll(sent).toHaveLength(3);
  await telling.notices.stop();
  telling.onPost = async () => 204;
  telling.ward.clock.pass(10_000);
  const again = telling.node();
  again.start();
  await again.settled();
  expect(telling.posts).toHaveLength(1);
  expect(sent()).toHaveLength(3);
});

test("[X12] what did not arrive is on the console's page for those who look after the feeds: to whom, why, and the next try", async () => {
  telling.onPost = async () => 503;
  await telling.breakGlass();
  await telling.notices.settled();
  const { server, clock } = telling.ward;
  const signIn = async (badge: string) => {
    const body = { badge, pin: `pin-${badge}` };
    const answer = await send(server, "POST", "/console/api/sign-in", body, { origin });
    return { cookie: String(answer.headers["set-cookie"]).split(";")[0] ?? "" };
  };
  const seen = async (who: string) =>
    send(server, "GET", "/console/api/notices", undefined, await signIn(who));
  expect((await seen("pia")).body).toMatchObject({
    targets: ["mail", "hook-siem"],
    waiting: 0,
    failing: [
      {
        kind: "glass.broken",
        to: "siem",
        target: "hook-siem",
        tries: 1,
        why: "The receiver answers 503.",
        next: clock.now() + 5_000,
      },
    ],
  });
  expect((await seen("amy")).status).toBe(403);
});

test("[X17] who says that they respond, without being rostered to, is announced to the ward and to those who review; a rostered one is not", async () => {
  const { ward } = telling;
  const emergency = "emg_1";
  const until = ward.begin + hour;
  const joined = { emergency, engagement: "eng_amy", person: "amy" };
  await ward.record("emergency.declared", { emergency, type: "code-blue", until, ward: "6A" });
  await ward.record("emergency.joined", { ...joined, how: "rostered" });
  await telling.notices.settled();
  expect(telling.mails).toEqual([]);
  await ward.record("emergency.joined", { ...joined, how: "said-so" });
  await telling.notices.settled();
  expect(telling.mails.map(({ to, subject }) => [to, subject]).toSorted()).toEqual([
    ["pia@hospital.example", "Somebody responded to an emergency on 6A: to be reviewed"],
    ["zoe@hospital.example", "Somebody responds to an emergency on 6A"],
  ]);
});
