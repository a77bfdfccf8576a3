import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { declareEmergency, emergenciesOver, respond, standDown } from "./index.ts";
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

const nothing = () => [];
const broken = (glass: string, more: { readonly emergency?: string; readonly until?: number }) =>
  hospital.record("glass.broken", {
    engagement: "eng-amy",
    glass,
    patient: "anna",
    person: "amy",
    reason: "covering",
    until: morning + hour,
    ...more,
  });

describe("a responder says that it is over", () => {
  test("[X18] [X4] it ends, with the glass broken in it and whom it let in, in one batch", () => {
    broken("gls-in", { emergency });
    broken("gls-own", {});
    broken("gls-past", { emergency, until: morning + minute });
    hospital.now = morning + minute;
    const parked = {
      kind: "session.parked",
      body: { reason: "lock", session: "ses-carl" },
    } as const;
    const closed: string[] = [];
    const stand = standDown({ emergency, person: "amy" }, (_world, { id }, at) => {
      closed.push(`${id} ${at}`);
      return [parked];
    });
    expect(hospital.submit(stand).records).toEqual([
      { kind: "emergency.ended", body: { emergency, reason: "stood-down" } },
      { kind: "glass.ended", body: { glass: "gls-in", reason: "emergency-over" } },
      parked,
    ]);
    expect(closed).toEqual([`${emergency} ${hospital.now}`]);
    expect(hospital.log.at(-3)?.actor).toEqual({ type: "person", id: "amy" });
    expect(hospital.world.emergencies.has(emergency)).toBe(false);
    expect([...hospital.world.glasses.values()].map(({ id }) => id)).toEqual([
      "gls-own",
      "gls-past",
    ]);
  });

  test("[X18] what is still to be signed for stays so", () => {
    hospital.record("act.recorded", {
      act: "act-1",
      action: "note.write",
      due: morning + 24 * hour,
      emergency,
      patient: "kow",
      performer: "amy",
      type: "code-blue",
    });
    hospital.submit(standDown({ emergency, person: "amy" }, nothing));
    expect(hospital.world.unsignedActs.has("act-1")).toBe(true);
  });

  test("[X18] it is a responder's to say", () => {
    const refused = { code: "not-responding", recorded: [] };
    const ben = standDown({ emergency, person: "ben" }, nothing);
    expect(hospital.refusal(ben)).toEqual(refused);
    hospital.record("engagement.ended", { engagement: "eng-amy", reason: "left" });
    hospital.now += 1;
    expect(hospital.refusal(standDown({ emergency, person: "amy" }, nothing))).toEqual(refused);
    expect(hospital.world.emergencies.has(emergency)).toBe(true);
  });

  test("[X18] [X17] who only says that they respond ends it for nobody whom the roster called; where nobody is, they do", () => {
    const joined = { emergency, engagement: "eng-carl", how: "said-so", person: "carl" } as const;
    hospital.record("emergency.joined", joined);
    const carl = standDown({ emergency, person: "carl" }, nothing);
    expect(hospital.refusal(carl)).toEqual({ code: "others-respond", recorded: [] });
    hospital.record("engagement.ended", { engagement: "eng-amy", reason: "left" });
    hospital.now += 1;
    expect(hospital.submit(carl).records).toHaveLength(1);
  });

  test("[X18] what is over is not stood down again", () => {
    const stand = standDown({ emergency, person: "amy" }, nothing);
    const over = { code: "emergency-over", recorded: [] };
    hospital.now = morning + hour - 1;
    hospital.submit(stand);
    expect(hospital.refusal(stand)).toEqual(over);
    const unknown = standDown({ emergency: "emg-none", person: "amy" }, nothing);
    expect(hospital.refusal(unknown)).toEqual(over);
  });
});

describe("one that runs out", () => {
  test("[X18] [X4] ends by itself at its instant, and what was broken in it", () => {
    broken("gls-in", { emergency, until: morning + 2 * hour });
    broken("gls-own", { until: morning + 2 * hour });
    const until = morning + hour;
    expect(emergenciesOver(hospital.world, until - 1)).toEqual([]);
    expect(emergenciesOver(hospital.world, until)).toEqual([
      { kind: "emergency.ended", body: { emergency, reason: "over" } },
      { kind: "glass.ended", body: { glass: "gls-in", reason: "emergency-over" } },
    ]);
    hospital.now = until;
    const stand = standDown({ emergency, person: "amy" }, nothing);
    expect(hospital.refusal(stand)).toEqual({ code: "emergency-over", recorded: [] });
  });
});
