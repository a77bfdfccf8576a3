import fc from "fast-check";
import { expect, test } from "vitest";
import { decide, dutyOf } from "../../access/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const minute = 60_000;
const hour = 60 * minute;
const people = ["off", "una", "ben"] as const;
type Person = (typeof people)[number];

/** What happens next: by a nurse whom the roster does not have, or by Ben, who is in charge and has no other shift. */
const happening = fc.record({
  after: fc.constantFrom(0, minute, 29 * minute, 30 * minute - 1, 30 * minute, 6 * hour, 12 * hour),
  person: fc.constantFrom<Person>(...people),
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("start", "confirm") },
    { weight: 2, arbitrary: fc.constantFrom("refuse", "open", "tick") },
    { weight: 1, arbitrary: fc.constant("end") },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What the rules give somebody: from when, until when, and whether somebody else has confirmed it. */
interface Given {
  readonly from: number;
  until: number;
  confirmed: boolean;
}

async function furnish(ward: TestWard): Promise<void> {
  const [from, to] = [ward.begin - 24 * hour, ward.begin + 1_000 * hour];
  const held = { engagement: "eng_ben", role: "nurse-in-charge", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_ben_charge", ...held });
  await ward.record("shift.cancelled", { shift: "shf_ben" });
  const charge = { from: ward.begin - hour, to: ward.begin + 30 * hour };
  await ward.record("shift.rostered", { ...held, shift: "shf_ben_charge", ...charge });
  // Olu could be in charge too, were he on the roster; Una is Amy, whose shift is taken off it.
  const body = { engagement: "eng_off", role: "nurse-in-charge", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_off_charge", ...body });
  await ward.record("shift.cancelled", { shift: "shf_amy" });
}

const idOf = (person: Person) => (person === "una" ? "amy" : person);

async function enter(
  ward: TestWard,
  seat: TestSeat,
  person: string,
  start?: object,
): Promise<boolean> {
  ward.clock.pass(2_000);
  let { state } = (await ward.post(seat, "tap", { badge: person })).body;
  if (state.type === "locked") ({ state } = (await ward.post(seat, "tap", { badge: person })).body);
  if (state.type === "pin") {
    const path = start !== undefined && state.starts !== undefined ? "shift/begin" : "pin";
    const body = { tap: state.tap, pin: `pin-${person}`, ...(path === "pin" ? {} : start) };
    state = (await ward.post(seat, path, body)).body.state ?? state;
  }
  return state.type === "in" && state.who.id === person;
}

async function step(
  ward: TestWard,
  seat: TestSeat,
  given: Map<string, Given>,
  { after, person: who, what }: Happening,
): Promise<void> {
  ward.clock.pass(after);
  const person = idOf(who);
  if (what === "tick") return void (await ward.app.tick());
  if (what === "end") {
    if (who === "ben") return;
    await ward.record("engagement.ended", { engagement: `eng_${person}`, reason: "hr" });
    given.delete(person);
    return;
  }
  if (what === "start") {
    const before = ward.app.world().declaredByPerson.get(person).length;
    const start = { ward: "4B", role: "nurse" };
    await enter(ward, seat, person, start);
    if (ward.app.world().declaredByPerson.get(person).length === before) return;
    const from = ward.clock.now();
    given.set(person, { from, until: from + 30 * minute, confirmed: false });
    return;
  }
  if (!(await enter(ward, seat, person))) return;
  if (what === "open")
    return void (await ward.post(seat, "chart/open", { patient: "pat_kow" }, person));
  await ward.post(seat, "step-up", { pin: `pin-${person}` }, person);
  for (const duty of [...ward.app.world().declared.values()]) {
    const ids = [duty.id];
    const answers =
      what === "confirm" ? { confirm: ids, refuse: [] } : { confirm: [], refuse: ids };
    const { body } = await ward.post(seat, "shifts/answer", answers, person);
    if (body.type !== "done") continue;
    // Nobody answers for themselves, and nobody who is not in charge does at all.
    expect([person, duty.person === person]).toEqual(["ben", false]);
    const known = given.get(duty.person);
    if (known === undefined || known.from !== duty.at) continue;
    known.confirmed = what === "confirm";
    known.until = known.confirmed ? duty.to + 30 * minute : Math.min(known.until, ward.clock.now());
  }
}

/** Whether the policy itself lets them open the ward's chart now, with a session that is as sure as can be. */
function mayOpen(ward: TestWard, person: string): boolean {
  const { app, clock } = ward;
  const world = app.world();
  const bundle = app.bundles.current(world);
  if (bundle === undefined) return false;
  const session = world.sessionsByPerson.get(person)[0];
  const request = {
    subject: { type: "person", id: person },
    action: "chart.open",
    resource: { type: "patient", id: "pat_kow" },
    context: session === undefined ? {} : { session },
  };
  return decide({ bundle, world, request, at: clock.now(), remedies: false }).type === "permit";
}

test("[L9] [X2] over random interleavings: nothing past what was started or confirmed, no word for oneself; what nobody confirmed is reviewed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 14 }), async (happenings) => {
      const ward = await openWard();
      try {
        await furnish(ward);
        const seat = await ward.seat("4B-1");
        const given = new Map<string, Given>();
        for (const next of happenings) {
          await step(ward, seat, given, next);
          const { app, clock } = ward;
          const bundle = app.bundles.current(app.world());
          for (const person of ["off", "amy"]) {
            const known = given.get(person);
            const holds = known !== undefined && clock.now() < known.until;
            const duties = bundle && dutyOf(bundle, app.world(), person, clock.now());
            expect([person, duties?.length !== 0]).toEqual([person, holds]);
            if (!holds) expect([person, mayOpen(ward, person)]).toEqual([person, false]);
          }
        }
        await ward.app.tick();
        const entries = await ward.log.read(0, { limit: 100_000 });
        const records = entries.map(
          ({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as LogRecord,
        );
        const of = (kind: string) => records.filter((record) => record.kind === kind);
        for (const { actor, body } of of("duty.confirmed") as readonly {
          actor: LogRecord["actor"];
          body: { duty: string };
        }[]) {
          const declared = of("duty.declared").find(
            (record) => (record.body as { duty: string }).duty === body.duty,
          );
          expect(declared?.actor.id).not.toBe(actor.id);
        }
        const first = new Set<string>();
        for (const { kind, body } of records) {
          if (kind === "duty.lapsed" || kind === "duty.refused") first.add(body.duty);
        }
        const reviewed = new Set(
          of("review.opened").map(({ body }) => (body as { about: string }).about),
        );
        expect(reviewed).toEqual(first);
      } finally {
        await ward.close();
      }
    }),
    { numRuns: 30 },
  );
}, 120_000);
