import type { Temporal } from "temporal-polyfill";
import type { Node } from "yaml";
import type { Instant } from "../../ports/index.ts";
import { type Reading, timeOf } from "./read-context.ts";
import { readExpectation } from "./read-expectation.ts";
import { type Names, readSentence, type StepActor } from "./read-sentence.ts";
import type { Step } from "./scenario.ts";
import { keysOf } from "./shape.ts";
import { stepShape } from "./shapes.ts";
import { sayInstant } from "./times.ts";
import { entriesOf, type Field, type Fields, itemsOf, textOf, unknownWord } from "./yaml-reader.ts";

/** The keys of a step that are no actor. */
export const stepKeys: readonly string[] = keysOf(stepShape, "all");

/** A step, and where its parts stand. */
export interface ReadStep {
  readonly step: Step;
  readonly node: Node;
  readonly actor: StepActor;
  /** Whether it says what must come of it. */
  readonly asserts: boolean;
}

/** Where times have got to. */
interface Clockwork {
  readonly date: Temporal.PlainDate;
  readonly at: Instant | undefined;
}

/** Reads the steps, in order: no step is before the one above it. */
export function readSteps(
  reading: Reading,
  field: Field,
  actors: ReadonlyMap<string, StepActor>,
  names: Names,
  lineOf: (node: Node) => number,
): readonly ReadStep[] {
  const { reader } = reading;
  const steps: ReadStep[] = [];
  let clock: Clockwork = { date: reading.date, at: undefined };
  const nodes = itemsOf(reader, field);
  if (nodes.length === 0) reader.refuse(field.node, "there are no steps: nothing would happen");
  nodes.forEach((node, index) => {
    const fields = entriesOf(reader, node, "a step");
    if (fields === undefined) return;
    const atField = fields.get("at");
    if (index === 0 && atField === undefined) {
      reader.refuse(node, 'the first step must say when it is: "at: 19:20"');
    }
    const time = atField && readAt(reading, atField, clock);
    if (time !== undefined) clock = time;
    const said = readSaid(reading, fields, node, actors, names);
    if (said === undefined) return;
    const { actor, sentence, act } = said;
    const { expect, asserts } = readExpectation(reader, fields, actor, names);
    const at = time?.at === undefined ? {} : { at: time.at };
    const step = { line: lineOf(node), ...at, actor: actor.id, sentence, act, expect };
    steps.push({ step, node, actor, asserts });
  });
  return steps;
}

function readAt(reading: Reading, { node }: Field, clock: Clockwork): Clockwork | undefined {
  const time = timeOf(reading, node, clock.date);
  if (time === undefined) return undefined;
  if (clock.at !== undefined && time.at < clock.at) {
    const before = sayInstant(clock.at, reading.zone, clock.date.toString());
    const next = clock.date.add({ days: 1 });
    const day = time.dated
      ? ""
      : `; if the next day is meant, write it with its day, as "${next} ..."`;
    reading.reader.refuse(node, `this is before the step above it (${before})${day}`);
    return undefined;
  }
  return { date: time.date, at: time.at };
}

interface Said extends Pick<Step, "sentence" | "act"> {
  readonly actor: StepActor;
}

/** The one key of a step that is an actor's, and what they do. */
function readSaid(
  { reader }: Reading,
  fields: Fields,
  node: Node,
  actors: ReadonlyMap<string, StepActor>,
  names: Names,
): Said | undefined {
  const said = [...fields.values()].filter(({ key }) => !stepKeys.includes(key));
  const known = said.filter(({ key }) => actors.has(key));
  for (const { key, keyNode } of said) {
    if (actors.has(key)) continue;
    const words = [...actors.keys(), ...stepKeys];
    reader.refuse(keyNode, unknownWord(key, "actor or key of a step", words));
  }
  const [first, second] = known;
  if (second !== undefined) {
    reader.refuse(second.keyNode, "a step is one person's: give this one a step of its own");
  }
  if (first === undefined) {
    if (said.length === 0) reader.refuse(node, "nobody does anything in this step");
    return undefined;
  }
  const actor = actors.get(first.key) as StepActor;
  const text = textOf(reader, first.node, "what somebody does");
  const act = text && readSentence(reader, actor, text, names);
  return act === undefined || text === undefined
    ? undefined
    : { actor, sentence: text.text.trim().replace(/\s+/g, " "), act };
}
