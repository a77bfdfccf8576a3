/** The ten things about Cedar that are easy to get wrong; design, README and tests number them alike. */
import { describe, expect, test } from "vitest";
import { oddNames } from "../../tests/support/cedar-values.ts";
import {
  askCedar,
  compileSet,
  entity,
  extension,
  judge,
  ref,
  type Situation,
  uid,
} from "../../tests/support/engine.ts";
import {
  type CedarRecord,
  createCedar,
  createEntityStore,
  createPdp,
  type EngineRequest,
  type OnPolicyError,
} from "./index.ts";

const schema = `
  entity Group in [Group];
  entity Person in [Group] {
    age?: Long, big: Long, name: String, flag: Bool, friend?: Person, friends: Set<Person>,
    home: { street: String, number?: Long }, since: datetime
  } tags Set<Long>;
  entity Thing;
  type Lists = { longs: Set<Long>, sets: Set<Set<Long>>, records: Set<{ a: Long }>, none: Set<String> };
  action "care";
  action "read" in ["care"];
  action "other";
  action "open" in ["read"] appliesTo {
    principal: Person, resource: Thing, context: {
      n: Long, big: Long, least: Long, text: String, yes: Bool, no: Bool, maybe?: Long,
      at: datetime, old: datetime, span: duration, ip: ipaddr, range: ipaddr, cost: decimal,
      lists: Lists, place: { ward: String, bed?: Long }, who: Person, people: Set<Person>
    }
  };
`;

const longest = 2n ** 63n - 1n;
const context: CedarRecord = {
  n: 5,
  big: longest,
  least: -(2n ** 63n),
  text: "some text",
  yes: true,
  no: false,
  at: extension("datetime", "2024-02-29T12:30:00.250Z"),
  old: extension("datetime", "1969-12-31T23:59:59.999Z"),
  span: extension("duration", "-25h"),
  ip: extension("ip", "127.0.0.1"),
  range: extension("ip", "127.0.0.0/8"),
  cost: extension("decimal", "12.3400"),
  lists: { longs: [1, 2, 3], sets: [[1, 2], [3]], records: [{ a: 1 }, { a: 2 }], none: [] },
  place: { ward: "4B" },
  who: ref("Person", "eva"),
  people: [ref("Person", "ben"), ref("Person", "stranger")],
};

const person = (friends: readonly string[], more: CedarRecord = {}): CedarRecord => ({
  big: 2n ** 53n + 1n,
  name: "Ben",
  flag: true,
  friends: friends.map((id) => ref("Person", id)),
  home: { street: "Main" },
  since: extension("datetime", "1960-05-05"),
  ...more,
});

const playground: Situation = {
  schema,
  entities: [
    entity(
      uid("Person", "ben"),
      person(["eva", "eva"], { age: 30, friend: ref("Person", "eva") }),
      [uid("Group", "nurses")],
      {
        odd: [1, 3],
      },
    ),
    entity(uid("Person", "eva"), person([])),
    entity(uid("Group", "nurses"), {}, [uid("Group", "staff")]),
    entity(uid("Group", "staff")),
  ],
  request: {
    principal: uid("Person", "ben"),
    action: uid("Action", "open"),
    resource: uid("Thing", "t"),
    context,
  },
};

type Expected = boolean | RegExp;

/** Asks the engine in all its ways, and Cedar; then compares with what is known. */
async function check(
  table: Readonly<Record<string, Expected>>,
  situation: Situation = playground,
): Promise<void> {
  const conditions = Object.keys(table);
  const outcomes = await judge(conditions, situation);
  for (const [index, condition] of conditions.entries()) {
    const [expected, outcome] = [table[condition], outcomes[index]];
    if (expected instanceof RegExp) expect(outcome, condition).toMatch(expected);
    else expect(outcome, condition).toBe(expected);
  }
}

const overflow = /integer overflow/;
const typeError = /^type error: expected/;

describe("trap 1", () => {
  test("trap 1: a Long has 64 bits, and a literal of a policy is read exactly", async () => {
    await check({
      "context.big == 9223372036854775807": true,
      "context.big == 9223372036854775806": false,
      "context.least == -9223372036854775808": true,
      "9223372036854775807 == 9223372036854775806": false,
      "9007199254740993 == 9007199254740992": false,
      "9007199254740993 - 9007199254740992 == 1": true,
      "principal.big == 9007199254740993": true,
      "principal.big == 9007199254740992": false,
      "9223372036854775807 > 9223372036854775806": true,
      "-9007199254740993 < -9007199254740992": true,
      "context.big > context.n && context.least < context.n": true,
      "context.n < context.big && context.n <= context.big": true,
      "9007199254740993 <= 9007199254740992": false,
      "[9007199254740993, 9007199254740992, 9007199254740993] == [9007199254740993, 9007199254740992]": true,
      "[9007199254740993].contains(9007199254740992)": false,
      "[context.big].contains(9223372036854775807)": true,
      "{a: 9007199254740993} == {a: 9007199254740992}": false,
    });
  });

  test("trap 1: overflow is an error, of every operator, at both ends", async () => {
    await check({
      "context.big + 1 > 0": overflow,
      "context.least - 1 < 0": overflow,
      "context.big * 2 > 0": overflow,
      "-context.least > 0": overflow,
      "9223372036854775807 + 1 > 0": overflow,
      "1 + 9223372036854775807 > 0": overflow,
      "-9223372036854775808 - 1 < 0": overflow,
      "-9223372036854775808 + -1 < 0": overflow,
      "0 - context.least > 0": overflow,
      "context.least * -1 > 0": overflow,
      "3037000500 * 3037000500 > 0": overflow,
      "4611686018427387904 * 2 > 0": overflow,
      "3037000499 * 3037000499 == 9223372030926249001": true,
      "4611686018427387904 * -2 == context.least": true,
      "-(-9223372036854775807) == context.big": true,
      "context.least + context.big == -1": true,
      "context.big - context.big == 0": true,
      "(context.big - 1) + 1 == context.big": true,
      "context.big + -1 == 9223372036854775806": true,
      "0 * -5 == 0": true,
      "-(0) == 0 && [0].contains(-(0))": true,
    });
  });

  test("trap 1: what comes back to 2^53 and below equals what was always there", async () => {
    await check({
      "9007199254740993 - 2 == 9007199254740991": true,
      "[9007199254740993 - 2].contains(9007199254740991)": true,
      "9007199254740991 + 2 == 9007199254740993": true,
      "[9007199254740991 + 2].contains(9007199254740993)": true,
      "94906267 * 94906267 == 9007199515875289": true,
      "9007199254740992 * -1 == -9007199254740992": true,
      "{a: 9007199254740993 - 9007199254740992} == {a: 1}": true,
    });
  });

  test("trap 1: BigInt comes and goes in contexts and entities, and 2^63 is refused", async () => {
    const set = await compileSet({
      schema,
      policies: {
        big: "permit (principal, action, resource) when { context.big == principal.big };",
      },
    });
    const store = createEntityStore(set.schema);
    store.apply({ put: [entity(uid("Person", "ben"), person([], { big: longest }))] });
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    const ask = (big: bigint | number) =>
      pdp.decide({ ...playground.request, context: { ...context, big } });
    expect(ask(longest).allow).toBe(true);
    expect(ask(longest - 1n).allow).toBe(false);
    expect(ask(longest + 1n).errors).toEqual([
      { message: expect.stringContaining("does not fit 64 bits") },
    ]);
    expect(ask(2 ** 63).errors).toEqual([{ message: expect.stringContaining("holds exactly") }]);
    expect(store.entities()[0]?.attrs["big"]).toBe(longest);
    store.apply({ put: [entity(uid("Person", "ben"), person([], { big: 5n }))] });
    expect(ask(5).allow).toBe(true);
    expect(store.entities()[0]?.attrs["big"]).toBe(5);
  });
});

