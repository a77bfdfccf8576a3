import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  askCedar,
  askWithoutSchema,
  compileSet,
  entity,
  uid,
} from "../../../tests/support/engine.ts";
import {
  createEntityStore,
  createPdp,
  type EngineRequest,
  type Entity,
  type PolicySet,
} from "../index.ts";
import type { BucketCode } from "./program.ts";

const schema = `
  entity Team in [Team];
  entity Person in [Team];
  entity Robot;
  entity Folder in [Folder];
  entity Chart in [Folder];
  entity Letter in [Folder];
  action "care";
  action "look" in ["care"];
  action "open" in ["look"] appliesTo { principal: [Person, Robot], resource: [Chart, Letter] };
  action "close" appliesTo { principal: Person, resource: Chart };
`;

/** The policies, by the mark that each carries, that are in the code for requests of one kind. */
function marksIn(set: PolicySet, principal: string, action: string, resource: string): string[] {
  const found = set.schema.actions.get(`Action::"${action}"`);
  if (found === undefined) throw new Error(action);
  return marksOf(set.program.typed(found, principal, resource));
}

function marksOf({ always, byPrincipal, byResource }: BucketCode): string[] {
  const keyed = [...byPrincipal.values(), ...byResource.values()].flatMap(({ groups }) => groups);
  const text = [...always, ...keyed].map(({ source }) => source).join("\n");
  return [...new Set(text.match(/mark-[\w-]+/g) ?? [])].map((mark) => mark.slice(5)).sort();
}

/** Policies that carry their ids as marks in their conditions. */
const marked = (heads: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(heads).map(([id, head]) => [
      id,
      `permit (${head}) when { {a: principal} == {a: principal} && ["mark-${id}"].contains("mark-${id}") || principal has "mark-${id}" };`,
    ]),
  );

describe("the index", () => {
  test("an entity that many policies are told apart by is found again after it went and came back", async () => {
    const policies = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `p${at}`,
        `permit (principal == Person::"${at}", action, resource);`,
      ]),
    );
    const set = await compileSet({ schema, policies });
    const store = createEntityStore(set.schema);
    const pdp = createPdp(set, store, { onPolicyError: "skip" });
    const reasons = () =>
      pdp.decide({
        principal: uid("Person", "7"),
        action: uid("Action", "open"),
        resource: uid("Chart", "c"),
        context: {},
      }).reasons;
    expect(reasons()).toEqual(["p7"]);
    for (const delta of [
      { put: [entity(uid("Person", "7"))] },
      { remove: [uid("Person", "7")] },
      { put: [entity(uid("Person", "7"), {}, [uid("Team", "t")])] },
    ]) {
      store.apply(delta);
      expect(reasons()).toEqual(["p7"]);
    }
  });

  const heads = {
    any: "principal, action, resource",
    open: 'principal, action == Action::"open", resource',
    close: 'principal, action == Action::"close", resource',
    care: 'principal, action in Action::"care", resource',
    either: 'principal, action in [Action::"close", Action::"look"], resource',
    person: "principal is Person, action, resource",
    robot: "principal is Robot, action, resource",
    ben: 'principal == Person::"ben", action, resource',
    "in-team": 'principal in Team::"a", action, resource',
    "person-in-team": 'principal is Person in Team::"a", action, resource',
    chart: "principal, action, resource is Chart",
    letter: "principal, action, resource is Letter",
    anna: 'principal, action, resource == Chart::"anna"',
    "in-folder": 'principal, action, resource in Folder::"f"',
    "chart-in-folder": 'principal, action, resource is Chart in Folder::"f"',
    "in-letter": 'principal, action, resource in Letter::"l"',
    "robot-in-team": 'principal is Robot in Team::"a", action, resource',
  };

  test("a policy is in the code of the kinds that it can be about, and of no others", async () => {
    const set = await compileSet({ schema, policies: marked(heads) }, "none");
    const always = ["any", "open", "care", "either"];
    expect(marksIn(set, "Person", "open", "Chart")).toEqual(
      [
        ...always,
        ...["person", "ben", "in-team", "person-in-team"],
        ...["chart", "anna", "in-folder", "chart-in-folder"],
      ].sort(),
    );
    expect(marksIn(set, "Robot", "open", "Letter")).toEqual(
      [...always, "robot", "letter", "in-folder", "in-letter"].sort(),
    );
    expect(marksIn(set, "Person", "close", "Chart")).toEqual(
      [
        ...["any", "close", "either", "person", "ben", "in-team", "person-in-team"],
        ...["chart", "anna", "in-folder", "chart-in-folder"],
      ].sort(),
    );
    expect(marksOf(set.program.untyped())).toEqual(Object.keys(heads).sort());
  });

  test("a thousand policies for other actions and types change nothing of the code", async () => {
    const others = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [
        `other-${index}`,
        [
          'principal, action == Action::"close", resource',
          "principal is Robot, action, resource",
          `principal == Robot::"${index}", action, resource`,
        ][index % 3] ?? "",
      ]),
    );
    const mine = { mine: 'principal is Person, action == Action::"open", resource' };
    const [few, many] = [
      await compileSet({ schema, policies: marked(mine) }),
      await compileSet({ schema, policies: { ...marked(mine), ...marked(others) } }),
    ];
    const codeOf = ({ schema: { actions }, program }: PolicySet) => {
      const open = actions.get('Action::"open"');
      if (open === undefined) throw new Error("open");
      return program.typed(open, "Person", "Chart");
    };
    expect(codeOf(many).always).toHaveLength(1);
    expect(codeOf(many).always[0]?.source.length).toBe(codeOf(few).always[0]?.source.length);
    expect([codeOf(many).byPrincipal.size, codeOf(many).byResource.size]).toEqual([0, 0]);
  });

  test("code is made once for each kind, and groups stay small", async () => {
    const heads100 = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`p${index}`, "principal, action, resource"]),
    );
    const set = await compileSet({ schema, policies: marked(heads100) });
    const open = set.schema.actions.get('Action::"open"');
    if (open === undefined) throw new Error();
    const code = set.program.typed(open, "Person", "Chart");
    expect(set.program.typed(open, "Person", "Chart")).toBe(code);
    expect(set.program.untyped()).toBe(set.program.untyped());
    expect(code.always).toHaveLength(4);
  });
});

