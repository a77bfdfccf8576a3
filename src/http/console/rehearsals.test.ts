import { afterEach, beforeEach, expect, test } from "vitest";
import type {
  KeptReport,
  ObservedReport,
  RehearsalReport,
  RehearsedStep,
  RehearsedTask,
} from "../rehearsals-contract.ts";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const step = (costs: RehearsedStep["costs"]): RehearsedStep => ({
  ...{ line: 1, at: 1, actor: "amy", sentence: "taps in at A", outcome: "permit", said: [] },
  ...{ prompts: 0, friction: 1_000, costs, deadEnd: false, failures: [], decisions: [] },
});
const task: RehearsedTask = {
  ...{ id: "night", task: "Night handover", file: "night.yaml", patterns: ["inpatient"] },
  ...{ passed: true, friction: 3_890, prompts: 1, deadEnds: 0, residual: null, unattributed: 0 },
  ...{ unattended: 0, zone: "Europe/London", overBudget: [] },
  steps: [
    step([
      { what: "a tap", cost: 1_000 },
      { what: "a walk", cost: 0 },
    ]),
    step([
      { what: "a PIN", cost: 2_750 },
      { what: "a tap", cost: 1_000 },
    ]),
  ],
};
const plot = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
const rehearsal: RehearsalReport = { at: 1, policy: "abc", tasks: [task], plot };

let kept: KeptReport<RehearsalReport>;
let observed: KeptReport<ObservedReport>;
let ward: TestWard;
beforeEach(async () => {
  kept = { type: "none" };
  observed = { type: "none" };
  ward = await openWard({
    reports: { rehearsal: async () => kept, observed: async () => observed },
  });
});
afterEach(() => ward.close());

async function signIn(person: string): Promise<string> {
  const who = { badge: person, pin: `pin-${person}` };
  const answer = await send(ward.server, "POST", "/console/api/sign-in", who, { origin });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
const get = (path: string, cookie: string) =>
  send(ward.server, "GET", `/console/api/${path}`, undefined, { cookie });

test("whoever oversees sees the tasks without their steps, and one with them; nothing was put there at first", async () => {
  const cookie = await signIn("pia");
  expect((await get("rehearsals", cookie)).body).toEqual({ type: "none" });
  expect((await get("observed", cookie)).body).toEqual({ type: "none" });
  kept = { type: "kept", report: rehearsal };
  const { zone: _zone, steps: _steps, overBudget: _over, ...figures } = task;
  expect((await get("rehearsals", cookie)).body).toEqual({
    type: "kept",
    report: {
      ...{ at: 1, policy: "abc", tasks: [figures] },
      spent: [
        { what: "a PIN", cost: 2_750, times: 1 },
        { what: "a tap", cost: 2_000, times: 2 },
      ],
      drawings: [],
    },
  });
  expect((await get("rehearsals/night", cookie)).body).toEqual(task);
  expect((await get("rehearsals/day", cookie)).body.error).toMatchObject({ code: "not-found" });
  kept = { type: "damaged" };
  expect((await get("rehearsals", cookie)).body).toEqual({ type: "damaged" });
  expect((await get("rehearsals/night", cookie)).status).toBe(404);
});

test("the plot is a picture that loads and runs nothing, in the ink of the page", async () => {
  const cookie = await signIn("pia");
  kept = { type: "kept", report: rehearsal };
  const answer = await get("rehearsals/plot/dark", cookie);
  expect(answer.headers["content-type"]).toBe("image/svg+xml; charset=utf-8");
  expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(answer.text).toBe(plot.replace("<svg ", '<svg color="#e6edf3" '));
  expect((await get("rehearsals/plot/none", cookie)).status).toBe(400);
});

test("what was simulated and tuned besides is listed without its pictures, and each is one in the ink of the page", async () => {
  const cookie = await signIn("pia");
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>';
  const exposure = { id: "exposure", kind: "exposure", staff: 316, days: 2 } as const;
  const frontier = { id: "frontier-1", kind: "frontier", pattern: "inpatient" } as const;
  const drawings = [
    { ...exposure, svg: plot },
    { ...frontier, svg },
  ];
  kept = { type: "kept", report: { ...rehearsal, drawings } };
  expect((await get("rehearsals", cookie)).body).toMatchObject({
    report: { drawings: [exposure, frontier] },
  });
  const answer = await get("rehearsals/drawings/frontier-1/light", cookie);
  expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(answer.text).toBe(svg.replace("<svg ", '<svg color="#1f2328" '));
  expect((await get("rehearsals/drawings/frontier-2/light", cookie)).status).toBe(404);
  expect((await get("rehearsals/drawings/exposure/none", cookie)).status).toBe(400);
});

test("looking is decided and recorded once; to whom it is not said it is refused, whatever there is", async () => {
  kept = { type: "kept", report: rehearsal };
  const nurse = await signIn("amy");
  for (const path of [
    "rehearsals",
    "rehearsals/night",
    "rehearsals/plot/light",
    "rehearsals/drawings/exposure/light",
    "observed",
  ]) {
    const answer = await get(path, nurse);
    expect([path, answer.status]).toEqual([path, 403]);
    expect(JSON.stringify(answer.body)).not.toContain("Night handover");
  }
  expect((await get("rehearsals", "")).status).toBe(401);
  const officer = await signIn("pia");
  const before = ward.app.world().next;
  await get("rehearsals", officer);
  await get("rehearsals/night", officer);
  const entries = await ward.log.read(before, { limit: 100 });
  const records = entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
  expect(records.map(({ kind, body }) => [kind, body.action])).toEqual([
    ["decision.permitted", "rehearsal.read"],
  ]);
});
