import type { Duration, Instant } from "../ports/index.ts";
import {
  type Contribution,
  contributionOf,
  idsOf,
  type Seat,
  type Session,
  type World,
} from "../world/index.ts";
import type { Answer, Permit } from "./answer.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { decideFor, type Lasting, type Question, reachOf } from "./decide.ts";
import type { AccessRequest } from "./request.ts";
import { type Silence, silencesOf } from "./stale-feeds.ts";

/** A permit that was given, and all that it rests on. */
interface Given {
  readonly question: Pick<Question, "at" | "request" | "revocationStream" | "words">;
  readonly answer: Permit;
  readonly wards: Lasting["facts"]["wards"];
  readonly duties: Lasting["facts"]["duties"];
  readonly validity: Duration;
  readonly inSilence: boolean;
  readonly staff: object;
  readonly care: object;
  /** What {@link rowsOf} found. */
  readonly rows: Rows;
  /** The contributions that it looks at. */
  readonly contributed: readonly string[];
  /** The feeds as they were last looked at, and from when on one of them is silent. */
  feeds: { readonly stamp: unknown; readonly silentFrom: Instant };
}

/** So long a permit is remembered. */
const remembered: Duration = 2 * 60_000;

/** Who is remembered at once, each with the last thing that they were permitted. */
const most = 4_096;

/** By the very bundle: another one, or one that was altered, is another policy. */
const given = new WeakMap<Bundle, Map<string, Given>>();

/**
 * Times are said with the day where it is another one. In every zone a day begins at a whole quarter of an hour of UTC, and so does
 * each change of its clocks.
 */
const quarter: Duration = 15 * 60_000;

/**
 * Answers as {@link decide} does. Who reads a chart asks for its parts one after the other: what was permitted a moment ago is
 * permitted again where nothing that it rests on has changed since, and nothing begins or lapses by itself. Denials are always
 * decided anew.
 */
export function decideAgain(question: Question): Answer {
  const { bundle, request } = question;
  const people = given.get(bundle);
  const known = people?.get(request.subject.id);
  if (known !== undefined && holds(known, question)) return again(known, question);
  if (!isPlain(question)) return decideFor(question, 0).answer;
  const { answer, lasting } = decideFor(question, remembered);
  if (answer.type === "permit" && lasting !== undefined && isMemorable(question)) {
    remember(question, answer, lasting);
  }
  return answer;
}

/** What is asked about a patient in a session, and nothing besides. */
function isPlain({ bundle, request, world }: Question): boolean {
  const { action, context, resource } = request;
  return (
    world.downtime === undefined &&
    resource.type === "patient" &&
    bundle.actions.get(action)?.clinical === true &&
    context.session !== undefined &&
    isAllPlain(context)
  );
}

const plain: ReadonlySet<string> = new Set(["session", "seat", "device"]);

/**
 * Of what was done for a patient more matters for who stays past a shift, and for who has a grant, than {@link rowsOf} looks at.
 */
function isMemorable({ request, world }: Question): boolean {
  const person = request.subject.id;
  return (
    world.reliefsByPerson.get(person).length === 0 && world.grantsByPerson.get(person).length === 0
  );
}

function remember(question: Question, answer: Permit, lasting: Lasting): void {
  const { at, bundle, request, revocationStream, words, world } = question;
  const { facts, inSilence, validity } = lasting;
  const { duties, wards } = facts;
  const silentFrom = firstOf(silencesOf(bundle, world, wards, duties));
  const contributed = contributionsOf(world, request, facts);
  const rows = rowsOf(world, request, contributed);
  const people = given.get(bundle) ?? new Map<string, Given>();
  given.set(bundle, people);
  // Put anew, so that the first of them is the one that was not decided for longest.
  people.delete(request.subject.id);
  const [longest] = people.keys();
  if (people.size >= most && longest !== undefined) people.delete(longest);
  people.set(request.subject.id, {
    question: {
      at,
      request,
      ...(revocationStream === undefined ? {} : { revocationStream }),
      ...(words === undefined ? {} : { words }),
    },
    answer,
    wards,
    duties,
    validity,
    staff: world.grounds.staff.stamp,
    care: world.grounds.care.stamp,
    rows,
    contributed,
    inSilence,
    feeds: { stamp: world.feeds.stamp, silentFrom },
  });
}

