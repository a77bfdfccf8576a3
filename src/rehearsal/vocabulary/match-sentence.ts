import type { ActorType, Named, Sentence, SlotName } from "./sentence.ts";
import { vocabulary } from "./vocabulary.ts";

/** One word of a sentence as it may stand there: a name of something, or one of a few words. */
export type Token =
  | { readonly type: "slot"; readonly slot: SlotName }
  | { readonly type: "word"; readonly words: readonly string[] };

/** A sentence in one of its forms: what may be left out is in or out. */
export interface Form {
  readonly sentence: Sentence;
  readonly tokens: readonly Token[];
}

/** A word of a step, and where it begins in the text. */
export interface Word {
  readonly text: string;
  readonly index: number;
}

/** All forms of all sentences. */
const forms: readonly Form[] = vocabulary.flatMap(formsOfSentence);

/** A sentence without what may be left out, and with it. */
export function formsOfSentence(sentence: Sentence): readonly Form[] {
  return variantsOf(sentence.form).map((form) => ({ sentence, tokens: tokensOf(form) }));
}

/** `moves to <ward> [bed <bed>]` is two forms. */
function variantsOf(form: string): readonly string[] {
  const found = /^(.*) \[(.*)\]$/.exec(form);
  if (found === null) return [form];
  return [`${found[1]}`, `${found[1]} ${found[2]}`];
}

function tokensOf(form: string): readonly Token[] {
  return form.split(" ").map((part) => {
    const slot = /^<(.*)>$/.exec(part)?.[1];
    if (slot !== undefined) return { type: "slot", slot: slot as SlotName };
    return { type: "word", words: part.split("|") };
  });
}

/** The words of a text. */
export function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/\S+/g)].map((found) => ({ text: found[0], index: found.index }));
}

/** The form of an actor's sentences that these words are, names not looked at. */
export function matchForm(actor: ActorType, words: readonly Word[]): Form | undefined {
  return formsOf(actor).find(
    ({ tokens }) =>
      tokens.length === words.length && tokens.every((token, index) => fits(token, words[index])),
  );
}

/** The forms of the sentences that are of an actor of this type. */
export function formsOf(actor: ActorType): readonly Form[] {
  return forms.filter(({ sentence }) => sentence.actor === actor);
}

/** Whether a word can stand there. */
export function fits(token: Token, word: Word | undefined): boolean {
  if (word === undefined) return false;
  return token.type === "slot" || token.words.includes(word.text);
}

/** What a sentence names: its slots, and of its last alternatives the word that stands there. */
export function namedIn({ tokens }: Form, words: readonly Word[]): Named {
  const named: Partial<Record<SlotName | "word", string>> = {};
  tokens.forEach((token, index) => {
    const text = words[index]?.text ?? "";
    if (token.type === "slot") named[token.slot] = text;
    else if (token.words.length > 1) named.word = text;
  });
  return named;
}

/** How a token is written in the vocabulary. */
export function sayToken(token: Token): string {
  return token.type === "slot" ? `<${token.slot}>` : token.words.join("|");
}

/** How a form is written in the vocabulary. */
export function sayForm({ tokens }: Form): string {
  return tokens.map(sayToken).join(" ");
}
