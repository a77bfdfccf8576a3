import { Worker } from "node:worker_threads";
import * as wasm from "@cedar-policy/cedar-wasm/nodejs";
import { describe, expect, test } from "vitest";
import { entity, extension, ref, uid } from "../../tests/support/engine.ts";
import { type Cedar, createCedar, withLosslessJson } from "./index.ts";

type Call = Parameters<Cedar["isAuthorized"]>[0];
type Answer = ReturnType<Cedar["isAuthorized"]>;

const yes = "permit (principal, action, resource);";
const no = "forbid (principal, action, resource);";
const when = (condition: string) => `permit (principal, action, resource) when { ${condition} };`;

const schema = `
  entity Team in [Team];
  entity Color enum ["red"];
  entity Person in [Team] { age?: Long, friend?: Person } tags Set<Long>;
  entity Chart { owner: Person, from?: ipaddr, amount?: decimal };
  action "care";
  action "open" in ["care"] appliesTo { principal: Person, resource: Chart, context: { level: Long, at?: datetime } };
  action "close" appliesTo { principal: Person, resource: [Chart, Team], context: { level: Long } };
`;

const ben = uid("Person", "ben");
const chart = uid("Chart", "c");
const base: Call = {
  principal: ben,
  action: uid("Action", "open"),
  resource: chart,
  context: { level: 1 },
  policies: { staticPolicies: { yes } },
  entities: [],
};

const family = [
  entity(ben, { age: 30, friend: ref("Person", "eva") }, [uid("Team", "a")], { odd: [1, 3] }),
  entity(uid("Team", "a"), {}, [uid("Team", "b")]),
  entity(chart, {
    owner: ref("Person", "ben"),
    from: extension("ip", "10.0.0.1"),
    amount: extension("decimal", "1.5"),
  }),
] as unknown as Call["entities"];

const actions = [
  entity(uid("Action", "open"), {}, [uid("Action", "care")]),
  entity(uid("Action", "care")),
] as unknown as Call["entities"];

const json = (text: string) => {
  const answer = withLosslessJson(() => wasm.policyToJson(text));
  if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
  return answer.json;
};

const schemaJson = () => {
  const answer = wasm.schemaToJson(schema);
  if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
  return answer.json;
};

const template = "permit (principal == ?principal, action, resource);";
const links = [
  { templateId: "t", newId: "for-ben", values: { "?principal": ben } },
  { templateId: "t", newId: "for-eva", values: { "?principal": uid("Person", "eva") } },
];

const statics = (
  staticPolicies: NonNullable<Call["policies"]["staticPolicies"]>,
): Partial<Call> => ({
  policies: { staticPolicies },
});

