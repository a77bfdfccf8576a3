import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Answer, Bundle } from "./index.ts";
import { day, evening, hour, minute, nightShift, type TestHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: TestHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});

/** Ben is in at 4B-1; Kofi is on 6A, where Ben has nothing to do. What was seen last is of this evening. */
beforeEach(() => {
  hospital = nightShift(bundle);
  hospital.adt("kofi", "A01", { ward: "6A", at: evening - day });
  hospital.world.downtime = { position: hospital.world.next, since: evening };
});

const context = { seat: "4B-1", session: "ses-ben-4B-1" };
const ask = (action: string, patient: string) => hospital.ask("ben", action, patient, context);
const breakGlass = (patient: string) => {
  const body = { engagement: "eng-ben", person: "ben", reason: "covering", ward: "6A" };
  const until = hospital.now + hour;
  hospital.record("glass.broken", { glass: `gls-${patient}`, patient, until, ...body });
};
/** A PIN was given just now. */
const prove = () =>
  hospital.record("session.raised", { session: context.session, level: 2, method: "pin" });
const codes = (answer: Answer) => (answer.type === "deny" ? answer.codes : "permitted");
const ways = (answer: Answer) =>
  answer.type === "deny" ? answer.remedies.map(({ type }) => type) : "permitted";

describe("[X14] while the log does not answer", () => {
  test("an answer says so, and on which position it rests", () => {
    const seen = hospital.world.next;
    hospital.record("log.resumed", { gap: 1 });
    expect(ask("chart.open", "anna")).toMatchObject({ position: seen, offline: true });
    expect(ask("note.write", "anna")).toMatchObject({ position: seen, offline: true });
    delete hospital.world.downtime;
    expect(ask("chart.open", "anna")).not.toHaveProperty("offline");
  });

  test("charts are read by what was seen last for the lease of the ward's pattern, and no permit outlives it", () => {
    hospital.now = evening + 14 * minute;
    const answer = ask("chart.open", "anna");
    expect(answer).toMatchObject({ type: "permit", validUntil: evening + 15 * minute });
    hospital.now = evening + 15 * minute;
    expect(codes(ask("chart.open", "anna"))).toEqual(["database-away"]);
  });

  test("nothing is written, ordered or given, within the lease and under broken glass", () => {
    for (const action of ["note.write", "medication.administer"]) {
      expect(codes(ask(action, "anna"))).toEqual(["database-away.reads"]);
    }
    breakGlass("anna");
    const answer = ask("note.write", "anna");
    expect(codes(answer)).toEqual(["database-away.reads"]);
    // Whoever has broken it is not sent to break it again.
    expect(answer).toMatchObject({ reasons: [expect.not.stringMatching(/break the glass/)] });
  });

  test("[S10] [A1] what cannot be given anyway asks for no witness and no PIN: it says that the database is away", () => {
    const give = () => ask("medication.administer-controlled", "anna");
    expect(codes(give())).toEqual(["database-away.reads"]);
    expect(ways(give())).toEqual([]);
    hospital.now = evening + 5 * minute;
    hospital.record("session.closed", { session: context.session, reason: "signed-out" });
    hospital.session("ben", { seat: "4B-1", level: 1 });
    expect(codes(ask("medication.administer", "anna"))).toEqual(["database-away.reads"]);
    // Of what is not theirs at all that is said first.
    expect(codes(ask("medication.administer", "kofi"))).toEqual(["patient.elsewhere"]);
    delete hospital.world.downtime;
    expect(codes(give())).toContain("not-witnessed");
    expect(ways(give())).toContain("witness");
  });

  test("after the lease broken glass opens what it always opens, and is the way forward that is offered", () => {
    hospital.now = evening + hour;
    prove();
    expect(ways(ask("chart.open", "anna"))).toEqual(["break-glass"]);
    expect(ways(ask("chart.open", "kofi"))).toEqual(["break-glass"]);
    expect(ask("glass.break", "kofi").type).toBe("permit");
    breakGlass("kofi");
    expect(ask("chart.open", "kofi").type).toBe("permit");
    expect(codes(ask("chart.open", "anna"))).toEqual(["database-away"]);
  });

  test("what needs others, or the database, is not offered", () => {
    hospital.person("nia", { role: "nurse-in-charge", ward: "6A" });
    delete hospital.world.downtime;
    expect(ways(ask("chart.open", "kofi"))).toContain("request-cover");
    hospital.world.downtime = { position: hospital.world.next, since: evening };
    expect(ways(ask("chart.open", "kofi"))).toEqual(["break-glass"]);
    expect(ways(ask("note.write", "kofi"))).toEqual([]);
  });

  test("what was seen more than 4 h ago permits nothing, and no permit reaches beyond that", () => {
    hospital.now = evening + 4 * hour - minute;
    prove();
    breakGlass("kofi");
    expect(ask("chart.open", "kofi")).toMatchObject({ validUntil: evening + 4 * hour });
    hospital.now = evening + 4 * hour;
    for (const action of ["chart.open", "glass.break"]) {
      expect(codes(ask(action, "kofi"))).toEqual(["database-away.too-long"]);
    }
    const answer = hospital.ask(
      "ben",
      "patient.search",
      { type: "hospital", id: "hospital" },
      context,
    );
    expect(codes(answer)).toEqual(["database-away.too-long"]);
    expect(ways(ask("chart.open", "anna"))).toEqual([]);
  });

  test("nobody gets more by it than the policy gives them", () => {
    hospital.person("cleo", { role: "ward-clerk", ward: "4B" });
    hospital.person("old", { role: "nurse", ward: "6A", engagedTo: evening - hour });
    hospital.session("cleo", { seat: "6A-1" });
    hospital.session("old", { seat: "ED-1" });
    const as = (person: string, seat: string) =>
      hospital.ask(person, "glass.break", "kofi", { seat, session: `ses-${person}-${seat}` });
    expect(codes(as("cleo", "6A-1"))).toEqual(["not-in-role"]);
    expect(codes(as("old", "ED-1"))).toEqual(["no-engagement.ended"]);
  });
});
