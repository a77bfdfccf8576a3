import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { declareEmergency, renewEmergency, respond } from "./index.ts";
import { Hospital, hour, minute, morning } from "./test-support.ts";

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
  hospital.submit(respond(hospital, { emergency, person: "amy", seat: "seat-amy" }));
});

const renew = (person = "amy") => renewEmergency(hospital, { emergency, person });
const end = () => hospital.world.emergencies.get(emergency)?.until ?? 0;

describe("more time for an emergency", () => {
  test("[X18] one touch of a responder shortly before its end: as long again", () => {
    hospital.now = morning + 55 * minute;
    const until = morning + 2 * hour;
    const { records, answer } = hospital.submit(renew());
    expect(records).toEqual([{ kind: "emergency.renewed", body: { emergency, until } }]);
    expect(answer).toEqual({ until });
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "amy" });
    expect(end()).toBe(until);
  });

  test("[X18] not before the screens say that it ends", () => {
    hospital.now = morning + 55 * minute - 1;
    expect(hospital.refusal(renew())).toEqual({ code: "too-early", recorded: [] });
  });

  test("[X18] never beyond the longest, however late it is renewed", () => {
    hospital.record("emergency.renewed", { emergency, until: morning + 3.5 * hour });
    hospital.now = morning + 3.5 * hour - 1;
    expect(hospital.submit(renew()).answer).toEqual({ until: morning + 4 * hour });
    hospital.now = morning + 4 * hour - 1;
    expect(hospital.refusal(renew())).toEqual({ code: "longest-reached", recorded: [] });
  });

  test("[X18] it is a responder's to do", () => {
    hospital.now = morning + 55 * minute;
    const refused = { code: "not-responding", recorded: [] };
    expect(hospital.refusal(renew("ben"))).toEqual(refused);
    hospital.record("engagement.ended", { engagement: "eng-amy", reason: "left" });
    hospital.now += 1;
    expect(hospital.refusal(renew())).toEqual(refused);
  });

  test("[X18] what is over is declared anew", () => {
    const over = { code: "emergency-over", recorded: [] };
    const unknown = renewEmergency(hospital, { emergency: "emg-none", person: "amy" });
    expect(hospital.refusal(unknown)).toEqual(over);
    hospital.now = morning + hour;
    expect(hospital.refusal(renew())).toEqual(over);
  });
});
