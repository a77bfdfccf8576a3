import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import type { Command, NewRecord } from "../world/index.ts";
import { asResponder, declareEmergency, respond } from "./index.ts";
import { Hospital, hour, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
let emergency: string;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
  const call = { seat: "seat-amy", type: "code-blue" };
  ({ emergency } = hospital.submit(declareEmergency(hospital, call)).answer);
  hospital.record("seat.registered", { name: "6A-1", seat: "seat-6A", ward: "6A" });
});

const responds = (person: string, seat = "seat-amy") =>
  respond(hospital, { emergency, person, seat });
const joined = (person: string, how: "rostered" | "said-so") => ({
  kind: "emergency.joined",
  body: { emergency, engagement: `eng-${person}`, how, person },
});

describe('"I am responding"', () => {
  test("[X17] by the roster: on shift in its ward, or on call for its service from anywhere", () => {
    expect(hospital.submit(responds("amy")).records).toEqual([joined("amy", "rostered")]);
    const actor = { type: "person", id: "amy" };
    expect(hospital.log.at(-1)).toMatchObject({ actor, seat: "seat-amy" });
    const carl = hospital.submit(responds("carl", "seat-6A"));
    expect(carl.records).toEqual([joined("carl", "rostered")]);
  });

  test("[X17] any other clinician because they say so, off duty too; somebody else looks at it", () => {
    const { records } = hospital.submit(responds("cora"));
    expect(records[0]).toEqual(joined("cora", "said-so"));
    const review = {
      about: emergency,
      due: morning + 72 * hour,
      person: "cora",
      reason: "code-blue",
      type: "responding",
      ward: "4B",
    };
    expect(records.slice(1)).toEqual([
      { kind: "review.opened", body: { ...review, review: expect.any(String) } },
    ]);
  });

  test("[X17] its review names the patient whom it is for", () => {
    const call = { seat: "seat-amy", type: "code-blue", patient: "kow" };
    ({ emergency } = hospital.submit(declareEmergency(hospital, call)).answer);
    expect(hospital.submit(responds("cora")).records[1]?.body).toMatchObject({ patient: "kow" });
  });

  test("[X17] who responds already does so once", () => {
    hospital.submit(responds("cora"));
    expect(hospital.submit(responds("cora")).records).toEqual([]);
    expect(hospital.submit(responds("cora", "seat-6A")).records).toEqual([]);
  });

  test("[X17] only the rostered respond from another ward", () => {
    const away = { code: "not-here", recorded: [] };
    expect(hospital.refusal(responds("cora", "seat-6A"))).toEqual(away);
    expect(hospital.refusal(responds("cora", "seat-none"))).toEqual(away);
  });

  test("[X17] only clinicians, and only while they are engaged", () => {
    const refused = { code: "no-clinician", recorded: [] };
    hospital.record("role.ended", { assignment: "rol-cora" });
    hospital.record("role.assigned", {
      assignment: "rol-desk",
      engagement: "eng-cora",
      role: "ward-clerk",
      ward: "4B",
      from: morning,
      to: morning + hour,
    });
    expect(hospital.refusal(responds("cora"))).toEqual(refused);
    hospital.record("engagement.ended", { engagement: "eng-mia", reason: "left" });
    hospital.now += 1;
    expect(hospital.refusal(responds("mia"))).toEqual(refused);
  });

  test("[X17] not to one that is over, whether that is recorded or not", () => {
    const over = { code: "emergency-over", recorded: [] };
    const unknown = respond(hospital, { emergency: "emg-none", person: "amy", seat: "seat-amy" });
    expect(hospital.refusal(unknown)).toEqual(over);
    hospital.now = morning + hour;
    expect(hospital.refusal(responds("amy"))).toEqual(over);
  });

  test("[X17] nobody responds where no policy is in force", () => {
    const lawless = { bundles: createBundles() };
    const amy = respond(lawless, { emergency, person: "amy", seat: "seat-amy" });
    expect(hospital.submit(amy).records).toEqual([]);
  });
});

