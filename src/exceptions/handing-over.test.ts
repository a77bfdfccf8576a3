import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { handingOver } from "./index.ts";
import { deciding, Hospital, hour } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
  hospital.admit("lena", "4B");
});

const handing = (patients: readonly string[], to = "ben", person = "amy") =>
  handingOver(deciding(hospital), {
    person,
    patients,
    to,
    context: { seat: `seat-${person}` },
  });
const given = (patient: string) => ({
  kind: "handover.given",
  body: {
    from: "amy",
    patient,
    role: "nurse",
    to: "ben",
    until: hospital.now + 16 * hour,
    ward: "4B",
  },
});

describe("handing patients over by name", () => {
  test("[L10] each is decided and recorded, any number in one act, and each once", () => {
    const { records, answer } = hospital.submit(handing(["kow", "lena", "kow"]));
    expect(answer).toBeUndefined();
    const permits = records.filter(({ kind }) => kind === "decision.permitted");
    expect(permits).toMatchObject([
      { body: { action: "handover.give", resource: { id: "kow" } } },
      { body: { action: "handover.give", resource: { id: "lena" } } },
    ]);
    const handovers = records.filter(({ kind }) => kind === "handover.given");
    expect(handovers).toEqual([given("kow"), given("lena")]);
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "amy" });
  });

  test("[L10] nothing is handed over unless all may be; the denial is the answer, and on record", () => {
    const at = hospital.world.next;
    const { records, answer } = hospital.submit(handing(["kow", "anna"]));
    expect(answer).toMatchObject({ type: "deny" });
    expect(answer?.position).toBe(at + records.length - 1);
    expect(records.at(-1)).toMatchObject({
      kind: "decision.denied",
      body: { resource: { id: "anna" } },
    });
    expect(records.map(({ kind }) => kind)).not.toContain("handover.given");
  });

  test("[L10] only to somebody on duty on that ward", () => {
    const off = { code: "taker-off-duty", recorded: [] };
    expect(hospital.refusal(handing(["kow"], "mia"))).toEqual(off);
    expect(hospital.refusal(handing(["kow"], "sue"))).toEqual(off);
    expect(hospital.refusal(handing(["kow"], "nobody"))).toEqual(off);
  });

  test("[L10] and to somebody else", () => {
    const own = { code: "own-handover", recorded: [] };
    expect(hospital.refusal(handing(["kow"], "amy"))).toEqual(own);
  });
});
