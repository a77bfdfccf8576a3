import type { Instant } from "../../ports/index.ts";
import type { Kind, LogRecord, RecordOf, ReviewType, World } from "../../world/index.ts";
import { arrivalFacts, arrivalWords } from "./arrival-words.ts";
import { stuckFacts, stuckWords } from "./database-words.ts";
import { endingFacts, endingWords } from "./ending-words.ts";
import { movedFacts, movedWords } from "./moved-words.ts";
import { reProofedWords, standingWords } from "./opened-words.ts";
import { lostWords, proofFacts, unsureWords } from "./passport-words.ts";
import {
  failedWords,
  lapsedFacts,
  lapsedWords,
  registerFacts,
  stoppedWords,
  unknownFacts,
  unknownWords,
} from "./registration-words.ts";
import type { Said, Telling } from "./telling.ts";
import { canaryFacts, canaryWords, leakedFacts, leakedWords } from "./workload-words.ts";

/**
 * As what somebody is told: whose doing it is, to whom it was done, whoever manages a ward of that one, whoever answers for the ward,
 * whoever reviews, whoever closes incidents, whoever takes over from that one.
 */
export type Audience =
  | "self"
  | "subject"
  | "managers"
  | "ward"
  | "reviewers"
  | "successors"
  | "incidents"
  | "takers";

/** What is told about, by ids and codes. */
export interface Facts {
  /** Whose doing it is. */
  readonly person: string;
  /** Absent for an emergency of a whole ward. */
  readonly patient?: string;
  readonly ward?: string;
  /** What `reason` is a code of. */
  readonly type:
    | ReviewType
    | "proofing"
    | "moving"
    | "ending"
    | "registration"
    | "arrival"
    | "workload"
    | "database";
  readonly reason: string;
  /** Since when, where it begins later. */
  readonly from?: Instant;
  /** The wards whose managers are told; absent: those where the one to whom it was done has a role. */
  readonly wards?: readonly string[];
  /** Who takes over from the one to whom it was done. */
  readonly takers?: readonly string[];
  /** What it is about, where that decides who is told: the id of a grant, of broken glass, of whom it was done to. */
  readonly about?: string;
  /** Who vouched beside whose doing it is. */
  readonly second?: string;
  readonly until?: Instant;
  readonly due?: Instant;
}

/** One kind of record that people and other systems are told of. */
interface Entry<K extends Kind> {
  /** Of those whom there are words for, who is told of these facts; absent: all of them. */
  readonly to?: (facts: Facts, world: World) => readonly Audience[];
  /** What it is about; undefined where that is over already, and nobody need do anything. */
  facts(record: RecordOf<K>, world: World): Facts | undefined;
  /** The words for each who is told. No patient is named: mail is read on phones, over shoulders, by whoever forwards it. */
  readonly words: { readonly [A in Audience]?: (telling: Telling) => Said };
}

interface AnyEntry {
  facts(record: never, world: World): Facts | undefined;
}