describe("coming in at a seat of its ward", () => {
  const parked: NewRecord = {
    kind: "session.parked",
    body: { reason: "lock", session: "ses-sue" },
  };
  const tap: Command<string> = {
    name: "test.tap",
    actor: { type: "system", id: "reader" },
    seat: "seat-amy",
    handle: () => ({ records: [parked], answer: "in" }),
  };
  const comes = (
    person: string,
    more: { readonly emergency?: string; readonly isSaid?: true; readonly seat?: string } = {},
  ) => {
    const { seat = "seat-amy", ...said } = more;
    return asResponder(hospital, seat, tap, () => ({ person, ...said }));
  };

  test("[X17] the roster alone makes them a responder, in one batch with their coming in", () => {
    const { records, answer } = hospital.submit(comes("amy"));
    const actor = { type: "person", id: "amy" };
    expect(records).toEqual([parked, { actor, ...joined("amy", "rostered") }]);
    expect(answer).toMatchObject({ answer: "in", joined: { id: emergency } });
    expect(hospital.log.slice(-2).map((record) => record.actor.id)).toEqual(["reader", "amy"]);
  });

  test("[X17] whom the roster does not name only if they say so", () => {
    expect(hospital.submit(comes("cora"))).toEqual({ records: [parked], answer: { answer: "in" } });
    const { records, answer } = hospital.submit(comes("cora", { emergency, isSaid: true }));
    const kinds = records.map(({ kind }) => kind);
    expect(kinds).toEqual(["session.parked", "emergency.joined", "review.opened"]);
    expect(answer.joined?.id).toBe(emergency);
  });

  test("[X17] who is busy with one comes to a second at its bed, or by saying so, and by a tap elsewhere to none", () => {
    const declare = (type: string, patient?: string) => {
      const whom = patient === undefined ? {} : { patient };
      const call = { seat: "seat-amy", type, ...whom };
      return hospital.submit(declareEmergency(hospital, call)).answer.emergency;
    };
    const kow = declare("code-blue", "kow");
    const incident = declare("major-incident");
    hospital.adt("kow", "A02", { location: { bed: "3", ward: "4B" } });
    hospital.record("seat.registered", {
      bed: "3",
      name: "4B bed 3",
      seat: "seat-bed",
      ward: "4B",
    });
    // At a desk the one patient's comes before the ward's, however late that was called.
    expect(hospital.submit(comes("amy")).answer.joined?.id).toBe(kow);
    expect(hospital.submit(comes("amy")).answer.joined).toBeUndefined();
    expect(hospital.submit(comes("amy", { emergency: incident })).answer.joined?.id).toBe(incident);
    expect(hospital.submit(comes("amy", { emergency: "none" })).answer.joined).toBeUndefined();
    hospital.submit(responds("ben"));
    expect(hospital.submit(comes("ben")).answer.joined).toBeUndefined();
    expect(hospital.submit(comes("ben", { seat: "seat-bed" })).answer.joined?.id).toBe(kow);
  });

  test("[X17] whoever has come to it already comes in as ever", () => {
    hospital.submit(comes("amy"));
    expect(hospital.submit(comes("amy"))).toEqual({ records: [parked], answer: { answer: "in" } });
  });

  test("[X17] and so it is on another ward, once it is over, and where nobody came in", () => {
    const asEver = { records: [parked], answer: { answer: "in" } };
    expect(hospital.submit(comes("carl", { seat: "seat-6A" }))).toEqual(asEver);
    expect(hospital.submit(comes("carl", { seat: "seat-none" }))).toEqual(asEver);
    const nobody = asResponder(hospital, "seat-amy", tap, () => undefined);
    expect(hospital.submit(nobody)).toEqual(asEver);
    hospital.now = morning + hour;
    expect(hospital.submit(comes("carl"))).toEqual(asEver);
  });

  test("[X17] if they may not respond, they do not come in by it", () => {
    hospital.record("role.ended", { assignment: "rol-cora" });
    const cora = comes("cora", { emergency, isSaid: true });
    expect(hospital.refusal(cora)).toEqual({ code: "no-clinician", recorded: [] });
  });
});