/** Calls by what is special about them; each is compared with cedar-wasm's answer. */
const calls: Readonly<Record<string, Partial<Call>>> = {
  "a principal of another type that is in what its scope asks for": {
    ...statics({ yes: 'permit (principal is Color in Team::"b", action, resource);' }),
    entities: family,
  },
  "a principal of the type that is not in what its scope asks for": {
    ...statics({ yes: 'permit (principal is Person in Team::"c", action, resource);' }),
    entities: family,
  },
  "one permit": {},
  "no policies": { policies: {} },
  "a forbid besides": statics({ yes, no }),
  "policies in one text": statics(`${yes} ${no}`),
  "twelve policies in one text": statics(
    Array.from({ length: 12 }, (_, index) => when(`context.level != ${index % 5}`)).join("\n"),
  ),
  "a list of one policy": statics([yes]),
  "a list of a policy in JSON": statics([json(yes)]),
  "a list of two policies in JSON": statics([json(yes), json(no)]),
  "policies in JSON": statics({
    a: json(when("principal.age > 20 && context.level == 1")),
    b: json(no.replace("principal", "principal is Team")),
  }),
  "a literal of 64 bits in JSON": statics({
    a: json(when("9223372036854775807 - 9223372036854775806 == context.level")),
  }),
  "values in JSON": statics({
    a: {
      ...json(yes),
      conditions: [
        {
          kind: "when",
          body: {
            "==": {
              left: {
                Value: [
                  { __entity: ben },
                  { __extn: { fn: "ip", arg: "::1" } },
                  { a: [1], b: "x" },
                ],
              },
              right: {
                Set: [
                  { Value: { b: "x", a: [1, 1] } as never },
                  { ip: [{ Value: "::1" }] },
                  { Value: { __entity: ben } },
                ],
              },
            },
          },
        },
      ],
    },
  }),
  ...Object.fromEntries(
    [
      { __entity: ben, b: 1 },
      { __extn: { fn: "decimal", arg: "1.0" }, b: 1 },
      { __entity: { type: "Person" }, b: 1 },
    ].map((value) => [
      `a value in JSON that is no escape: ${JSON.stringify(value)}`,
      statics({
        a: {
          ...json(yes),
          conditions: [
            { kind: "when", body: { has: { left: { Value: value as never }, attr: "b" } } },
          ],
        },
      }),
    ]),
  ),
  "a record as a value in JSON": statics({
    a: {
      ...json(yes),
      conditions: [
        {
          kind: "when",
          body: {
            "==": {
              left: { Value: { b: "x", a: { c: 1 } } },
              right: { Record: { a: { Record: { c: { Value: 1 } } }, b: { Value: "x" } } },
            },
          },
        },
      ],
    },
  }),
  "has a path in JSON": statics({
    a: {
      ...json(yes),
      conditions: [{ kind: "when", body: { has: { left: { Var: "context" }, attr: ["a", "b"] } } }],
    },
  }),
  "an operator in JSON that there is not": statics({
    a: {
      ...json(yes),
      conditions: [{ kind: "when", body: { nothing: { arg: { Value: 1 } } } as never }],
    },
  }),
  "a slot in a JSON condition": statics({
    a: { ...json(yes), conditions: [{ kind: "when", body: { Slot: "?principal" } }] },
  }),
  "templates and links": { policies: { templates: { t: template }, templateLinks: links } },
  "templates beside policies": {
    policies: {
      staticPolicies: { no: no.replace("principal", "principal is Team") },
      templates: { t: template, unused: no.replace("principal", "principal == ?principal") },
      templateLinks: links,
    },
  },
  "a template in JSON": {
    policies: {
      templates: { t: { ...json(yes), principal: { op: "==", slot: "?principal" } } },
      templateLinks: links,
    },
  },
  "a link to nothing": { policies: { templateLinks: links } },
  "a link with the id of a policy": {
    policies: {
      staticPolicies: { "for-ben": yes },
      templates: { t: template },
      templateLinks: links,
    },
  },
  "a link without a value": {
    policies: {
      templates: { t: template },
      templateLinks: [{ templateId: "t", newId: "x", values: {} }],
    },
  },
  "a policy that does not parse": statics({ a: "permit (principal, action resource);" }),
  "a template among the policies": statics({ a: template }),
  "two policies under one id": statics({ a: `${yes} ${no}` }),
  "a policy text without a policy": statics({ a: "" }),
  "an empty text": statics(""),
  "errors of policies": statics({
    c: when("principal.nothing"),
    a: when("context.level + 9223372036854775807 > 0"),
    b: yes,
    d: when('ip("x").isIpv4()'),
    e: no.replace(";", " when { 1 };"),
  }),
  entities: {
    ...statics({
      a: when(
        'principal in Team::"b" && principal.friend == Person::"eva" && resource.from.isInRange(ip("10.0.0.0/8")) && resource.amount == decimal("1.50") && principal.getTag("odd").contains(3)',
      ),
    }),
    entities: family,
  },
  "entities that there are not": {
    ...statics({
      a: when('principal in Team::"b"'),
      b: when("principal has age"),
      c: when("principal.age == 1"),
      d: when('principal.hasTag("odd")'),
      e: when("principal in resource"),
    }),
  },
  "actions among the entities": {
    ...statics({ a: yes.replace("action", 'action in Action::"care"') }),
    entities: [...family, ...actions],
  },
  "actions not among the entities": statics({
    a: yes.replace("action", 'action in Action::"care"'),
  }),
  "identities as values": {
    principal: { __entity: ben },
    action: { __entity: uid("Action", "open") },
    resource: { __entity: chart },
  },
  "an entity twice, each time another": { entities: [...family, entity(ben)] as never },
  "an entity twice, the second with fewer tags": {
    entities: [entity(ben, {}, [], { a: [1], b: [2] }), entity(ben, {}, [], { a: [1] })] as never,
  },
  "an entity twice, the second with more tags": {
    entities: [entity(ben, {}, [], { a: [1] }), entity(ben, {}, [], { a: [1], b: [2] })] as never,
  },
  "an entity twice": { entities: [...family, ...family.slice(0, 1)] },
  "entities in a circle": {
    entities: [
      entity(uid("Team", "a"), {}, [uid("Team", "b")]),
      entity(uid("Team", "b"), {}, [uid("Team", "a")]),
    ] as never,
  },
  "an entity in itself": { entities: [entity(uid("Team", "a"), {}, [uid("Team", "a")])] as never },
  "an entity without attributes": { entities: [{ uid: ben, parents: [] }] as never },
  "an entity with null": { entities: [{ uid: ben, attrs: { a: null }, parents: [] }] },
  "an entity with half a number": { entities: [{ uid: ben, attrs: { a: 1.5 }, parents: [] }] },
  "an extension value that is none": {
    entities: [{ uid: ben, attrs: { a: { __extn: { fn: "ip", arg: "x" } } }, parents: [] }],
  },
  "a context that is none": { context: [] as never },
  "a context with null": { context: { level: null } },
  "a context with a number too large": { context: { level: 2 ** 63 } },
  "a context of every form": {
    ...statics({
      a: when(
        'context.e == principal && context.x.lessThan(decimal("2.0")) && context.r.a.contains("b") && context.big == 9223372036854775807',
      ),
    }),
    context: {
      e: { __entity: ben },
      x: { __extn: { fn: "decimal", arg: "1.0" } },
      r: { a: ["b"] },
      big: 9223372036854775807n as never,
    },
  },
  "a schema": {
    ...statics({
      a: when("context.level == 1 && resource.owner == principal"),
      b: yes.replace("action", 'action in Action::"care"'),
    }),
    schema,
    entities: family,
  },
  "a schema in JSON": {
    ...statics({ a: when("context.level == 1 && resource.owner == principal") }),
    schema: schemaJson(),
    entities: family,
  },
  "a schema that is none": { schema: "entity;" },
  "a schema, and an action that it does not have": { schema, action: uid("Action", "burn") },
  "a schema, and a principal that it does not allow": { schema, principal: uid("Team", "a") },
  "a schema, and a resource that it does not allow": { schema, resource: uid("Team", "a") },
  "a schema, and a type that it does not have": { schema, principal: uid("Cat", "a") },
  "a schema, and a context that does not fit": { schema, context: { level: "1" } },
  "a schema, and a context with something missing": { schema, context: {} },
  "a schema, and a context with too much": { schema, context: { level: 1, more: 1 } },
  "a schema, and texts where it says what they are": {
    ...statics({ a: when('context.at < datetime("2000-01-01") && resource.from.isIpv4()') }),
    schema,
    context: { level: 1, at: "1999-12-31" },
    entities: [entity(chart, { owner: ben as never, from: "10.0.0.1" })] as never,
  },
  "a schema, and entities that do not fit": {
    schema,
    entities: [entity(ben, { age: "x" })] as never,
  },
  "a schema, and an entity too many": { schema, entities: [entity(uid("Cat", "a"))] as never },
  "a schema, and a parent that it does not allow": {
    schema,
    entities: [entity(ben, {}, [chart])] as never,
  },
  "a schema, and an id that is not enumerated": {
    schema,
    entities: [entity(ben, { friend: ref("Color", "blue") })] as never,
  },
  "a schema, and its own actions again": { schema, entities: [...family, ...actions] },
  "a schema, and tags that do not fit": {
    schema,
    entities: [entity(ben, {}, [], { t: ["x"] })] as never,
  },
  "a schema, and a request that it does not have, unchecked": {
    schema,
    validateRequest: false,
    principal: uid("Team", "a"),
  },
  "a schema, and an id that is not enumerated, unchecked": {
    schema,
    validateRequest: false,
    principal: uid("Color", "blue"),
  },
  "a schema, and an action that it does not have, unchecked": {
    schema,
    validateRequest: false,
    action: uid("Action", "nothing"),
  },
  "a schema, and a request of unknown types, unchecked": {
    schema,
    validateRequest: false,
    principal: uid("Cat", "a"),
    resource: uid("Action", "nothing"),
  },
  "a schema, and a request, checked": { schema, validateRequest: true },
  "a schema, unchecked, and a context with something missing": {
    schema,
    validateRequest: false,
    context: {},
  },
  "a schema, unchecked, and a context with too much": {
    schema,
    validateRequest: false,
    context: { level: 1, more: 1 },
  },
  "a schema, unchecked, and a context that is none": {
    schema,
    validateRequest: false,
    context: [] as never,
  },
  "a schema, unchecked, and entities that do not fit": {
    schema,
    validateRequest: false,
    entities: [entity(ben, { age: "x" })] as never,
  },
  "a schema, unchecked, and entities with something missing": {
    schema,
    validateRequest: false,
    entities: [entity(chart)] as never,
  },
  "policies that do not fit the schema": {
    ...statics({
      a: when("context.nothing == 1"),
      b: when("principal < 3"),
      c: yes.replace("principal", "principal is Cat"),
      d: yes,
    }),
    schema,
  },
  "names that mean something to JavaScript": {
    ...statics(
      JSON.parse(
        `{"__proto__": ${JSON.stringify(when('context["constructor"] == context["__proto__"]'))}, "constructor": ${JSON.stringify(yes)}}`,
      ),
    ),
    context: JSON.parse('{"__proto__": {"a": 1}, "constructor": {"a": 1}}'),
  },
};

