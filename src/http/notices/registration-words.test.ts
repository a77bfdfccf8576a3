import { afterEach, beforeEach, expect, test } from "vitest";
import { lapsedFacts, unknownFacts } from "./registration-words.ts";
import { openTellingWard, type TellingWard } from "./test-support.ts";

const hour = 3_600_000;

let telling: TellingWard;
beforeEach(async () => {
  telling = await openTellingWard();
  const { ward } = telling;
  const value = { type: "person", display: "Nora Lind", initials: "NL", email: "n@h.example" };
  const named = [{ table: "names", key: "nora", value }] as const;
  await ward.record("person.registered", { person: "nora" }, named);
  const [engagement, from, to] = ["eng_nora", ward.begin - hour, ward.begin + 900 * hour];
  const terms = { engagement, from, person: "nora", to, type: "employee" } as const;
  await ward.record("engagement.started", terms);
  const held = { engagement, from, role: "nurse", to, ward: "6A" };
  await ward.record("role.assigned", { assignment: "rol_nora", ...held });
  const registered = { person: "nora", register: "nmc", until: ward.begin + 900 * hour };
  await ward.record("registration.recorded", registered);
});
afterEach(() => telling.close());

/** Who was told, and in which words. */
async function told(): Promise<Readonly<Record<string, string>>> {
  await telling.notices.settled();
  return Object.fromEntries(telling.mails.map(({ to, subject }) => [to, subject]));
}
const lapse = (why: "expired" | "struck-off", taker?: string) =>
  telling.ward.record("registration.lapsed", {
    effect: telling.ward.begin + hour,
    person: "nora",
    register: "nmc",
    takeOver: taker === undefined ? [] : [{ person: taker, ward: "6A" }],
    why,
  });

test("[L7] that a registration has expired is told to its holder and to whoever runs their ward; another system by ids", async () => {
  await lapse("expired");
  expect(await told()).toEqual({
    "n@h.example": "Your professional registration counts no more",
    "zoe@hospital.example": "The professional registration of Nora Lind counts no more",
  });
  const [post] = telling.posts;
  expect(JSON.parse(post?.body ?? "")).toMatchObject({
    type: "registration.lapsed",
    data: { subject: "nora", reason: "expired" },
  });
  expect(post?.body).not.toMatch(/Lind/);
});

test("[L7] who takes over from whoever was struck off is told so, in words of their own", async () => {
  await lapse("struck-off", "zoe");
  expect(await told()).toMatchObject({
    "zoe@hospital.example": "You take over from Nora Lind in 6A",
  });
});

test("[L7] what is good again by then is not told", async () => {
  await lapse("expired");
  const { ward } = telling;
  const lapsed = { effect: ward.begin, takeOver: [], why: "expired" } as const;
  const whose = { person: "nora", register: "nmc" };
  const facts = () => [
    lapsedFacts(ward.app.world(), { ...whose, ...lapsed }),
    unknownFacts(ward.app.world(), whose),
  ];
  expect(facts()).toMatchObject([{ about: "nora", reason: "expired" }, undefined]);
  await ward.record("registration.unknown", whose);
  expect(facts()[1]).toMatchObject({ about: "nora", reason: "nmc" });
  await ward.record("registration.confirmed", { ...whose, until: ward.begin + 900 * hour });
  expect(facts()).toEqual([undefined, undefined]);
});

test("[L7] that the register does not know a number is told to whoever runs the ward", async () => {
  await telling.ward.record("registration.unknown", { person: "nora", register: "nmc" });
  expect(await told()).toEqual({
    "zoe@hospital.example": "The register does not know the number of Nora Lind",
  });
});

test("[L7] that a register fails, or that many would lapse at once, is told to those who see to incidents", async () => {
  await telling.ward.record("register.failed", { asked: 1, register: "nmc" });
  await telling.notices.settled();
  await telling.ward.record("registrations.stopped", { lapses: 9, live: 90, register: "nmc" });
  await telling.notices.settled();
  const subjects = telling.mails.map(({ subject }) => subject).toSorted();
  expect([...new Set(subjects)]).toEqual([
    'Many registrations with "nmc" would lapse at once',
    'The register "nmc" does not answer',
  ]);
});
