import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdtEvent, AdtTrigger } from "./adt-event.ts";
import { adtTriggers, compareEvents, insertEvent } from "./adt-event.ts";
import { currentStay, foldEncounter } from "./encounter.ts";

const minute = 60_000;

/** An event at a minute of the day, with a control of its own unless one is given. */
function event(trigger: AdtTrigger, at: number, more: Partial<AdtEvent> = {}): AdtEvent {
  return { trigger, at: at * minute, control: `${trigger}@${at}`, ...more };
}

const inWard = (ward: string, bed?: string) => ({
  location: { ward, ...(bed === undefined ? {} : { bed }) },
});

function fold(...events: readonly AdtEvent[]) {
  return foldEncounter(events.reduce<readonly AdtEvent[]>(insertEvent, []));
}

const wards = fc.constantFrom("4A", "4B", "ED");
const location = fc.record({ ward: wards, bed: fc.constantFrom("1", "2") });
const anyEvent: fc.Arbitrary<AdtEvent> = fc.record(
  {
    trigger: fc.constantFrom(...adtTriggers),
    at: fc.integer({ min: 0, max: 6 }),
    control: fc.string({ minLength: 1, maxLength: 2 }),
    sequence: fc.integer({ min: 0, max: 3 }),
    order: fc.integer({ min: 0, max: 3 }),
    location,
    temporary: location,
    class: fc.constantFrom("I", "O"),
    attending: fc.subarray(["ann", "ben"]),
  },
  { requiredKeys: ["trigger", "at", "control"] },
);

