import { describe, expect, test } from "vitest";
import { compileSet, entity, extension, ref, uid } from "../../../tests/support/engine.ts";
import {
  createEntityStore,
  createPdp,
  type EngineRequest,
  type EntityStore,
  type ExplainedPolicy,
  type Pdp,
} from "../index.ts";

const schema = `
  entity Ward;
  entity Person in [Ward];
  entity Chart { ward: Ward, careTeam: Set<Person>, owner?: Person };
  action "read";
  action "open" in ["read"] appliesTo { principal: Person, resource: Chart, context: { onShift: Bool, level: Long } };
  action "print" appliesTo { principal: Person, resource: Chart, context: { onShift: Bool, level: Long } };
`;

const ben = uid("Person", "ben");
const chart = uid("Chart", "anna");
const ask = (context = { onShift: true, level: 1 }): EngineRequest => ({
  principal: ben,
  action: uid("Action", "open"),
  resource: chart,
  context,
});

async function open(
  policies: Readonly<Record<string, string>>,
): Promise<{ readonly pdp: Pdp; readonly store: EntityStore }> {
  const set = await compileSet({ schema, policies }, "none");
  const store = createEntityStore(set.schema);
  store.apply({
    put: [
      entity(ben, {}, [uid("Ward", "4B")]),
      entity(chart, { ward: ref("Ward", "4B"), careTeam: [ref("Person", "eva")] }),
    ],
  });
  return { store, pdp: createPdp(set, store, { onPolicyError: "forbid-denies" }) };
}

const only = (policies: readonly ExplainedPolicy[]): ExplainedPolicy => {
  expect(policies).toHaveLength(1);
  return policies[0] as ExplainedPolicy;
};

