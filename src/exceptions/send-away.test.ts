import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { declareEmergency, respond, sendAway } from "./index.ts";
import { Hospital, hour, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
let emergency: string;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
  const call = { seat: "seat-amy", type: "code-blue", person: "amy" };
  ({ emergency } = hospital.submit(declareEmergency(hospital, call)).answer);
  // Amy and Ina have their shift on 4B; Sue has hers on 6A, and only says that she responds.
  for (const person of ["amy", "sue"]) {
    hospital.submit(respond(hospital, { emergency, person, seat: "seat-amy" }));
  }
});

const send = (person: string, by: string) =>
  sendAway(hospital, { emergency, person, by }, (_world, { id }) => [
    { kind: "session.parked", body: { reason: "lock", session: `of ${id}` } },
  ]);

test("[X17] [X4] one who only said so is sent away by a responder of the roster's: what they had closes in one batch, and they do not say so again", () => {
  const glass = { engagement: "eng-sue", patient: "anna", reason: "declared-emergency" };
  for (const [id, person] of [["gls-sue", "sue"] as const, ["gls-amy", "amy"] as const]) {
    const body = { ...glass, glass: id, person, emergency, until: morning + hour };
    hospital.record("glass.broken", body);
  }
  expect(hospital.ask("sue", "chart.open", "kow").type).toBe("permit");
  expect(hospital.submit(send("sue", "amy")).records).toEqual([
    { kind: "emergency.left", body: { emergency, person: "sue" } },
    { kind: "glass.ended", body: { glass: "gls-sue", reason: "emergency-over" } },
    { kind: "session.parked", body: { reason: "lock", session: `of ${emergency}` } },
  ]);
  expect(hospital.ask("sue", "chart.open", "kow").type).toBe("deny");
  expect(hospital.ask("amy", "chart.open", "kow").type).toBe("permit");
  const again = respond(hospital, { emergency, person: "sue", seat: "seat-amy" });
  expect(hospital.refusal(again)).toEqual({ code: "sent-away", recorded: [] });
});

test("[X17] by the nurse in charge, who does not respond, and by themselves", () => {
  expect(hospital.submit(send("sue", "ina")).records[0]?.kind).toBe("emergency.left");
  hospital.submit(respond(hospital, { emergency, person: "wim", seat: "seat-amy" }));
  expect(hospital.submit(send("wim", "wim")).records[0]?.kind).toBe("emergency.left");
});

test("[X17] not by others, nor whom the roster has called, nor who does not respond", () => {
  const refused = { recorded: [] };
  expect(hospital.refusal(send("sue", "ben"))).toEqual({ code: "not-to-send-away", ...refused });
  expect(hospital.refusal(send("amy", "sue"))).toEqual({ code: "not-to-send-away", ...refused });
  expect(hospital.refusal(send("amy", "ina"))).toEqual({ code: "not-to-send-away", ...refused });
  expect(hospital.refusal(send("phil", "amy"))).toEqual({ code: "not-responding", ...refused });
  hospital.record("emergency.ended", { emergency, reason: "over" });
  expect(hospital.refusal(send("sue", "amy"))).toEqual({ code: "emergency-over", ...refused });
});
