import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogRecord, NewRecord } from "./index.ts";
import { apply, emptyWorld } from "./index.ts";

const ids = ["s1", "s2", "s3"];
const people = ["amy", "ben"];
const seats = ["4B-1", "4B-2"].map((id) => ({ type: "seat" as const, id }));

const session = fc.constantFrom(...ids);
const surface = fc.constantFrom(...seats);
const happening: fc.Arbitrary<NewRecord> = fc.oneof(
  fc.record({ session, surface, person: fc.constantFrom(...people) }).map(
    (given): NewRecord => ({
      kind: "session.opened",
      body: {
        ...given,
        engagement: "e",
        level: 2,
        provedAt: 0,
        until: 9,
        method: "pin",
      },
    }),
  ),
  session.map(
    (id): NewRecord => ({ kind: "session.parked", body: { session: id, reason: "lock" } }),
  ),
  session.map((id): NewRecord => ({ kind: "session.continued", body: { session: id } })),
  fc
    .record({ session, surface })
    .map((given): NewRecord => ({ kind: "session.resumed", body: { ...given, until: 9 } })),
  session.map(
    (id): NewRecord => ({ kind: "session.closed", body: { session: id, reason: "over" } }),
  ),
);

test("whatever happens to sessions, each is listed once under its person and its surface, and nowhere else", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
      const world = emptyWorld();
      for (const [position, record] of happenings.entries()) {
        const envelope = { position, at: position, id: `r${position}`, batch: "b", v: 1 };
        apply(world, { ...record, ...envelope, actor: { type: "system", id: "t" } } as LogRecord);
      }
      const all = ids.flatMap((id) => world.sessions.get(id) ?? []);
      const listed = (of: (one: (typeof all)[number]) => string, key: string) =>
        all.filter((one) => of(one) === key).map(({ id }) => id);
      for (const person of people) {
        const found = world.sessionsByPerson.get(person).toSorted();
        expect(found).toEqual(listed((one) => one.person, person));
      }
      for (const { id: seat } of seats) {
        const found = world.sessionsBySurface.get(seat).toSorted();
        expect(found).toEqual(listed((one) => one.surface.id, seat));
      }
    }),
  );
});