describe("explain", () => {
  test("two truths that are compared are so together or not, by their types", async () => {
    const { pdp } = await open({
      same: "permit (principal, action, resource) when { context.onShift == (context.onShift == true) };",
      types:
        "permit (principal, action, resource) when { context.onShift == context.onShift && context.level == context.level };",
    });
    const { policies } = pdp.explain(ask());
    const texts = policies.flatMap(({ conditions }) => conditions.map(({ text }) => text));
    expect(texts).toEqual([
      "on shift exactly when on shift",
      "on shift exactly when on shift",
      "level is level",
    ]);
  });

  test("says whose attribute was looked at, and what decided that", async () => {
    const condition = "(if context.onShift then principal else resource.ward) == principal";
    const held = "(if context.onShift then resource else resource).careTeam.contains(principal)";
    const { pdp } = await open({
      p: `permit (principal, action, resource) when { ${condition} && ${held} };`,
    });
    const { conditions } = only(pdp.explain(ask()).policies);
    expect(conditions.map(({ saw }) => saw.map(({ name }) => name))).toEqual([
      ["on shift", "the principal"],
      [
        "(the resource if on shift, else the resource)'s care team",
        "on shift",
        "the resource",
        "the principal",
      ],
    ]);
  });

  test("looks no further within a condition than Cedar does", async () => {
    const policies = {
      and: "permit (principal, action, resource) when { context.level == 9 || (resource has owner && resource.owner == principal) };",
      or: "permit (principal, action, resource) when { (context.level == 1 || resource.owner == principal) && context.onShift };",
    };
    const { pdp } = await open(policies);
    const outcomes = pdp.explain(ask()).policies.map(({ id, outcome }) => [id, outcome]);
    expect(outcomes).toEqual([
      ["or", "holds"],
      ["and", "does not hold"],
    ]);
  });

  test("gives the decision, and every policy that could have said something", async () => {
    const { pdp } = await open({
      ward: "permit (principal is Person, action, resource) when { principal in resource.ward && context.onShift };",
      team: 'permit (principal, action in Action::"read", resource is Chart) when { resource.careTeam.contains(principal) };',
      other: 'permit (principal, action == Action::"print", resource);',
      nobody: 'permit (principal == Person::"eva", action, resource);',
      never: "permit (principal is Ward, action, resource);",
      no: "forbid (principal, action, resource) when { context.level > 2 };",
    });
    const { decision, policies } = pdp.explain(ask());
    expect(decision).toEqual(pdp.decide(ask()));
    expect(
      policies.map(({ id, outcome, determining, effect }) => [id, outcome, determining, effect]),
    ).toEqual([
      ["ward", "holds", true, "permit"],
      ["no", "does not hold", false, "forbid"],
      ["nobody", "does not hold", false, "permit"],
      ["team", "does not hold", false, "permit"],
    ]);
    expect(
      policies.map(({ conditions }) =>
        conditions.map(({ text, outcome }) => `${text}: ${outcome}`),
      ),
    ).toEqual([
      ["the principal is, or is in, the resource's ward: holds", "on shift: holds"],
      ["level is more than 2: does not hold"],
      ['the principal is Person "eva": does not hold'],
      ["the principal is among the resource's care team: does not hold"],
    ]);
  });

  test("says the values that each condition saw, where there are some", async () => {
    const { pdp } = await open({
      a: "permit (principal, action, resource) when { context.level >= 1 && resource has owner && resource.owner == principal };",
      b: "permit (principal, action, resource) when { resource.careTeam.contains(principal) || context.level + context.level > 5 };",
    });
    const { policies } = pdp.explain(ask());
    const [a, b] = policies;
    expect(a?.conditions.map(({ saw }) => saw)).toEqual([
      [{ name: "level", value: "1" }],
      [
        { name: "the resource's owner", value: "not there" },
        { name: "the resource", value: 'Chart "anna"' },
      ],
    ]);
    expect(a?.conditions.map(({ outcome }) => outcome)).toEqual(["holds", "does not hold"]);
    expect(b?.conditions).toEqual([
      {
        text: "the principal is among the resource's care team or level + level is more than 5",
        outcome: "does not hold",
        saw: [
          { name: "the resource's care team", value: '[Person "eva"]' },
          { name: "the principal", value: 'Person "ben"' },
          { name: "level", value: "1" },
        ],
      },
    ]);
  });

  test("an unless over alternatives is as many conditions, each looked at until one does not hold", async () => {
    const { pdp } = await open({
      a: "forbid (principal, action, resource) unless { context.level == 9 || !(context.level == 8 || context.onShift) || resource.careTeam.contains(principal) };",
      b: "forbid (principal, action, resource) unless { context.level == 1 && context.onShift };",
      c: "permit (principal, action, resource) unless { context.level == 7 || context.level == 1 || principal.nothing };",
    });
    const { policies } = pdp.explain(ask({ onShift: true, level: 8 }));
    expect(
      policies.map(({ id, conditions }) => [
        id,
        conditions.map(({ text, outcome }) => `${text}: ${outcome}`),
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          "a",
          [
            "level is not 9: holds",
            "level is 8 or on shift: holds",
            "the principal is not among the resource's care team: holds",
          ],
        ],
        [
          "b",
          [
            "level is not 1 or not on shift: holds",
          ],
        ],
        [
          "c",
          [
            "level is not 7: holds",
            "level is not 1: holds",
            "the principal is not marked nothing: error",
          ],
        ],
      ]
    `);
  });

  test("does not say what stands behind something that was decided already", async () => {
    const { pdp } = await open({
      or: "permit (principal, action, resource) when { context.level == 1 || resource.careTeam.contains(principal) };",
      unless:
        "forbid (principal, action, resource) unless { context.level == 1 || resource.careTeam.contains(principal) };",
      and: "forbid (principal, action, resource) when { (context.level == 9 && resource.careTeam.contains(principal)) || context.level == 8 };",
      either:
        "forbid (principal, action, resource) when { if context.onShift then context.level == 9 else resource.careTeam.contains(principal) };",
      fails:
        "permit (principal, action, resource) when { (resource.owner == principal && context.onShift) || context.level == 1 };",
    });
    const saw = pdp
      .explain(ask())
      .policies.map(({ id, conditions }) => [
        id,
        conditions.flatMap((each) => each.saw.map(({ name }) => name)),
      ]);
    expect(Object.fromEntries(saw)).toEqual({
      or: ["level"],
      unless: ["level"],
      and: ["level"],
      either: ["on shift", "level"],
      fails: ["the principal"],
    });
  });

  test("stops at what settled it: conditions after it were not looked at", async () => {
    const { pdp } = await open({
      a: "permit (principal, action, resource) when { context.level == 1 } when { context.level == 2 && context.level == 3 } unless { context.onShift };",
    });
    const { conditions, outcome } = only(pdp.explain(ask()).policies);
    expect(outcome).toBe("does not hold");
    expect(conditions.map(({ text }) => text)).toEqual(["level is 1", "level is 2"]);
    const last = only(pdp.explain({ ...ask({ onShift: true, level: 1 }) }).policies);
    expect(last.conditions).toHaveLength(2);
  });

  test("says where it failed and why", async () => {
    const { pdp } = await open({
      a: "permit (principal, action, resource) when { context.onShift && resource.owner == principal && context.level == 1 };",
      b: "forbid (principal, action, resource) when { context.level + 9223372036854775807 > 0 };",
      c: "permit (principal, action, resource) when { context.onShift };",
      d: "permit (principal, action, resource) when { context.level };",
    });
    const { decision, policies } = pdp.explain(ask());
    expect(decision.allow).toBe(false);
    expect(policies.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["b", "error"],
      ["a", "error"],
      ["d", "error"],
      ["c", "holds"],
    ]);
    expect(policies[1]?.conditions).toEqual([
      { text: "on shift", outcome: "holds", saw: [{ name: "on shift", value: "yes" }] },
      {
        text: "the resource's owner is the principal",
        outcome: "error",
        saw: [{ name: "the principal", value: 'Person "ben"' }],
        error: '`Chart::"anna"` does not have the attribute `owner`',
      },
    ]);
    expect(policies[0]?.conditions[0]).toMatchObject({
      outcome: "error",
      saw: [{ name: "level", value: "1" }],
      error: expect.stringContaining("overflow"),
    });
    expect(policies[2]?.conditions[0]?.error).toBe("type error: expected bool, got long");
    for (const { policy, message } of decision.errors) {
      const found = policies.find(({ id }) => id === policy);
      expect(found?.conditions.at(-1)?.error).toBe(message);
    }
  });

  test("the order: what determined it, what failed, what might have permitted, the rest; by id within", async () => {
    const { pdp } = await open({
      z1: "permit (principal, action, resource) when { context.level > 1 };",
      z2: "forbid (principal, action, resource) when { context.level > 1 };",
      y: "permit (principal, action, resource) when { principal.nothing };",
      x1: "permit (principal, action, resource) when { context.level > 0 };",
      x2: "permit (principal, action, resource) when { context.level < 2 };",
      a: "forbid (principal, action, resource) when { context.level > 4 };",
    });
    const order = (level: number) =>
      pdp.explain(ask({ onShift: true, level })).policies.map(({ id }) => id);
    expect(order(1)).toEqual(["x1", "x2", "y", "a", "z1", "z2"]);
    expect(order(3)).toEqual(["z2", "y", "x1", "x2", "z1", "a"]);
    expect(order(0)).toEqual(["x2", "y", "a", "x1", "z1", "z2"]);
  });

  test("a forbid that could not be evaluated determines nothing beside one that holds", async () => {
    const { pdp } = await open({
      holds: "forbid (principal, action, resource) when { context.level > 0 };",
      broken:
        "forbid (principal, action, resource) when { context.level + 9223372036854775807 > 0 };",
    });
    const determining = (level: number) =>
      pdp
        .explain(ask({ onShift: true, level }))
        .policies.flatMap(({ determining: does, id }) => (does ? [id] : []));
    expect(determining(1)).toEqual(["holds"]);
    expect(determining(0)).toEqual(["broken"]);
  });

  test("what a scope asks of the person is a condition like others", async () => {
    const { pdp } = await open({
      yes: 'permit (principal == Person::"ben", action, resource is Chart);',
    });
    expect(only(pdp.explain(ask()).policies)).toEqual({
      id: "yes",
      effect: "permit",
      determining: true,
      outcome: "holds",
      conditions: [
        {
          text: 'the principal is Person "ben"',
          outcome: "holds",
          saw: [{ name: "the principal", value: 'Person "ben"' }],
        },
      ],
    });
  });

  test("of a request that the schema does not have there is nothing to explain", async () => {
    const { pdp } = await open({ yes: "permit (principal, action, resource);" });
    const wrong: EngineRequest[] = [
      { ...ask(), action: uid("Action", "burn") },
      { ...ask(), principal: uid("Ward", "4B") },
      { ...ask(), context: {} },
    ];
    for (const request of wrong) {
      const { decision, policies } = pdp.explain(request);
      expect(policies).toEqual([]);
      expect(decision.errors).toHaveLength(1);
    }
  });

  test("of prepared values as of others", async () => {
    const { pdp, store } = await open({
      ward: "permit (principal is Person, action, resource) when { principal in resource.ward && context.level == 1 };",
    });
    const prepared = {
      principal: store.find(ben),
      action: store.find(ask().action),
      resource: store.find(chart),
      context: pdp.decodeContext(ask().action, { onShift: true, level: 1 }),
    };
    expect(pdp.explain(prepared)).toEqual(pdp.explain(ask()));
    expect(pdp.explain(prepared).decision.allow).toBe(true);
  });
});

test("instants are before and after each other, wherever they stand: their types say that they are", async () => {
  const set = await compileSet({
    schema: `
      entity Shift { from: datetime, to?: datetime, hours: duration, grade: Long } tags datetime;
      entity Person { shift: Shift };
      action "start" appliesTo {
        principal: Person, resource: Shift, context: { at: datetime, span: duration, grade: Long }
      };
    `,
    policies: Object.fromEntries(
      [
        "resource.from <= context.at",
        "context.at < resource.from",
        "!(context.at <= principal.shift.from)",
        "!(resource.from > context.at)",
        'resource.hasTag("seen") && resource.getTag("seen") < context.at',
        "{ a: resource.from }.a < context.at",
        "resource.from.offset(resource.hours) < context.at || resource.grade < 3",
        "resource.hours < context.span",
        "principal.shift.from <= resource.from",
        "resource.grade <= context.grade",
      ].map((text, index) => [
        `${index}`,
        `permit (principal, action, resource) when { ${text} };`,
      ]),
    ),
  });
  const store = createEntityStore(set.schema);
  const shift = uid("Shift", "s");
  const [at, span] = [extension("datetime", "2026-03-10"), extension("duration", "8h")];
  store.apply({
    put: [
      entity(uid("Person", "p"), { shift: ref("Shift", "s") }),
      entity(shift, { from: at, hours: span, grade: 1 }, [], { seen: at }),
    ],
  });
  const pdp = createPdp(set, store, { onPolicyError: "forbid-denies" });
  const { policies } = pdp.explain({
    principal: uid("Person", "p"),
    action: uid("Action", "start"),
    resource: shift,
    context: { at, span, grade: 1 },
  });
  const said = new Map(policies.map(({ id, conditions }) => [id, conditions.at(-1)?.text]));
  expect(Array.from({ length: said.size }, (_, index) => said.get(`${index}`))).toEqual([
    "the resource's from is not after at",
    "at is before the resource's from",
    "at is after the principal's shift's from",
    "the resource's from is not after at",
    'the resource\'s tag "seen" is before at',
    "{a: the resource's from}'s a is before at",
    "the resource's from plus the resource's hours is before at or the resource's grade is less than 3",
    "the resource's hours is less than span",
    "the principal's shift's from is not after the resource's from",
    "the resource's grade is at most grade",
  ]);
});
