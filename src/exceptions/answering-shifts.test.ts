import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Bodies } from "../world/index.ts";
import { answeringShifts } from "./index.ts";
import { deciding, Hospital, hour, minute, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
  declared("dty-1");
});

const declared = (duty: string, more: Partial<Bodies["duty.declared"]> = {}) =>
  hospital.record("duty.declared", {
    duty,
    engagement: "eng-cora",
    person: "cora",
    role: "consultant",
    to: morning + 8 * hour,
    until: morning + 30 * minute,
    ward: "4B",
    ...more,
  });
const answering = (confirm: readonly string[], refuse: readonly string[] = [], person = "ina") => {
  const deps = { ...deciding(hospital), extend: () => [] };
  const context = { seat: `seat-${person}` };
  return answeringShifts(deps, { person, confirm, refuse, context });
};
const permitted = (ward: string) => ({
  kind: "decision.permitted",
  body: { action: "roster.confirm", resource: { type: "ward", id: ward } },
});

describe("a list of shifts answered in one act", () => {
  test("[L9] it is decided on their ward and recorded, and follows in the same batch", () => {
    declared("dty-2", { engagement: "eng-wim", person: "wim" });
    const { records, answer } = hospital.submit(answering(["dty-1"], ["dty-2"]));
    expect(answer).toBeUndefined();
    expect(records.map(({ kind }) => kind)).toEqual([
      "decision.permitted",
      "duty.confirmed",
      "shift.rostered",
      "duty.refused",
      "review.opened",
    ]);
    expect(records[0]).toMatchObject(permitted("4B"));
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "ina" });
  });

  test("[L9] nothing is answered unless all of it may be; the denial is the answer, and on record", () => {
    declared("dty-2", { ward: "6A" });
    const at = hospital.world.next;
    const { records, answer } = hospital.submit(answering(["dty-1"], ["dty-2"]));
    expect(answer).toMatchObject({ type: "deny", position: at + 1 });
    expect(records).toMatchObject([permitted("4B"), { kind: "decision.denied" }]);
    expect(records).toHaveLength(2);
    for (const duty of ["dty-1", "dty-2"]) {
      expect(hospital.world.declared.get(duty)).not.toHaveProperty("ended");
    }
  });

  test("[L9] whoever is not in charge there answers nothing", () => {
    const { records, answer } = hospital.submit(answering(["dty-1"], [], "amy"));
    expect(answer?.type).toBe("deny");
    expect(records.map(({ kind }) => kind)).toEqual(["decision.denied"]);
  });

  test("[L9] of one that is unknown, or answered already, nothing is recorded", () => {
    const unknown = { code: "shift-unknown", recorded: [] };
    expect(hospital.refusal(answering(["dty-1", "dty-none"]))).toEqual(unknown);
    hospital.submit(answering([], ["dty-1"]));
    expect(hospital.refusal(answering(["dty-1"]))).toEqual(unknown);
  });

  test("[X2] [L9] of one's own nothing is recorded either", () => {
    declared("dty-2", { engagement: "eng-ina", person: "ina", role: "nurse-in-charge" });
    // Until it has run out, whoever started it confirms nobody.
    hospital.now += 30 * minute;
    expect(hospital.refusal(answering(["dty-1", "dty-2"]))).toEqual({
      code: "own-shift",
      recorded: [],
    });
  });
});