/** Escapes that are not just so, and what may be asked of them. */
const escapes: readonly unknown[] = [
  { __entity: ben },
  { __entity: ben, z: 1 },
  { __entity: { type: "Person" } },
  { __entity: { ...ben, z: 1 } },
  { __entity: { type: "Person", id: 5 } },
  { __entity: { type: "1", id: "a" } },
  { __entity: { type: "1", id: "a" }, z: 1 },
  { __entity: null },
  { __entity: "x" },
  { __entity: ben, __extn: { fn: "ip", arg: "::1" } },
  { __entity: { type: "Person" }, __extn: { fn: "ip", arg: "::1" } },
  { __extn: { fn: "ip", arg: "::1" }, z: 1 },
  { __extn: { fn: "ip", arg: "::1", z: 1 } },
  { __extn: { fn: "ip", arg: "x" }, z: 1 },
  { __extn: { fn: "ip", args: ["1.1.1.1"], arg: "::1" } },
  { __extn: { fn: "ip", args: ["1.1.1.1"] } },
  { __extn: { fn: "ip", args: "1.1.1.1" } },
  { __extn: { fn: "ip", args: [] } },
  { __extn: { fn: "ip" } },
  { __extn: { fn: 5, arg: "x" } },
  { __extn: { fn: "nothing", arg: 1 } },
  { __extn: "::1" },
  { __extn: null },
  { __expr: "1" },
  { __expr: 1 },
  { __expr: "1", z: 1 },
  { __expr: "1", __entity: ben },
];

const seen = statics({
  entity: when("principal.v == principal"),
  ip: when("principal.v.isIpv6()"),
  z: when("principal.v has z"),
  ...Object.fromEntries(
    ["__entity", "__extn", "__expr"].map((name) => [name, when(`principal.v has "${name}"`)]),
  ),
});

const oneSchema = (type: string) => `
  entity Person { v?: ${type} };
  entity Chart;
  action "open" appliesTo { principal: Person, resource: Chart, context: { v?: ${type} } };
`;

const calledWith = (fn: string, ...args: unknown[]) => ({ fn, args });

