import { afterEach, beforeEach, expect, test } from "vitest";
import { openTellingWard, type TellingWard } from "./test-support.ts";

let telling: TellingWard;
beforeEach(async () => {
  telling = await openTellingWard();
  const { ward } = telling;
  await ward.record("workload.registered", {
    workload: "lab",
    name: "Laboratory gateway",
    owner: "amy",
    purpose: "Brings results into charts",
    scopes: ["system/Observation.rs"],
    until: ward.begin + 900 * 3_600_000,
  });
  await ward.record("workload-credential.added", {
    credential: "crd_1",
    workload: "lab",
    kind: "secret",
    until: ward.begin + 100 * 3_600_000,
  });
});
afterEach(() => telling.close());

/** Who was told, and in which words. */
async function told(): Promise<Readonly<Record<string, string>>> {
  await telling.notices.settled();
  return Object.fromEntries(telling.mails.map(({ to, subject }) => [to, subject]));
}

test("[N6] that a canary was used is told at once to whoever closes incidents, and to other systems by ids", async () => {
  const { ward } = telling;
  await ward.record("canary.laid", { canary: "cny_1", laid: "build-server" });
  await ward.record("canary.used", { canary: "cny_1", how: "presented", place: "203.0.113.0/24" });
  const subjects = Object.values(await told());
  expect(subjects).toEqual(['Somebody used a secret that was laid at "build-server"']);
  const [post] = telling.posts;
  expect(JSON.parse(post?.body ?? "")).toMatchObject({
    type: "canary.used",
    data: { reason: "build-server" },
  });
});

test("[N2] that a credential leaked is told to whoever answers for its workload; any other end is not", async () => {
  const { ward } = telling;
  await ward.record("workload-credential.ended", { credential: "crd_1", reason: "leaked" });
  expect(await told()).toMatchObject({
    "amy@hospital.example": "A credential of your workload lab leaked, and has ended",
  });
  const before = telling.mails.length;
  await ward.record("workload-credential.added", {
    credential: "crd_2",
    workload: "lab",
    kind: "key",
    until: ward.begin + 100 * 3_600_000,
  });
  await ward.record("workload-credential.ended", { credential: "crd_2", reason: "withdrawn" });
  await telling.notices.settled();
  expect(telling.mails).toHaveLength(before);
});
