import type { Act } from "../vocabulary/acts.ts";
import {
  type Form,
  fits,
  formsOf,
  matchForm,
  namedIn,
  sayForm,
  sayToken,
  type Word,
  wordsOf,
} from "../vocabulary/match-sentence.ts";
import { purposes } from "../vocabulary/purposes.ts";
import { type ActorType, actorTypes, type SlotName } from "../vocabulary/sentence.ts";
import { editsBetween, listOf, nearestWord } from "./nearest-word.ts";
import { countPattern, parseDuration } from "./times.ts";
import { type Reader, type Text, unknownWord } from "./yaml-reader.ts";

/** Slots whose words are not of the file or the policy. A bed is any word, and so is a family name. */
const unlisted = ["bed", "purpose", "family", "length", "count", "data", "address"] as const;
type Unlisted = (typeof unlisted)[number];

/** The names that sentences may use, by what they are of. */
export type Names = Readonly<Record<Exclude<SlotName, Unlisted>, readonly string[]>>;

function isUnlisted(slot: SlotName): slot is Unlisted {
  return unlisted.some((each) => each === slot);
}

/** What is wrong with a word that is not of the file or the policy. */
function faultOf(slot: Unlisted, word: string): string | undefined {
  if (slot === "purpose" && !purposes.includes(word)) {
    return unknownWord(word, "purpose of use (HL7 PurposeOfUse)", purposes);
  }
  if (slot === "length" && !((parseDuration(word) ?? 0) > 0)) {
    return `a length of time is written as 90m or 12h, not "${word}"`;
  }
  if (slot === "count" && !(countPattern.test(word) && Number(word) > 0)) {
    return `how many is a whole number from 1, not "${word}"`;
  }
  return undefined;
}

/** The actor of a step. */
export interface StepActor {
  readonly type: ActorType;
  readonly id: string;
}

/** Reads what an actor does; undefined, with a problem, when it is no sentence of the vocabulary. */
export function readSentence(
  reader: Reader,
  actor: StepActor,
  text: Text,
  names: Names,
): Act | undefined {
  const words = wordsOf(text.text);
  const form = matchForm(actor.type, words);
  if (form === undefined) {
    const { index, message } = misread(actor, text.text, words);
    reader.refuse(text.placeOf(index), message);
    return undefined;
  }
  let known = true;
  form.tokens.forEach((token, index) => {
    const word = words[index];
    if (token.type !== "slot" || word === undefined) return;
    const fault = faultIn(token.slot, word.text, names);
    if (fault === undefined) return;
    known = false;
    reader.refuse(text.placeOf(word.index), fault);
  });
  return known ? form.sentence.act(namedIn(form, words)) : undefined;
}

function faultIn(slot: SlotName, word: string, names: Names): string | undefined {
  if (isUnlisted(slot)) return faultOf(slot, word);
  return names[slot].includes(word) ? undefined : unknownWord(word, whatIs(slot), names[slot]);
}

function whatIs(slot: SlotName): string {
  const isOfPolicy = slot === "action" || slot === "role";
  return `${slot} of this ${isOfPolicy ? "policy" : "file"}`;
}

/** Why words are no sentence, and at which of them that shows. */
interface Misread {
  readonly index: number;
  readonly message: string;
}

function misread(actor: StepActor, text: string, words: readonly Word[]): Misread {
  const others = actorTypes.filter((type) => type !== actor.type);
  const whose = others.find((type) => matchForm(type, words) !== undefined);
  if (whose !== undefined) {
    const message = `only a ${whose} can do this, and ${actor.id} is a ${actor.type}`;
    return { index: 0, message };
  }
  const nearest = nearestForm(formsOf(actor.type), words);
  if (nearest !== undefined) return misreadForm(nearest, words);
  const known = listOf(formsOf(actor.type).map((form) => `"${sayForm(form)}"`));
  const message = `"${text}" is nothing that a ${actor.type} can do here; it can be ${known}`;
  return { index: 0, message };
}

function misreadForm(form: Form, words: readonly Word[]): Misread {
  const said = `the sentence is "${sayForm(form)}"`;
  const wrong = form.tokens.findIndex((token, index) => !fits(token, words[index]));
  const token = form.tokens[wrong];
  const word = words[wrong === -1 ? form.tokens.length : wrong];
  if (word === undefined) {
    const where = token === undefined ? "" : ` before "${sayToken(token)}"`;
    return { index: 0, message: `the sentence stops short${where}: ${said}` };
  }
  const meant = token?.type === "word" ? nearestWord(word.text, token.words) : undefined;
  const hint = meant === undefined ? ":" : `; did you mean "${meant}"?`;
  return { index: word.index, message: `"${word.text}" is not understood here${hint} ${said}` };
}

/** The form that needs the fewest changes, if it is like what was written at all. */
function nearestForm(known: readonly Form[], words: readonly Word[]): Form | undefined {
  let best: { readonly form: Form; readonly distance: number } | undefined;
  for (const form of known) {
    const distance = distanceTo(form, words);
    if (best === undefined || distance < best.distance) best = { form, distance };
  }
  const allowed = Math.max(1, Math.floor(words.length / 2));
  return best !== undefined && best.distance <= allowed ? best.form : undefined;
}

/** Edits between the words and the form; a word that is nearly right is half a change. */
function distanceTo({ tokens }: Form, words: readonly Word[]): number {
  return editsBetween(tokens, words, (token, word) => {
    if (fits(token, word)) return 0;
    const near = token.type === "word" && nearestWord(word.text, token.words) !== undefined;
    return near ? 0.5 : 1;
  });
}
