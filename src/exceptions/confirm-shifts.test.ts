import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import type { Bodies, NewRecord } from "../world/index.ts";
import { answerShifts, wardsAnswered } from "./confirm-shifts.ts";
import { day, Hospital, hour, minute, morning } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
  declared("dty-1");
  hospital.now = morning + 10 * minute;
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
const tomorrow = morning + day;
const rostered = (person: string, from = tomorrow) =>
  hospital.record("shift.rostered", {
    engagement: `eng-${person}`,
    from,
    role: "nurse",
    shift: `next-${person}`,
    to: from + 8 * hour,
    ward: "4B",
  });
/** Amy's next shift is to be Ben's. */
const swap = (more: { readonly inReturn?: string } = {}) => {
  rostered("amy");
  const who = { colleague: "ben", person: "amy", shift: "next-amy", ward: "4B" };
  hospital.record("swap.proposed", { swap: "swp-1", ...who, ...more });
};
const extend = (_handling: unknown, person: string, until: number): readonly NewRecord[] => [
  { kind: "session.extended", body: { session: `ses-${person}`, until } },
];
const answer = (
  what: { readonly confirm?: readonly string[]; readonly refuse?: readonly string[] },
  person = "ina",
) =>
  answerShifts({ bundles: hospital.bundles, extend }, { person, confirm: [], refuse: [], ...what });
const given = (person: string, from = tomorrow) => ({
  kind: "shift.rostered",
  body: {
    engagement: `eng-${person}`,
    from,
    role: "nurse",
    shift: expect.any(String),
    to: from + 8 * hour,
    ward: "4B",
  },
});
const extended = (person: string, until: number) => ({
  kind: "session.extended",
  body: { session: `ses-${person}`, until },
});

describe("shifts that were started without the roster", () => {
  test("[L9] confirmed, it is the roster's from when it was started, with its margin, and a session goes on", () => {
    const to = morning + 8 * hour;
    const { records } = hospital.submit(answer({ confirm: ["dty-1"] }));
    const shift = { engagement: "eng-cora", from: morning, role: "consultant", to, ward: "4B" };
    expect(records).toEqual([
      { kind: "duty.confirmed", body: { duty: "dty-1" } },
      { kind: "shift.rostered", body: { ...shift, shift: expect.any(String) } },
      extended("cora", to + 30 * minute),
    ]);
    expect(hospital.log.at(-1)?.actor).toEqual({ type: "person", id: "ina" });
    expect(hospital.world.declared.get("dty-1")).toBeUndefined();
  });

  test("[L9] of a service it is a period on call at its site", () => {
    declared("dty-2", { ward: "cardiology" });
    const { records } = hospital.submit(answer({ confirm: ["dty-2"] }));
    expect(records[1]).toMatchObject({
      kind: "on-call.rostered",
      body: { engagement: "eng-cora", from: hospital.now, service: "cardiology", site: "north" },
    });
  });

  test("[L9] refused, it ends at once, and somebody looks at it", () => {
    const { records } = hospital.submit(answer({ refuse: ["dty-1"] }));
    const review = {
      about: "dty-1",
      due: hospital.now + 72 * hour,
      person: "cora",
      reason: "refused",
      review: expect.any(String),
      type: "unrostered-shift",
      ward: "4B",
    };
    expect(records).toEqual([
      { kind: "duty.refused", body: { duty: "dty-1" } },
      { kind: "review.opened", body: review },
    ]);
    const ended = hospital.world.declared.get("dty-1");
    expect(ended).toMatchObject({ ended: "refused", until: hospital.now });
  });

  test("[L9] one that lapsed can be confirmed until its end; refused, it has its review already", () => {
    declared("dty-2");
    for (const duty of ["dty-1", "dty-2"]) hospital.record("duty.lapsed", { duty });
    hospital.now = morning + 8 * hour - 1;
    const { records } = hospital.submit(answer({ confirm: ["dty-1"], refuse: ["dty-2"] }));
    const kinds = records.map(({ kind }) => kind);
    expect(kinds).toEqual(["duty.confirmed", "shift.rostered", "session.extended", "duty.refused"]);
  });

  test("[L9] a list is answered in one act, each of it once; what is confirmed and refused is confirmed", () => {
    declared("dty-2", { engagement: "eng-wim", person: "wim" });
    const { records } = hospital.submit(
      answer({ confirm: ["dty-1", "dty-1"], refuse: ["dty-1", "dty-2", "dty-2"] }),
    );
    const answered = records.filter(({ kind }) => kind.startsWith("duty."));
    expect(answered).toEqual([
      { kind: "duty.confirmed", body: { duty: "dty-1" } },
      { kind: "duty.refused", body: { duty: "dty-2" } },
    ]);
  });
});