/** What the person may have done for the patient in the wards that they have left (C3). */
function contributionsOf(
  world: World,
  { subject }: AccessRequest,
  { whereabouts }: Lasting["facts"],
): readonly string[] {
  if (whereabouts === undefined || whereabouts.left.length === 0) return [];
  const { left, patient } = whereabouts;
  return idsOf(world, patient).flatMap((id) =>
    left.map(({ ward }) => contributionOf(subject.id, id, ward)),
  );
}

/** What else it rests on. */
interface Rows {
  readonly session: Session | undefined;
  /** Where the session is, and what is named. */
  readonly at: Seat | undefined;
  readonly named: Seat | undefined;
  readonly isKnown: boolean;
  readonly contributions: readonly (Contribution | undefined)[];
}

function rowsOf(
  world: World,
  { context, subject }: AccessRequest,
  contributed: readonly string[],
): Rows {
  const session = world.sessions.get(context.session ?? "");
  return {
    session,
    at: world.seats.get(session?.surface.id ?? ""),
    named: world.seats.get(context.seat ?? ""),
    isKnown: world.people.has(subject.id),
    contributions: contributed.map((id) => world.contributions.get(id)),
  };
}

/** Whether {@link rowsOf} would find the same. */
function areSame(
  world: World,
  { context, subject }: AccessRequest,
  { contributed, rows }: Pick<Given, "contributed" | "rows">,
): boolean {
  return (
    world.sessions.get(context.session ?? "") === rows.session &&
    world.seats.get(rows.session?.surface.id ?? "") === rows.at &&
    world.seats.get(context.seat ?? "") === rows.named &&
    world.people.has(subject.id) === rows.isKnown &&
    contributed.every((id, index) => world.contributions.get(id) === rows.contributions[index])
  );
}

function holds(known: Given, now: Question): boolean {
  const { question } = known;
  const { at, request, world } = now;
  if (!isSame(question.request, request)) return false;
  if (!isSoon(question.at, at) || world.downtime !== undefined) return false;
  if (question.words !== now.words || question.revocationStream !== now.revocationStream) {
    return false;
  }
  if (known.staff !== world.grounds.staff.stamp) return false;
  if (known.care !== world.grounds.care.stamp) return false;
  return areSame(world, request, known) && areHeard(known, now);
}

/** The texts of an answer say times by the day that it is. */
function isSoon(before: Instant, at: Instant): boolean {
  const isWithin = at >= before && at < before + remembered;
  return isWithin && Math.floor(at / quarter) === Math.floor(before / quarter);
}

function isSame(one: AccessRequest, other: AccessRequest): boolean {
  return (
    one.action === other.action &&
    one.resource.id === other.resource.id &&
    one.resource.type === other.resource.type &&
    one.subject.type === other.subject.type &&
    one.context.session === other.context.session &&
    one.context.seat === other.context.seat &&
    one.context.device === other.context.device &&
    isAllPlain(other.context)
  );
}

function isAllPlain(context: AccessRequest["context"]): boolean {
  for (const name in context) if (!plain.has(name)) return false;
  return true;
}

/** Feeds are heard all the time: what matters is whether one is silent, or falls silent while the permit would be relied on. */
function areHeard(known: Given, now: Question): boolean {
  const { at, bundle, world } = now;
  const { stamp } = world.feeds;
  if (known.feeds.stamp !== stamp) {
    const silences = silencesOf(bundle, world, known.wards, known.duties);
    const until = at + reachOf(now);
    const soon = silences.filter(({ from }) => from < until);
    if (soon.some(({ type }) => type !== "adt" || !known.inSilence)) return false;
    known.feeds = { stamp, silentFrom: firstOf(silences) };
  }
  return at < known.feeds.silentFrom;
}

function firstOf(silences: readonly Silence[]): Instant {
  return Math.min(...silences.map(({ from }) => from));
}

function again({ answer, validity }: Given, { at, world }: Question): Permit {
  return { ...answer, validUntil: at + validity, position: world.next };
}