const named = (count: number, head: (index: number) => string) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `p${index}`,
      `permit (${head(index)}) when { principal has mark || true };`,
    ]),
  );

describe("policies for named entities", () => {
  const openIn = (set: PolicySet) => {
    const open = set.schema.actions.get('Action::"open"');
    if (open === undefined) throw new Error();
    return set.program.typed(open, "Person", "Chart");
  };

  test("are found by entity from 17 on", async () => {
    const head = (index: number) => `principal == Person::"p${index}", action, resource`;
    const [sixteen, seventeen] = [
      openIn(await compileSet({ schema, policies: named(16, head) })),
      openIn(await compileSet({ schema, policies: named(17, head) })),
    ];
    expect(sixteen.always).toHaveLength(1);
    expect(sixteen.byPrincipal.size).toBe(0);
    expect(seventeen.always).toHaveLength(0);
    expect([...seventeen.byPrincipal.keys()]).toContain('Person::"p16"');
    expect(seventeen.byPrincipal.size).toBe(17);
    expect(seventeen.byResource.size).toBe(0);
  });

  test("by resource likewise; a policy that names both is found by one of them", async () => {
    const resources = openIn(
      await compileSet({
        schema,
        policies: named(17, (index) => `principal, action, resource in Folder::"f${index % 5}"`),
      }),
    );
    expect(resources.byResource.size).toBe(5);
    expect(resources.byPrincipal.size).toBe(0);
    const both = openIn(
      await compileSet({
        schema,
        policies: named(
          40,
          (index) => `principal in Team::"t${index % 4}", action, resource == Chart::"c${index}"`,
        ),
      }),
    );
    expect(both.byPrincipal.size).toBe(4);
    expect(both.byResource.size).toBe(0);
    expect(both.always).toHaveLength(0);
  });

  const ids = ["a", "b", "c", "d", "e", "f"];
  const id = fc.constantFrom(...ids);
  const teamTree = fc.tuple(...ids.map((_, at) => fc.option(fc.nat({ max: Math.max(0, at - 1) }))));
  const scopeOf = (own: string, group: string, other: string) =>
    fc.oneof(
      fc.constant(""),
      fc.constant(` is ${own}`),
      fc.constant(` is ${other}`),
      id.map((each) => ` == ${own}::"${each}"`),
      id.map((each) => ` in ${own}::"${each}"`),
      { weight: 3, arbitrary: id.map((each) => ` in ${group}::"${each}"`) },
      id.map((each) => ` is ${own} in ${group}::"${each}"`),
    );
  const action = fc.constantFrom(
    "",
    ' == Action::"open"',
    ' == Action::"close"',
    ' in Action::"care"',
    ' in [Action::"look", Action::"close"]',
    " in []",
  );
  const policies = fc.array(
    fc
      .record({
        effect: fc.constantFrom("permit", "permit", "forbid"),
        principal: scopeOf("Person", "Team", "Robot"),
        action,
        resource: scopeOf("Chart", "Folder", "Letter"),
        fails: fc.nat({ max: 9 }).map((each) => each === 0),
      })
      .map(
        (each) =>
          `${each.effect} (principal${each.principal}, action${each.action}, resource${each.resource})${each.fails ? " when { principal.nothing }" : ""};`,
      ),
    { minLength: 30, maxLength: 90 },
  );

  /** Groups in groups, each in an earlier one or in none; persons and charts in two of them. */
  function entitiesOf(tree: readonly (number | null)[], some: readonly string[]): Entity[] {
    const groups = ["Team", "Folder"].flatMap((type) =>
      tree.flatMap((parent, at) => {
        const own = ids[at] ?? "";
        if (at === 0 || parent === null) return [entity(uid(type, own))];
        return [entity(uid(type, own), {}, [uid(type, ids[parent] ?? "")])];
      }),
    );
    const members = (type: string, group: string) =>
      ids.slice(0, 4).map((each, at) => {
        const parents = [...new Set([some[at] ?? "a", some[at + 1] ?? "b"])];
        return entity(uid(type, each), {}, at === 3 ? [] : parents.map((one) => uid(group, one)));
      });
    return [...groups, ...members("Person", "Team"), ...members("Chart", "Folder")];
  }

  test("decide as Cedar does, for members, their groups' groups and strangers", async () => {
    await fc.assert(
      fc.asyncProperty(
        policies,
        teamTree,
        fc.array(id, { minLength: 5, maxLength: 5 }),
        async (texts, tree, some) => {
          const source = Object.fromEntries(texts.map((text, index) => [`p${index}`, text]));
          const set = await compileSet({ schema, policies: source }, "none");
          const entities = entitiesOf(tree, some);
          const store = createEntityStore(set.schema);
          store.apply({ put: entities });
          const pdp = createPdp(set, store, { onPolicyError: "skip" });
          const ask = (request: EngineRequest) => {
            const cedar = askCedar(set, store, request);
            const { allow, reasons, errors } = pdp.decide(request);
            expect({ allow, reasons }).toEqual({ allow: cedar.allow, reasons: cedar.reasons });
            expect(errors.map(({ policy }) => policy)).toEqual(
              cedar.errors.map(({ policy }) => policy),
            );
            return cedar;
          };
          for (const who of ["a", "b", "d", "e", "stranger"]) {
            const request: EngineRequest = {
              principal: uid("Person", who),
              action: uid("Action", who === "b" ? "close" : "open"),
              resource: uid("Chart", ids[ids.length - 1 - Math.max(0, ids.indexOf(who))] ?? "z"),
              context: {},
            };
            const { reasons } = ask(request);
            if (who === "a") {
              const all = [...entities, ...set.schema.actionEntities];
              expect(askWithoutSchema(source, all, request).reasons).toEqual(reasons);
            }
          }
          // Who leaves a group loses what it gave.
          store.apply({ put: [entity(uid("Person", "a"))], remove: [uid("Team", "b")] });
          for (const who of ["a", "c"]) {
            ask({
              principal: uid("Person", who),
              action: uid("Action", "open"),
              resource: uid("Chart", "a"),
              context: {},
            });
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});
