import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf, readAcknowledgement, visitLine } from "../../../tests/support/hl7.ts";
import { survivorOf } from "../../world/index.ts";
import type { AdtDeps } from "./arrive.ts";
import { receiveAdt } from "./receive-adt.ts";

const settings = { feed: "pas", zone: "Europe/London", processing: "P" };

async function open(): Promise<{ readonly app: FeedApp; readonly deps: AdtDeps }> {
  const app = await openFeedApp();
  await app.wards("4A", "4B", "ED", "XR");
  await app.engage("C1");
  await app.engage("C2");
  return { app, deps: { ...app, submit: app.submit, settings } };
}

/** Everything a hospital can see, in its own numbers: internal ids differ from run to run. */
async function picture(app: FeedApp, numbers: readonly string[]) {
  const rows = await app.side.list("identifiers", { limit: 1000 });
  const nameOfVisit = new Map(
    rows.filter(({ key }) => key.startsWith("visit|")).map(({ key, value }) => [value, key]),
  );
  const patients = numbers.map((number) => {
    const told = rows.find(({ key }) => key === `mrn|${number}`)?.value;
    const id = survivorOf(app.world(), String(told));
    const encounters = app.world().encountersByPatient.get(id);
    const visits = encounters.map((encounter) => {
      const { events, state } = app.world().encounters.get(encounter) ?? {};
      return { name: nameOfVisit.get(encounter), events, state };
    });
    return { number, visits: visits.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)) };
  });
  const wards = ["4A", "4B", "ED", "XR"].map((ward) => ({
    ward,
    visits: app
      .world()
      .encountersByWard.get(ward)
      .map((id) => String(nameOfVisit.get(id)))
      .sort(),
  }));
  const parked = [...app.world().parked.values()].map(({ reason }) => reason).sort();
  return { patients, wards, parked };
}

async function take(messages: readonly string[]) {
  const { app, deps } = await open();
  for (const text of messages) await receiveAdt(deps, bytesOf(text));
  return await picture(app, ["41", "42", "43"]);
}

const hour = (n: number) => `20260310${String(n).padStart(2, "0")}0000`;
const place = fc.constantFrom("4A^^1", "4A^^2", "4B^^1", "ED^^9");
const step = fc.record({
  trigger: fc.constantFrom(
    "A01",
    "A02",
    "A03",
    "A04",
    "A05",
    "A06",
    "A07",
    "A08",
    "A09",
    "A10",
    "A11",
    "A12",
    "A13",
    "A21",
    "A22",
    "A38",
    "A54",
    "A55",
  ),
  place,
  passing: fc.constantFrom("", "XR"),
  attending: fc.constantFrom("", "C1^Woolfson", "C2^Smith"),
  visit: fc.constantFrom("V1", "V2"),
});

/** One patient's messages: a visit never belongs to two patients, and times may fall together. */
const messagesOf = (number: string) =>
  fc.array(fc.tuple(step, fc.integer({ min: 1, max: 9 })), { maxLength: 7 }).map((steps) =>
    steps.map(([said, at], index) =>
      adtText({
        ...said,
        number,
        visit: `${said.visit}-${number}`,
        control: `${number}-${index}`,
        at: hour(at),
      }),
    ),
  );

function swap(): string {
  const [head, event, first] = adtText({ trigger: "A17", control: "swap", at: hour(5) }).split(
    "\r",
  );
  return [
    head,
    event,
    first,
    visitLine({ visit: "V1-41", place: "4B^^1" }),
    first?.replace("41^", "42^"),
    visitLine({ visit: "V1-42", place: "4A^^1" }),
  ].join("\r");
}

describe("any order of arrival", () => {
  test("[C1] [C2] late, repeated and out of order, the same messages give the same world", async () => {
    const day = fc
      .tuple(messagesOf("41"), messagesOf("42"), fc.boolean())
      .map(([one, two, swaps]) => [...one, ...two, ...(swaps ? [swap()] : [])])
      .chain((messages) =>
        fc.tuple(
          fc.constant(messages),
          fc.shuffledSubarray(messages, { minLength: messages.length }),
          fc.subarray(messages),
        ),
      );
    await fc.assert(
      fc.asyncProperty(day, async ([messages, shuffled, again]) => {
        expect(await take([...shuffled, ...again])).toEqual(await take(messages));
      }),
      { numRuns: 150 },
    );
  });

  test("[C1] [C2] so do messages around merges, under whichever number they come", async () => {
    const merge = (control: string, at: number, number: string, prior: string) =>
      adtText({ trigger: "A40", control, at: hour(at), number, prior });
    const said = (trigger: string, at: number, number: string, visit: string, to: string) =>
      adtText({ trigger, control: `${trigger}${at}`, at: hour(at), number, visit, place: to });
    const messages = [
      said("A01", 1, "41", "V1", "ED^^9"),
      said("A01", 2, "42", "V2", "4A^^1"),
      said("A01", 3, "43", "V3", "4B^^1"),
      said("A02", 4, "41", "V1", "4A^^2"),
      merge("m1", 5, "42", "41"),
      said("A02", 6, "42", "V1", "4B^^2"),
      merge("m2", 7, "43", "42"),
      said("A03", 8, "43", "V2", "4A^^1"),
      said("A08", 9, "43", "V1", "4B^^3"),
    ];
    const expected = await take(messages);
    expect(expected.parked).toEqual([]);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(messages, { minLength: messages.length }),
        async (shuffled) => {
          expect(await take(shuffled)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("messages at once give the same world as one after the other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(messagesOf("41"), messagesOf("42")), async ([one, two]) => {
        const { app, deps } = await open();
        await Promise.all([...one, ...two].map((text) => receiveAdt(deps, bytesOf(text))));
        expect(await picture(app, ["41", "42", "43"])).toEqual(await take([...one, ...two]));
      }),
      { numRuns: 50 },
    );
  });
});

describe("fuzzing", () => {
  test("any change of any bytes is acknowledged, and nothing is half done", async () => {
    const { app, deps } = await open();
    const bases = [
      adtText({
        trigger: "A01",
        control: "1",
        at: hour(1),
        place: "4A^^1",
        attending: "C1^Woolfson",
        sequence: 7,
      }),
      adtText({ trigger: "A40", control: "2", at: hour(2), number: "42", prior: "41" }),
      swap(),
    ].map(bytesOf);
    const change = fc.tuple(
      fc.nat(),
      fc.oneof(fc.nat(255), fc.constantFrom(...bytesOf("|^~\\&\r\nAP0"))),
    );
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (which, changes) => {
          const bytes = (bases[which] as Uint8Array).slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const received = await receiveAdt(deps, bytes);
          const { code, header } = readAcknowledgement(received.acknowledgement);
          codes.add(code);
          expect(["AA", "AR"]).toContain(code);
          expect(header[0]?.slice(0, 3)).toBe("MSH");
        },
      ),
      { numRuns: 1_500 },
    );
    expect([...codes].sort()).toEqual(["AA", "AR"]);
    for (const { reason } of app.world().parked.values()) expect(reason).not.toBe("fault");
  });
});