/** By type, what may be given for it where a schema says that it is expected. */
const typed: Readonly<Record<string, readonly unknown[]>> = {
  datetime: [
    calledWith("offset", "1970-01-01", "5ms"),
    calledWith("offset", { fn: "datetime", arg: "1970-01-01" }, extension("duration", "5ms")),
    { __extn: calledWith("offset", "1970-01-01", "5ms") },
    calledWith("offset", "1970-01-01"),
    calledWith("offset", "1970-01-01", "5ms", "5ms"),
    calledWith("offset", "1970-01-01", 5),
    calledWith("toDate", calledWith("offset", "1970-01-01", "5ms")),
    calledWith("datetime", "1970-01-01"),
    calledWith("duration", "5ms"),
    calledWith("nothing", "5ms"),
  ],
  duration: [calledWith("toTime", "1970-01-01"), calledWith("durationSince", "1970-01-01", "x")],
  "Set<datetime>": [[calledWith("offset", "1970-01-01", "5ms"), "1970-01-01"]],
  Person: escapes,
  ipaddr: escapes,
  Long: escapes,
  "{ z?: Long }": escapes,
};

/** What a context may have where no request is held to the schema, of whatever type it should be. */
const unheld: readonly unknown[] = [
  ...[
    true,
    1,
    1.5,
    2 ** 60,
    null,
    "x",
    "1.0",
    "::1",
    "1970-01-01",
    "1h",
    [],
    {},
    { z: 1 },
    { z: "x" },
  ],
  ...[[1], ["1.0", 1], [ben], [{ __entity: ben }], { z: 1, more: 1 }, { z: ben }, { z: "1.0" }],
  ...[ben, uid("Cat", "a"), { __entity: uid("Color", "blue") }, { __entity: uid("1", "a") }],
  ...["decimal", "ip", "duration"].map((fn) => extension(fn, fn === "ip" ? "::1" : "1.0")),
  { fn: "ip", arg: "::1" },
  { __extn: calledWith("toDate", { fn: "datetime", arg: "1970-01-01" }) },
  { __extn: calledWith("toTime", extension("datetime", "1970-01-01")) },
  { __extn: calledWith("toDays", extension("duration", "1d")) },
];

/** What such a value became. */
const became = statics(
  Object.fromEntries(
    [
      ...["v == 1", 'v == "1.0"', "v", "v == principal", "v.isIpv6()", 'v == decimal("1.0")'],
      "v == 1152921504606847000",
      ...['v == datetime("1970-01-01")', 'v == duration("1h")', "v has z", "v.z == 1"],
      ...["v.z == principal", "v.contains(1)", "v.contains(principal)", 'v.z == decimal("1.0")'],
      ...['v.contains("1.0")', 'v.contains(decimal("1.0"))', 'v == Color::"blue"', "v < 2"],
      ...['v == Cat::"a"', 'v < datetime("2000-01-01")', "v == {z: 1}", "v.isEmpty()", 'v == "x"'],
    ].map((asked) => [asked, when(`context.${asked}`)]),
  ),
);

const heldTypes = [
  ...["Bool", "Long", "String", "decimal", "ipaddr", "datetime", "duration", "Person", "Color"],
  ...["Set<Long>", "Set<decimal>", "Set<Person>", "{ z?: Long }", "{ z: Person }"],
  ...["{ z?: decimal }", "{}", "Set<{ z: Long }>"],
];

const nest = (depth: number, as: "set" | "record", innermost: unknown = 1) => {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = as === "set" ? [value] : { r: value };
  return value;
};

const valued = (v: unknown): Partial<Call> => ({
  entities: [entity(ben, { v } as never)] as never,
});

