import { extensionFunctions } from "../values/extension-functions.ts";

const isMaker = (takes: readonly string[]): boolean => takes.length === 1 && takes[0] === "string";

/** The methods of extension values, by the type that has them. */
function extensionMethods(): string {
  const byType = new Map<string, string[]>();
  for (const [name, { takes }] of extensionFunctions) {
    const [type = ""] = takes;
    if (!isMaker(takes)) byType.set(type, [...(byType.get(type) ?? []), name]);
  }
  return Array.from(byType, ([type, names]) => `of ${type} values ${names.join(", ")}`).join("; ");
}

const methods = `expected one of these methods: of sets contains, containsAll, containsAny, isEmpty; of entities hasTag, getTag; ${extensionMethods()}`;

const names = [...extensionFunctions]
  .filter(([, { takes }]) => isMaker(takes))
  .map(([name]) => name);

const functions = `expected one of these functions: ${names.join(", ")}`;

/** What to expect where Cedar says only what is wrong, by how it says that. */
const expectations: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/` is not a valid method$/, methods],
  [/` is not a valid function$/, functions],
  [
    /` has no fields or methods$/,
    "expected one of the variables principal, action, resource and context before the dot",
  ],
  [
    /invalid token$/,
    (found) =>
      `found ${found}, expected a name, a number, a text in double quotes, a bracket or an operator`,
  ],
  [
    /number too large to fit in target type$/,
    "expected a whole number from -9223372036854775808 to 9223372036854775807",
  ],
  // Cedar says what else it would take, but for the end of the text.
  [/unexpected token `.*`$/s, "expected one policy, and nothing after it"],
  [/ is not supported$/, "expected one of +, - and *, which is all the arithmetic that Cedar has"],
];

/** What was expected where `found` stands, the end of a line if undefined, where Cedar's own message does not say it. */
export function expectationFor(message: string, found: string | undefined): string | undefined {
  const [, expectation] = expectations.find(([about]) => about.test(message)) ?? [];
  if (typeof expectation !== "function") return expectation;
  return expectation(found === undefined ? "the end of the line" : sayCharacter(found));
}

/** One that cannot be seen by its number. */
function sayCharacter(found: string): string {
  if (!/[\p{C}\p{Z}]/u.test(found)) return `\`${found}\``;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Cedar's names for its own types of types, in words. */
export function inPlainTypes(message: string): string {
  return message
    .replaceAll("Set<__cedar::internal::AnyEntity>", "a set of entities")
    .replaceAll("Set<__cedar::internal::Any>", "a set")
    .replaceAll("__cedar::internal::AnyEntity", "an entity");
}
