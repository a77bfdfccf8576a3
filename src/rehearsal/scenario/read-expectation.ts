import type { Duration } from "../../ports/index.ts";
import type { Names, StepActor } from "./read-sentence.ts";
import type { Budget, Expectation } from "./scenario.ts";
import { adviceTypes, budgetShape, expectShape, outcomes, remedies } from "./shapes.ts";
import { countPattern, parseDuration } from "./times.ts";
import {
  type Field,
  type Fields,
  fieldsOf,
  isText,
  itemsOf,
  type Reader,
  textOf,
  unknownWord,
  wordOf,
} from "./yaml-reader.ts";

/** Reads `expect` and `says` of a step. What says nothing must be permitted. */
export function readExpectation(
  reader: Reader,
  fields: Fields,
  actor: StepActor,
  names: Names,
): { readonly expect: Expectation; readonly asserts: boolean } {
  const expectField = fields.get("expect");
  const saysField = fields.get("says");
  const notField = fields.get("says-not");
  const stated = expectField ?? saysField ?? notField;
  if (stated === undefined) return { expect: { outcome: "permit" }, asserts: false };
  const expected = expectField === undefined ? {} : readExpect(reader, expectField, names);
  const isOfAccess = Object.keys(expected).every((key) => key === "visibleTo");
  const isSeen = actor.type === "patient" && isOfAccess && (saysField ?? notField) === undefined;
  if (actor.type !== "person" && actor.type !== "workload" && !isSeen) {
    const message = `nobody decides about what a ${actor.type} does, so nothing can be expected here; put it on a person's step${actor.type === "patient" ? ', but for "visible-to"' : ""}`;
    reader.refuse(stated.keyNode, message);
  }
  const says = saysField && textOf(reader, saysField.node, '"says"')?.text;
  const saysNot = notField && textOf(reader, notField.node, '"says-not"')?.text;
  return {
    expect: {
      outcome: "permit",
      ...expected,
      ...(says === undefined ? {} : { says }),
      ...(saysNot === undefined ? {} : { saysNot }),
    },
    asserts: true,
  };
}

function readExpect(reader: Reader, field: Field, names: Names): Partial<Expectation> {
  if (isText(field.node)) return outcomeOf(reader, field);
  const fields = fieldsOf(reader, field.node, expectShape);
  if (fields === undefined) return {};
  if (fields.size === 0) reader.refuse(field.node, "this expects nothing");
  const outcome = fields.get("outcome");
  const prompts = countOf(reader, fields.get("prompts"));
  const within = durationOf(reader, fields.get("within"));
  const remedyField = fields.get("remedy");
  const remedy = remedyField && wordOf(reader, remedyField, remedies, "remedy");
  const adviceField = fields.get("advice");
  const advice = adviceField && wordOf(reader, adviceField, adviceTypes, "kind of advice");
  const who = fields.get("attributed-to");
  const attributedTo = who && wordOf(reader, who, names.person, "member of staff");
  return {
    ...(outcome === undefined ? {} : outcomeOf(reader, outcome)),
    ...(prompts === undefined ? {} : { prompts }),
    ...(within === undefined ? {} : { within }),
    ...(remedy === undefined ? {} : { remedy }),
    ...(advice === undefined ? {} : { advice }),
    ...(attributedTo === undefined ? {} : { attributedTo }),
    ...readAccess(reader, fields, names),
  };
}

/** What is expected of who can open the chart, and how long. */
function readAccess(reader: Reader, fields: Fields, names: Names): Partial<Expectation> {
  const validity = durationOf(reader, fields.get("validity"));
  const residual = durationOf(reader, fields.get("residual"));
  const seenBy = fields.get("visible-to");
  const nodes = seenBy && (isText(seenBy.node) ? [seenBy.node] : itemsOf(reader, seenBy));
  const visibleTo = nodes
    ?.map((node) => wordOf(reader, { ...seenBy, node } as Field, names.person, "member of staff"))
    .filter((name) => name !== undefined);
  return {
    ...(validity === undefined ? {} : { validity }),
    ...(residual === undefined ? {} : { residual }),
    ...(visibleTo === undefined ? {} : { visibleTo }),
  };
}

function outcomeOf(reader: Reader, field: Field): Partial<Expectation> {
  const found = textOf(reader, field.node, "what is expected");
  if (found === undefined) return {};
  const outcome = outcomes.find((each) => each === found.text);
  if (outcome === undefined) {
    reader.refuse(field.node, unknownWord(found.text, "outcome", outcomes));
    return {};
  }
  return { outcome: outcome === "permit" ? "permit" : "refused" };
}

/** Reads the budget of a file. */
export function readBudget(reader: Reader, field: Field): Budget {
  const fields = fieldsOf(reader, field.node, budgetShape);
  if (fields === undefined) return {};
  if (fields.size === 0) reader.refuse(field.node, "this budget bounds nothing");
  const friction = durationOf(reader, fields.get("friction"));
  const deadEnds = countOf(reader, fields.get("dead-ends"));
  const residual = durationOf(reader, fields.get("residual"));
  const unattributed = countOf(reader, fields.get("unattributed"));
  const unattended = durationOf(reader, fields.get("unattended"));
  return {
    ...(friction === undefined ? {} : { friction }),
    ...(deadEnds === undefined ? {} : { deadEnds }),
    ...(residual === undefined ? {} : { residual }),
    ...(unattributed === undefined ? {} : { unattributed }),
    ...(unattended === undefined ? {} : { unattended }),
  };
}

function countOf(reader: Reader, field: Field | undefined): number | undefined {
  if (field === undefined) return undefined;
  const text = textOf(reader, field.node, `"${field.key}"`)?.text;
  if (text === undefined) return undefined;
  if (countPattern.test(text)) return Number(text);
  reader.refuse(field.node, `"${field.key}" must be a whole number such as 0 or 2, not "${text}"`);
  return undefined;
}

function durationOf(reader: Reader, field: Field | undefined): Duration | undefined {
  if (field === undefined) return undefined;
  const text = textOf(reader, field.node, `"${field.key}"`)?.text;
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration === undefined) {
    reader.refuse(
      field.node,
      `"${field.key}" must be a length of time such as 20s or 30m, not "${text}"`,
    );
  }
  return duration;
}
