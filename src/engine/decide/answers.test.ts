import { describe, expect, test } from "vitest";
import { readCedarPolicies } from "../parse/read-call.ts";
import { Fault } from "../values/fault.ts";
import { createAnswers, deniedByErrors } from "./answers.ts";
import { createEvaluation, type Group, groupOf } from "./evaluation.ts";

const permit = (annotation = "") => `${annotation} permit (principal, action, resource);`;
const policies = readCedarPolicies({
  staticPolicies: {
    a: permit('@obligation("watermark")'),
    b: permit('@obligation("audit")'),
    c: permit('@obligation("audit")'),
    d: permit(),
    e: "forbid (principal, action, resource);",
    f: '@obligation("none") forbid (principal, action, resource);',
  },
});

function open(onPolicyError: "skip" | "forbid-denies" = "skip") {
  let revision = 7;
  const answers = createAnswers(policies, "hash", () => revision);
  const evaluation = createEvaluation(policies, answers, onPolicyError);
  return {
    changeStore: () => void revision++,
    decide: (holds: readonly number[], fails: readonly number[] = []) => {
      evaluation.begin();
      for (const index of holds) evaluation.hold(groupOf([index]), 1);
      for (const index of fails) evaluation.fails(index, new Fault(`fault ${index}`));
      return evaluation.end();
    },
    evaluation,
    /** Of a group that is all there is: the bits of those that hold. */
    decideAlone: (group: Group, held: number, fails: readonly number[] = []) => {
      evaluation.begin();
      for (const index of fails) evaluation.fails(index, new Fault(`fault ${index}`));
      return evaluation.endWith(group, held);
    },
  };
}

/** Which policies a number names: c, e, a and so on, in another order than their own. */
const all = () => groupOf([2, 4, 0, 1, 3, 5]);

describe("answers", () => {
  test("permits allow, a forbid wins, nothing denies", () => {
    const { decide } = open();
    expect(decide([])).toMatchObject({ allow: false, reasons: [], errors: [] });
    expect(decide([3, 0])).toMatchObject({ allow: true, reasons: ["a", "d"] });
    expect(decide([0, 4, 5])).toMatchObject({ allow: false, reasons: ["e", "f"] });
    expect(decide([4])).toMatchObject({ allow: false, reasons: ["e"] });
  });

  test("carry the set's hash and the store's revision", () => {
    const { decide, changeStore } = open();
    expect(decide([0])).toMatchObject({ policySetHash: "hash", storeRevision: 7 });
    changeStore();
    expect(decide([0]).storeRevision).toBe(8);
  });

  test("obligations are those of the permits that allowed, sorted, each once; denying has none", () => {
    const { decide } = open();
    expect(decide([1, 0, 2, 3]).obligations).toEqual(["audit", "watermark"]);
    expect(decide([3]).obligations).toEqual([]);
    expect(decide([0, 5]).obligations).toEqual([]);
  });

  test("are frozen through and through", () => {
    const { decide } = open();
    for (const answer of [
      decide([]),
      decide([0]),
      decide([4]),
      decide([0], [1]),
      decide([], [4]),
    ]) {
      for (const each of [answer, answer.reasons, answer.errors, answer.obligations]) {
        expect(Object.isFrozen(each)).toBe(true);
      }
    }
  });

  test("are shared until the store changes", () => {
    const { decide, changeStore } = open();
    const [nothing, one, two, denied] = [decide([]), decide([0]), decide([0, 1]), decide([4])];
    expect(decide([])).toBe(nothing);
    expect(decide([0])).toBe(one);
    expect(decide([0, 1])).toBe(two);
    expect(decide([4])).toBe(denied);
    expect(decide([0, 4])).toBe(denied);
    expect(new Set([nothing, one, two, denied]).size).toBe(4);
    changeStore();
    expect(decide([0])).not.toBe(one);
    expect(decide([0])).toEqual({ ...one, storeRevision: 8 });
    expect(decide([0])).toBe(decide([0]));
  });

  test("with errors are made anew: what is said of them may differ", () => {
    const { decide } = open();
    expect(decide([0], [1])).not.toBe(decide([0], [1]));
    expect(decide([0], [1])).toEqual(decide([0], [1]));
    expect(decide([0], [3, 1]).errors).toEqual([
      { policy: "b", message: "fault 1" },
      { policy: "d", message: "fault 3" },
    ]);
    expect(decide([0]).errors).toEqual([]);
    expect(Object.isFrozen(decide([0], [1]).errors[0])).toBe(true);
  });

  test("nothing of one decision is left in the next", () => {
    const { decide } = open("forbid-denies");
    expect(decide([4], [5]).allow).toBe(false);
    expect(decide([0])).toMatchObject({ allow: true, reasons: ["a"], errors: [] });
    expect(decide([])).toMatchObject({ allow: false, reasons: [], errors: [] });
  });

  test("beyond a bound they are right, if not shared", () => {
    const many = readCedarPolicies({
      staticPolicies: Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => [`p${index}`, permit()]),
      ),
    });
    const answers = createAnswers(many, "", () => 0);
    const evaluation = createEvaluation(many, answers, "skip");
    for (let index = 0; index < 30_000; index++) {
      const found = [index % 200, 200 + Math.floor(index / 200)];
      evaluation.begin();
      for (const each of found) evaluation.hold(groupOf([each]), 1);
      const { reasons } = evaluation.end();
      if (reasons.length !== 2 || !found.every((each) => reasons.includes(many[each]?.id ?? ""))) {
        expect(reasons).toEqual(found.map((each) => many[each]?.id).sort());
      }
    }
  });
});

