import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Environment } from "../emit/emitter.ts";
import { partsOf } from "../expressions/expression.ts";
import { readCedarPolicies } from "../parse/read-call.ts";
import { createNodeTable } from "../store/node-table.ts";
import { createDecoding, decodeValue } from "../values/decode.ts";
import { nameByType } from "./name-by-type.ts";
import { showValue } from "./show-value.ts";
import { sayCondition, sayLookedAt } from "./words.ts";

const anyRequest: Environment = {
  principal: { kind: "any-entity" },
  resource: { kind: "any-entity" },
  context: { kind: "any-record" },
  action: undefined,
  entityTypes: undefined,
};

function say(condition: string): string {
  const [policy] = readCedarPolicies({
    staticPolicies: [`permit (principal, action, resource) when { ${condition} };`],
  });
  const [only] = policy === undefined ? [] : partsOf(policy.conditions);
  if (only === undefined) throw new Error("There is a condition.");
  return sayCondition(nameByType(only, anyRequest));
}

describe("a condition in words", () => {
  test.each([
    ["context.onShift", "on shift"],
    ["!context.onShift", "not on shift"],
    ["!!context.onShift", "on shift"],
    ["resource.sensitive", "the resource is marked sensitive"],
    ["!resource.sensitive", "the resource is not marked sensitive"],
    ["context.level == 2", "level is 2"],
    ["context.level != 2", "level is not 2"],
    ["context.level < 2", "level is less than 2"],
    ["context.level <= 2", "level is at most 2"],
    ["context.level > 2", "level is more than 2"],
    ["context.level >= 2", "level is at least 2"],
    ["!(context.level >= 2)", "level is less than 2"],
    ["principal in resource.ward", "the principal is, or is in, the resource's ward"],
    ['!(principal in Ward::"4B")', 'the principal neither is nor is in Ward "4B"'],
    ["!(principal is Person)", "the principal is no Person"],
    ["!(resource has owner)", "the resource's owner is not given"],
    ['!principal.hasTag("x")', 'the principal does not have the tag "x"'],
    ["!resource.a.contains(1)", "1 is not among the resource's a"],
    ['["A", "B"].contains(context.purpose)', 'purpose is one of "A", "B"'],
    ['!["A", "B"].contains(context.purpose)', 'purpose is none of "A", "B"'],
    ["!resource.a.containsAll([1, 2])", "not all of 1, 2 are among the resource's a"],
    ["!resource.a.containsAny(context.b)", "none of b is among the resource's a"],
    ["!resource.a.isEmpty()", "the resource's a is not empty"],
    ["!(context.a && (context.b || !context.c))", "not a or (not b and c)"],
    ["!(if context.a then context.b else context.c)", "it is not so that: b if a, else c"],
    ["true", "always"],
    ["!true", "never"],
    ['!context.ip.isInRange(ip("10.0.0.0/8"))', "ip is not in the range 10.0.0.0/8"],
    ["principal is Person", "the principal is a Person"],
    [
      "principal is Person in resource",
      "the principal is a Person and the principal is, or is in, the resource",
    ],
    ["resource has owner", "the resource's owner is given"],
    [
      "resource has careTeam.leadNurse",
      "the resource's care team is given and the resource's care team's lead nurse is given",
    ],
    ['principal.hasTag("x")', 'the principal has the tag "x"'],
    ['principal.getTag("x") == 1', 'the principal\'s tag "x" is 1'],
    ["resource.careTeam.contains(principal)", "the principal is among the resource's care team"],
    ["resource.a.containsAll([1, 2])", "all of 1, 2 are among the resource's a"],
    ["resource.a.containsAny([1, 2])", "one of 1, 2 is among the resource's a"],
    ["resource.a.isEmpty()", "the resource's a is empty"],
    ['context.name like "A*b*"', 'name is a text that starts with "A", then has "b"'],
    [
      'context.name like "A*b*c*\\*"',
      'name is a text that starts with "A", then has "b", then has "c", then ends with "*"',
    ],
    ['context.name like "\\**"', 'name is a text that starts with "*"'],
    ['context.name like "*"', "name is a text"],
    ['!(context.name like "*x")', 'name is no text that ends with "x"'],
    ['context.name like "A\\*b"', 'name is "A*b"'],
    ['!(context.name like "Ab")', 'name is not "Ab"'],
    ["context.a && context.b", "a and b"],
    ["context.a || context.b", "a or b"],
    ["context.a && (context.b || context.c)", "a and (b or c)"],
    ["if context.a then context.b else context.c", "b if a, else c"],
    ["context.a + 1 == context.b - 2 * 3", "a + 1 is b - 2 × 3"],
    ["-context.a == 1", "minus a is 1"],
    ["context.r == {b: 2, a: 1}", "r is {a: 1, b: 2}"],
    ['context.ip.isInRange(ip("10.0.0.0/8"))', "ip is in the range 10.0.0.0/8"],
    ["context.ip.isIpv4()", "ip is an IPv4 address"],
    ["context.ip.isIpv6()", "ip is an IPv6 address"],
    ["context.ip.isLoopback()", "ip is a loopback address"],
    ["context.ip.isMulticast()", "ip is a multicast address"],
    ['context.d.lessThan(decimal("1.5"))', "d is less than 1.5"],
    ['context.d.lessThanOrEqual(decimal("1.5"))', "d is at most 1.5"],
    ['context.d.greaterThan(decimal("1.5"))', "d is more than 1.5"],
    ['context.d.greaterThanOrEqual(decimal("1.5"))', "d is at least 1.5"],
    ['context.now < datetime("2026-01-01")', "now is before 2026-01-01"],
    ['context.now >= datetime("2026-01-01")', "now is not before 2026-01-01"],
    ['context.now <= datetime("2026-01-01")', "now is not after 2026-01-01"],
    ['context.now > datetime("2026-01-01T08:30:00+0100")', "now is after 2026-01-01 07:30:00 UTC"],
    ['context.now == datetime("2026-01-01T08:30:00.5Z")', "now is 2026-01-01T08:30:00.5Z"],
    ['context.now == datetime("2026-01-01T08:30:00.500Z")', "now is 2026-01-01 08:30:00.500 UTC"],
    ['!(context.now < datetime("2026-01-01"))', "now is not before 2026-01-01"],
    [
      'context.a && (context.now <= datetime("2026-01-01") || !context.b)',
      "a and (now is not after 2026-01-01 or not b)",
    ],
    [
      '(context.now < datetime("2026-01-01")) == context.a',
      "now is before 2026-01-01 exactly when a",
    ],
    [
      '[context.now < datetime("2026-01-01")].contains(context.a)',
      "a is one of (now is before 2026-01-01)",
    ],
    ["context.now < context.end", "now is less than end"],
    ['context.now.toTime() <= duration("8h")', "the time of day (UTC) of now is not after 08:00"],
    ['context.now.toTime() < duration("8h")', "the time of day (UTC) of now is before 08:00"],
    [
      'context.now.toTime() >= duration("20h30m15s")',
      "the time of day (UTC) of now is not before 20:30:15",
    ],
    ["context.now.toTime() > context.end", "the time of day (UTC) of now is after end"],
    ['context.now.toTime() == duration("25h")', "the time of day (UTC) of now is 25 hours"],
    ["context.now.toDate() == resource.day", "the day (UTC) of now is the resource's day"],
    [
      'context.now.durationSince(resource.seen) <= duration("1d12h")',
      "the time from the resource's seen to now is at most 1 day 12 hours",
    ],
    [
      "context.now.durationSince(resource.seen).toHours() >= 8",
      "(the time from the resource's seen to now) in whole hours is at least 8",
    ],
    [
      "!(context.now.durationSince(resource.seen).toDays() == 1)",
      "(the time from the resource's seen to now) in whole days is not 1",
    ],
    ["8 < resource.stay.toMinutes()", "8 is less than the resource's stay in whole minutes"],
    [
      "resource.stay.toMinutes() < context.most",
      "the resource's stay in whole minutes is less than most",
    ],
    [
      "context.now.durationSince(resource.seen).toMilliseconds() < context.most",
      "(the time from the resource's seen to now) in milliseconds is less than most",
    ],
    [
      'context.now < resource.end.offset(duration("-2h"))',
      "now is before 2 hours before the resource's end",
    ],
    [
      'context.now.offset(duration("1h")).toTime() < duration("8h")',
      "the time of day (UTC) of (1 hour after now) is before 08:00",
    ],
    [
      "context.now < resource.end.offset(resource.grace)",
      "now is before the resource's end plus the resource's grace",
    ],
    ['context.span == duration("-1h1ms")', "span is minus 1 hour 1 millisecond"],
    ['context.span == duration("nonsense")', "span is nonsense"],
    ["ip(context.from).isLoopback()", "from as an IP address is a loopback address"],
    ["(context.a + 1) * 2 == 3 - (4 - context.b)", "(a + 1) × 2 is 3 - (4 - b)"],
    ["-(context.a + 1) == 2", "minus (a + 1) is 2"],
    ["(if context.a then 1 else context.n) == 2", "(1 if a, else n) is 2"],
    [
      "(principal.grade == 2) == context.onShift",
      "the principal's grade is 2 exactly when on shift",
    ],
    [
      "(principal.grade == 2) != context.onShift",
      "either the principal's grade is 2 or on shift, but not both",
    ],
    [
      "context.onShift == (context.a || context.b) && context.c",
      "(on shift exactly when (a or b)) and c",
    ],
    ["context.onShift == false", "not on shift"],
    ["true != (principal.grade == 2)", "the principal's grade is not 2"],
    ['principal == Person::"ben"', 'the principal is Person "ben"'],
    ["context has level", "level is given"],
    ["context.a == true", "a"],
    ["!context.isOnCall", "is not on call"],
    ["!context.hasBadge", "has no badge"],
    ["!principal.canSign", "the principal cannot sign"],
    ["principal.isOnCall", "the principal is on call"],
    ['context.name == "a\\"b\\n\\u{202e}"', String.raw`name is "a\"b\u{a}\u{202e}"`],
    ["context.HTTPCode == 1", "HTTP code is 1"],
    ["context.patientID == 1", "patient ID is 1"],
    ["context.on_ward", "on_ward"],
    ["context.Urgent", "Urgent"],
    ["principal.A == principal.a", "the principal's A is the principal's a"],
    ["context.onShift != context.on_shift", "on shift is not on_shift"],
    ["context.notX", "notX"],
    ["context.always", `the context's "always" holds`],
    ["!context.never", `the context's "never" does not hold`],
    ["context.s == context.never", `s is the context's "never"`],
    ["!context.hasNoAllergy", "not hasNoAllergy"],
    ["context.thePrincipal", "thePrincipal"],
    ["context.onCallOrShift", "onCallOrShift"],
    ["context.xIsGiven", "xIsGiven"],
    ["context.MRI", "MRI"],
    ["context.level2B", "level2 b"],
    ['action in Action::"open"', 'the action is, or is in, "open"'],
    ['action != N::Action::"open"', 'the action is not "open"'],
    ["!(context.a && context.b && context.c)", "not all of this: a; b; c"],
    ["!(context.a && context.b && (context.c || context.d))", "not all of this: a; b; (c or d)"],
    ['context["odd name"] == "x"', 'the context\'s "odd name" is "x"'],
    ["(context.a == 1) == context.b", "a is 1 exactly when b"],
    // One is of what there is, the other of what is so.
    ["principal has badge", "the principal's badge is given"],
    ["principal.hasBadge", "the principal has badge"],
    // Ids, names and odd texts cannot be taken for more of the sentence.
    [
      'principal in [Person::"A, Person B", Person::"C"]',
      'the principal is, or is in, [Person "A, Person B", Person "C"]',
    ],
    [
      'resource in Ward::"4B and the resource is public"',
      'the resource is, or is in, Ward "4B and the resource is public"',
    ],
    ['resource == Ward::""', 'the resource is Ward ""'],
    ['principal["a\nb"] == 1', String.raw`the principal's "a\u{a}b" is 1`],
    ['{"x y: 1, z": 1} == {z: 1}', '{"x y: 1, z": 1} is {z: 1}'],
    ['ip("x\n\u{202e}holds").isIpv4()', String.raw`"x\u{a}\u{202e}holds" is an IPv4 address`],
    [
      "(resource in principal) != context.on",
      "either (the resource is, or is in, the principal) or on, but not both",
    ],
    ["context.a || context.b || context.c", "a or b or c"],
    ["!(context.a || context.b || context.c)", "not a and not b and not c"],
    ['decimal("1.5").greaterThanOrEqual(decimal("1.6"))', "1.5 is at least 1.6"],
    ['!(decimal("1.5").greaterThanOrEqual(decimal("1.6")))', "1.5 is less than 1.6"],
    [
      'datetime(context.t).toTime() < duration("23h59m")',
      "the time of day (UTC) of (t as a time) is before 23:59",
    ],
    [
      'datetime(context.t).toTime() < duration("24h")',
      "the time of day (UTC) of (t as a time) is less than 24 hours",
    ],
    [
      'datetime(context.t).toTime() > duration("-1h")',
      "the time of day (UTC) of (t as a time) is more than minus 1 hour",
    ],
  ])("%s: %s", (condition, words) => {
    expect(say(condition)).toBe(words);
  });
});