/** More of them, which come in rows. */
const rows: readonly (readonly [string, Partial<Call>])[] = [
  ...escapes.flatMap((v) => [
    [`an attribute ${JSON.stringify(v)}`, { ...seen, ...valued(v) }] as const,
    [
      `a principal ${JSON.stringify(v)}`,
      { ...seen, principal: { ...ben, ...(v as object) } },
    ] as const,
    [`a context ${JSON.stringify(v)}`, { context: { v } as never }] as const,
  ]),
  ...Object.entries(typed).flatMap(([type, values]) =>
    values.flatMap((v) => {
      const held = { ...statics({ yes }), schema: oneSchema(type) };
      return [
        [
          `an attribute of type ${type}: ${JSON.stringify(v)}`,
          { ...held, context: {}, ...valued(v) },
        ] as const,
        [
          `a context of type ${type}: ${JSON.stringify(v)}`,
          { ...held, context: { v } as never },
        ] as const,
      ];
    }),
  ),
  ...heldTypes.flatMap((type) =>
    unheld.map(
      (v) =>
        [
          `a context that is held to no schema, of type ${type}: ${JSON.stringify(v)}`,
          {
            ...became,
            schema: `entity Color enum ["red"]; ${oneSchema(type)}`,
            validateRequest: false,
            context: { v } as never,
          },
        ] as const,
    ),
  ),
  ...(["set", "record"] as const).flatMap((as) =>
    [100, 119, 120, 121, 122, 123, 124, 125, 126, 127, 2000].flatMap((depth) => {
      const v = nest(depth, as);
      return [
        [`a context with a ${as} ${depth} deep`, { context: { v } as never }] as const,
        [`an attribute with a ${as} ${depth} deep`, valued(v)] as const,
        [
          `a tag with a ${as} ${depth} deep`,
          { entities: [entity(ben, {}, [], { v } as never)] as never },
        ] as const,
        [`an entity in a ${as} ${depth} deep`, valued(nest(depth, as, { __entity: ben }))] as const,
        [
          `an extension value's argument in a ${as} ${depth} deep`,
          valued(
            nest(depth, as, {
              __extn: { fn: "toDate", arg: { __extn: { fn: "datetime", arg: "1970-01-01" } } },
            }),
          ),
        ] as const,
        [
          `an extension value in a ${as} ${depth} deep`,
          valued(nest(depth, as, { __extn: { fn: "ip", args: ["::1"] } })),
        ] as const,
      ];
    }),
  ),
  ...[
    2 ** 53,
    2 ** 53 + 2,
    2 ** 60,
    2 ** 62,
    -(2 ** 62),
    2 ** 63,
    -(2 ** 63),
    1e21,
    1.5,
    -0,
  ].flatMap((level) =>
    [level, String(level).includes("e") ? 0 : BigInt(Math.trunc(level))].map(
      (number) =>
        [
          `${level} as ${number}`,
          { ...statics({ a: when(`context.level == ${number}`) }), context: { level } },
        ] as const,
    ),
  ),
  ...["a\ud83d", "\ude00", "\ud83d\ud83d", "\\ud83d", "\\\\ud83d"].flatMap((text) => [
    [`${JSON.stringify(text)} in a context`, { context: { level: text } }] as const,
    [`${JSON.stringify(text)} as a name in a context`, { context: { [text]: 1 } }] as const,
    [`${JSON.stringify(text)} as an id`, { principal: uid("Person", text) }] as const,
    [`${JSON.stringify(text)} in an attribute`, valued([text])] as const,
    [
      `${JSON.stringify(text)} as a tag`,
      { entities: [entity(ben, {}, [], { [text]: 1 })] as never },
    ] as const,
    [`${JSON.stringify(text)} as a policy's id`, statics({ [text]: yes })] as const,
    [
      `${JSON.stringify(text)} in a policy`,
      statics({ a: when(`"${text.replaceAll("\\", "\\\\")}" == "x"`) }),
    ] as const,
  ]),
  ...[null, 0, 1, "false", "true", [], {}].flatMap((value) => [
    [`validateRequest ${JSON.stringify(value)}`, { validateRequest: value as never }] as const,
    [
      `validateRequest ${JSON.stringify(value)} with a schema`,
      { schema, validateRequest: value as never },
    ] as const,
  ]),
  ...[
    null,
    [],
    {},
    "",
    5,
    yes,
    [yes],
    [yes, no],
    [json(yes), no],
    { yes: null },
    { yes: undefined },
  ].flatMap((value) =>
    ["staticPolicies", "templates", "templateLinks"].map(
      (part) =>
        [`${part} ${JSON.stringify(value)}`, { policies: { [part]: value } as never }] as const,
    ),
  ),
  ...[
    null,
    {},
    [],
    { ...links[0], more: 1 },
    { ...links[0], values: null },
    { ...links[0], values: [] },
  ].map(
    (link) =>
      [
        `a link ${JSON.stringify(link)}`,
        { policies: { templates: { t: template }, templateLinks: [link] } as never },
      ] as const,
  ),
  ...["policies", "context", "entities", "principal", "schema", "validateRequest"].map(
    (name) => [`${name} undefined`, { [name]: undefined } as never] as const,
  ),
  ...["more", "validate_request", "preparsedPolicySetId"].flatMap((name) => [
    [`a field ${name}`, { [name]: 1 } as never] as const,
    [`a field ${name} that is undefined`, { [name]: undefined } as never] as const,
  ]),
];

/** Where no schema declares the actions: what each is in, and whether there are others beside. */
const undeclaredActions = ["Action", "Ward::Action"].flatMap((type) =>
  [
    [uid("Action", "care")],
    [uid("Other::Action", "care")],
    [uid("Person", "ben")],
    [uid("MyAction", "care")],
    [uid("Action::Of", "care")],
    [uid("Action", "care"), uid("Person", "ben")],
  ].flatMap((parents) =>
    ["open", "further"].map((id) => {
      const entities = [
        entity(uid(type, id), {}, parents),
        entity(ben, {}, [uid("Action", "care")]),
        ...(id === "open" ? [] : [entity(uid(type, "open"), {}, [uid(type, id)])]),
      ];
      return [
        `${type} ${id} in ${parents.map((each) => each.type).join(" and ")}, without a schema`,
        { action: uid(type, "open"), entities: entities as never },
      ] as const;
    }),
  ),
);

const actionSchema = `
  entity Person; entity Chart; action "all"; action "care" in ["all"]; action "see" in ["care", "all"];
  action "open" in ["see"] appliesTo { principal: Person, resource: Chart, context: {} };
`;
const groups = ["all", "care", "see"];
const someGroups = [
  [],
  ["all"],
  ["care"],
  ["see"],
  ["all", "care"],
  ["all", "see"],
  ["care", "see"],
  groups,
];

/** An action's entity with some of its groups, alone and beside those of the groups. */
const givenActions = someGroups.flatMap((some) =>
  [[], ["see"], ["care"], ["see", "care"], groups].map((others) => {
    const parents: Readonly<Record<string, string[]>> = { all: [], care: ["all"], see: ["care"] };
    const of = (id: string, own: readonly string[]) =>
      entity(
        uid("Action", id),
        {},
        own.map((each) => uid("Action", each)),
      );
    const entities = [of("open", some), ...others.map((id) => of(id, parents[id] ?? []))];
    return [
      `an action in ${some.join() || "nothing"} beside ${others.join() || "none"}`,
      { schema: actionSchema, context: {}, entities: entities as never },
    ] as const;
  }),
);

/** What both say, leaving aside the order of reasons and errors, and the words. */
function essence(answer: Answer): unknown {
  if (answer.type === "failure") return "failure";
  const { decision, diagnostics } = answer.response;
  return {
    decision,
    reasons: diagnostics.reason.toSorted(),
    errors: diagnostics.errors.map(({ policyId }) => policyId).sort(),
  };
}