describe("many policies that hold at once", () => {
  const many = readCedarPolicies({
    staticPolicies: Object.fromEntries(
      Array.from({ length: 30_000 }, (_, index) => [`p${index}`, permit()]),
    ),
  });
  const answers = createAnswers(many, "", () => 0);
  const evaluation = createEvaluation(many, answers, "skip");
  const groups = many.map((_, index) => groupOf([index]));
  const without = (missing: number) => {
    evaluation.begin();
    for (const [index, group] of groups.entries()) {
      if (index !== missing) evaluation.hold(group, 1);
    }
    return evaluation.end();
  };

  test("are answered in the room of their number, not of its square", () => {
    for (let missing = 0; missing < 60; missing++) {
      const { reasons } = without(missing * 499);
      expect(reasons).toHaveLength(29_999);
      expect(reasons.includes(`p${missing * 499}`)).toBe(false);
    }
  }, 60_000);

  test("are kept while there is room", () => {
    expect(without(0)).toBe(without(0));
    const late = without(59 * 499);
    expect(without(59 * 499)).not.toBe(late);
    expect(without(59 * 499)).toEqual(late);
  });
});

describe("answers of a group that is all there is", () => {
  test("are the same as of its policies one by one", () => {
    const group = all();
    for (const onPolicyError of ["skip", "forbid-denies"] as const) {
      const { decide, decideAlone } = open(onPolicyError);
      const own = groupOf(group.indexes);
      for (const fails of [[], [1], [4], []]) {
        for (let held = 0; held < 64; held++) {
          const holds = own.indexes.filter((_, place) => ((held >> place) & 1) === 1);
          expect(decideAlone(own, held, fails)).toEqual(decide(holds, fails));
        }
      }
    }
  });

  test("are shared until the store changes, and those with errors never", () => {
    const { decideAlone, changeStore } = open();
    const group = all();
    const one = decideAlone(group, 5);
    expect(decideAlone(group, 5)).toBe(one);
    expect(decideAlone(group, 5, [1]).errors).toHaveLength(1);
    expect(decideAlone(group, 5)).toBe(one);
    expect(decideAlone(group, 7, [1]).errors).toHaveLength(1);
    expect(decideAlone(group, 7).errors).toEqual([]);
    changeStore();
    expect(decideAlone(group, 5)).toEqual({ ...one, storeRevision: 8 });
    expect(decideAlone(group, 5)).toBe(decideAlone(group, 5));
  });

  test("take 32 policies, and are kept up to a bound", () => {
    const many = readCedarPolicies({
      staticPolicies: Object.fromEntries(
        Array.from({ length: 32 }, (_, index) => [`p${10 + index}`, permit()]),
      ),
    });
    const evaluation = createEvaluation(
      many,
      createAnswers(many, "", () => 0),
      "skip",
    );
    const group = groupOf(many.map((_, index) => index));
    for (let held = -3000; held < 3000; held++) {
      evaluation.begin();
      const { reasons } = evaluation.endWith(group, held);
      const bits = (held >>> 0).toString(2).padStart(32, "0");
      const expected = many.flatMap(({ id }, place) => (bits.at(-1 - place) === "1" ? [id] : []));
      if (reasons.join() !== expected.join()) expect(reasons).toEqual(expected);
    }
    expect(group.answers.size).toBe(1024);
  });
});

describe("trap 3: what cannot be evaluated", () => {
  test("a forbid that errors denies; an error of a permit is only reported", () => {
    const { decide } = open("forbid-denies");
    expect(decide([0], [4])).toMatchObject({
      allow: false,
      reasons: [],
      obligations: [],
      errors: [{ policy: "e", message: "fault 4" }],
    });
    expect(decide([0], [1])).toMatchObject({ allow: true, reasons: ["a"] });
    expect(decide([0, 4], [5])).toMatchObject({ allow: false, reasons: ["e"] });
    expect(decide([], [1])).toMatchObject({ allow: false, errors: [{ policy: "b" }] });
  });

  test("under skip it is only reported, whatever it is", () => {
    const { decide } = open("skip");
    expect(decide([0], [4])).toMatchObject({
      allow: true,
      reasons: ["a"],
      errors: [{ policy: "e" }],
    });
    expect(decide([], [4])).toMatchObject({ allow: false, reasons: [], errors: [{ policy: "e" }] });
  });

  test("errors deny by their policy's effect", () => {
    const forbids = new Set(["e"]);
    const error = (policy?: string) => [
      { message: "", ...(policy === undefined ? {} : { policy }) },
    ];
    expect(deniedByErrors(error("e"), forbids, "forbid-denies")).toBe(true);
    expect(deniedByErrors(error("e"), forbids, "skip")).toBe(false);
    expect(deniedByErrors(error("a"), forbids, "forbid-denies")).toBe(false);
    expect(deniedByErrors([...error("a"), ...error("e")], forbids, "forbid-denies")).toBe(true);
    expect(deniedByErrors([], forbids, "forbid-denies")).toBe(false);
  });

  test("whatever was thrown is said", () => {
    const { evaluation } = open();
    evaluation.begin();
    evaluation.fails(0, new Fault("a fault"));
    evaluation.fails(1, new RangeError("too deep"));
    evaluation.fails(2, "thrown");
    expect(evaluation.end().errors.map(({ message }) => message)).toEqual([
      "a fault",
      "too deep",
      "it could not be evaluated",
    ]);
  });
});
