import { afterEach, beforeEach, expect, test } from "vitest";
import { openTellingWard, type TellingWard } from "./test-support.ts";

const hour = 3_600_000;
const dormancy = (due: number) =>
  ({ days: 3, due, id: "eng_nora", person: "nora", type: "dormancy" }) as const;

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
});
afterEach(() => telling.close());

test("[L3] who signs in no more is told when that counts, and whoever runs their ward; another system by ids", async () => {
  const due = telling.ward.begin + 72 * hour;
  await telling.ward.record("ending.warned", dormancy(due));
  await telling.notices.settled();
  const mails = telling.mails.toSorted((a, b) => a.to.localeCompare(b.to));
  expect(mails.map(({ to }) => to)).toEqual(["n@h.example", "zoe@hospital.example"]);
  expect(mails[0]?.subject).toMatch(/^Your access is suspended at .* unless you sign in$/);
  expect(mails[1]?.subject).toMatch(/^The access of Nora Lind is suspended at /);
  const [post] = telling.posts;
  expect(JSON.parse(post?.body ?? "")).toMatchObject({
    type: "ending.warned",
    data: { subject: "nora", until: new Date(due).toISOString() },
  });
});

test("whom it does not concern any more is told nothing", async () => {
  const { ward } = telling;
  await ward.record("engagement.suspended", { engagement: "eng_nora", reason: "leave" });
  const due = ward.begin + 72 * hour;
  await ward.record("ending.warned", dormancy(due));
  await telling.notices.settled();
  expect(telling.mails).toEqual([]);
});

test.each([
  ["engagement", "eng_nora", /^Your engagement ends at /, /^The engagement of Nora Lind ends at /],
  [
    "registration",
    "nora|nmc",
    /^Your professional registration ends at /,
    /^The professional registration of Nora Lind ends at /,
  ],
  [
    "workload",
    "lab",
    /^A program that you answer for loses/,
    /^A program that Nora Lind answers for loses/,
  ],
  [
    "workload-unused",
    "lab",
    /^A program that you answer for is not used$/,
    /^A program that Nora Lind answers for is not used$/,
  ],
  [
    "workload-orphaned",
    "lost",
    /^A program that nobody answers for is stopped at /,
    /^A program that Nora Lind once wanted /,
  ],
  [
    "workload-credential",
    "k1",
    /^The last credential of a program that you answer for /,
    /^The last credential of a program that Nora Lind /,
  ],
  [
    "workload-rotation",
    "k1",
    /^Callers still use an old credential/,
    /^Callers of a program that Nora Lind answers for /,
  ],
] as const)("[L2] that %s ends is told in words of its own", async (type, id, own, managers) => {
  const { ward } = telling;
  const due = ward.begin + 72 * hour;
  const known = { name: "Lab", owner: "nora", purpose: "x", scopes: [], until: due + hour };
  for (const workload of ["lab", "lost"])
    await ward.record("workload.registered", { workload, ...known });
  await ward.record("workload.orphaned", { workload: "lost", due });
  const until = due + hour;
  const credential = {
    credential: "k1",
    kind: "key",
    thumbprint: "t",
    until,
    workload: "lab",
  } as const;
  await ward.record("workload-credential.added", credential);
  await ward.record("ending.warned", { days: 3, due, id, person: "nora", type });
  await telling.notices.settled();
  const mails = telling.mails.toSorted((a, b) => a.to.localeCompare(b.to));
  expect(mails.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(own),
    expect.stringMatching(managers),
  ]);
});
