import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { declareEmergency, respond, takeTask } from "./index.ts";
import { Hospital, hour } from "./test-support.ts";

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

const take = (task: "performs" | "records", person = "amy") =>
  takeTask({ emergency, person, task });
const tasks = () =>
  hospital.world.emergencies.get(emergency)?.responders.map(({ person, task }) => [person, task]);

describe("performing, or recording what others perform", () => {
  test("[X18] a responder does one or the other, and is recorded with it", () => {
    expect(tasks()).toEqual([["amy", "performs"]]);
    expect(hospital.submit(take("records")).records).toEqual([
      { kind: "emergency.tasked", body: { emergency, person: "amy", task: "records" } },
    ]);
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "amy" });
    expect(tasks()).toEqual([["amy", "records"]]);
    hospital.submit(take("performs"));
    expect(tasks()).toEqual([["amy", "performs"]]);
  });

  test("[X18] what they do already is not recorded again", () => {
    expect(hospital.submit(take("performs")).records).toEqual([]);
    hospital.submit(take("records"));
    expect(hospital.submit(take("records")).records).toEqual([]);
  });

  test("[X18] it is a responder's to say", () => {
    const refused = { code: "not-responding", recorded: [] };
    expect(hospital.refusal(take("records", "ben"))).toEqual(refused);
    hospital.record("engagement.ended", { engagement: "eng-amy", reason: "left" });
    hospital.now += 1;
    expect(hospital.refusal(take("records"))).toEqual(refused);
  });

  test("[X18] not of an emergency that is over, whether that is recorded or not", () => {
    const over = { code: "emergency-over", recorded: [] };
    const unknown = takeTask({ emergency: "emg-none", person: "amy", task: "records" });
    expect(hospital.refusal(unknown)).toEqual(over);
    hospital.now += hour;
    expect(hospital.refusal(take("records"))).toEqual(over);
  });
});