describe("the order of events", () => {
  test("[C1] is total: no three events contradict each other", () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, anyEvent, (a, b, c) => {
        expect(Math.sign(compareEvents(a, b))).toBe(-Math.sign(compareEvents(b, a)) + 0);
        if (compareEvents(a, b) <= 0 && compareEvents(b, c) <= 0) {
          expect(compareEvents(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("[C1] any order of arrival, with duplicates, gives the same state", () => {
    const arrivals = fc
      .uniqueArray(anyEvent, { selector: ({ control }) => control, maxLength: 8 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray(events, { minLength: events.length }),
          fc.array(fc.nat(), { maxLength: 4 }),
        ),
      );
    fc.assert(
      fc.property(arrivals, ([events, shuffled, again]) => {
        const repeats = again.flatMap((n) => events[n % Math.max(1, events.length)] ?? []);
        expect(fold(...shuffled, ...repeats)).toEqual(fold(...events));
      }),
      { numRuns: 2_000 },
    );
  });

  test("[C1] the sequence number decides within one instant", () => {
    const later = event("A02", 1, { sequence: 2, control: "a", ...inWard("4B") });
    const sooner = event("A02", 1, { sequence: 1, control: "b", ...inWard("4A") });
    expect(currentStay(fold(later, sooner))?.ward).toBe("4B");
  });

  test("[C1] without sequence numbers a counting control id decides within one instant", () => {
    const second = event("A02", 1, { order: 8, control: "a", ...inWard("4B") });
    const first = event("A02", 1, { order: 7, control: "b", ...inWard("4A") });
    expect(currentStay(fold(second, first))?.ward).toBe("4B");
  });

  test("[C1] with nothing to go by, a visit takes its natural course within one instant", () => {
    const admitted = event("A01", 1, { control: "z", ...inWard("ED") });
    const moved = event("A02", 1, { control: "m", ...inWard("4A") });
    const gone = event("A03", 1, { control: "a" });
    expect(fold(gone, moved).status).toBe("discharged");
    expect(currentStay(fold(moved, admitted))?.ward).toBe("4A");
  });
});

/** A history that a hospital could really have: strictly increasing times, from an admission on. */
const course = fc
  .array(
    fc.record({
      trigger: fc.constantFrom<AdtTrigger>(
        "A02",
        "A06",
        "A07",
        "A08",
        "A09",
        "A10",
        "A21",
        "A22",
        "A54",
      ),
      location,
      attending: fc.constantFrom(["ann"], ["ben"], ["ann", "ben"]),
    }),
    { maxLength: 5 },
  )
  .map((steps) => [
    event("A04", 0, { ...inWard("ED"), class: "O", attending: ["eve"] }),
    ...steps.map(({ trigger, ...rest }, index) => {
      const { location: to, attending } = rest;
      if (trigger === "A54") return event(trigger, index + 1, { attending });
      return event(trigger, index + 1, { location: to });
    }),
  ]);

const pairs: readonly (readonly [AdtTrigger, AdtTrigger])[] = [
  ["A01", "A11"],
  ["A02", "A12"],
  ["A03", "A13"],
  ["A05", "A38"],
  ["A09", "A33"],
  ["A10", "A32"],
  ["A14", "A27"],
  ["A15", "A26"],
  ["A16", "A25"],
  ["A21", "A52"],
  ["A22", "A53"],
  ["A54", "A55"],
];

describe("cancels", () => {
  test("[C2] a cancel restores exactly, whenever it was said to have happened", () => {
    const both = fc.constantFrom(...pairs);
    fc.assert(
      fc.property(
        course,
        both,
        location,
        fc.boolean(),
        (history, [done, undone], to, sameInstant) => {
          const more =
            done === "A54" ? { attending: ["zoe"] } : { location: to, attending: ["zoe"] };
          const target = event(done, 20, more);
          const cancel = event(undone, sameInstant ? 20 : 30);
          expect(fold(...history, target, cancel)).toEqual(fold(...history));
          expect(fold(cancel, ...history, target)).toEqual(fold(...history));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("[C2] updates between a transfer and its cancel, which repeat the new place, go with it", () => {
    const state = fold(
      event("A01", 1, inWard("4A", "1")),
      event("A02", 2, inWard("4B", "7")),
      event("A06", 3, inWard("4B", "7")),
      event("A12", 4, inWard("4B", "7")),
    );
    expect(state.stays).toEqual([{ ward: "4A", bed: "1", from: minute }]);
  });

  test("[C2] updates between a change of doctor and its cancel, which repeat the new one, go with it", () => {
    const state = fold(
      event("A01", 1, { ...inWard("4A"), attending: ["ann"] }),
      event("A54", 2, { attending: ["ben"] }),
      event("A08", 3, { attending: ["ben"] }),
      event("A55", 2, { control: "x" }),
    );
    expect(state.attending).toEqual(["ann"]);
  });

  test("[C2] a cancelled admission leaves nothing, and what was heard under it goes too", () => {
    const state = fold(
      event("A01", 1, inWard("4A")),
      event("A02", 2, inWard("4B")),
      event("A11", 1, inWard("4A")),
    );
    expect(state).toMatchObject({ status: "cancelled", stays: [], cancelledAt: minute });
  });

  test("[C2] an admission that was sent twice is cancelled once", () => {
    const state = fold(
      event("A01", 1, inWard("4A")),
      event("A01", 2, inWard("4A", "3")),
      event("A11", 3),
    );
    expect(state.status).toBe("cancelled");
  });

  test("[C2] a cancelled admission falls back to the visit or the plan before it", () => {
    const visit = fold(
      event("A04", 1, { ...inWard("ED"), class: "E" }),
      event("A01", 2, { ...inWard("4A"), class: "I" }),
      event("A11", 3),
    );
    expect(visit).toMatchObject({ status: "admitted", class: "E", stays: [{ ward: "ED" }] });
    expect(fold(event("A05", 1), event("A01", 2, inWard("4A")), event("A11", 3)).status).toBe(
      "planned",
    );
    expect(fold(event("A05", 1), event("A38", 2)).status).toBe("cancelled");
    expect(fold(event("A14", 1), event("A27", 2)).status).toBe("cancelled");
  });

  test("[C2] a patient who is admitted again after a cancel is admitted", () => {
    const state = fold(
      event("A01", 1, inWard("4A")),
      event("A11", 2),
      event("A01", 3, inWard("4B")),
    );
    expect(state).toMatchObject({
      status: "admitted",
      admittedAt: 3 * minute,
      stays: [{ ward: "4B" }],
    });
    expect(state.cancelledAt).toBeUndefined();
  });

  test("[C2] of two transfers the named one is cancelled; without a name the last", () => {
    const moves = [
      event("A01", 1, inWard("ED")),
      event("A02", 2, inWard("4A")),
      event("A02", 3, inWard("4B")),
    ];
    expect(fold(...moves, event("A12", 2)).stays.map(({ ward }) => ward)).toEqual(["ED", "4B"]);
    expect(fold(...moves, event("A12", 9)).stays.map(({ ward }) => ward)).toEqual(["ED", "4A"]);
  });

  test("[C2] a cancel that was sent twice, under another control id, cancels nothing else", () => {
    const state = fold(
      event("A01", 1, inWard("ED")),
      event("A02", 2, inWard("4A")),
      event("A02", 3, inWard("4B")),
      event("A12", 3, { control: "x" }),
      event("A12", 3, { control: "y" }),
    );
    expect(currentStay(state)?.ward).toBe("4A");
  });

  test("[C2] a cancelled discharge puts the patient where the message says", () => {
    const before = [event("A01", 1, inWard("4A", "1")), event("A03", 2)];
    expect(fold(...before, event("A13", 3, inWard("4A", "1"))).stays).toHaveLength(1);
    const moved = fold(...before, event("A13", 3, inWard("4B", "2")));
    expect(moved).toMatchObject({
      status: "admitted",
      stays: [{ ward: "4A", to: 3 * minute }, { ward: "4B" }],
    });
    expect(moved.dischargedAt).toBeUndefined();
  });

  test("[C2] a cancelled transfer that we never heard of still says where the patient is", () => {
    expect(currentStay(fold(event("A12", 3, inWard("4A"))))?.ward).toBe("4A");
  });
});

describe("places", () => {
  test("a visit from plan to discharge", () => {
    const state = fold(
      event("A05", 1, { class: "I" }),
      event("A01", 2, { ...inWard("ED", "1"), attending: ["ann"] }),
      event("A02", 3, inWard("4A", "2")),
      event("A54", 4, { attending: ["ben"], consulting: ["cat"] }),
      event("A03", 5),
    );
    expect(state).toEqual({
      status: "discharged",
      class: "I",
      stays: [
        { ward: "ED", bed: "1", from: 2 * minute, to: 3 * minute },
        { ward: "4A", bed: "2", from: 3 * minute, to: 5 * minute },
      ],
      onLeave: false,
      attending: ["ben"],
      consulting: ["cat"],
      admittedAt: 2 * minute,
      dischargedAt: 5 * minute,
    });
  });

  test("[C3] a held bed is not a departure: leave, departing and arriving add a place and take none", () => {
    const bed = event("A01", 1, inWard("4A", "1"));
    const away = fold(bed, event("A09", 2, { temporary: { ward: "XR" } }));
    expect(away.temporary).toEqual({ ward: "XR" });
    expect(currentStay(away)?.ward).toBe("4A");
    const arrived = fold(bed, event("A10", 2, inWard("XR")));
    expect(arrived.temporary).toEqual({ ward: "XR" });
    const back = fold(
      bed,
      event("A09", 2, { temporary: { ward: "XR" } }),
      event("A10", 3, inWard("4A", "1")),
    );
    expect(back.temporary).toBeUndefined();
    const leave = fold(bed, event("A21", 2));
    expect(leave.onLeave).toBe(true);
    expect(currentStay(leave)?.ward).toBe("4A");
    expect(fold(bed, event("A21", 2), event("A22", 3)).onLeave).toBe(false);
  });

  test("a transfer ends what was for the moment", () => {
    const state = fold(
      event("A01", 1, inWard("4A")),
      event("A09", 2, { temporary: { ward: "XR" } }),
      event("A21", 3),
      event("A02", 4, inWard("4B")),
    );
    expect(state.temporary).toBeUndefined();
    expect(state.onLeave).toBe(false);
  });

  test("an update corrects the bed and never moves to another ward", () => {
    const admitted = event("A01", 1, inWard("4A", "1"));
    expect(fold(admitted, event("A08", 2, inWard("4A", "2"))).stays).toEqual([
      { ward: "4A", bed: "2", from: minute },
    ]);
    expect(currentStay(fold(admitted, event("A08", 2, inWard("4B", "2"))))?.ward).toBe("4A");
  });

  test("[C1] a transfer that is heard before its admission says that the patient is in the house", () => {
    const moved = event("A02", 2, inWard("4A"));
    expect(fold(moved)).toMatchObject({ status: "admitted", admittedAt: 2 * minute });
    expect(fold(moved, event("A01", 1, inWard("ED"))).stays.map(({ ward }) => ward)).toEqual([
      "ED",
      "4A",
    ]);
  });

  test("an update, a discharge or a departure does not bring anybody in", () => {
    expect(fold(event("A08", 1, inWard("4A"))).status).toBe("planned");
    expect(fold(event("A03", 1, inWard("4A"))).stays).toEqual([]);
    expect(fold(event("A09", 1, inWard("4A"))).status).toBe("planned");
  });

  test("after a discharge or a cancel nobody is moved", () => {
    const gone = [event("A01", 1, inWard("4A")), event("A03", 2)];
    const state = fold(
      ...gone,
      event("A02", 3, inWard("4B")),
      event("A21", 4),
      event("A10", 5, inWard("XR")),
    );
    expect(state).toEqual(fold(...gone));
    expect(fold(...gone, event("A03", 9)).dischargedAt).toBe(2 * minute);
    const cancelled = [event("A01", 1, inWard("4A")), event("A11", 2)];
    expect(fold(...cancelled, event("A02", 3, inWard("4B")))).toEqual(fold(...cancelled));
  });

  test("readmitted under the same visit, the patient is where the new message says, or nowhere", () => {
    const gone = [event("A01", 1, inWard("4A")), event("A03", 2)];
    const again = fold(...gone, event("A01", 3, inWard("4B")));
    expect(again.stays.map(({ ward }) => ward)).toEqual(["4A", "4B"]);
    expect(again.dischargedAt).toBeUndefined();
    expect(currentStay(fold(...gone, event("A01", 3)))).toBeUndefined();
  });

  test("from out-patient to in-patient and back, in the same bed unless another is named", () => {
    const seen = event("A04", 1, { ...inWard("ED", "1"), class: "E" });
    expect(fold(seen, event("A06", 2))).toMatchObject({
      class: "I",
      stays: [{ ward: "ED", bed: "1" }],
    });
    expect(fold(seen, event("A06", 2, inWard("ED"))).stays).toHaveLength(1);
    expect(fold(seen, event("A06", 2, inWard("4A")), event("A07", 3)).class).toBe("O");
  });

  test("a place is never open twice, and stays follow each other in time", () => {
    const events = fc.uniqueArray(anyEvent, { selector: ({ control }) => control, maxLength: 10 });
    fc.assert(
      fc.property(events, (list) => {
        const state = fold(...list);
        const open = state.stays.filter(({ to }) => to === undefined);
        expect(open.length).toBeLessThanOrEqual(state.status === "admitted" ? 1 : 0);
        if (open.length === 1) expect(open[0]).toBe(state.stays.at(-1));
        state.stays.reduce((last, stay) => {
          expect(stay.from).toBeGreaterThanOrEqual(last);
          expect(stay.to ?? stay.from).toBeGreaterThanOrEqual(stay.from);
          return stay.to ?? stay.from;
        }, 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
