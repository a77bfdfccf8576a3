import fc from "fast-check";
import type { CedarRecord, CedarValue } from "../../src/engine/index.ts";

/** Attribute names that mean something to JavaScript, to this engine or to Cedar's JSON, and some that do not. */
export const oddNames: readonly string[] = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "then",
  "$a",
  "a",
  "b",
  "",
  "a b",
  '"',
  "\u2028",
  "0",
];

/** Extension values: function, argument, and which of them are equal by the third. */
const extensions = [
  ["decimal", "1.0", "decimal 1"],
  ["decimal", "1.0000", "decimal 1"],
  ["decimal", "-0.0001", "decimal -0.0001"],
  ["ip", "127.0.0.1", "ip 127.0.0.1"],
  ["ip", "127.0.0.1/32", "ip 127.0.0.1"],
  ["ip", "127.0.0.1/31", "ip 127.0.0.1/31"],
  ["ip", "::1", "ip ::1"],
  ["ip", "0:0::0:1/128", "ip ::1"],
  ["ip", "::7f00:1", "ip ::7f00:1"],
  ["datetime", "1970-01-01", "datetime 0"],
  ["datetime", "1970-01-01T01:00:00+0100", "datetime 0"],
  ["datetime", "1969-12-31", "datetime -1"],
  ["duration", "1s", "duration 1s"],
  ["duration", "1000ms", "duration 1s"],
  ["duration", "0ms", "duration 0"],
] as const;

/** The forms in which the engine gives them back; instants by their milliseconds. */
const givenBack = [
  ["ip", "0:0:0:0:0:0:0:1/128", "ip ::1"],
  ["ip", "0:0:0:0:0:0:7f00:1/128", "ip ::7f00:1"],
  ["offset", "0ms", "datetime 0"],
  ["offset", "-86400000ms", "datetime -1"],
] as const;

const extensionsByText: ReadonlyMap<string, string> = new Map(
  [...extensions, ...givenBack].map(([fn, arg, same]) => [`${fn} ${arg}`, same]),
);

const longs = fc.constantFrom<CedarValue>(
  ...[0, 1, -1, 2, 1000],
  Number.MAX_SAFE_INTEGER,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  1n,
);
const texts = fc.constantFrom<CedarValue>("", "a", "b", "1", "true", 'e1:a1:a"', "l1;", "ä");
const uids = fc.constantFrom(
  ...["A", "B", "A::B"].flatMap((type) => ["a", "b", '":\\'].map((id) => ({ type, id }))),
);

/** Cedar's JSON, equal parts in it more often than chance would have them. */
export const cedarJson: fc.Arbitrary<CedarValue> = fc.letrec<{
  value: CedarValue;
  record: CedarRecord;
}>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      fc.boolean(),
      longs,
      texts,
      uids.map((uid) => ({ __entity: uid })),
      fc.constantFrom(...extensions).map(([fn, arg]) => ({ __extn: { fn, arg } })),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("record"),
  ),
  record: fc
    .array(fc.tuple(fc.constantFrom(...oddNames), tie("value")), { maxLength: 3 })
    .map((entries) => Object.fromEntries(entries)),
})).value;

/** A text that equal values share and others do not: another way to say what equality is. */
export function canonical(json: CedarValue): string {
  if (typeof json !== "object") return `${typeof json === "string" ? "s" : "v"}${quoted(json)}`;
  if (isList(json)) return `[${[...new Set(json.map(canonical))].sort().join(", ")}]`;
  const { __entity, __extn } = json as { readonly [key: string]: CedarRecord | undefined };
  if (__entity !== undefined) return `entity ${quoted(__entity["type"])} ${quoted(__entity["id"])}`;
  if (__extn !== undefined) return canonicalExtension(__extn);
  const entries = Object.entries(json).map(([key, value]) => `${quoted(key)}: ${canonical(value)}`);
  return `{${entries.sort().join(", ")}}`;
}

function canonicalExtension({ fn, arg, args }: CedarRecord): string {
  const [, by] = (args ?? []) as readonly { readonly __extn?: CedarRecord }[];
  const text = `${fn} ${arg ?? by?.__extn?.["arg"]}`;
  const known = extensionsByText.get(text);
  if (known !== undefined) return known;
  throw new Error(`${text} is none of the values that are compared here.`);
}

const quoted = (value: CedarValue | undefined) => JSON.stringify(String(value));

function isList(json: CedarValue): json is readonly CedarValue[] {
  return Array.isArray(json);
}
