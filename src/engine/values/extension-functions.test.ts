import {
  type AuthorizationAnswer,
  type Expr,
  isAuthorized,
  type PolicyJson,
} from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, test } from "vitest";
import { createCedar } from "../index.ts";
import { parseDatetime } from "./datetime.ts";
import { parseDecimal } from "./decimal.ts";
import { parseDuration } from "./duration.ts";
import { callExtension, extensionFunctions, type SimpleType } from "./extension-functions.ts";
import { Fault } from "./fault.ts";
import { parseIp } from "./ip-address.ts";
import { CedarSet, equal, typeName, type Value } from "./value.ts";

const one: Readonly<Record<SimpleType, Value>> = {
  bool: true,
  long: 1,
  string: "1.0",
  decimal: parseDecimal("1.0"),
  ipaddr: parseIp("127.0.0.1"),
  datetime: parseDatetime("1969-12-31T23:00:00Z"),
  duration: parseDuration("-25h"),
};

/** Why there is no value. */
function refusal(name: string, values: readonly Value[]): string {
  try {
    callExtension(name, values);
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  return "nothing is wrong";
}

describe("extension functions", () => {
  test("are those of Cedar 4.5", () => {
    expect([...extensionFunctions.keys()].sort()).toEqual(
      [
        ...["decimal", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"],
        ...["ip", "isIpv4", "isIpv6", "isLoopback", "isMulticast", "isInRange"],
        ...["datetime", "offset", "durationSince", "toDate", "toTime"],
        ...["duration", "toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"],
      ].sort(),
    );
  });

  test("take so many arguments of such types, and no others", () => {
    for (const [name, { takes }] of extensionFunctions) {
      const right = takes.map((type) => one[type]);
      const count = `wrong number of arguments provided to extension function \`${name}\``;
      expect(refusal(name, [])).toContain(`${count}: expected ${takes.length}, got 0`);
      expect(refusal(name, [...right, 1])).toContain(count);
      for (const [index, type] of takes.entries()) {
        for (const value of [...Object.values(one), new CedarSet([]), {}]) {
          if (typeName(value) === type) continue;
          expect(refusal(name, right.with(index, value))).toBe(
            `type error: expected ${type}, got ${typeName(value)}`,
          );
        }
      }
    }
  });

  test("give values of the types that they say", () => {
    const texts: Readonly<Record<string, string>> = {
      decimal: "1.0",
      ip: "::1",
      datetime: "2024-02-29",
      duration: "1h",
    };
    for (const [name, { takes, gives }] of extensionFunctions) {
      const values = takes.map((type) => (type === "string" ? (texts[name] ?? "") : one[type]));
      expect(typeName(callExtension(name, values))).toBe(gives);
    }
  });

  test("what each of them gives", () => {
    const decimal = (text: string) => callExtension("decimal", [text]);
    const compare = (a: string, b: string) =>
      ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"].map((name) =>
        callExtension(name, [decimal(a), decimal(b)]),
      );
    expect(compare("1.0", "1.1")).toEqual([true, true, false, false]);
    expect(compare("1.0", "1.00")).toEqual([false, true, false, true]);
    expect(compare("-1.0", "-1.1")).toEqual([false, false, true, true]);
    expect(compare("922337203685477.5807", "0.0")).toEqual([false, false, true, true]);
    const { ipaddr, datetime, duration } = one;
    expect(
      ["isIpv4", "isIpv6", "isLoopback", "isMulticast"].map((name) =>
        callExtension(name, [ipaddr]),
      ),
    ).toEqual([true, false, true, false]);
    expect(["isIpv4", "isIpv6"].map((name) => callExtension(name, [parseIp("::1")]))).toEqual([
      false,
      true,
    ]);
    expect(callExtension("isInRange", [ipaddr, parseIp("127.0.0.0/8")])).toBe(true);
    expect(callExtension("isInRange", [parseIp("127.0.0.0/8"), ipaddr])).toBe(false);
    const units = ["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"];
    expect(units.map((name) => callExtension(name, [duration]))).toEqual([
      -90_000_000, -90_000, -1500, -25, -1,
    ]);
    const same = (value: Value, other: Value) => expect(equal(value, other)).toBe(true);
    same(callExtension("toDate", [datetime]), parseDatetime("1969-12-31"));
    same(callExtension("toTime", [datetime]), parseDuration("23h"));
    same(callExtension("offset", [datetime, duration]), parseDatetime("1969-12-30T22:00:00Z"));
    const later = parseDatetime("1970-01-01");
    same(callExtension("durationSince", [later, datetime]), parseDuration("1h"));
    same(callExtension("durationSince", [datetime, later]), parseDuration("-1h"));
  });

  test("a text is taken as it is", () => {
    const texts = { decimal: "1.0", ip: "::1", datetime: "2024-02-29", duration: "1h" };
    for (const [name, text] of Object.entries(texts)) {
      expect(refusal(name, [text])).toBe("nothing is wrong");
      for (const odd of [
        ` ${text}`,
        `${text} `,
        `${text}\n`,
        text.toUpperCase().replace("::1", "::G"),
      ]) {
        if (odd !== text) expect(refusal(name, [odd]), odd).toMatch(/^error while evaluating/);
      }
    }
  });

  test("`unknown` has no value, and others there are not", () => {
    expect(refusal("unknown", ["x"])).toBe('the expression contains unknown(s): `unknown("x")`');
    expect(refusal("unknown", ["x", "y"])).toBe(refusal("unknown", ["x"]));
    expect(refusal("unknown", [])).toContain("wrong number of arguments");
    for (const name of ["eval", "constructor", "__proto__"]) {
      expect(refusal(name, [])).toBe(`extension function \`${name}\` does not exist`);
    }
  });
});

/** A policy's condition in JSON, where Cedar's syntax has no such call. */
const conditionOf = (body: object): PolicyJson => ({
  effect: "permit",
  principal: { op: "All" },
  action: { op: "All" },
  resource: { op: "All" },
  conditions: [{ kind: "when", body: body as Expr }],
});

const ipOf = (text: string) => conditionOf({ isIpv4: [{ ip: [{ Value: text }] }] });

describe("what is wrong is said as Cedar says it", () => {
  const texts = ["é".repeat(21), "é".repeat(22), "1".repeat(44), "😀", "é1.1.1.1/24"];
  const prefixes = ["é", "é1é", "12é", "1é", "😀", "129"].flatMap((prefix) => [
    `1.1.1.1/${prefix}`,
    `::/${prefix}`,
  ]);
  const call = {
    principal: { type: "P", id: "p" },
    action: { type: "Action", id: "a" },
    resource: { type: "R", id: "r" },
    context: {},
    entities: [],
  };
  const said = (answer: AuthorizationAnswer) => {
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    return answer.response.diagnostics.errors[0]?.error.message;
  };
  const both = (policy: PolicyJson) => {
    const asked = { ...call, policies: { staticPolicies: { p: policy } } };
    return [said(createCedar().isAuthorized(asked)), said(isAuthorized(asked))] as const;
  };

  test.each([...texts, ...prefixes])("of %j as an address", (text) => {
    const [own, cedar] = both(ipOf(text));
    expect(cedar).toContain(own);
  });

  test("of a function that there is not", () => {
    const v = { __extn: { fn: "nothing", arg: 1 } } as const;
    const entities = [{ uid: call.principal, attrs: { v }, parents: [] }];
    const asked = { ...call, entities, policies: {} };
    const [own, cedar] = [createCedar().isAuthorized(asked), isAuthorized(asked)].map((answer) =>
      answer.type === "failure" ? answer.errors[0]?.message : "nothing",
    );
    const message = "extension function `nothing` does not exist";
    expect(own).toContain(message);
    expect(cedar).toContain(message);
  });
});
