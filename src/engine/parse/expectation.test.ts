import { describe, expect, test } from "vitest";
import type { PolicySource, SourceProblem } from "../types.ts";
import { parse } from "./cedar.ts";

const schema = `
  entity User { level?: Long };
  action view appliesTo {
    principal: User, resource: User, context: { names: Set<String>, from: ipaddr }
  };
`;

function problemsOf(condition: string): readonly SourceProblem[] {
  return problemsIn({ policies: { mine: `${scope}\nwhen { ${condition} };` } });
}

const scope = "permit (principal, action, resource)";

function problemsIn(texts: Omit<PolicySource, "schema">): readonly SourceProblem[] {
  const parsed = parse({ schema, ...texts }, "strict");
  if (parsed.type !== "refused") throw new Error("This was taken.");
  return parsed.problems;
}

describe("a bad policy's problem says which policy it is, where, and what was expected", () => {
  test.each([
    [
      "context.names.containsSome([1])",
      8,
      /`containsSome` is not a valid method: expected one of these methods: of sets contains, containsAll, containsAny, isEmpty; of entities hasTag, getTag; of decimal values lessThan, .*; of ipaddr values isIpv4, .*; of datetime values offset, .*; of duration values toMilliseconds, /,
    ],
    [
      "inet(context.from)",
      8,
      /`inet` is not a valid function.*: expected one of these functions: decimal, ip, datetime, duration$/,
    ],
    [
      "principl.level == 1",
      8,
      /`principl` has no fields or methods: expected one of the variables principal, action, resource and context/,
    ],
    ["true &&& true", 15, /invalid token: found `&`, expected a name, a number, a text/],
    ["true ?", 13, /invalid token: found `\?`, expected a name/],
    ['1 == "a', 13, /invalid token: try checking that all strings are closed properly: found `"`,/],
    [
      "99999999999999999999 == 1",
      8,
      /too large.*: expected a whole number from -9223372036854775808 to 9223372036854775807$/,
    ],
    ["1 % 2 == 1", 8, /modulo is not supported: expected one of \+, - and \*/],
    ["4 / 2 == 1", 8, /division is not supported: expected one of \+, - and \*/],
    ["true and true", 13, /unexpected token `and`: expected .*`&&`/],
    ["principal ==", 21, /unexpected token `}`: expected .*identifier/],
    ["context.from.isEmpty()", 8, /expected a set but saw ipaddr$/],
    ['principal in "a"', 21, /expected a set of entities, or an entity but saw String/],
  ])("%s", (condition, column, message) => {
    const [problem] = problemsOf(condition);
    expect(problem).toMatchObject({ source: "policy", id: "mine", line: 2, column });
    expect(problem?.message).toMatch(message);
  });

  test.each(["x", `${scope};`, ";", '"é\\n"'])("nothing stands after a policy: %s", (more) => {
    const message = expect.stringMatching(
      /unexpected token `.*`: expected one policy, and nothing after it$/,
    );
    const at = { id: "mine", line: 2, column: 3, message };
    const mine = `${scope};\n  ${more}`;
    expect(problemsIn({ policies: { mine } })).toEqual([{ source: "policy", ...at }]);
    const template = mine.replace("principal", "principal == ?principal");
    expect(problemsIn({ policies: {}, templates: { mine: template } })).toEqual([
      { source: "template", ...at },
    ]);
  });

  test("each of several, at its own place", () => {
    expect(
      problemsOf("isInRange(one, two)").map(({ column, message }) => [column, message]),
    ).toMatchInlineSnapshot(`
        [
          [
            18,
            "failed to parse policy from string: invalid variable: one: the valid Cedar variables are \`principal\`, \`action\`, \`resource\`, and \`context\`; did you mean to enclose \`one\` in quotes to make a string?",
          ],
          [
            23,
            "invalid variable: two: the valid Cedar variables are \`principal\`, \`action\`, \`resource\`, and \`context\`; did you mean to enclose \`two\` in quotes to make a string?",
          ],
        ]
      `);
  });
});
