import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { endSession, enterPin, park } from "./index.ts";
import { hour, SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
});

const over = expect.objectContaining({ code: "occupant-changed" });
const signIn = (): string => {
  const entry = { seat: "4B-1", badge: "bdg-eve", right: true };
  const answer = hospital.submit(enterPin(hospital.deps, entry));
  return answer.type === "in" ? answer.session : "";
};
const end = (session: string, by = "ben", person = "eve") =>
  hospital.submit(
    endSession(hospital.deps, { session, person, actor: { type: "person", id: by } }),
  );

test("[S1] an open session ends at its seat, and the record says who ended it", () => {
  end(signIn());
  expect(hospital.sessions()).toEqual([]);
  expect(hospital.log.at(-1)).toMatchObject({
    kind: "session.closed",
    actor: { id: "ben" },
    seat: "4B-1",
    body: { reason: "forced" },
  });
});

test("[S6] a parked one ends too: no tap brings it back", () => {
  const session = signIn();
  hospital.submit(park(hospital.deps, { seat: "4B-1", session, reason: "lock" }));
  end(session, "eve");
  expect(hospital.sessions()).toEqual([]);
  expect(hospital.log.at(-1)?.body).toMatchObject({ reason: "signed-out" });
});

test("what is over already, or is somebody else's, is not ended", () => {
  const session = signIn();
  expect(() => end(session, "ben", "amy")).toThrow(over);
  expect(() => end("ses_none")).toThrow(over);
  hospital.now += 20 * hour;
  expect(() => end(session)).toThrow(over);
  expect(hospital.sessions()).toEqual(["eve@4B-1"]);
});