describe("swaps", () => {
  test("[L9] confirmed, the roster has the shift as the colleague's", () => {
    swap();
    hospital.record("swap.agreed", { swap: "swp-1" });
    expect(hospital.submit(answer({ confirm: ["swp-1"] })).records).toEqual([
      { kind: "swap.confirmed", body: { swap: "swp-1" } },
      { kind: "shift.cancelled", body: { shift: "next-amy" } },
      given("ben"),
      extended("ben", tomorrow + 8.5 * hour),
    ]);
  });

  test("[L9] with one in return, both change hands", () => {
    rostered("ben", tomorrow + day);
    swap({ inReturn: "next-ben" });
    hospital.record("swap.agreed", { swap: "swp-1" });
    const { records } = hospital.submit(answer({ confirm: ["swp-1"] }));
    expect(records.slice(1)).toEqual([
      { kind: "shift.cancelled", body: { shift: "next-amy" } },
      given("ben"),
      extended("ben", tomorrow + 8.5 * hour),
      { kind: "shift.cancelled", body: { shift: "next-ben" } },
      given("amy", tomorrow + day),
      extended("amy", tomorrow + day + 8.5 * hour),
    ]);
  });

  test("[L9] refused, it is over, and the shift stays whose it was", () => {
    swap();
    hospital.record("swap.agreed", { swap: "swp-1" });
    expect(hospital.submit(answer({ refuse: ["swp-1"] })).records).toEqual([
      { kind: "swap.ended", body: { reason: "refused", swap: "swp-1" } },
    ]);
    expect(hospital.world.shifts.get("next-amy")?.person).toBe("amy");
  });

  test("[L9] not what nobody agreed to, whose shift is over or gone, or whom the role has left", () => {
    const unknown = { code: "shift-unknown", recorded: [] };
    const confirm = answer({ confirm: ["swp-1"] });
    rostered("ben", tomorrow + day);
    swap({ inReturn: "next-ben" });
    expect(hospital.refusal(confirm)).toEqual(unknown);
    hospital.record("swap.agreed", { swap: "swp-1" });
    hospital.record("shift.cancelled", { shift: "next-ben" });
    expect(hospital.refusal(confirm)).toEqual(unknown);
    rostered("ben", tomorrow + day);
    hospital.now = tomorrow + 8 * hour;
    expect(hospital.refusal(confirm)).toEqual(unknown);
    hospital.now = tomorrow;
    hospital.record("role.ended", { assignment: "rol-ben" });
    expect(hospital.refusal(confirm)).toEqual(unknown);
  });
});

describe("what nobody answers", () => {
  test("[X2] [L9] nobody confirms or refuses their own: a shift, or a swap that they are part of", () => {
    const own = { code: "own-shift", recorded: [] };
    expect(hospital.refusal(answer({ confirm: ["dty-1"] }, "cora"))).toEqual(own);
    expect(hospital.refusal(answer({ refuse: ["dty-1"] }, "cora"))).toEqual(own);
    swap();
    hospital.record("swap.agreed", { swap: "swp-1" });
    expect(hospital.refusal(answer({ confirm: ["swp-1"] }, "amy"))).toEqual(own);
    expect(hospital.refusal(answer({ confirm: ["swp-1"] }, "ben"))).toEqual(own);
  });

  test("[L9] what is unknown, refused already or past; and nothing of the list is answered then", () => {
    const unknown = { code: "shift-unknown", recorded: [] };
    declared("dty-2");
    hospital.submit(answer({ refuse: ["dty-2"] }));
    expect(hospital.refusal(answer({ confirm: ["dty-1", "dty-none"] }))).toEqual(unknown);
    expect(hospital.refusal(answer({ confirm: ["dty-1", "dty-2"] }))).toEqual(unknown);
    expect(hospital.world.declared.get("dty-1")?.ended).toBeUndefined();
    hospital.now = morning + 8 * hour;
    expect(hospital.refusal(answer({ confirm: ["dty-1"] }))).toEqual(unknown);
  });

  test("[L9] anything, where no policy is in force", () => {
    const answers = { person: "ina", confirm: ["dty-1"], refuse: [] };
    const lawless = answerShifts({ bundles: createBundles(), extend }, answers);
    expect(hospital.refusal(lawless)).toEqual({ code: "shift-unknown", recorded: [] });
  });
});

test("[L9] the wards on which a list is decided are each named once, and none is left out", () => {
  declared("dty-2", { ward: "6A" });
  swap();
  const { world } = hospital;
  const asked = { confirm: ["dty-1", "swp-1"], refuse: ["dty-2"] };
  expect(wardsAnswered(world, asked)).toEqual(["4B", "6A"]);
  expect(() => wardsAnswered(world, { ...asked, refuse: ["dty-none"] })).toThrow(
    expect.objectContaining({ code: "shift-unknown" }),
  );
});