test("however much there is to say, it is said by its beginning", () => {
  const numbers = Array.from({ length: 8_000 }, (_, index) => index);
  expect(say(`[${numbers.join(", ")}].contains(context.n)`)).toBe(
    "n is one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 7988 more",
  );
  const text = say(
    numbers
      .slice(0, 500)
      .map((each) => `context.n${each}`)
      .join(" || "),
  );
  expect(text).toMatch(/^n0 or n1 or .*… \(\d+ more characters\)$/);
  expect(text.length).toBeLessThan(2_050);
});

test.each([
  ["context.isOnCall", "is on call"],
  ["principal.isVip", "the principal is vip"],
  ["principal.canSign", "the principal can sign"],
  ["principal.grade", "the principal's grade"],
])("what was looked at, %s, is called %s", (condition, name) => {
  const [policy] = readCedarPolicies({
    staticPolicies: [`permit (principal, action, resource) when { ${condition} };`],
  });
  const [only] = policy === undefined ? [] : partsOf(policy.conditions);
  if (only?.op !== "call" && only?.op !== "attribute") throw new Error("There is an attribute.");
  expect(sayLookedAt(only)).toBe(name);
});

test("values are shown as a person would write them", () => {
  const decoding = createDecoding(createNodeTable().borrow, undefined);
  const show = (json: unknown) => showValue(decodeValue(json, undefined, decoding));
  expect(show(true)).toBe("yes");
  expect(show(false)).toBe("no");
  expect(show("4B")).toBe('"4B"');
  expect(show(12)).toBe("12");
  expect(show(2n ** 60n)).toBe("1152921504606846976");
  expect(show({ __entity: { type: "Ward", id: "4B" } })).toBe('Ward "4B"');
  expect(show({ __entity: { type: "N::Action", id: "open" } })).toBe('"open"');
  expect(show({ __entity: { type: "Ward", id: "4\n\u0000B" } })).toBe(
    String.raw`Ward "4\u{a}\u{0}B"`,
  );
  expect(show("x".repeat(200))).toBe(`"${"x".repeat(120)}…"`);
  expect(show(Array.from({ length: 100_000 }, (_, at) => at)).length).toBeLessThan(100);
  expect(show(Array.from({ length: 14 }, (_, at) => at))).toMatch(/ 11 and 2 more\]$/);
  expect(show([[[[[[[1]]]]]]])).toBe("[[[[[[…]]]]]]");
  expect(show([1, "a"])).toBe('[1, "a"]');
  expect(show({ a: 1, b: [true] })).toBe("{a: 1, b: [yes]}");
  const extn = (fn: string, arg: string) => ({ __extn: { fn, arg } });
  expect(show(extn("decimal", "1.5"))).toBe("1.5");
  expect(show(extn("decimal", "-0.0500"))).toBe("-0.05");
  expect(show(extn("decimal", "2.0"))).toBe("2.0");
  expect(show(extn("ip", "10.0.0.1"))).toBe("10.0.0.1");
  expect(show(extn("ip", "10.0.0.0/8"))).toBe("10.0.0.0/8");
  for (const address of [
    "::1",
    "::",
    "2001:db8::1",
    "2001:db8:0:1:1:1:1:1",
    "fe80::/10",
    "1:0:0:2::3",
  ]) {
    expect(show(extn("ip", address))).toBe(address);
  }
  expect(show(extn("duration", "1s"))).toBe("1s");
  expect(show(extn("datetime", "1970-01-02"))).toBe("1970-01-02 00:00:00 UTC");
});

test("no two names have the same words, and none those of another's opposite", () => {
  const part = fc.constantFrom(
    "on",
    "On",
    "shift",
    "Shift",
    "is",
    "Is",
    "has",
    "No",
    "not",
    "X",
    "HTTP",
    "_",
    "1",
  );
  const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.uniqueArray(
        name.filter((each) => /^[A-Za-z_]/.test(each)),
        { minLength: 2, maxLength: 6 },
      ),
      (names) => {
        const conditions = names
          // Of a word that Cedar keeps for itself there is no such attribute.
          .filter((each) => !["is", "has"].includes(each))
          .flatMap((each) => [`context.${each}`, `!context.${each}`]);
        const texts = conditions.map(say);
        expect(new Set(texts).size).toBe(texts.length);
      },
    ),
  );
});
