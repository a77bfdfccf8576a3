import fc from "fast-check";
import { expect, test } from "vitest";
import { openGlass } from "../../access/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const lasts = 60 * minute;
const longest = 240 * minute;

/** What happens next: by a nurse of 4B, at a seat of theirs, with a patient of 4B or 6A. */
const happening = fc.record({
  after: fc.constantFrom(0, 1, minute, 5 * minute, 54 * minute, 55 * minute, lasts - 1, lasts),
  person: fc.constantFrom("amy", "ben"),
  patient: fc.constantFrom("pat_ose", "pat_kow"),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("break", "open") },
    { weight: 3, arbitrary: fc.constantFrom("renew", "return", "tick") },
    { weight: 1, arbitrary: fc.constantFrom("nonsense", "end") },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What somebody has broken the glass for, as the rules say it. */
interface Access {
  readonly at: number;
  until: number;
}

const keyOf = ({ person, patient }: Pick<Happening, "person" | "patient">) =>
  `${person} ${patient}`;

async function enter(ward: TestWard, seat: TestSeat, person: string): Promise<boolean> {
  // A badge that reads twice within a second is one tap.
  ward.clock.pass(2_000);
  const { body } = await ward.post(seat, "tap", { badge: person });
  let state = body.state;
  if (state?.type === "locked")
    state = (await ward.post(seat, "tap", { badge: person })).body.state;
  if (state?.type === "pin") {
    const pin = { tap: state.tap, pin: `pin-${person}` };
    state = (await ward.post(seat, "pin", pin)).body.state;
  }
  return state?.type === "in" && state.who.id === person;
}

/** One step, in the product and in the model. */
async function step(
  ward: TestWard,
  seat: TestSeat,
  model: Map<string, Access>,
  next: Happening,
): Promise<void> {
  const { after, patient, person, what } = next;
  ward.clock.pass(after);
  if (what === "tick") return void (await ward.app.tick());
  if (what === "end") {
    const [engagement = ""] = ward.app.world().engagementsByPerson.get(person);
    await ward.record("engagement.ended", { engagement, reason: "hr" });
    for (const key of model.keys()) if (key.startsWith(`${person} `)) model.delete(key);
    return;
  }
  if (!(await enter(ward, seat, person))) return;
  const known = model.get(keyOf(next));
  const lives = known !== undefined && ward.clock.now() < known.until;
  const post = (path: string, body: object = {}) => ward.post(seat, path, body, person);
  if (what === "break" || what === "nonsense") {
    await post("step-up", { pin: `pin-${person}` });
    const reason = what === "break" ? "covering" : "for fun";
    const { body } = await post("glass/break", { patient, reason });
    if (what === "nonsense") expect(body.error.code).toBe("reason-unknown");
    else if (body.type === "open" && !lives) {
      const at = ward.clock.now();
      model.set(keyOf(next), { at, until: at + lasts });
    }
    return;
  }
  const opened = await post("chart/open", { patient });
  const isOthers = patient === "pat_ose";
  if (isOthers) expect([opened.body.type, lives]).toEqual([lives ? "open" : "refused", lives]);
  if (what === "open" || opened.body.type !== "open") return;
  const { status } = await post(`glass/${what}`);
  if (known === undefined || !lives) return expect(status).toBe(409);
  if (what === "return") return void model.delete(keyOf(next));
  const isSoon = ward.clock.now() >= known.until - 5 * minute;
  const until = Math.min(known.until + lasts, known.at + longest);
  expect(status).toBe(isSoon && until > known.until ? 200 : 409);
  if (status === 200) known.until = until;
}

async function recordsOf(ward: TestWard): Promise<readonly LogRecord[]> {
  const entries = await ward.log.read(0, { limit: 100_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord);
}

test("[X4] [X10] [X11] [X13] over random interleavings: nothing beyond what was broken, its time and its person's engagement; each is reviewed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 14 }), async (happenings) => {
      const ward = await openWard();
      try {
        const seat = await ward.seat("4B-1");
        const model = new Map<string, Access>();
        for (const next of happenings) {
          await step(ward, seat, model, next);
          const at = ward.clock.now();
          for (const person of ["amy", "ben", "zoe"]) {
            for (const patient of ["pat_ose", "pat_kow", "pat_ngt"]) {
              const access = model.get(`${person} ${patient}`);
              const expected = access !== undefined && at < access.until;
              const actual = openGlass(ward.app.world(), person, patient, at) !== undefined;
              expect([person, patient, actual]).toEqual([person, patient, expected]);
            }
          }
        }
        const records = await recordsOf(ward);
        const batchOf = (kind: string) =>
          records.filter((record) => record.kind === kind).map(({ batch }) => batch);
        expect(batchOf("review.opened")).toEqual(batchOf("glass.broken"));
        expect(ward.app.world().reviews.size).toBe(batchOf("glass.broken").length);
      } finally {
        await ward.close();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
