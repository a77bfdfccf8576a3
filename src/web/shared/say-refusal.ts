import type { AdviceView, RefusalView, RemedyView, SaidView } from "../../http/contract.ts";
import type { Language } from "../messages/languages.ts";
import { refusalsDe } from "../messages/refusals.de.ts";
import { clockTime, dayName } from "./zoned.ts";

type Sentences = Readonly<Record<string, string>>;

/** What a refusal says, in a language other than the server's, by the codes that travel beside its sentences. */
export interface Refusals {
  /** "You can't …". */
  readonly refused: (what: string) => string;
  /** A time of today, or of another day, as it stands in a sentence. */
  readonly when: (time: string, day?: string) => string;
  readonly reasons: Sentences;
  readonly remedies: Sentences;
  readonly advice: Sentences;
  /** What was to be done, as an infinitive; others than the bedside's and the phone's are not refused on a screen. */
  readonly actions: Sentences;
  /** Why somebody breaks the glass or asks for access, by the policy's codes. */
  readonly excuses: Sentences;
}

/** The server's own sentences are English. */
export const refusals: Readonly<Record<Exclude<Language, "en">, Refusals>> = { de: refusalsDe };

/** Where and when it is said. */
export interface Speech {
  readonly language: Language;
  readonly locale: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A refusal in the screen's own language; what has no words there, as a hospital's own rule, keeps the server's sentence. */
export function sayRefusal(refusal: RefusalView, speech: Speech): RefusalView {
  if (speech.language === "en") return refusal;
  const words = refusals[speech.language];
  const { action, advice, reasons, remedies, said, title } = refusal;
  const what = own(words.actions, action);
  return {
    ...refusal,
    title: what === undefined ? title : words.refused(what),
    reasons: reasons.map(
      (reason, index) => sentence(words, words.reasons, said[index], speech) ?? reason,
    ),
    remedies: remedies.map((remedy) => sayRemedy(remedy, speech)),
    advice: advice.map((one) => sayAdvice(words, one, speech)),
  };
}

/** A way forward in the screen's own language, with the reasons that it asks to choose from. */
export function sayRemedy(remedy: RemedyView, { language }: Pick<Speech, "language">): RemedyView {
  if (language === "en") return remedy;
  const { excuses, remedies } = refusals[language];
  const { type } = remedy;
  const code = type === "step-up" ? `${type}.${remedy.level}` : type;
  const ward =
    type === "request-cover"
      ? remedy.request.ward
      : type === "start-shift"
        ? remedy.ward
        : undefined;
  const label = own(remedies, code)?.replaceAll("{ward}", () => ward ?? "") ?? remedy.label;
  if (!("reasons" in remedy)) return { ...remedy, label };
  const reasons = remedy.reasons.map((reason) => ({
    ...reason,
    label: own(excuses, reason.code) ?? reason.label,
  }));
  return { ...remedy, label, reasons };
}

function sayAdvice(words: Refusals, one: AdviceView, speech: Speech): AdviceView {
  return { ...one, text: sentence(words, words.advice, one.said, speech) ?? one.text };
}

function own(sentences: Sentences, code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

function sentence(
  { when }: Refusals,
  sentences: Sentences,
  said: SaidView | undefined,
  { locale, now }: Speech,
): string | undefined {
  if (said === undefined) return undefined;
  const { code, values, zone } = said;
  return own(sentences, code)?.replace(/\{([a-z]+)\}/g, (_whole, name: string) => {
    const value = values[name] ?? "";
    if (typeof value === "string") return value;
    const { instant } = value;
    const day = dayName(instant, zone, locale);
    const time = clockTime(instant, zone, locale);
    return day === dayName(now, zone, locale) ? when(time) : when(time, day);
  });
}
