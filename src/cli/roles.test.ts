import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePlace, type TestPlace } from "../../tests/support/places.ts";
import { recordDecision } from "../access/index.ts";
import { type App, system } from "../app.ts";
import { roles } from "./roles.ts";
import { captured, writeLog } from "./test-support.ts";
import { UsageError } from "./usage-error.ts";

let place: TestPlace;
let tasks: string;
const always = "2020-01-01T00:00Z/2100-01-01T00:00Z";

/** A log in which a nurse on her ward confirms that she starts a shift, and does nothing else. */
beforeAll(async () => {
  place = makePlace();
  await writeLog(place.data, startsShift);
  tasks = join(place.data, "tasks");
  mkdirSync(tasks);
  cpSync("scenarios/late-handover.yaml", join(tasks, "late-handover.yaml"));
});
afterAll(() => rmSync(place.data, { recursive: true }));

async function startsShift(app: App): Promise<void> {
  const now = app.now();
  const hour = 3_600_000;
  const times = { from: now - hour, to: now + 1_000 * hour };
  const engagement = "eng-amy";
  const surface = { type: "seat", id: "4B-1" } as const;
  const session = { session: "ses-amy", level: 2, method: "pin", surface, provedAt: now } as const;
  const records = [
    { kind: "site.registered", body: { site: "north", name: "North", zone: "Europe/London" } },
    {
      kind: "ward.registered",
      body: { ward: "4B", site: "north", name: "4B", type: "ward", pattern: "inpatient" },
    },
    { kind: "seat.registered", body: { seat: "4B-1", ward: "4B", name: "1" } },
    { kind: "person.registered", body: { person: "amy" } },
    {
      kind: "engagement.started",
      body: { engagement, person: "amy", type: "employee", ...times },
    },
    {
      kind: "role.assigned",
      body: { assignment: "rol-amy", role: "nurse", ward: "4B", engagement, ...times },
    },
    {
      kind: "session.opened",
      body: { ...session, person: "amy", engagement, until: now + 16 * hour },
    },
  ] as const;
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  const actor = { type: "person", id: "amy" } as const;
  const context = { session: "ses-amy", seat: "4B-1" };
  const resource = { type: "ward", id: "4B" };
  const request = { subject: actor, action: "shift.start", resource, context };
  const { type } = await app.submit(recordDecision(app, request, { actor, remedies: false }));
  expect(type).toBe("permit");
}

const run = (...args: readonly string[]) => captured(() => roles(args, place.environment));

test("what was used and what not; what no task needs is a patch, what a task needs stays and says which", async () => {
  const patch = join(place.data, "roles.patch");
  const { code, text } = await run("--used", always, "--tasks", tasks, "--patch", patch);
  expect(code).toBe(0);
  expect(text).toMatch(/^nurse: 1 person$/m);
  expect(text).toMatch(/^ {2}shift\.start +1 times .*4B$/m);
  expect(text).toMatch(/^ {2}shift\.swap +not used/m);
  // The tasks are of nurses who open charts.
  expect(text).toMatch(/^ {2}nurse: chart-review, by .*late/im);
  expect(text).toContain("proposed, and every task passes with it");
  const written = readFileSync(patch, "utf8");
  expect(text).toContain(written);
  expect(written).toMatch(/^-\s+shift\.swap,$/m);
  expect(written).not.toMatch(/^-.*(?:chart-review|shift\.start|glass\.break)/m);
});

test("a time in which nothing was used proposes nothing, as JSON too", async () => {
  const patch = join(place.data, "none.patch");
  const before = "2019-01-01T00:00Z/2020-01-01T00:00Z";
  const { code, text } = await run("--used", before, "--tasks", tasks, "--patch", patch, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ change: "", unused: [], needed: [], otherwise: 0 });
  expect(existsSync(patch)).toBe(false);
});

test.each([
  [[], "Name a time with --used"],
  [["--used", "2026-03-10/2026-03-11"], "is no period"],
  [["--used", always, "--policy", "/nowhere"], "There is no file or folder /nowhere"],
  [["--used", always, "--tasks", "/nowhere"], "There is no file or folder /nowhere"],
])("a wrong call is refused: %j", async (args, message) => {
  const failure = await run(...args).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UsageError);
  expect((failure as UsageError).message).toContain(message);
});