const cedarAnswer = (call: Call) => withLosslessJson(() => wasm.isAuthorized(call));

/** What it throws for is refused, too. */
function cedarEssence(call: Call): unknown {
  try {
    return essence(cedarAnswer(call));
  } catch {
    return "failure";
  }
}

describe("isAuthorized", () => {
  test.each(Object.entries(calls))("%s: as cedar-wasm", (_, special) => {
    const call = { ...base, ...special };
    expect(essence(createCedar().isAuthorized(call))).toEqual(cedarEssence(call));
  });

  test.each([...rows, ...givenActions, ...undeclaredActions])("%s: as cedar-wasm", (_, special) => {
    const call = { ...base, context: {}, ...special };
    expect(essence(createCedar().isAuthorized(call))).toEqual(cedarEssence(call));
  });

  test("of two things in a set that are no entities, the message is about the one that Cedar comes to first", () => {
    const none = [
      ...["true", "1", '"a"', "[1]", "{a: 1}"],
      ...['datetime("2024-01-01")', 'decimal("1.0")', 'duration("1h")', 'ip("::1")'],
    ];
    const staticPolicies = Object.fromEntries(
      none.flatMap((one) =>
        none.map((other) => [
          `${one} and ${other}`,
          when(`principal in [principal, ${one}, ${other}]`),
        ]),
      ),
    );
    const call = { ...base, context: {}, ...statics(staticPolicies) };
    const messages = (answer: Answer | wasm.AuthorizationAnswer) => {
      if (answer.type === "failure") throw new Error("Both answer.");
      const { errors } = answer.response.diagnostics;
      return Object.fromEntries(errors.map(({ policyId, error }) => [policyId, error.message]));
    };
    expect(messages(createCedar().isAuthorized(call))).toEqual(messages(cedarAnswer(call)));
    expect(Object.keys(messages(cedarAnswer(call)))).toHaveLength(none.length ** 2);
  });

  test("the answer has the form of cedar-wasm's", () => {
    const call = { ...base, ...calls["errors of policies"] };
    const own = createCedar().isAuthorized(call);
    const cedar = cedarAnswer(call);
    if (own.type === "failure" || cedar.type === "failure") throw new Error("Both answer.");
    expect(own.warnings).toEqual([]);
    expect(own.response.diagnostics.reason).toEqual(["b"]);
    const byId = cedar.response.diagnostics.errors.toSorted((a, b) =>
      a.policyId < b.policyId ? -1 : 1,
    );
    expect(own.response.diagnostics.errors.map(({ policyId }) => policyId)).toEqual([
      "a",
      "c",
      "d",
      "e",
    ]);
    for (const [index, { error }] of own.response.diagnostics.errors.entries()) {
      expect(Object.keys(error).sort()).toEqual(Object.keys(byId[index]?.error ?? {}).sort());
      const theirs = byId[index]?.error.message ?? "";
      expect(theirs, error.message).toContain(error.message.split(":")[0]);
    }
    const failure = createCedar().isAuthorized({
      ...base,
      ...calls["a policy that does not parse"],
    });
    expect(failure).toMatchObject({
      type: "failure",
      errors: [{ message: expect.stringContaining("id `a`") }],
      warnings: [],
    });
  });

  test("stricter than cedar-wasm: in a JSON schema no common type has an entity type's name", () => {
    const text = { type: "String" } as const;
    const user = { shape: { type: "Record", attributes: { t: { type: "Entity", name: "Foo" } } } };
    const own = {
      entityTypes: { User: user, Foo: {}, Doc: {} },
      actions: { v: { appliesTo: { principalTypes: ["User"], resourceTypes: ["Doc"] } } },
    };
    const record = { type: "Record", attributes: { type: text, id: text } } as const;
    const inOne = (name: string) => ({ "": { ...own, commonTypes: { [name]: record } } });
    const inAnother = {
      "": own,
      N: { entityTypes: {}, actions: {}, commonTypes: { Foo: record } },
    };
    const call = (json: object): Parameters<typeof cedarAnswer>[0] => ({
      principal: uid("User", "a"),
      action: uid("Action", "v"),
      resource: uid("Doc", "d"),
      context: {},
      entities: [{ uid: uid("User", "a"), attrs: { t: uid("Foo", "x") as never }, parents: [] }],
      policies: {
        staticPolicies: { ok: yes, no: no.replace(";", ' when { principal.t == Foo::"x" };') },
      },
      schema: json as never,
    });
    // Cedar denies: read as the record of that name, the forbid would not match.
    expect(essence(cedarAnswer(call(inOne("Foo"))))).toMatchObject({ decision: "deny" });
    for (const json of [inOne("Foo"), inAnother]) {
      expect(createCedar().isAuthorized(call(json))).toMatchObject({
        type: "failure",
        errors: [{ message: expect.stringContaining("`Foo`") }],
      });
    }
    const apart = call(inOne("Bar"));
    expect(essence(createCedar().isAuthorized(apart))).toEqual(essence(cedarAnswer(apart)));
  });

  test("a misspelt key and an empty schema name are refused; a schema that is null is none", () => {
    const cedar = createCedar();
    for (const key of ["templatelinks", "static_policies"]) {
      const policies = { staticPolicies: { yes }, [key]: {} };
      expect(cedar.isAuthorized({ ...base, policies } as never)).toMatchObject({
        type: "failure",
        errors: [{ message: expect.stringContaining(key) }],
      });
    }
    const call = { ...base, ...statics({ yes }), schema: null } as never;
    expect([essence(cedar.isAuthorized(call)), essence(cedarAnswer(call))]).toMatchObject([
      { decision: "allow" },
      { decision: "allow" },
    ]);
    cedar.preparsePolicySet("set", { staticPolicies: { yes } });
    const stateful = { ...base, preparsedPolicySetId: "set", preparsedSchemaName: "" } as never;
    expect(cedar.statefulIsAuthorized(stateful)).toMatchObject({ type: "failure" });
  });

  test("a call within a call, out of a getter, has its own entities, and leaves the outer ones be", () => {
    const cedar = createCedar();
    const member = { ...base, ...statics({ a: when('principal in Team::"b"') }) };
    const inner: unknown[] = [];
    const asking = (more: object) => ({
      get n() {
        inner.push(essence(cedar.isAuthorized({ ...member, entities: [], ...more } as Call)));
        return 1;
      },
    });
    const isMember = { decision: "allow", reasons: ["a"], errors: [] };
    const isNone = { decision: "deny", reasons: [], errors: [] };
    const context = asking({}) as unknown as Call["context"];
    const answer = cedar.isAuthorized({ ...member, entities: family, context });
    expect([essence(answer), inner]).toEqual([isMember, [isNone]]);
    // Out of an entity, with that entity not yet there; and what the inner call has is not the outer one's.
    const eva = entity(uid("Person", "eva"), asking({ entities: family }) as never);
    const outer = cedar.isAuthorized({ ...member, entities: [eva] as never });
    expect([essence(outer), inner]).toEqual([isNone, [isNone, isMember]]);
    expect(essence(cedar.isAuthorized({ ...member, entities: [] }))).toEqual(isNone);
  });

  test("exact integers outlive a call within a call", () => {
    const nested = withLosslessJson(() => {
      withLosslessJson(() => JSON.parse("1"));
      return JSON.parse("9223372036854775807");
    });
    expect(nested).toBe(9223372036854775807n);
    expect(JSON.parse("9223372036854775807")).not.toBe(nested);
  });

  test("stricter than cedar-wasm: lists where objects are meant, and objects of a class", () => {
    const stricter: readonly Partial<Call>[] = [
      { policies: [{ yes }, {}, []] as never },
      { principal: ["Person", "ben"] as never },
      { entities: [[ben, {}, []]] as never },
      { context: { a: new Date(0) as never } },
      { context: { a: undefined as never } },
      { context: { a: Object(1) as never } },
    ];
    for (const special of stricter) {
      const call = { ...base, ...special };
      expect(essence(createCedar().isAuthorized(call))).toBe("failure");
      expect(cedarEssence(call)).toMatchObject({ decision: "allow" });
    }
  });

  test("nothing of one call is left in the next", () => {
    const cedar = createCedar();
    for (let round = 0; round < 2; round++) {
      for (const special of Object.values(calls)) {
        const call = { ...base, ...special };
        expect(essence(cedar.isAuthorized(call))).toEqual(
          essence(createCedar().isAuthorized(call)),
        );
      }
    }
    const asks = { ...base, ...statics({ a: when('principal in Team::"b"') }) };
    const decisionOf = (entities: Call["entities"]) =>
      essence(cedar.isAuthorized({ ...asks, entities }));
    const allowed = decisionOf(family);
    expect(allowed).toMatchObject({ decision: "allow" });
    expect(decisionOf([])).toMatchObject({ decision: "deny" });
    expect(decisionOf(family)).toEqual(allowed);
    expect(decisionOf([...family, ...family])).toEqual(allowed);
    expect(decisionOf(family)).toEqual(allowed);
  });
});

