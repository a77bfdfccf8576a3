import { afterEach, beforeEach, expect, test } from "vitest";
import { addWorkload } from "../programs/test-support.ts";
import { openTellingWard, type TellingWard } from "./test-support.ts";

const hour = 3_600_000;

let telling: TellingWard;
beforeEach(async () => {
  telling = await openTellingWard();
  const { ward } = telling;
  for (const person of ["nora", "otto"]) {
    const value = { type: "person", display: person, initials: "N", email: `${person}@h.example` };
    await ward.record("person.registered", { person }, [{ table: "names", key: person, value }]);
    const [from, to] = [ward.begin - hour, ward.begin + 900 * hour];
    const terms = { engagement: `eng_${person}`, from, person, to, type: "employee" } as const;
    await ward.record("engagement.started", terms);
  }
  await addWorkload(ward, "report", { owner: "nora", deputy: "otto", scopes: ["database.lab"] });
  const role = { role: "dbr_1", workload: "report", credential: "crd", target: "lab" };
  const until = ward.begin + hour;
  await ward.record("database-role.intended", { ...role, name: "wardkey_a_1", until });
});
afterEach(() => telling.close());

const stuck = () => {
  const body = { role: "dbr_1", workload: "report", target: "lab", why: "depended-on" } as const;
  return telling.ward.record("database-role.stuck", body);
};

test("[N7] that a role cannot be taken away is told to whoever answers for the workload and to whoever closes incidents, and to another system by ids", async () => {
  await stuck();
  await telling.notices.settled();
  const mails = Object.fromEntries(telling.mails.map((mail) => [mail.to, mail]));
  expect(mails["nora@h.example"]?.text).toMatch(/a program that you answer for/);
  expect(mails["nora@h.example"]?.text).toMatch(/"lab": somebody has made what hangs on/);
  expect(mails["otto@h.example"]).toBeUndefined();
  const others = Object.entries(mails).filter(([to]) => to !== "nora@h.example");
  expect(others.length).toBeGreaterThan(0);
  for (const [, { text }] of others) expect(text).toMatch(/was made for a program for a while/);
  const data = { person: "nora", reason: "lab:depended-on" };
  expect(JSON.parse(telling.posts[0]?.body ?? "")).toMatchObject({
    type: "database-role.stuck",
    data,
  });
});

test("[N7] one that is gone by then is told to nobody", async () => {
  await telling.ward.record("database-role.gone", { role: "dbr_1" });
  await stuck();
  await telling.notices.settled();
  expect([telling.mails, telling.posts]).toEqual([[], []]);
});
