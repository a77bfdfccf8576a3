import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, type TestSeat, type TestWard } from "../test-support.ts";

const hour = 3_600_000;

let ward: TestWard;
let seat: TestSeat;
beforeEach(async () => {
  ward = await openWard();
  seat = await ward.seat("4B-1");
  await ward.signIn(seat, "amy");
});
afterEach(() => ward.close());

const post = (path: string, body: object = {}) => ward.post(seat, path, body, "amy");
const register = (more: object = {}) => post("arrivals/register", { why: "unknown", ...more });
const open = (patient: string) => post("chart/open", { patient });
/** Time passes by records: the seat locks, and its people come back. */
async function later(hours: number): Promise<void> {
  ward.clock.pass(hours * hour);
  await ward.app.tick();
}

describe("[C9] somebody whose chart is not here", () => {
  test("is registered in the seat's ward under a made name and number, and treated at once", async () => {
    const { body } = await register({ sex: "F", bed: "12" });
    expect(body).toMatchObject({ type: "open" });
    const { patient } = body.state.chart;
    expect(patient).toMatchObject({ sex: "F", birthDate: "", ward: "4B", bed: "12" });
    expect(patient.name).toMatch(/^UNKNOWN, [A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(patient.number).toMatch(/^T-[2-9A-HJ-NP-Z]{6}$/);
    expect(patient.made).toBe(true);
    const written = await post("act", {
      action: "note.write",
      patient: patient.id,
      text: "Found in the park",
    });
    expect(written.body).toMatchObject({ type: "done" });
    // Under the number, by whoever reads it off the wristband.
    for (const number of [patient.number, patient.number.replace("T-", "t ")]) {
      expect((await post("search", { number })).body).toMatchObject({
        type: "found",
        patient: { id: patient.id, made: true },
      });
    }
    // It is the chart's that has no other: not of whom they turn out to be.
    await ward.record("patient.merged", { into: "pat_kow", patient: patient.id });
    const { chart } = (await open(patient.id)).body.state;
    expect(chart.patient.name).not.toContain("UNKNOWN");
    expect(chart.patient).not.toHaveProperty("made");
  });

  test("two have two names and numbers; of neither is anything in the log (U3)", async () => {
    const names = [];
    for (let count = 0; count < 5; count++) {
      const { patient } = (await register()).body.state.chart;
      names.push(patient.name, patient.number);
    }
    expect(new Set(names).size).toBe(10);
    const entries = await ward.log.read(0, { limit: 10_000 });
    const log = entries.map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
    for (const name of names) expect(log).not.toContain(name.replace("UNKNOWN, ", ""));
  });

  test.each([["12|3"], ["x".repeat(17)], ["Anna Kowalski of 4B"], ["<b>"]])(
    "a bed of %j is refused in words, and nobody is registered",
    async (bed) => {
      const before = ward.app.world().next;
      const answer = await register({ bed });
      expect([answer.status, answer.body.error.message]).toEqual([
        400,
        "A bed is a few letters and digits, such as 12 or 4-B.",
      ]);
      expect(ward.app.world().next).toBe(before);
    },
  );

  test("whoever's role does not include it registers nobody", async () => {
    await ward.record("role.ended", { assignment: "rol_amy" });
    const { body } = await register();
    expect(body).toMatchObject({ type: "refused" });
    expect([...ward.app.world().encounters.values()].some(({ byHandUntil }) => byHandUntil)).toBe(
      false,
    );
  });

  test("[L2] it ends by itself when admissions never tell of them", async () => {
    const { patient } = (await register()).body.state.chart;
    const until = ward.clock.now() + 24 * hour;
    const [encounter] = ward.app.world().encountersByPatient.get(patient.id);
    expect(ward.app.world().encounters.get(encounter ?? "")?.byHandUntil).toBe(until);
    await later(24);
    expect(ward.app.world().encounters.get(encounter ?? "")?.state).toMatchObject({
      status: "discharged",
      dischargedAt: until,
    });
  });

  test("[C2] becomes part of the chart that it turns out to be, and gives way to where that patient is", async () => {
    const { patient } = (await register()).body.state.chart;
    await post("chart/close");
    expect((await open("pat_ose")).body.type).toBe("refused");
    await ward.record("patient.merged", { into: "pat_ose", patient: patient.id });
    // Kofi Osei lies on 6A, as admissions say: 4B only registered somebody.
    expect((await open("pat_ose")).body).toMatchObject({
      type: "refused",
      refusal: { reasons: [expect.stringContaining("6A")] },
    });
    await ward.record("patient.unmerged", { patient: patient.id });
    expect((await open(patient.id)).body.type).toBe("open");
    expect((await open("pat_ose")).body.type).toBe("refused");
  });

  test("[C3] whoever wrote for them before may finish, also after the merge, and not after it was taken back", async () => {
    const { patient } = (await register()).body.state.chart;
    await post("act", { action: "note.write", patient: patient.id, text: "Found in the park" });
    await post("chart/close");
    await ward.record("patient.merged", { into: "pat_ose", patient: patient.id });
    expect((await open("pat_ose")).body).toMatchObject({ type: "open" });
    await ward.record("patient.unmerged", { patient: patient.id });
    expect((await open("pat_ose")).body.type).toBe("refused");
    expect((await open(patient.id)).body.type).toBe("open");
  });

  test("while nothing else stands for the patient, being here stands", async () => {
    const { patient } = (await register()).body.state.chart;
    await ward.record("patient.registered", { patient: "pat_new" });
    await ward.record("patient.merged", { into: "pat_new", patient: patient.id });
    expect((await open("pat_new")).body).toMatchObject({
      type: "open",
      state: { chart: { because: ["You are on shift on 4B."] } },
    });
    await ward.adt("pat_new", "A01", "6A", "3");
    expect((await open("pat_new")).body.type).toBe("refused");
  });
});
