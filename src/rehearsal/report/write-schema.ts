import { namePattern, type PolicyWords } from "../scenario/read-context.ts";
import { keysOf, type Shape, type Value } from "../scenario/shape.ts";
import { scenarioShape, stepShape } from "../scenario/shapes.ts";
import { countPattern, written } from "../scenario/times.ts";
import { formsOfSentence, sayForm, type Token } from "../vocabulary/match-sentence.ts";
import type { Sentence } from "../vocabulary/sentence.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";

type Json = Readonly<Record<string, unknown>>;

/** A text in which a variable of `with` stands: what it becomes is seen when it is read. */
const variable = { type: "string", pattern: "\\$" };

/**
 * The JSON Schema of scenario files, for editors: made from the shapes and the vocabulary that files are read with, and from a
 * policy's roles, patterns and actions. What it refuses is refused when it is read; what only the whole file shows (names, times
 * in order, somebody who never acts) it lets pass.
 */
export function writeSchema(words: PolicyWords): string {
  const document = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A clinical task, for wardkey rehearse",
    ...shapeOf(scenarioShape, words),
    definitions: { sentence: sentenceOf(words) },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function shapeOf(shape: Shape, words: PolicyWords): Json {
  return {
    type: "object",
    properties: propertiesOf(shape, words),
    required: keysOf(shape, "required"),
    additionalProperties: false,
  };
}

function propertiesOf({ keys }: Shape, words: PolicyWords): Json {
  return Object.fromEntries(
    Object.entries(keys).map(([key, { value, means }]) => [
      key,
      { description: means, ...kindOf(value, words) },
    ]),
  );
}

function kindOf(value: Value, words: PolicyWords): Json {
  switch (value.type) {
    case "text":
      // Every scalar is text here, while an editor takes 3 for a number.
      return { type: ["string", "number", "boolean"] };
    case "name":
      return { type: ["string", "number"], pattern: `${namePattern.source}|\\$` };
    case "count":
      return { type: ["integer", "string"], minimum: 0, pattern: `${countPattern.source}|\\$` };
    case "duration":
      return { anyOf: [{ const: 0 }, like(written.duration)] };
    case "date":
    case "time":
    case "period":
      return like(written[value.type]);
    case "word":
      return { anyOf: [{ enum: value.words }, variable] };
    case "policy":
      return { anyOf: [{ enum: words[value.words] }, variable] };
    case "map":
      return shapeOf(value.shape, words);
    case "list":
      return { type: "array", items: kindOf(value.of, words) };
    case "either":
      return { anyOf: value.of.map((each) => kindOf(each, words)) };
    case "steps":
      return { type: "array", minItems: 1, items: stepOf(words) };
    case "cases":
      return { type: "array", minItems: 1, items: { type: "object", minProperties: 1 } };
  }
}

function like(pattern: string): Json {
  return { type: "string", pattern: `^(?:${pattern})$|\\$` };
}

/** The keys of a step that no shape knows are who acts. */
function stepOf(words: PolicyWords): Json {
  return {
    type: "object",
    properties: propertiesOf(stepShape, words),
    additionalProperties: { $ref: "#/definitions/sentence" },
  };
}

/** `defaultSnippets` is what the YAML language server offers; other readers of the schema pass over it. */
function sentenceOf(words: PolicyWords): Json {
  return {
    description:
      "What a person, a patient, a feed, the database or the professional register does.",
    defaultSnippets: vocabulary.flatMap(snippetsOf),
    anyOf: [...vocabulary.map((sentence) => formOf(sentence, words)), variable],
  };
}

function snippetsOf(sentence: Sentence): readonly Json[] {
  return formsOfSentence(sentence).map((form) => ({
    label: sayForm(form),
    description: sentence.means,
    body: form.tokens.map(placeholder).join(" "),
  }));
}

/** As editors write what is still to be filled in. */
function placeholder(token: Token, index: number): string {
  if (token.type === "slot") return `\${${index + 1}:${token.slot}}`;
  return token.words.length > 1
    ? `\${${index + 1}|${token.words.join(",")}|}`
    : token.words.join("");
}

function formOf(sentence: Sentence, words: PolicyWords): Json {
  const forms = formsOfSentence(sentence).map(({ tokens }) =>
    tokens.map((token) => patternOf(token, words)).join("\\s+"),
  );
  const { form, means, costs } = sentence;
  return {
    type: "string",
    title: form,
    description: `${means} Costs ${costs}.`,
    // Of the editor's own words, the first form would be named, whatever was meant.
    patternErrorMessage:
      "This is nothing that somebody can do here: choose a sentence from the list.",
    pattern: `^\\s*(?:${forms.join("|")})\\s*$`,
  };
}

function patternOf(token: Token, { actions, roles }: PolicyWords): string {
  if (token.type === "word") return oneOf(token.words);
  if (token.slot === "role") return oneOf(roles);
  return token.slot === "action" ? oneOf(actions) : "\\S+";
}

function oneOf(words: readonly string[]): string {
  const all = words.map(escaped).join("|");
  return words.length === 1 ? all : `(?:${all})`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