describe("preparsed sets and schemas", () => {
  /** The same calls to both, one after the other; what they answer. */
  function both(steps: readonly ((cedar: Cedar) => unknown)[]): readonly unknown[] {
    const own = createCedar();
    const theirs = wasm as unknown as Cedar;
    const plain = (answer: unknown) =>
      (answer as Answer).type === "failure"
        ? "failure"
        : (answer as Answer & { response?: unknown }).response === undefined
          ? "success"
          : essence(answer as Answer);
    return steps.map((step, index) => {
      const answer = plain(step(own));
      expect(answer, `step ${index}`).toEqual(plain(withLosslessJson(() => step(theirs))));
      return answer;
    });
  }

  const { policies: _policies, ...request } = base;
  const ask =
    (id: string, more: object = {}) =>
    (cedar: Cedar) =>
      cedar.statefulIsAuthorized({ ...request, preparsedPolicySetId: id, ...more } as Parameters<
        Cedar["statefulIsAuthorized"]
      >[0]);

  test("are as cedar-wasm's, step by step", () => {
    const answers = both([
      ask("drop-in one"),
      (cedar) => cedar.preparsePolicySet("drop-in one", { staticPolicies: { yes } }),
      ask("drop-in one"),
      (cedar) => cedar.preparsePolicySet("drop-in one", { staticPolicies: { no } }),
      ask("drop-in one"),
      (cedar) => cedar.preparsePolicySet("drop-in one", { staticPolicies: { bad: "permit" } }),
      ask("drop-in one"),
      (cedar) =>
        cedar.preparsePolicySet("drop-in two", {
          templates: { t: template },
          templateLinks: links,
        }),
      ask("drop-in two"),
      ask("drop-in one"),
      ask("drop-in two", { preparsedSchemaName: "drop-in s" }),
      (cedar) => cedar.preparseSchema("drop-in s", schema),
      ask("drop-in two", { preparsedSchemaName: "drop-in s" }),
      ask("drop-in two", { preparsedSchemaName: "drop-in s", context: { level: "x" } }),
      ask("drop-in two", {
        preparsedSchemaName: "drop-in s",
        validateRequest: false,
        principal: uid("Team", "x"),
      }),
      (cedar) => cedar.preparseSchema("drop-in s", "entity;"),
      ask("drop-in two", { preparsedSchemaName: "drop-in s" }),
      (cedar) => cedar.preparseSchema("drop-in s", schemaJson()),
      ask("drop-in two", { preparsedSchemaName: "drop-in s", entities: family }),
      (cedar) =>
        cedar.preparseSchema("drop-in s", schema.replace("level: Long, at?", "level: String, at?")),
      ask("drop-in two", { preparsedSchemaName: "drop-in s" }),
      ask("drop-in two", { preparsedSchemaName: "drop-in s", context: { level: "x" } }),
    ]);
    expect(answers.slice(0, 5)).toEqual([
      "failure",
      "success",
      { decision: "allow", reasons: ["yes"], errors: [] },
      "success",
      { decision: "deny", reasons: ["no"], errors: [] },
    ]);
    expect(answers[8]).toEqual({ decision: "allow", reasons: ["for-ben"], errors: [] });
    expect(answers.at(-2)).toBe("failure");
  });

  test("belong to the one that was made", () => {
    const [one, other] = [createCedar(), createCedar()];
    one.preparsePolicySet("a", { staticPolicies: { yes } });
    expect(ask("a")(one).type).toBe("success");
    expect(ask("a")(other).type).toBe("failure");
  });

  test("an entity of one request is nobody's in the next, for many requests", () => {
    const cedar = createCedar();
    cedar.preparsePolicySet("a", {
      staticPolicies: { a: when('principal in Team::"t" && context.set.contains(principal)') },
    });
    const decide = (id: string, isMember: boolean) => {
      const principal = uid("Person", id);
      const answer = cedar.statefulIsAuthorized({
        ...request,
        principal,
        context: { set: [{ __entity: principal }] },
        entities: [entity(principal, {}, isMember ? [uid("Team", "t")] : [])] as never,
        preparsedPolicySetId: "a",
      });
      return answer.type === "success" && answer.response.decision === "allow";
    };
    for (let index = 0; index < 60_000; index++) {
      const id = `p${index % 55_000}`;
      if (decide(id, index % 2 === 0) !== (index % 2 === 0)) expect.fail(`${index} is wrong`);
    }
  });
});

