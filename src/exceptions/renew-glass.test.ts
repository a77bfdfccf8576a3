import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import { giveBackGlass, renewGlass } from "./index.ts";
import { Hospital, hour, minute, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
  broken("gls-1", { ward: "6A" });
});

const broken = (glass: string, place: { readonly ward?: string }) =>
  hospital.record("glass.broken", {
    engagement: "eng-amy",
    glass,
    patient: "anna",
    person: "amy",
    reason: "covering",
    until: morning + hour,
    ...place,
  });
const renew = (person = "amy", glass = "gls-1") => renewGlass(hospital, { glass, person });

describe("more time for broken glass", () => {
  test("[X11] by one touch, five minutes before its end: the pattern's time again", () => {
    hospital.now = morning + 55 * minute;
    const until = morning + 2 * hour;
    const { records, answer } = hospital.submit(renew());
    expect(records).toEqual([{ kind: "glass.renewed", body: { glass: "gls-1", until } }]);
    expect(answer).toEqual({ until });
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "amy" });
    hospital.now = until - 1;
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("permit");
    hospital.now = until;
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("deny");
  });

  test("[X10] where no ward is known, as under the strictest pattern", () => {
    broken("gls-2", {});
    hospital.now = morning + hour - 1;
    expect(hospital.submit(renew("amy", "gls-2")).answer.until).toBe(morning + 1.5 * hour);
  });

  test("[X11] not any earlier", () => {
    hospital.now = morning + 55 * minute - 1;
    expect(hospital.refusal(renew())).toEqual({ code: "too-early", recorded: [] });
  });

  test("[X10] four hours at most, however often it is renewed", () => {
    hospital.record("glass.renewed", { glass: "gls-1", until: morning + 3.5 * hour });
    hospital.now = morning + 3.5 * hour - 1;
    expect(hospital.submit(renew()).answer.until).toBe(morning + 4 * hour);
    hospital.now = morning + 4 * hour - 1;
    expect(hospital.refusal(renew())).toEqual({ code: "longest-reached", recorded: [] });
  });

  test("[X11] nobody renews what somebody else broke", () => {
    hospital.now = morning + 55 * minute;
    expect(hospital.refusal(renew("ben"))).toEqual({ code: "glass-not-yours", recorded: [] });
  });

  test("[X11] what has ended is broken anew, and nothing is renewed without a policy", () => {
    const unknown = { code: "glass-unknown", recorded: [] };
    expect(hospital.refusal(renew("amy", "gls-none"))).toEqual(unknown);
    hospital.now = morning + 55 * minute;
    const lawless = renewGlass({ bundles: createBundles() }, { glass: "gls-1", person: "amy" });
    expect(hospital.refusal(lawless)).toEqual(unknown);
    hospital.now = morning + hour;
    expect(hospital.refusal(renew())).toEqual(unknown);
  });
});

describe("giving it back", () => {
  const giveBack = (person = "amy", glass = "gls-1") => giveBackGlass({ glass, person });

  test("[X11] [X4] the chart is closed to them from then on; its review stays", () => {
    const review = { about: "gls-1", due: morning + 72 * hour, person: "amy", reason: "covering" };
    hospital.record("review.opened", { review: "rev-1", type: "break-glass", ...review });
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("permit");
    expect(hospital.submit(giveBack()).records).toEqual([
      { kind: "glass.ended", body: { glass: "gls-1", reason: "given-back" } },
    ]);
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "amy" });
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("deny");
    expect(hospital.world.reviews.has("rev-1")).toBe(true);
  });

  test("[X11] only what is broken still, and by oneself", () => {
    expect(hospital.refusal(giveBack("ben"))).toEqual({ code: "glass-not-yours", recorded: [] });
    const unknown = { code: "glass-unknown", recorded: [] };
    expect(hospital.refusal(giveBack("amy", "gls-none"))).toEqual(unknown);
    hospital.now = morning + hour;
    expect(hospital.refusal(giveBack())).toEqual(unknown);
  });
});