/** Every kind that is told: an entry each. */
export const noticeKinds: { readonly [K in Kind]?: Entry<K> } = {
  "glass.broken": {
    facts: ({ body }, world) => ({
      ...factsOf({ ...body, type: "break-glass" }),
      until: body.until,
      ...dueOf(world, body.glass),
    }),
    words: {
      self: ({ due, place, reason, until }) => ({
        subject: `You have emergency access until ${until}`,
        text: [
          `You took emergency access to the chart of one patient${place}. Reason: ${reason}. It ends at ${until}. When you need it no more, end it on the chart: "Not needed any more".`,
          `Somebody else reviews it${due}. Nothing is asked of you now.`,
          "If this was not you, your badge and PIN were used: tell your manager at once.",
        ],
      }),
      ward: ({ place, reason, until, who }) => ({
        subject: `Emergency access${place} until ${until}`,
        text: [
          `${who} took emergency access to the chart of one patient${place}. Reason: ${reason}. It ends at ${until}.`,
          "Whose chart it is, the ward's screens show. If you did not expect it, ask them now; it is reviewed in any case.",
        ],
      }),
      reviewers: ({ due, place, reason, until, who, reviews }) => ({
        subject: `Emergency access to be reviewed${due}`,
        text: [
          `${who} took emergency access to the chart of one patient${place}. Reason: ${reason}. It ends at ${until}.`,
          `Whose chart it is stands beside it on the page Reviews; look at it, and close it there${due}: ${reviews}`,
        ],
      }),
    },
  },
  "glass.renewed": {
    facts: ({ body: { glass, until } }, world) => {
      const known = world.glasses.get(glass);
      return known === undefined
        ? undefined
        : { ...factsOf({ ...known, type: "break-glass" }), until };
    },
    words: {
      self: ({ place, until }) => ({
        subject: `Your emergency access goes on until ${until}`,
        text: [
          `Your emergency access to the chart of one patient${place} was renewed: it ends at ${until}. When you need it no more, end it on the chart: "Not needed any more".`,
          "If this was not you, your badge was used: tell your manager at once.",
        ],
      }),
      ward: ({ place, until, who }) => ({
        subject: `Emergency access${place} goes on until ${until}`,
        text: [
          `${who} renewed emergency access to the chart of one patient${place}: it ends at ${until}.`,
          "Whose chart it is, the ward's screens show. If you did not expect it, ask them now.",
        ],
      }),
      reviewers: ({ place, reviews, until, who }) => ({
        subject: `Emergency access goes on until ${until}`,
        text: [
          `${who} renewed emergency access to the chart of one patient${place}: it ends at ${until}.`,
          `Its review is on the page Reviews: ${reviews}`,
        ],
      }),
    },
  },
  "emergency.joined": {
    // Whoever is rostered to respond does what they are there for (X17).
    facts: ({ body: { emergency, how, person } }, world) => {
      const known = how === "said-so" ? world.emergencies.get(emergency) : undefined;
      if (known === undefined) return undefined;
      const { type: reason, ...where } = known;
      return { ...factsOf({ ...where, person, reason, type: "responding" }) };
    },
    words: {
      ward: ({ place, who }) => ({
        subject: `Somebody responds to an emergency${place}`,
        text: [
          `${who} said "I am responding" to a declared emergency${place}, and is not rostered to. Until the emergency ends they may open what it is about.`,
          "If you did not expect them, ask them now; it is reviewed in any case.",
        ],
      }),
      reviewers: ({ place, reviews, who }) => ({
        subject: `Somebody responded to an emergency${place}: to be reviewed`,
        text: [
          `${who} said "I am responding" to a declared emergency${place}, and is not rostered to.`,
          `Look at it on the page Reviews, and close it there: ${reviews}`,
        ],
      }),
    },
  },
  "review.opened": {
    facts: ({ body }, world) => openedFacts(world, body),
    // A grant is confirmed by whoever answers for its ward, broken glass by whoever closes reviews (X7). What somebody was given
    // anew, that one hears of, and who can ask them (L7).
    to: ({ about, type }, world) => {
      if (type === "re-proofing") return ["subject", "managers", "reviewers"];
      return ["self", world.grants.has(about ?? "") ? "ward" : "reviewers"];
    },
    words: {
      subject: reProofedWords.subject,
      managers: reProofedWords.managers,
      self: ({ place, reason, until }) => ({
        subject: `Your access for a time ends at ${until}`,
        text: [
          `Your access for a time${place} ends at ${until}, unless somebody who answers for it confirms it. ${reason}.`,
          "If you need it for longer, ask them to confirm it on the console's page Requests; you cannot confirm it yourself.",
        ],
      }),
      ward: ({ place, reason, requests, until, who }) => ({
        subject: `Access for a time${place} ends at ${until} unless it is confirmed`,
        text: [
          `The access for a time that ${who} has${place} would become standing access. ${reason}. It ends at ${until}.`,
          `If it is needed for as long as it was to last, confirm it on the page Requests: ${requests}`,
        ],
      }),
      reviewers: (telling) =>
        telling.whom === "" ? standingWords(telling) : reProofedWords.reviewers(telling),
    },
  },
  "review.reminded": {
    facts: ({ body: { review } }, world) => dueFacts(world, review),
    words: {
      reviewers: ({ due, place, reason, reviews, who }) => ({
        subject: "A review is due before long",
        text: [
          `What ${who} did${place} is to be reviewed${due}, and nobody has closed the review yet. ${reason}.`,
          `Look at it on the page Reviews, and close it there: ${reviews}`,
        ],
      }),
    },
  },
  "review.overdue": {
    facts: ({ body: { review } }, world) => dueFacts(world, review),
    words: {
      reviewers: ({ due, place, reason, reviews, who }) => ({
        subject: "A review is overdue",
        text: [
          `What ${who} did${place} was to be reviewed${due}, and nobody has closed the review. ${reason}.`,
          `Look at it on the page Reviews, and close it there: ${reviews}`,
        ],
      }),
    },
  },
  "review.escalated": {
    facts: ({ body: { review } }, world) => dueFacts(world, review),
    words: {
      successors: ({ due, place, reason, reviews, who }) => ({
        subject: "A review is long overdue",
        text: [
          `What ${who} did${place} was to be reviewed${due}, and nobody has closed the review since. ${reason}.`,
          `You may take it over: look at it on the page Reviews, and close it there: ${reviews}`,
        ],
      }),
    },
  },
  "proof.lost": {
    facts: ({ body: { engagement, why } }, world) => proofFacts(world, engagement, why),
    words: { self: lostWords, ward: lostWords },
  },
  "proof.unsure": {
    facts: ({ body: { engagement } }, world) => proofFacts(world, engagement, "unsure"),
    words: { self: unsureWords, ward: unsureWords },
  },
  "engagement.moved": {
    facts: (record, world) => movedFacts(world, record),
    words: { subject: movedWords.subject, managers: movedWords.managers },
  },
  "ending.warned": {
    facts: ({ body }, world) => endingFacts(world, body),
    words: { subject: endingWords.subject, managers: endingWords.managers },
  },
  "invitation.sent": {
    facts: ({ body }, world) => arrivalFacts(world, body),
    words: { subject: arrivalWords },
  },
  "registration.lapsed": {
    facts: ({ body }, world) => lapsedFacts(world, body),
    words: lapsedWords,
  },
  "registration.unknown": {
    facts: ({ body }, world) => unknownFacts(world, body),
    words: unknownWords,
  },
  "register.failed": {
    facts: ({ body: { register } }) => registerFacts(register),
    words: failedWords,
  },
  "registrations.stopped": {
    facts: ({ body: { register } }) => registerFacts(register),
    words: stoppedWords,
  },
  "canary.used": {
    facts: ({ body: { canary } }, world) => canaryFacts(world, canary),
    words: canaryWords,
  },
  "workload-credential.ended": {
    facts: ({ body }, world) => leakedFacts(world, body),
    words: leakedWords,
  },
  "database-role.stuck": {
    facts: ({ body }, world) => stuckFacts(world, body),
    words: stuckWords,
  },
  "incident.opened": {
    facts: ({ body: { incident } }, world) => incidentFacts(world, incident),
    words: {
      incidents: ({ place, reason, reviews, who }) => ({
        subject: `An incident was opened${place}`,
        text: [
          `It is about what ${who} did${place}. ${reason}.`,
          `What made it one stands on the page Reviews. See to what has to follow, and close it there: ${reviews}`,
        ],
      }),
    },
  },
};

