import { afterEach, beforeEach, expect, test } from "vitest";
import { moveEngagement } from "../../lifecycle/index.ts";
import { openTellingWard, type TellingWard } from "./test-support.ts";

const hour = 3_600_000;

let telling: TellingWard;
beforeEach(async () => {
  telling = await openTellingWard();
  const { ward } = telling;
  for (const [person, display] of [
    ["nora", "Nora Lind"],
    ["max", "Max Orr"],
  ] as const) {
    const value = { type: "person", display, initials: "XX", email: `${person}@hospital.example` };
    const named = [{ table: "names", key: person, value }] as const;
    await ward.record("person.registered", { person }, named);
    const [from, to] = [ward.begin - hour, ward.begin + 900 * hour];
    const terms = { engagement: `eng_${person}`, from, person, to, type: "employee" } as const;
    await ward.record("engagement.started", terms);
    const role = person === "max" ? "ward-manager" : "nurse";
    const held = { engagement: `eng_${person}`, from, role, to, ward: "4B" };
    await ward.record("role.assigned", { assignment: `rol_${person}`, ...held });
  }
});
afterEach(() => telling.close());

test("[L4] whoever runs the ward that is left, and the one that is come to, is told, and who moves; another system by ids", async () => {
  const actor = { type: "person", id: "ada" } as const;
  const wish = { engagement: "eng_nora", role: "nurse", ward: "6A", actor };
  await telling.ward.app.submit(moveEngagement(telling.ward.app, wish));
  await telling.notices.settled();
  const to = telling.mails.map((mail) => mail.to).toSorted();
  expect(to).toEqual(["max@hospital.example", "nora@hospital.example", "zoe@hospital.example"]);
  const [own, manager] = ["nora", "zoe"].map((who) =>
    telling.mails.find((mail) => mail.to.startsWith(who)),
  );
  expect(manager?.subject).toMatch(/^Nora Lind moves to another role or ward: nurse on 6A/i);
  expect(manager?.text).toContain("4B, 6A");
  expect(manager?.text).toContain("/console/?page=people");
  expect(own?.subject).toMatch(/^You move to another role or ward/);
  const [post] = telling.posts;
  expect(JSON.parse(post?.body ?? "")).toMatchObject({
    type: "engagement.moved",
    data: { person: "ada", subject: "nora", ward: "6A", reason: "nurse" },
  });
});
