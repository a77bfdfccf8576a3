import type { CedarType } from "../cedar-type.ts";
import type { PolicySource, Schema, SourceProblem } from "../types.ts";
import { stackLimit, stackNeed, toEvaluate, whereTooDeep } from "./nesting.ts";
import { placeAt } from "./place.ts";

/** Why cedar-wasm is never asked about a set: none of its decisions can then be compared with Cedar's. Nothing, for most. */
export function whyNotAsked(
  { policies, templates }: Required<PolicySource>,
  schema: Schema,
): readonly SourceProblem[] {
  return [
    ...tooDeep("policy", policies),
    ...tooDeep("template", templates),
    ...looksLikeAnother(schema),
  ];
}

/** Texts that it could not evaluate without running out of stack. */
function tooDeep(
  source: "policy" | "template",
  texts: Readonly<Record<string, string>>,
): readonly SourceProblem[] {
  const message =
    "nested so deeply that Cedar itself could not evaluate it: no decision by this set is compared with Cedar's";
  return Object.entries(texts)
    .filter(([, text]) => stackNeed(text, toEvaluate) > stackLimit)
    .map(([id, text]) => {
      const place = placeAt(text, whereTooDeep(text, toEvaluate));
      return { source, id, ...place, message };
    });
}

/** By these names JSON tells entities, extension values and expressions from records: a record that has one is read as such. */
const escapes = ["__entity", "__extn", "__expr"];

function looksLikeAnother(schema: Schema): readonly SourceProblem[] {
  const types = new Set<CedarType>();
  for (const { attributes, tags } of schema.entityTypes.values()) {
    types.add(attributes);
    if (tags !== undefined) types.add(tags);
  }
  for (const { context } of schema.actions.values()) types.add(context);
  // A set that grows while it is walked is walked to its end.
  for (const type of types) {
    if (type.kind === "set") types.add(type.element);
    if (type.kind === "record") for (const { type: own } of type.list) types.add(own);
  }
  const name = escapes.find((each) =>
    [...types].some((type) => type.kind === "record" && type.attributes.has(each)),
  );
  if (name === undefined) return [];
  const message = `\`${name}\` is the name of an attribute, which Cedar's JSON cannot tell from what it means there: no decision by this set is compared with Cedar's`;
  return [{ source: "schema", ...placeAt(schema.text, schema.text.indexOf(name)), message }];
}