describe("trap 2", () => {
  test("trap 2: sets and records are equal by structure, in any order, each element once", async () => {
    await check({
      "[1, 2, 2, 1] == [2, 1]": true,
      "[1, 2] == [1, 2, 3]": false,
      "[[1, 2], [2, 1, 1], [3]] == [[3], [1, 2]]": true,
      "context.lists.sets == [[3, 3], [2, 1]]": true,
      "context.lists.sets.contains([2, 1, 2])": true,
      "context.lists.sets.contains([1])": false,
      "context.lists.sets.containsAll([[3], [1, 2], [2, 1]])": true,
      "context.lists.sets.containsAll([[3], [4]])": false,
      "context.lists.sets.containsAny([[4], [3]])": true,
      "context.lists.sets.containsAny([[4], [1]])": false,
      "context.lists.records.contains({a: 2})": true,
      "context.lists.records.contains({a: 3})": false,
      "context.lists.records == [{a: 2}, {a: 1}, {a: 2}]": true,
      "{a: 1, b: [1, {c: 2}]} == {b: [{c: 2}, 1, 1], a: 1}": true,
      "{a: 1} == {a: 1, b: 1}": false,
      "{a: 1, b: 1} == {a: 1}": false,
      "{a: 1, c: 1} == {a: 1, b: 1}": false,
      'context.place == {ward: "4B"}': true,
      "context.lists == {longs: [3, 2, 1], sets: [[3], [2, 1]], records: [{a: 1}, {a: 2}], none: []}": true,
      "[1, 2, 3, 4, context.n, context.n + 1].containsAll([6, 5, 4, 3, 2, 1])": true,
      "[context.n, 1, 2, 3, 4, context.n, 1] == [1, 2, 3, 4, 5]": true,
      "[] == []": true,
      "{} == {}": true,
      "[] == {}": false,
      "[[]] == [[], []]": true,
      "[{}, {}].containsAll([{}]) && ![{}].contains([])": true,
      "context.lists.none.isEmpty() && [].isEmpty() && ![[]].isEmpty()": true,
      // Nothing in a text can be taken for what stands between two.
      '[["a", "b"]].contains(["a::sb"])': false,
      '[["a", "b"]].contains(["a:sb"])': false,
      '[["a:1:b"]].contains(["a", "b"])': false,
      '[{a: "1", b: "2"}].contains({a: "1,b:2"})': false,
      "context.lists.longs.isEmpty()": false,
    });
  });

  test("trap 2: entities and extension values in sets and records are equal by what they are", async () => {
    await check({
      'principal.friends == [Person::"eva"]': true,
      "principal.friends.contains(principal.friend) && principal.friends.contains(context.who)": true,
      'context.people == [Person::"stranger", principal, Person::"ben"]': true,
      'context.people.contains(Person::"stranger") && context.people.contains(principal)': true,
      'context.people.contains(Person::"nobody")': false,
      'context.people.containsAny([Person::"nobody", Person::"stranger"])': true,
      'context.people.containsAll([Person::"nobody", Person::"stranger"])': false,
      '[{a: Person::"x"}].contains({a: Person::"x"})': true,
      '[{a: Person::"x"}].contains({a: Thing::"x"})': false,
      '[[Person::"x", principal]] == [[principal, Person::"x"]]': true,
      'Person::"x" == Person::"x" && Person::"x" != Thing::"x"': true,
      'Person::"ben" == principal && Thing::"t" == resource && context.who == Person::"eva"': true,
      '[decimal("1.0"), decimal("1.00"), decimal("1.0000")] == [decimal("1.0")]': true,
      '[ip("::1"), ip("0:0:0:0:0:0:0:1"), ip("::1/128")] == [ip("::1")]': true,
      '[ip("127.0.0.1/32")].contains(context.ip)': true,
      '[ip("127.0.0.1/31")].contains(context.ip)': false,
      'ip("127.0.0.0/8") == context.range && ip("127.0.0.1/8") != context.range': true,
      'ip("::7f00:1") == context.ip || ip("::7f00:1/32") == context.ip': false,
      '[datetime("1970-01-01")].contains(datetime("1970-01-01T01:00:00+0100"))': true,
      '[duration("1h"), duration("60m"), duration("3600000ms")] == [duration("3600s")]': true,
      'datetime("1970-01-01") == duration("0ms")': false,
      'decimal("0.0") == duration("0ms") || decimal("0.0") == 0': false,
      '{a: context.cost} == {a: decimal("12.34")}': true,
      'context.cost == decimal("12.34") && context.cost != decimal("12.3401")': true,
    });
  });

  test("trap 2: values of different types are never equal, and never in each other's sets", async () => {
    const values = [
      "1",
      '"1"',
      "true",
      '"true"',
      "[1]",
      "{a: 1}",
      'Person::"1"',
      'decimal("1.0")',
      'duration("1ms")',
      'datetime("1970-01-01")',
      'ip("0.0.0.1")',
      "[]",
      "{}",
    ];
    const table: Record<string, Expected> = {};
    for (const [at, a] of values.entries()) {
      for (const [other, b] of values.entries()) {
        table[`${a} == ${b}`] = at === other;
        table[`[${a}].contains(${b})`] = at === other;
        table[`[{x: ${a}}].contains({x: ${b}})`] = at === other;
      }
    }
    await check(table);
  });

  test("trap 2: no attribute name means anything to JavaScript", async () => {
    const quote = (name: string) => JSON.stringify(name).replace("\u2028", "\\u{2028}");
    const table: Record<string, Expected> = {};
    for (const name of oddNames) {
      const key = quote(name);
      table[`context.r has ${key}`] = true;
      table[`context.r[${key}] == ${key}`] = true;
      table[`context.empty has ${key}`] = false;
      table[`context.empty[${key}] == ${key}`] = /does not have the attribute/;
      table[`principal has ${key} && principal[${key}] == 1`] = true;
      table[`resource has ${key}`] = false;
      table[`{${key}: 1} == {${key}: 1} && {${key}: 1} != {${key}: 2} && {${key}: 1} != {}`] = true;
      table[`{${key}: 1}[${key}] == 1 && [{${key}: 1}].contains({${key}: 1})`] = true;
      table[`principal.hasTag(${key}) && principal.getTag(${key}) == 2`] = true;
      table[`resource.hasTag(${key})`] = false;
    }
    const attributes = oddNames.map(
      (name) => `${JSON.stringify(name).replace("\u2028", "\\u{2028}")}`,
    );
    const all = (value: (name: string) => number | string) =>
      JSON.parse(
        `{${oddNames.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(value(name))}`).join(",")}}`,
      );
    await check(table, {
      schema: `
        entity Person { ${attributes.map((name) => `${name}: Long`).join(", ")} } tags Long;
        entity Thing;
        action "open" appliesTo { principal: Person, resource: Thing, context: {
          r: { ${attributes.map((name) => `${name}: String`).join(", ")} }, empty: {}
        } };
      `,
      entities: [
        entity(
          uid("Person", "ben"),
          all(() => 1),
          [],
          all(() => 2),
        ),
      ],
      request: { ...playground.request, context: { r: all((name) => name), empty: {} } },
    });
  });
});

/** Decides under each way to take errors. */
async function decideBoth(policies: Readonly<Record<string, string>>) {
  const set = await compileSet({ schema, policies }, "none");
  const store = createEntityStore(set.schema);
  store.apply({ put: playground.entities });
  const under = (onPolicyError: OnPolicyError) =>
    createPdp(set, store, { onPolicyError }).decide(playground.request);
  return {
    denies: under("forbid-denies"),
    skips: under("skip"),
    cedar: askCedar(set, store, playground.request),
  };
}

const permit = (condition = "true") =>
  `permit (principal, action, resource) when { ${condition} };`;
const forbid = (condition = "true") =>
  `forbid (principal, action, resource) when { ${condition} };`;
const fails = "context.big + 1 > 0";

describe("trap 3", () => {
  test("trap 3: a forbid that errors denies, and Cedar itself would allow", async () => {
    const { denies, skips, cedar } = await decideBoth({ yes: permit(), broken: forbid(fails) });
    const errors = [{ policy: "broken", message: expect.stringContaining("overflow") }];
    expect(denies).toMatchObject({ allow: false, reasons: [], obligations: [], errors });
    expect(skips).toMatchObject({ allow: true, reasons: ["yes"], errors });
    expect(cedar).toMatchObject({ allow: true, reasons: ["yes"] });
  });

  test("trap 3: a permit that errors does not count, and denies nothing", async () => {
    const { denies, skips, cedar } = await decideBoth({ yes: permit(), broken: permit(fails) });
    for (const answer of [denies, skips, cedar]) {
      expect(answer).toMatchObject({
        allow: true,
        reasons: ["yes"],
        errors: [{ policy: "broken" }],
      });
    }
    const alone = await decideBoth({ broken: permit(fails) });
    for (const answer of Object.values(alone))
      expect(answer).toMatchObject({ allow: false, reasons: [] });
  });

  test("trap 3: a forbid that holds wins over everything, errors or not", async () => {
    const answers = await decideBoth({
      yes: permit(),
      no: forbid(),
      broken: forbid(fails),
      other: permit(fails),
    });
    for (const answer of Object.values(answers)) {
      expect(answer).toMatchObject({
        allow: false,
        reasons: ["no"],
        errors: [{ policy: "broken" }, { policy: "other" }],
      });
    }
  });

  test("trap 3: a chain is as long as it is written", async () => {
    const table: Record<string, Expected> = {};
    for (let at = 0; at < 6; at++) {
      const chain = (each: string, odd: string) =>
        Array.from({ length: 6 }, (_, index) => (index === at ? odd : each));
      table[chain("context.yes", "context.no").join(" && ")] = false;
      table[chain("context.no", "context.yes").join(" || ")] = true;
      table[chain("context.yes", fails).join(" && ")] = overflow;
      table[`${chain("1", "10").join(" + ")} == 15`] = true;
      table[`${chain("2", "3").join(" * ")} == 96`] = true;
      table[`${chain("1", "10").join(" - ")} == ${at === 0 ? 5 : -13}`] = true;
      table[`context.n - (context.n - ${at}) == ${at}`] = true;
    }
    await check(table);
  });

  test("trap 3: what is not evaluated does not fail", async () => {
    await check({
      [`false && ${fails}`]: false,
      [`context.no && ${fails}`]: false,
      [`true || ${fails}`]: true,
      [`context.yes || ${fails}`]: true,
      [`if context.yes then true else ${fails}`]: true,
      [`if context.no then ${fails} else true`]: true,
      [`${fails} && false`]: overflow,
      [`${fails} || true`]: overflow,
      [`context.yes && ${fails}`]: overflow,
      [`context.no || ${fails}`]: overflow,
      [`(if ${fails} then true else true)`]: overflow,
      [`[${fails}].contains(true) || true`]: overflow,
      [`{a: ${fails}, b: true}.b`]: overflow,
      [`context.no && 1`]: false,
      [`context.yes || 1`]: true,
      [`context.yes && 1`]: typeError,
      [`1 && context.no`]: typeError,
      [`context.no || "x"`]: typeError,
      [`1 || context.yes`]: typeError,
      [`!1`]: typeError,
      [`!context.yes || !!context.no`]: false,
      [`if 1 then true else true`]: typeError,
      [`if context.yes then 1 else true`]: typeError,
      [`1`]: typeError,
      [`true } when { ${fails} } when { false`]: overflow,
      [`false } when { ${fails}`]: false,
      [`true } unless { false } unless { context.no`]: true,
      [`true } unless { false } unless { context.yes`]: false,
      [`true } unless { ${fails}`]: overflow,
      [`true } unless { 1`]: typeError,
      [`false } unless { ${fails}`]: false,
    });
  });
});

describe("trap 4", () => {
  test("trap 4: reasons and errors are sorted by policy id", async () => {
    const ids = ["c", "a", "e", "b", "d"];
    const policies = Object.fromEntries(
      ids.flatMap((id) => [
        [id, permit()],
        [`z${id}`, permit(fails)],
      ]),
    );
    for (let round = 0; round < 3; round++) {
      const { denies, cedar } = await decideBoth(policies);
      expect(denies.reasons).toEqual(["a", "b", "c", "d", "e"]);
      expect(denies.errors.map(({ policy }) => policy)).toEqual(["za", "zb", "zc", "zd", "ze"]);
      expect(cedar.reasons).toEqual(denies.reasons);
      expect(cedar.errors.map(({ policy }) => policy)).toEqual(
        denies.errors.map(({ policy }) => policy),
      );
    }
  });

  test("trap 4: also those found by entity, whatever their order of evaluation", async () => {
    const named = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `p${String((index * 7) % 40).padStart(2, "0")}`,
        index % 3 === 0
          ? permit(index % 2 === 0 ? "true" : fails)
          : `permit (principal in Group::"${index % 2 === 0 ? "staff" : "nurses"}", action, resource) when { ${index % 5 === 0 ? fails : "true"} };`,
      ]),
    );
    const { denies, cedar } = await decideBoth(named);
    expect(denies.reasons).toEqual(denies.reasons.toSorted());
    expect(denies.reasons).toEqual(cedar.reasons);
    expect(denies.errors.map(({ policy }) => policy)).toEqual(
      cedar.errors.map(({ policy }) => policy),
    );
    expect(denies.errors.length).toBeGreaterThan(5);
  });
});

describe("trap 5", () => {
  test("trap 5: an entity that is not there has nothing, is in nothing but itself, and its attributes are errors", async () => {
    const missing = /^entity `\w+::"\w+"` does not exist$/;
    await check({
      "resource has name": false,
      'resource.hasTag("odd")': false,
      'resource in Thing::"t"': true,
      'resource in Thing::"other"': false,
      "resource in principal": false,
      'resource in [principal, Thing::"t"]': true,
      "resource in []": false,
      'resource.name == "x"': missing,
      'resource.getTag("odd") == [1]': missing,
      'Person::"nobody" has name': false,
      'Person::"nobody" has home.street': false,
      'Person::"nobody".hasTag("odd")': false,
      'Person::"nobody".name == "x"': missing,
      'Person::"nobody".getTag("odd") == [1]': missing,
      'Person::"nobody" in Person::"nobody"': true,
      'Person::"nobody" in Group::"staff"': false,
      'Person::"nobody" == Person::"nobody"': true,
      'Group::"staff" has name': false,
      'Group::"staff".name == "x"': /^`Group::"staff"` does not have the attribute `name`$/,
      'Group::"staff".getTag("x") == 1': /does not have the tag `x`/,
    });
  });

  test("trap 5: what is there, what is optional, and what is in what", async () => {
    await check({
      "principal has age && principal.age == 30": true,
      'Person::"eva" has age': false,
      'Person::"eva".age == 30': /does not have the attribute `age`/,
      "principal.friend.age == 30": /`Person::"eva"` does not have the attribute `age`/,
      'principal.friend.name == "Ben"': true,
      'Person::"eva".friend == Thing::"t"': /does not have the attribute `friend`/,
      'Thing::"t" == Person::"eva".friend': /does not have the attribute `friend`/,
      'Person::"eva".friend is Thing': /does not have the attribute `friend`/,
      'Person::"eva".friend is Person': /does not have the attribute `friend`/,
      'Person::"eva".friend in Thing::"t"': /does not have the attribute `friend`/,
      'Person::"eva".friend in [Thing::"t"]': /does not have the attribute `friend`/,
      'Person::"eva".friend.hasTag("odd")': /does not have the attribute `friend`/,
      'Person::"eva".friend has name': /does not have the attribute `friend`/,
      'Person::"nobody".home has street': /does not exist/,
      'Person::"nobody".home has nothing': /does not exist/,
      'Person::"eva".friend.home has street': /does not have the attribute `friend`/,
      'Person::"eva".friend.home has number': /does not have the attribute `friend`/,
      'principal has friend.home.street && principal.friend.home.street == "Main"': true,
      "principal has friend.home.number": false,
      "principal has friend.friend.name": false,
      "principal.home has number": false,
      "principal.home.number == 1": /^record does not have the attribute `number`$/,
      "context has maybe": false,
      "context.maybe == 1": /does not have the attribute `maybe`/,
      "context.place has bed || context.place has nothing": false,
      "context has place.bed": false,
      "context has place.ward": true,
      'principal.hasTag("odd") && principal.getTag("odd").contains(3)': true,
      'principal.hasTag("even")': false,
      'principal.getTag("even") == []': /does not have the tag `even`/,
      'principal.getTag("name") == "Ben"': /does not have the tag `name`/,
      'principal.hasTag("name") || principal has odd': false,
      'context.getTag("text") == "some text"': typeError,
      'context.text.getTag("text") == 1': typeError,
      'principal in Group::"nurses" && principal in Group::"staff"': true,
      'principal in Group::"cooks"': false,
      'Group::"staff" in principal': false,
      'Group::"nurses" in Group::"staff" && !(Group::"staff" in Group::"nurses")': true,
      'principal in [Group::"cooks", Group::"staff"]': true,
      'principal in [Group::"cooks"]': false,
      "principal in principal.friends": false,
      "principal.friend in principal.friends": true,
      'principal is Person in Group::"staff"': true,
      'principal is Person in Group::"cooks"': false,
      'principal is Thing in Group::"staff"': false,
      "principal is Person && !(principal is Group) && resource is Thing": true,
      'context.who is Person && Person::"nobody" is Person': true,
      "principal in 1": typeError,
      "principal in [1]": typeError,
      "principal in [principal, 1]": typeError,
      "1 in principal": typeError,
      '1 in [Group::"staff"]': typeError,
      'context.n in [Group::"staff", Group::"nurses"]': typeError,
      'context in [Group::"staff"]': typeError,
      "context.n in principal.friends": typeError,
      'principal.getTag("odd")': typeError,
      'principal.getTag("odd") && true': typeError,
      '!principal.getTag("odd")': typeError,
      "principal.home && true": typeError,
      "principal.friends": typeError,
      "1 is Person": typeError,
      "1 has a": typeError,
      "1.a == 1": typeError,
      "principal.hasTag(1)": typeError,
      'context.hasTag("a")': typeError,
    });
  });

  test("trap 5: circles are refused, and nothing of them stays", async () => {
    const set = await compileSet({ schema, policies: {} });
    const store = createEntityStore(set.schema);
    const group = (id: string, ...parents: string[]) =>
      entity(
        uid("Group", id),
        {},
        parents.map((parent) => uid("Group", parent)),
      );
    const circles = [
      [group("a", "a")],
      [group("a", "b"), group("b", "a")],
      [group("a", "b"), group("b", "c"), group("c", "d", "a")],
    ];
    for (const put of circles) {
      expect(() => store.apply({ put })).toThrow(
        expect.objectContaining({ code: "hierarchy-cycle" }),
      );
      expect(store.entities()).toEqual([]);
    }
    store.apply({ put: [group("a", "b"), group("b", "c")] });
    expect(() => store.apply({ put: [group("c", "a")] })).toThrow(/among its own ancestors/);
    store.apply({ put: [group("c", "d")] });
    expect(store.revision()).toBe(2);
  });
});

describe("trap 6", () => {
  const ask = async (policies: Readonly<Record<string, string>>, action: string) => {
    const set = await compileSet({ schema, policies }, "none");
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    const request: EngineRequest = { ...playground.request, action: uid("Action", action) };
    const { reasons } = pdp.decide(request);
    expect(reasons).toEqual(askCedar(set, store, request).reasons);
    return reasons;
  };

  test("trap 6: an action is in its groups and in theirs, in scopes and in conditions", async () => {
    const no = (head: string) => `permit (principal, ${head}, resource);`;
    const policies = {
      any: no("action"),
      care: no('action in Action::"care"'),
      read: no('action in Action::"read"'),
      self: no('action in Action::"open"'),
      equal: no('action == Action::"open"'),
      list: no('action in [Action::"other", Action::"care"]'),
      other: no('action in Action::"other"'),
      others: no('action in [Action::"other"]'),
      wrong: no('action == Action::"other"'),
      group: no('action == Action::"care"'),
    };
    expect(await ask(policies, "open")).toEqual(["any", "care", "equal", "list", "read", "self"]);
    await check({
      'action in Action::"care"': true,
      'action in Action::"read"': true,
      'action in Action::"other"': false,
      'action in [Action::"other", Action::"care"]': true,
      'action in [Action::"other"]': false,
      "action in []": false,
      'action == Action::"open"': true,
      'action == Action::"care"': false,
      'Action::"open" == action': true,
      'action != Action::"open"': false,
      'Action::"open" in Action::"care"': true,
      'Action::"open" in [Action::"care"]': true,
      'Action::"care" in Action::"open"': false,
      'Action::"read" in Action::"care"': true,
      "action is Action && action in [action, principal]": true,
      "action in principal": false,
      'action in [principal, Group::"staff"]': false,
      'if context.yes then action in Action::"care" else false': true,
      '[action].contains(Action::"open")': true,
      "action has name": false,
      "action.name == 1": /does not have the attribute/,
    });
  });

  test("trap 6: a forbid on a group of actions forbids", async () => {
    const set = await compileSet({
      schema,
      policies: { yes: permit(), no: 'forbid (principal, action in Action::"care", resource);' },
    });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "skip" });
    expect(pdp.decide(playground.request)).toMatchObject({ allow: false, reasons: ["no"] });
  });

  test("trap 6: groups in namespaces, with the same names elsewhere", async () => {
    const spaces = `
      entity Person; entity Thing;
      namespace A { action "g"; action "open" in ["g"] appliesTo { principal: Person, resource: Thing }; }
      namespace B { action "g"; action "open" in [A::Action::"g"] appliesTo { principal: Person, resource: Thing }; }
    `;
    const policies = {
      a: 'permit (principal, action in A::Action::"g", resource);',
      b: 'permit (principal, action in B::Action::"g", resource);',
      c: 'permit (principal, action == A::Action::"open", resource);',
      d: 'permit (principal, action, resource) when { action == A::Action::"open" };',
      e: 'permit (principal, action, resource) when { action in B::Action::"g" };',
      f: 'permit (principal, action, resource) when { action in [B::Action::"g", A::Action::"g"] };',
      g: 'permit (principal, action, resource) when { A::Action::"open" == action };',
    };
    const set = await compileSet({ schema: spaces, policies }, "none");
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    const reasons = (type: string) => {
      const request = {
        principal: uid("Person", "x"),
        action: uid(type, "open"),
        resource: uid("Thing", "t"),
        context: {},
      };
      expect(pdp.decide(request).reasons).toEqual(askCedar(set, store, request).reasons);
      return pdp.decide(request).reasons;
    };
    expect(reasons("A::Action")).toEqual(["a", "c", "d", "f", "g"]);
    expect(reasons("B::Action")).toEqual(["a", "f"]);
    expect(
      pdp.decide({
        principal: uid("Person", "x"),
        action: uid("Action", "open"),
        resource: uid("Thing", "t"),
        context: {},
      }).errors,
    ).toHaveLength(1);
  });
});

describe("trap 7", () => {
  test("trap 7: the id is the key, not the @id annotation", async () => {
    const { denies, cedar } = await decideBoth({
      mine: `@id("theirs") ${permit()}`,
      theirs: `@id("mine") ${permit(fails)}`,
    });
    expect(denies.reasons).toEqual(["mine"]);
    expect(denies.errors.map(({ policy }) => policy)).toEqual(["theirs"]);
    expect(cedar.reasons).toEqual(["mine"]);
    const set = await compileSet({ schema, policies: { mine: `@id("theirs") ${permit()}` } });
    expect(set.policies.get("mine")?.annotations.get("id")).toBe("theirs");
    expect(set.policies.has("theirs")).toBe(false);
  });

  test("trap 7: any text may be an id", async () => {
    const ids = [...oddNames, "10", "9", "policy0", "a\nb", "ä"];
    const policies = JSON.parse(
      `{${ids.map((id) => `${JSON.stringify(id)}: ${JSON.stringify(permit())}`).join(",")}}`,
    );
    const { denies, cedar } = await decideBoth(policies);
    expect(denies.reasons).toEqual(ids.toSorted());
    expect(denies.reasons).toEqual(cedar.reasons.toSorted());
  });
});

describe("trap 8", () => {
  const invalid = /^error while evaluating/;
  const arity = /wrong number of arguments/;

  test("trap 8: a literal that is none fails when it is evaluated, and not before", async () => {
    const table: Record<string, Expected> = {};
    const texts: Readonly<Record<string, readonly string[]>> = {
      decimal: [
        "",
        "1",
        "1.",
        ".1",
        "1.00000",
        "1e5",
        "99999999999999999999.0",
        "922337203685477.5808",
      ],
      ip: [
        "",
        "1.2.3",
        "256.1.1.1",
        "1.2.3.4/33",
        "1.2.3.4/01",
        "::1/129",
        "1::2::3",
        "::ffff:1.2.3.4",
        "x",
      ],
      datetime: [
        "",
        "2024",
        "2023-02-29",
        "2024-13-01",
        "2024-01-01T00:00:00",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00+2400",
      ],
      duration: ["", "-", "1", "1x", "1h1d", "1.5h", "9223372036854775808ms", "106751991168d"],
    };
    for (const [name, each] of Object.entries(texts)) {
      for (const text of each) {
        table[`${name}("${text}") == ${name}("${text}")`] = invalid;
        table[`context.no && ${name}("${text}") == 1`] = false;
        table[`context.yes || [${name}("${text}")].isEmpty()`] = true;
      }
    }
    await check(table);
  });

  test("trap 8: every function and method, with too few and too many arguments, and with others", async () => {
    const constructors = ["decimal", "ip", "datetime", "duration"];
    const methods: Readonly<Record<string, readonly [string, string]>> = {
      lessThan: ["context.cost", 'decimal("1.0")'],
      lessThanOrEqual: ["context.cost", 'decimal("1.0")'],
      greaterThan: ["context.cost", 'decimal("1.0")'],
      greaterThanOrEqual: ["context.cost", 'decimal("1.0")'],
      isIpv4: ["context.ip", ""],
      isIpv6: ["context.ip", ""],
      isLoopback: ["context.ip", ""],
      isMulticast: ["context.ip", ""],
      isInRange: ["context.ip", "context.range"],
      offset: ["context.at", "context.span"],
      durationSince: ["context.at", "context.old"],
      toDate: ["context.at", ""],
      toTime: ["context.at", ""],
      toMilliseconds: ["context.span", ""],
      toSeconds: ["context.span", ""],
      toMinutes: ["context.span", ""],
      toHours: ["context.span", ""],
      toDays: ["context.span", ""],
    };
    const table: Record<string, Expected> = {};
    for (const name of constructors) {
      table[`${name}() == 1`] = arity;
      table[`${name}("1", "2") == 1`] = arity;
      table[`${name}(1) == 1`] = typeError;
      table[`${name}(context.text) == 1`] = invalid;
      table[`${name}(context.n) == 1`] = typeError;
    }
    for (const [name, [holder, argument]] of Object.entries(methods)) {
      table[`[${holder}.${name}(${argument})].isEmpty()`] = false;
      table[`${holder}.${name}(${argument}, 1) == 1`.replace("(, 1)", "(1)")] = arity;
      table[`context.text.${name}(${argument}) == 1`] = typeError;
      table[`principal.${name}(${argument}) == 1`] = typeError;
      if (argument === "") continue;
      table[`${holder}.${name}() == 1`] = arity;
      table[`${holder}.${name}(context.n) == 1`] = typeError;
      table[`${holder}.${name}(context.text) == 1`] = typeError;
    }
    await check(table);
  });

  test("trap 8: decimals", async () => {
    await check({
      'context.cost == decimal("12.34") && context.cost.greaterThan(decimal("12.3399"))': true,
      'context.cost.lessThan(decimal("12.34"))': false,
      'context.cost.lessThan(decimal("12.3401"))': true,
      'context.cost.lessThanOrEqual(decimal("12.34")) && context.cost.greaterThanOrEqual(decimal("12.34"))': true,
      'context.cost.lessThanOrEqual(decimal("12.3399"))': false,
      'context.cost.greaterThanOrEqual(decimal("12.3401"))': false,
      'context.cost.greaterThan(decimal("12.34"))': false,
      'decimal("-1.0").lessThan(decimal("-0.9999"))': true,
      'decimal("922337203685477.5807").greaterThan(decimal("-922337203685477.5808"))': true,
      'decimal("900719925474.0993") == decimal("900719925474.0992")': false,
      'decimal("-0.0") == decimal("0.0")': true,
      "context.cost < context.cost": typeError,
    });
  });

  test("trap 8: addresses and ranges", async () => {
    await check({
      "context.ip.isInRange(context.range) && !context.range.isInRange(context.ip)": true,
      "context.range.isInRange(context.range)": true,
      'context.ip.isInRange(ip("127.0.0.2/31"))': false,
      'context.ip.isInRange(ip("127.0.0.2/30"))': true,
      'context.ip.isInRange(ip("0.0.0.0/0")) && !context.ip.isInRange(ip("::/0"))': true,
      'ip("10.0.0.0/8").isInRange(ip("10.0.0.0/9"))': false,
      'ip("10.0.0.0/9").isInRange(ip("10.0.0.0/8"))': true,
      'ip("1:2::/33").isInRange(ip("1:2::/32")) && !ip("1:2::/31").isInRange(ip("1:2::/32"))': true,
      'ip("1:2:8000::").isInRange(ip("1:2::/33"))': false,
      "context.ip.isIpv4() && !context.ip.isIpv6() && context.ip.isLoopback() && !context.ip.isMulticast()": true,
      'ip("::1").isIpv6() && ip("::1").isLoopback() && !ip("::1").isIpv4()': true,
      'ip("224.0.0.1").isMulticast() && ip("ff02::1").isMulticast() && !ip("fe80::1").isMulticast()': true,
      'ip("127.0.0.1/7").isLoopback() || ip("::1/127").isLoopback() || ip("224.0.0.0/3").isMulticast()': false,
      "context.ip < context.ip": typeError,
    });
  });

  test("trap 8: instants and lengths, before 1970 too", async () => {
    await check({
      'context.old.toDate() == datetime("1969-12-31")': true,
      'context.old.toTime() == duration("86399999ms")': true,
      'context.at.toDate() == datetime("2024-02-29") && context.at.toTime() == duration("12h30m250ms")': true,
      'datetime("1969-12-31").toDate() == datetime("1969-12-31")': true,
      'datetime("1969-12-31").toTime() == duration("0ms")': true,
      'datetime("0000-01-01").toDate() == datetime("0000-01-01")': true,
      'context.old.offset(duration("1ms")) == datetime("1970-01-01")': true,
      'context.at.offset(context.span) == datetime("2024-02-28T11:30:00.250Z")': true,
      'context.at.durationSince(datetime("2024-02-28T12:30:00.250Z")) == duration("1d")': true,
      'context.old.durationSince(datetime("1970-01-01")) == duration("-1ms")': true,
      "context.old < context.at && context.old <= context.old && context.at > context.old": true,
      "context.at < context.at || context.at <= context.old": false,
      'context.span < duration("0ms") && context.span <= duration("-25h") && context.span > duration("-26h")': true,
      'context.span < duration("-25h")': false,
      "context.span.toDays() == -1 && context.span.toHours() == -25": true,
      "context.span.toMinutes() == -1500 && context.span.toSeconds() == -90000": true,
      "context.span.toMilliseconds() == -90000000": true,
      'duration("-1ms").toDays() == 0 && duration("86400001ms").toDays() == 1': true,
      'duration("9223372036854775807ms").toMilliseconds() == 9223372036854775807': true,
      'duration("9223372036854775807ms") > duration("9223372036854775806ms")': true,
      'datetime("9999-12-31").offset(duration("9223372036854775807ms")) == 1':
        /`offset`.*overflows/,
      'datetime("0000-01-01").offset(duration("-9223372036854775808ms")) == 1':
        /`offset`.*overflows/,
      'datetime("1970-01-01").offset(duration("-9223372036854775808ms")).toDate() == 1':
        /`toDate`.*overflows/,
      'datetime("1970-01-01").durationSince(datetime("1970-01-01").offset(duration("-9223372036854775808ms"))) == 1':
        /`durationSince`.*overflows/,
      "context.at < context.span": typeError,
      "context.at < 1": typeError,
      "1 < context.at": typeError,
      "context.span <= 1": typeError,
      'datetime("2024-01-01T00:00:00+0130") == datetime("2023-12-31T22:30:00Z")': true,
      'datetime("2024-01-01T00:00:00-0130") == datetime("2024-01-01T01:30:00Z")': true,
    });
  });

  test("trap 8: a text that only the request knows is read when it is evaluated", async () => {
    const set = await compileSet(
      {
        schema,
        policies: {
          a: permit("ip(context.text).isLoopback()"),
          b: permit('decimal(context.text) == decimal("1.0")'),
        },
      },
      "none",
    );
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    for (const text of ["127.0.0.1", "1.00", "x", ""]) {
      const request = { ...playground.request, context: { ...context, text } };
      const { reasons, errors } = pdp.decide(request);
      const cedar = askCedar(set, store, request);
      expect(reasons).toEqual(cedar.reasons);
      expect(errors.map(({ policy }) => policy)).toEqual(cedar.errors.map(({ policy }) => policy));
    }
  });
});

describe("trap 9", () => {
  test("trap 9: policies that do not fit the schema come to what Cedar says", async () => {
    await check({
      "context.nothing == 1": /does not have the attribute `nothing`/,
      "context has nothing": false,
      "context.n.a == 1": typeError,
      "context.n < context.text": typeError,
      "context.text < context.text": typeError,
      "context.yes < context.no": typeError,
      "context.text + 1 == 1": typeError,
      "1 - context.yes == 1": typeError,
      "context.n * principal == 1": typeError,
      "-context.text == 1": typeError,
      'context.n like "5"': typeError,
      "context.n.contains(1)": typeError,
      "context.n.containsAll([1])": typeError,
      "[1].containsAll(1)": typeError,
      "[1].containsAny(context.place)": typeError,
      "context.place.containsAny([1])": typeError,
      "context.place.isEmpty()": typeError,
      "context.n && true": typeError,
      "context.n == context.text": false,
      "context.n == principal": false,
      "principal == resource": false,
      'context.lists.longs.contains("1")': false,
      'context.lists.longs.containsAny(["1", principal])': false,
      "context.lists.longs.containsAll([])": true,
      "principal.nothing.more == 1": /does not have the attribute `nothing`/,
      "principal.name.more == 1": typeError,
      "principal.friends.name == 1": typeError,
      "resource.name == 1": /does not exist/,
      "context in principal": typeError,
      "principal in context": typeError,
      "principal in context.lists.longs": typeError,
      "principal in context.lists.none": false,
      "context is Person": typeError,
      "principal is Unknown": false,
      'principal is Unknown::Type in Unknown::Type::"x"': false,
      'principal == Unknown::"x"': false,
      'principal in Unknown::"x"': false,
      'Unknown::"x" has a': false,
      'Unknown::"x".a == 1': /does not exist/,
      'context.hasTag("x")': typeError,
      "principal.hasTag(context.n)": typeError,
      'resource.getTag("x") == 1': /does not exist/,
      'action.getTag("x") == 1': /does not have the tag/,
      "context.lists.longs == context.lists.none": false,
      "context.place == context.lists": false,
      "(if context.yes then context.n else context.text) + 1 == 6": true,
      "(if context.no then context.n else context.text) + 1 == 6": typeError,
      '(if context.yes then principal else context.n).name == "Ben"': true,
      '(if context.no then principal else context.n).name == "Ben"': typeError,
      '(if context.yes then context.place else context.lists).ward == "4B"': true,
      '(if context.no then context.place else context.lists).ward == "4B"':
        /does not have the attribute/,
      "(if context.yes then [1] else 1).contains(1)": true,
      "(if context.no then [1] else 1).contains(1)": typeError,
      "(if context.yes then context.at else context.span) < context.at": false,
      "(if context.no then context.at else context.span) < context.at": typeError,
      "[context.n, context.text, principal].contains(principal)": true,
      "[principal, context.n].containsAll([principal])": true,
      "principal in [principal, resource]": true,
      "principal in [principal, context.who, context.n]": typeError,
      "principal in [context.who, context.who, context.n]": typeError,
      "(if context.no then principal else resource) is Person": false,
      "(if context.no then principal else resource) is Thing": true,
      "(if context.yes then principal else resource) is Thing": false,
      "(if context.no then principal else resource) == resource": true,
      "(if context.no then principal else resource) has name": false,
      '(if context.no then principal else resource) in [Thing::"t"]': true,
      "principal in (if context.no then context.people else context.lists.longs)": typeError,
      "principal in (if context.yes then context.people else context.lists.longs)": true,
      "(if context.no then context.lists.longs else context.lists.sets).contains([3])": true,
      '{a: principal}.a.name == "Ben"': true,
      "{a: context.n}.a + 1 == 6": true,
      "{a: context.n}.b == 1": /does not have the attribute `b`/,
      "{a: context.n} has a && !({a: context.n} has b)": true,
      'principal.getTag("odd").contains(context.n) || principal.getTag("odd").contains(1)': true,
    });
  });

  test("trap 9: scopes of types that the action does not have never match, and never fail", async () => {
    const heads = {
      a: "principal is Thing, action, resource",
      b: "principal is Unknown, action, resource",
      c: 'principal == Thing::"ben", action, resource',
      d: 'principal in Unknown::"x", action, resource',
      e: 'principal, action == Action::"burn", resource',
      f: 'principal, action in [Action::"burn", Action::"care"], resource',
      g: "principal, action, resource is Person",
      h: 'principal is Person in Thing::"t", action, resource is Thing in Group::"staff"',
      i: 'principal in Person::"ben", action, resource in Thing::"t"',
      j: 'principal == Person::"ben", action, resource == Thing::"t"',
      k: 'principal in Group::"staff", action, resource',
    };
    const policies = Object.fromEntries(
      Object.entries(heads).flatMap(([id, head]) => [
        [id, `permit (${head});`],
        [`${id}-fails`, `permit (${head}) when { ${fails} };`],
      ]),
    );
    const { denies, cedar } = await decideBoth(policies);
    expect(denies.reasons).toEqual(["f", "i", "j", "k"]);
    expect(denies.reasons).toEqual(cedar.reasons);
    expect(denies.errors.map(({ policy }) => policy)).toEqual([
      "f-fails",
      "i-fails",
      "j-fails",
      "k-fails",
    ]);
    expect(cedar.errors.map(({ policy }) => policy)).toEqual([
      "f-fails",
      "i-fails",
      "j-fails",
      "k-fails",
    ]);
  });

  test("trap 9: what does not fit the schema never reaches code that relies on it", async () => {
    const set = await compileSet({ schema, policies: { yes: permit() } });
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    const wrong: CedarRecord = {
      n: "5",
      big: true,
      text: 1,
      yes: "true",
      at: 0,
      span: extension("datetime", "1970-01-01"),
      ip: "not an address",
      cost: 12,
      lists: [],
      place: { ward: 4 },
      who: ref("Thing", "x"),
      people: [ref("Group", "x")],
      maybe: "1",
    };
    for (const [name, value] of Object.entries(wrong)) {
      const { allow, errors } = pdp.decide({
        ...playground.request,
        context: { ...context, [name]: value },
      });
      expect(allow, name).toBe(false);
      expect(errors, name).toEqual([{ message: expect.stringContaining(`context.${name}`) }]);
      const attributes = person([], { [name]: value });
      expect(
        () => store.apply({ put: [entity(uid("Person", "ben"), attributes)] }),
        name,
      ).toThrow();
    }
    expect(pdp.decide(playground.request).allow).toBe(true);
  });

  test("trap 9: a single value where a set or record is expected never reaches it either", async () => {
    const set = await compileSet({
      schema,
      policies: {
        no: forbid("context.lists.longs.contains(1)"),
        ward: forbid('context.place.ward == "4B"'),
        yes: permit(),
      },
    });
    const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "forbid-denies" });
    const lists = context["lists"] as CedarRecord;
    const wrong: CedarRecord[] = [
      { ...context, place: "4B" },
      { ...context, lists: { ...lists, longs: 1 } },
      { ...context, lists: { ...lists, longs: ref("Person", "x") } },
      { ...context, people: true },
    ];
    for (const each of wrong) {
      const { allow, errors } = pdp.decide({ ...playground.request, context: each });
      expect(allow).toBe(false);
      expect(errors).toEqual([{ message: expect.stringContaining("context.") }]);
    }
  });
});

describe("trap 10", () => {
  const hostile = [
    '"); globalThis.pwned = 1; ("',
    "'); globalThis.pwned = 1; ('",
    `\${globalThis.pwned = 1}`,
    "`+(globalThis.pwned=1)+`",
    "\\",
    '\\"',
    '\\\\"); globalThis.pwned = 1; //',
    "*/ globalThis.pwned = 1; /*",
    "\n globalThis.pwned = 1 \r\n",
    "\u2028globalThis.pwned = 1\u2029",
    "\0\u0001\u007f\ufeff",
    "</script><script>",
    "$&$`$'$1",
    "😀\u{10ffff}",
    "constructor",
    "k0",
    "throw 1",
  ];
  /** A text as Cedar writes it. */
  const quote = (text: string) =>
    `"${[...text].map((each) => (/[\w $&'`(){}<>/;=+-]/.test(each) ? each : `\\u{${each.codePointAt(0)?.toString(16)}}`)).join("")}"`;

  test("trap 10: no text of a policy becomes code, wherever it stands", async () => {
    const table: Record<string, Expected> = {};
    for (const text of hostile) {
      const literal = quote(text);
      table[`${literal} == ${literal} && ${literal} != "x"`] = true;
      table[`context has ${literal}`] = false;
      table[`context[${literal}] == 1`] = /does not have the attribute/;
      table[`principal has ${literal} || principal.home has ${literal}`] = false;
      table[`{${literal}: ${literal}}[${literal}] == ${literal}`] = true;
      table[`{${literal}: context.n}[${literal}] == 5`] = true;
      table[`[${literal}, context.text].contains(${literal})`] = true;
      table[
        `principal == Person::${literal} || principal in [Person::${literal}, Group::${literal}]`
      ] = false;
      table[`Person::${literal}.name == 1`] = /does not exist/;
      table[`principal.hasTag(${literal})`] = false;
      table[`principal.getTag(${literal}) == 1`] = /does not have the tag/;
      table[`context.text like ${literal.replaceAll("*", "\\*")}`] = false;
      table[`${literal} like ${literal.replaceAll("*", "\\*")}`] = true;
      table[`ip(${literal}) == ip(${literal})`] = /error while evaluating/;
    }
    await check(table);
    expect("pwned" in globalThis).toBe(false);
  });

  test("trap 10: nor one of a scope, an annotation, an id, a link or a JSON policy", async () => {
    const texts = Object.fromEntries(
      hostile.map((text, index) => [
        `${index} ${text}`,
        `@note(${quote(text)}) @obligation(${quote(text)}) permit (principal == Person::${quote(text)}, action, resource == Thing::"t");`,
      ]),
    );
    const set = await compileSet({
      schema,
      policies: { ...texts, yes: permit() },
      templates: { 't"): 1': "permit (principal, action, resource == ?resource);" },
      links: hostile.map((text) => ({
        template: 't"): 1',
        id: `link ${text}`,
        values: { "?resource": uid("Thing", text) },
      })),
    });
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    for (const [index, text] of hostile.entries()) {
      const request = {
        ...playground.request,
        principal: uid("Person", text),
        resource: uid("Thing", index % 2 === 0 ? "t" : text),
      };
      const { reasons, obligations } = pdp.decide(request);
      expect(reasons).toEqual(askCedar(set, store, request).reasons.toSorted());
      expect(reasons).toContain(index % 2 === 0 ? `${index} ${text}` : `link ${text}`);
      if (index % 2 === 0) expect(obligations).toEqual([text]);
      const answer = createCedar().isAuthorized({
        ...request,
        context: {},
        entities: [],
        policies: {
          staticPolicies: {
            [text]: {
              effect: "permit",
              principal: { op: "==", entity: request.principal },
              action: { op: "All" },
              resource: { op: "All" },
              conditions: [
                { kind: "when", body: { "==": { left: { Value: text }, right: { Value: text } } } },
              ],
            },
          },
        },
      });
      expect(answer).toMatchObject({
        response: { decision: "allow", diagnostics: { reason: [text] } },
      });
    }
    expect("pwned" in globalThis).toBe(false);
  });

  test("trap 10: operators and functions of a JSON policy are not found on prototypes", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"]) {
      const body = JSON.parse(`{${JSON.stringify(name)}: [{"Value": 1}]}`);
      const answer = createCedar().isAuthorized({
        ...playground.request,
        context: {},
        entities: [],
        policies: {
          staticPolicies: {
            a: {
              effect: "permit",
              principal: { op: "All" },
              action: { op: "All" },
              resource: { op: "All" },
              conditions: [{ kind: "when", body }],
            },
          },
        },
      } as Parameters<ReturnType<typeof createCedar>["isAuthorized"]>[0]);
      expect(answer.type === "failure" || answer.response.decision === "deny").toBe(true);
    }
  });
});
