import type { SaidView, Spoken } from "../../http/contract.ts";
import { clockTime, dayName, isSoon } from "./zoned.ts";

/** Sentences by the server's codes. */
export type Sentences = Readonly<Record<string, string>>;

/** What the server says, in a language other than its own, by the codes that travel beside its sentences. */
export interface ServerWords {
  /** BCP 47: how things are listed. */
  readonly language: string;
  /** "You can't …". */
  readonly refused: (what: string) => string;
  /** A time of today, or of another day, as it stands in a sentence. */
  readonly when: (time: string, day?: string) => string;
  /** Why something is refused, what leads on, and whom to ask. */
  readonly reasons: Sentences;
  readonly remedies: Sentences;
  readonly advice: Sentences;
  /** Why something is permitted, and with what limits. */
  readonly because: Sentences;
  /** Why a PIN is asked for. */
  readonly questions: Sentences;
  /** Why a screen locked by itself. */
  readonly farewells: Sentences;
  /** What somebody is here for. */
  readonly duties: Sentences;
  /** Why somebody else has to look at something. */
  readonly reviews: Sentences;
  /** What was to be done, as an infinitive; others than the bedside's and the phone's are not refused on a screen. */
  readonly actions: Sentences;
  /** Why somebody breaks the glass or asks for access, by the policy's codes. */
  readonly excuses: Sentences;
  /** The parts of a chart, by their ids. */
  readonly sections: Sentences;
  /** Declared emergencies, by the policy's codes. */
  readonly emergencies: Sentences;
  /** Why something was not done, or what came of it. */
  readonly answers: Sentences;
  /** Roles, by the titles of the shipped policy: another title is the hospital's own. */
  readonly roles: Sentences;
  /** What detectors find of workloads, by its cause, and what to do about it. */
  readonly findings: Readonly<Record<string, FindingSaid>>;
}

/** A finding in words. */
export interface FindingSaid {
  readonly what: string;
  readonly fix: string;
}

/** How something is said, and when. */
export interface Speech {
  /** Absent: in the server's own words. */
  readonly server: ServerWords | undefined;
  readonly locale: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Without its day where nobody takes a time for another one's, as people on a night shift speak of its end. */
  readonly soon?: true;
}

/** The entry of this code; nothing that every object has. */
export function own(sentences: Sentences, code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

/** A sentence in the screen's own language; undefined: there are no words for it, and the server's stay. */
export function saySaid(
  said: SaidView | undefined,
  sentences: (words: ServerWords) => Sentences,
  { server, locale, now, soon }: Speech,
): string | undefined {
  if (said === undefined || server === undefined) return undefined;
  const { code, values, zone } = said;
  let isWhole = true;
  const words = own(sentences(server), code)?.replace(/\{([a-z]+)\}/g, (_whole, name: string) => {
    const value = values[name] ?? "";
    if (typeof value === "string") {
      const filled = fillIn(server, name, value);
      if (filled === undefined) isWhole = false;
      return filled ?? value;
    }
    const { instant } = value;
    const day = dayName(instant, zone, locale);
    const time = clockTime(instant, zone, locale);
    const isPlain = day === dayName(now, zone, locale) || (soon === true && isSoon(instant, now));
    return isPlain ? server.when(time) : server.when(time, day);
  });
  return isWhole ? words : undefined;
}

/** Names stay as they are; what the policy calls something has words here, or the whole sentence has none. */
function fillIn(server: ServerWords, name: string, value: string): string | undefined {
  if (name === "role") return sayRole(value, server);
  if (name === "roles") return sayRoles(value, server);
  if (name === "action") return own(server.actions, value);
  if (name === "excuse") return own(server.excuses, value);
  return name === "emergency" ? own(server.emergencies, value) : value;
}

/** Sentences that go together, each in the screen's language where there are words for it. */
export function sayEach(
  texts: readonly string[],
  said: readonly SaidView[],
  sentences: (words: ServerWords) => Sentences,
  speech: Speech,
): readonly string[] {
  return texts.map((text, index) => saySaid(said[index], sentences, speech) ?? text);
}

const tables: Readonly<Record<string, (words: ServerWords) => Sentences>> = {
  advice: (words) => words.advice,
  questions: (words) => words.questions,
  reasons: (words) => words.reasons,
};

/** What came of something, or why not: in the screen's language where there are words for all of it. */
export function saySpoken({ message, said = [] }: Spoken, speech: Speech): string {
  const each = said.map((one) => {
    const [table = "", code = ""] = one.code.split("/");
    const sentences = code === "" ? undefined : tables[table];
    return sentences === undefined
      ? saySaid(one, (words) => words.answers, speech)
      : saySaid({ ...one, code }, sentences, speech);
  });
  return each.length === 0 || each.includes(undefined) ? message : each.join(" ");
}

/** What somebody is here for: in the screen's language where there are words for all of it. */
export function sayDuties(
  { duty, duties }: { readonly duty: string; readonly duties: readonly SaidView[] },
  speech: Speech,
): string {
  const each = duties.map((one) =>
    saySaid(one, (words) => words.duties, { ...speech, soon: true }),
  );
  return each.length === 0 || each.includes(undefined) ? duty : each.join("; ");
}

/** The name of a part of the chart. */
export function saySection(
  { id, title }: { readonly id: string; readonly title: string },
  server: ServerWords | undefined,
): string {
  return (server && own(server.sections, id)) ?? title;
}

/** What a declared emergency is called. */
export function sayEmergency(
  { type, title }: { readonly type: string; readonly title: string },
  server: ServerWords | undefined,
): string {
  return (server && own(server.emergencies, type)) ?? title;
}

/** Several, as the server lists them: one that is the hospital's own stays as it is among them. */
function sayRoles(list: string, server: ServerWords): string {
  const titles = list.split(/, or | or |, /).map((title) => sayRole(title, server));
  return new Intl.ListFormat(server.language, { type: "disjunction" }).format(titles);
}

/** A role's title; a hospital's own stays as it is. */
export function sayRole(title: string, server: ServerWords | undefined): string {
  return server === undefined ? title : (own(server.roles, title) ?? title);
}

/** Why somebody did something, or somebody else has to look at it; no time stands in it. */
export function sayReason(
  { reason, said }: { readonly reason: string; readonly said: SaidView },
  server: ServerWords | undefined,
): string {
  return saySaid(said, (words) => words.reviews, { server, locale: "", now: 0 }) ?? reason;
}
