import fc from "fast-check";
import { expect, test } from "vitest";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Ben is rostered for it, Zoe is on duty elsewhere, Olu is off duty; each at any of two screens of the ward. */
const people = ["ben", "zoe", "off"] as const;
const happening = fc.record({
  after: fc.constantFrom(0, minute, 5 * minute, 55 * minute, hour),
  person: fc.constantFrom(...people),
  seat: fc.constantFrom(0, 1),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("respond", "respond by PIN") },
    { weight: 3, arbitrary: fc.constantFrom("declare", "stand down", "renew") },
    { weight: 2, arbitrary: fc.constantFrom("tick", "break the glass") },
    { weight: 1, arbitrary: fc.constant("engagement ends") },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What the rules say of it: until when it lasts, and who responds. */
interface Model {
  until: number | undefined;
  declaredAt: number;
  readonly responding: Set<string>;
  readonly gone: Set<string>;
  saidSo: number;
}

const kindLasts = hour;
const longest = 4 * hour;

function lasts({ until }: Model, now: number): boolean {
  return until !== undefined && now < until;
}

/** Comes in as the screen offers it; answers whether they are in. */
async function enter(
  ward: TestWard,
  seat: TestSeat,
  { person, what }: Happening,
  model: Model,
): Promise<boolean> {
  // A badge that reads twice within a second is one tap, and one in two places at once is odd.
  ward.clock.pass(5_000);
  let state = (await ward.post(seat, "tap", { badge: person })).body.state;
  if (state.type === "locked") {
    ward.clock.pass(5_000);
    state = (await ward.post(seat, "tap", { badge: person })).body.state;
  }
  if (state.type !== "pin") return state.type === "in" && state.who.id === person;
  const { emergency, tap } = state;
  if (what === "respond by PIN") {
    state = (await ward.post(seat, "pin", { tap, pin: `pin-${person}` })).body.state;
  } else if (emergency !== undefined) {
    const answer = await ward.post(seat, "emergency/respond", { emergency: emergency.id, tap });
    state = answer.body.state;
    if (state?.type === "in" && !model.responding.has(person)) {
      model.responding.add(person);
      if (person !== "ben") model.saidSo++;
    }
  }
  return state?.type === "in" && state.who.id === person;
}

/** One step, in the product and in the model. */
async function step(
  ward: TestWard,
  seats: readonly TestSeat[],
  model: Model,
  next: Happening,
): Promise<void> {
  const { after, person, what } = next;
  const seat = seats[next.seat] as TestSeat;
  ward.clock.pass(after);
  const now = () => ward.clock.now();
  if (what === "tick") return void (await ward.app.tick());
  if (what === "declare") {
    await ward.post(seat, "emergency/declare", { type: "code-blue", whom: "ward" });
    if (lasts(model, now())) return;
    model.until = now() + kindLasts;
    model.declaredAt = now();
    return model.responding.clear();
  }
  if (what === "engagement ends") {
    const [engagement = ""] = ward.app.world().engagementsByPerson.get(person);
    await ward.record("engagement.ended", { engagement, reason: "hr" });
    model.gone.add(person);
    return;
  }
  const isIn = await enter(ward, seat, next, model);
  const called = lasts(model, now()) && !model.gone.has(person);
  // Whom the roster calls responds by coming in.
  if (isIn && called && person === "ben") model.responding.add(person);
  const responds = called && model.responding.has(person);
  const isStranger = person === "off" || model.gone.has(person);
  if (isStranger && !responds) expect([what, isIn]).toEqual([what, false]);
  if (!isIn) return;
  const emergency = [...ward.app.world().emergencies.values()].find(({ until }) => now() < until);
  const post = (path: string, body: object = {}) => ward.post(seat, path, body, person);
  const about = { emergency: emergency?.id ?? "" };
  if (what === "stand down") {
    const { status } = await post("emergency/stand-down", about);
    // Where Ben responds, whom the roster calls, nobody ends it for him who only says that they do.
    const isAttended = model.responding.has("ben") && !model.gone.has("ben");
    const mayEnd = responds && (person === "ben" || !isAttended);
    expect([what, status === 200]).toEqual([what, mayEnd]);
    if (mayEnd) model.until = undefined;
    return;
  }
  if (what === "renew") {
    const { status } = await post("emergency/renew", about);
    const until = Math.min((model.until ?? 0) + kindLasts, model.declaredAt + longest);
    const isDue =
      responds && now() >= (model.until ?? 0) - 5 * minute && until > (model.until ?? 0);
    expect([what, status === 200]).toEqual([what, isDue]);
    if (isDue) model.until = until;
    return;
  }
  if (what === "break the glass") {
    const { body } = await post("glass/break", { patient: "pat_ose" });
    // Zoe is on that patient's ward; off duty nobody breaks any.
    if (person === "ben") expect([what, body.type === "open"]).toEqual([what, responds]);
    return;
  }
  const { body } = await post("chart/open", { patient: "pat_kow" });
  const isTheirs = person === "ben" && !model.gone.has(person);
  expect([person, body.type]).toEqual([person, responds || isTheirs ? "open" : "refused"]);
}

/** Whoever is in somewhere by an emergency alone is so while it lasts, and nothing that was broken in one outlives it. */
async function nothingStands(ward: TestWard, seats: readonly TestSeat[], model: Model) {
  const isOver = !lasts(model, ward.clock.now());
  for (const seat of seats) {
    const { state } = (await ward.post(seat, "lock", { reason: "cancel" })).body;
    const session = [...ward.app.world().sessions.values()].find(
      ({ person, state: is }) => is === "open" && person === state.who?.id,
    );
    if (isOver) expect([state.type, session?.emergency]).toEqual([state.type, undefined]);
    if (isOver) expect(state.type === "in" ? state.declared : state.calls).toEqual([]);
  }
  const reviews = [...ward.app.world().reviews.values()];
  expect(reviews.filter(({ type }) => type === "responding")).toHaveLength(model.saidSo);
}

test("[X16] [X17] [X18] [X4] [L1] whatever happens, only engaged responders have anything, each who said so is reviewed, and nothing outlives the end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 8 }), async (steps) => {
      const ward = await openWard();
      try {
        const seats = [await ward.seat("4B-1"), await ward.seat("4B-2")];
        const model: Model = {
          until: undefined,
          declaredAt: 0,
          responding: new Set(),
          gone: new Set(),
          saidSo: 0,
        };
        await step(ward, seats, model, { after: 0, person: "ben", seat: 0, what: "declare" });
        for (const next of steps) {
          await step(ward, seats, model, next);
          await nothingStands(ward, seats, model);
        }
      } finally {
        await ward.close();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