test("the nodes that calls leave behind are bounded", async () => {
  const engine = new URL("./index.ts", import.meta.url).href;
  const code = `
    import { parentPort } from "node:worker_threads";
    import { createCedar } from ${JSON.stringify(engine)};
    const cedar = createCedar();
    cedar.preparsePolicySet("a", { staticPolicies: { a: "permit (principal, action, resource);" } });
    const uid = (type, id) => ({ type, id });
    for (let call = 0; call < 3000; call++) {
      const entities = Array.from({ length: 100 }, (_, index) =>
        ({ uid: uid("E", call + "-" + index + "x".repeat(300)), attrs: {}, parents: [] }));
      const answer = cedar.statefulIsAuthorized({ principal: entities[0].uid, action: uid("Action", "a"),
        resource: uid("R", "r"), context: {}, entities, preparsedPolicySetId: "a" });
      if (answer.response?.decision !== "allow") throw new Error(JSON.stringify(answer));
    }
    parentPort.postMessage("done");
  `;
  // 300,000 entities would take twice as much as there is.
  const worker = new Worker(code, {
    eval: true,
    execArgv: ["--input-type=module"],
    resourceLimits: { maxOldGenerationSizeMb: 90 },
  });
  const said = await new Promise((resolve) => {
    worker.on("message", resolve);
    worker.on("error", (error) => resolve(String(error)));
  });
  await worker.terminate();
  expect(said).toBe("done");
});

describe("texts that are no extension value", () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    ip: [
      "::1/128",
      "::1/129",
      "::1/255",
      "::1/256",
      "::1/999",
      "::1/1000",
      "1.1.1.1/33",
      "1.1.1.1/99",
    ],
    datetime: [
      "2024-01-80",
      "2024-01-801",
      "2024-13-01T",
      "2024-01-80T00:00:00",
      "2024-01-80T00:00:00.5Z",
      "2024-01-80T00:00:00+9999",
      "2024-01-80T99:00:00Z",
      "2024-01-01T99:00:00+9999",
    ],
    decimal: [
      "922337203685477.58080",
      "922337203685478.00000",
      "-922337203685478.00000",
      "922337203685477.5808",
      "99999999999999999999.00000",
      "1.00000",
      "1.٠",
      "1.٠٠",
      "1.00٠",
      "1.٠٠٠",
      "1.00٠0",
      "٠.00000",
      "٠.1",
    ],
  };
  test.each(Object.entries(texts))("of %s: Cedar's own message", (name, all) => {
    const messageOf = (answer: Answer) =>
      answer.type === "success"
        ? answer.response.diagnostics.errors.map(({ error }) => error.message)
        : answer;
    for (const t of all) {
      const policies = { staticPolicies: { p: when(`${name}(context.t) == ${name}(context.t)`) } };
      const call = { ...base, context: { t }, policies };
      expect([t, messageOf(createCedar().isAuthorized(call))]).toEqual([
        t,
        messageOf(wasm.isAuthorized(call)),
      ]);
    }
  });
});
