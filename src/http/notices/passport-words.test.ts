import { afterEach, beforeEach, expect, test } from "vitest";
import { openTellingWard, type TellingWard } from "./test-support.ts";

const hour = 3_600_000;

let telling: TellingWard;
beforeEach(async () => {
  telling = await openTellingWard();
  const { ward } = telling;
  const value = { type: "person", display: "Nora Lind", initials: "NL" };
  const named = [{ table: "names", key: "nora", value }] as const;
  await ward.record("person.registered", { person: "nora" }, named);
  const [engagement, from, to] = ["eng_nora", ward.begin - hour, ward.begin + 9 * hour];
  const terms = { engagement, from, person: "nora", sponsor: "amy", to, type: "locum" } as const;
  await ward.record("engagement.started", terms);
  const held = { engagement, from, role: "nurse", to, ward: "6A" };
  await ward.record("role.assigned", { assignment: "rol_nora", ...held });
  const passport = { index: 3, issuer: "https://p.example", list: "https://p.example/1" };
  const seen = { engagement, level: 2, method: "staff-passport", passport, until: to } as const;
  await ward.record("engagement.proofed", seen);
});
afterEach(() => telling.close());

test("[L7] whoever answers for the ward is told that a passport counts no more, and why; another system by ids", async () => {
  await telling.ward.record("proof.lost", { engagement: "eng_nora", why: "revoked" });
  await telling.notices.settled();
  const [mail, ...more] = telling.mails;
  expect([mail?.to, more]).toEqual(["zoe@hospital.example", []]);
  expect(mail?.subject).toBe("The staff passport of Nora Lind on 6A counts no more");
  expect(mail?.text).toContain("Its issuer has revoked it. Their engagement is suspended");
  expect(mail?.text).toContain("/console/?page=people");
  const [post] = telling.posts;
  expect(JSON.parse(post?.body ?? "")).toMatchObject({
    type: "proof.lost",
    data: { subject: "nora", ward: "6A", reason: "revoked" },
  });
});

test("[L7] and that it cannot be found out; they go on working", async () => {
  await telling.ward.record("proof.unsure", { engagement: "eng_nora" });
  await telling.notices.settled();
  const [mail] = telling.mails;
  expect(mail?.subject).toBe(
    "Whether the staff passport of Nora Lind on 6A still counts is not known",
  );
  expect(mail?.text).toContain("a source that fails suspends nobody");
});