/**
 * Of the reviews that are opened, what would become standing access is told, and what somebody was given anew; undefined when it is
 * over already.
 */
function openedFacts(
  world: World,
  { review, type }: { readonly review: string; readonly type: ReviewType },
): Facts | undefined {
  const known = world.reviews.get(review);
  if (known === undefined) return undefined;
  if (type === "standing-access") {
    return { ...factsOf(known), about: known.about, until: known.due };
  }
  return type === "re-proofing" ? { ...factsOf(known), due: known.due } : undefined;
}

/** What an incident is about; undefined when it has been closed meanwhile. */
function incidentFacts(world: World, incident: string): Facts | undefined {
  const known = world.incidents.get(incident);
  return known === undefined ? undefined : factsOf(known);
}

/** What a review that is due, or was, is about; undefined when it has been closed meanwhile. */
function dueFacts(world: World, review: string): Facts | undefined {
  const known = world.reviews.get(review);
  return known === undefined ? undefined : { ...factsOf(known), due: known.due };
}

/** Whether what is told was done to somebody, whom `about` names. */
export function isDoneToSomebody({ type }: Facts): boolean {
  return ["re-proofing", "proofing", "moving", "ending", "registration"].includes(type);
}

/** Whether a record is of a kind that is told. */
export function isTold({ kind }: LogRecord): boolean {
  return Object.hasOwn(noticeKinds, kind);
}

/** What a record is about that is told; undefined where nobody is told. */
export function factsIn(record: LogRecord, world: World): Facts | undefined {
  const entries: Readonly<Record<string, AnyEntry | undefined>> = noticeKinds;
  return entries[record.kind]?.facts(record as never, world);
}

function factsOf({ about, patient, person, reason, second, type, ward }: Facts): Facts {
  const whom = patient === undefined ? {} : { patient };
  const where = ward === undefined ? {} : { ward };
  if (type !== "re-proofing" || about === undefined)
    return { ...whom, person, reason, type, ...where };
  // Neither the one whose doing it is nor the two others read of it as whoever judges it.
  return { about, person, reason, type, ...(second === undefined ? {} : { second }), ...where };
}

/** By when somebody else looks at it. */
function dueOf(world: World, glass: string): Pick<Facts, "due"> {
  const review = [...world.reviews.values()].find(
    ({ about, type }) => about === glass && type === "break-glass",
  );
  return review === undefined ? {} : { due: review.due };
}
