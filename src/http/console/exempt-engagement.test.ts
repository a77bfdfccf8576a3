import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
});
afterEach(() => ward.close());

const post = (path: string, body: unknown, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
async function desk(badge: string): Promise<string> {
  const answer = await post("sign-in", { badge, pin: `pin-${badge}` });
  expect(answer.body.type).toBe("in");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

test("[L3] who may suspend an engagement lets it be until a day, and the page says so; nobody else does", async () => {
  const on = "people/ben/engagements/eng_ben/exempt";
  const day = new Date(ward.begin + 30 * 86_400_000).toISOString().slice(0, 10);
  expect((await post(on, { last: day }, await desk("amy"))).status).toBe(403);
  const ada = await desk("ada");
  expect((await post(on, { last: "soon" }, ada)).status).toBe(400);
  expect((await post(on, { last: "2020-01-01" }, ada)).status).toBe(422);
  expect(ward.app.world().engagements.get("eng_ben")).not.toHaveProperty("exempt");
  const done = await post(on, { last: day }, ada);
  expect(done.status).toBe(200);
  const { exempt } = done.body.engagements[0];
  expect(exempt).toBeGreaterThan(ward.begin + 29 * 86_400_000);
  expect(ward.app.world().engagements.get("eng_ben")?.exempt).toBe(exempt);
});
