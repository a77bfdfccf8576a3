import type { Answer } from "../../access/index.ts";
import { hospital } from "../../access/index.ts";
import type { Engagement, Session, World } from "../../world/index.ts";
import type { HttpError } from "../errors.ts";
import { withNames } from "../names.ts";
import type {
  FindPeopleReply,
  FindPeopleRequest,
  FoundPerson,
  PersonReply,
} from "../people-contract.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, refusedAs, requirePermit, sceneNow } from "./console-context.ts";
import { engagementView, personReply, stateOf } from "./person-view.ts";

/** Where something about a person is decided: the whole hospital, or one ward. */
export type Place = typeof hospital | { readonly type: "ward"; readonly id: string };

/** So many are listed; who looks for one person types more of the name. */
const mostFound = 20;
/** Names are fetched in turns, so that a search keeps no tap waiting. */
const atOnce = 500;
/** Shorter, half the hospital would be found. */
const shortest = 2;

/** Whether somebody may look at people anywhere: the first permit, else the last denial. */
export function mayReadPeople(context: Console, session: Session): Answer {
  let answer = mayLook(context, session, "person.read");
  for (const ward of context.deps.app.world().wards.values()) {
    if (answer.type === "permit") break;
    const there = mayLook(context, session, "person.read", { type: "ward", id: ward.id });
    // A ward of which they know nothing says no more than the hospital does.
    if (there.type === "permit" || there.remedies.length > answer.remedies.length) answer = there;
  }
  return answer;
}

/** The wards in which an engagement gives a role, or, once it has ended, gave one. */
export function wardsOf(world: World, engagement: Engagement): readonly string[] {
  const { ended, id, person } = engagement;
  const now = world.rolesByPerson
    .get(person)
    .flatMap((role) => world.roles.get(role) ?? [])
    .filter((role) => role.engagement === id);
  return [...new Set([...now, ...(ended?.had ?? [])].map(({ ward }) => ward))];
}

function wardsOfPerson(world: World, person: string): readonly string[] {
  const all = world.engagementsByPerson.get(person).flatMap((id) => {
    const engagement = world.engagements.get(id);
    return engagement === undefined ? [] : wardsOf(world, engagement);
  });
  return [...new Set(all)];
}

/** The first of these places where an action is permitted now; undefined: nowhere. */
function permittedAt(
  context: Console,
  session: Session,
  action: string,
  places: readonly Place[],
): Place | undefined {
  return places.find((place) => mayLook(context, session, action, place).type === "permit");
}

const wardPlaces = (wards: readonly string[]): readonly Place[] =>
  wards.map((id) => ({ type: "ward", id }));

/**
 * Finds people by staff number or by the beginnings of their names, of those whose engagements the one who asks may see.
 *
 * @throws HttpError `refused`, `bad-request`
 */
export async function findPeople(
  context: Console,
  session: Session,
  { text }: FindPeopleRequest,
): Promise<FindPeopleReply> {
  const { app } = context.deps;
  const answer = mayReadPeople(context, session);
  if (answer.type === "deny") throw refusedAs(answer);
  const wanted = wordsOf(text);
  if (wanted.join("").length < shortest) {
    throw refusedBy("bad-request", "person.words");
  }
  const found = await matching(context, session, text.trim(), wanted);
  const listed = found.slice(0, mostFound);
  const people = await withNames(app.side, app.world, (names, world) => {
    const at = app.now();
    return listed.map((person): FoundPerson => {
      const engagements = world.engagementsByPerson
        .get(person)
        .flatMap((id) => world.engagements.get(id) ?? [])
        .toSorted((a, b) => b.to - a.to);
      const current = engagements.filter(({ state }) => state !== "ended");
      const first = current.find(({ state }) => state === "active") ?? current[0] ?? engagements[0];
      return {
        who: names.person(person),
        wards: [...new Set(current.flatMap((each) => wardsOf(world, each)))],
        state: first === undefined ? "ended" : stateOf(first, at),
      };
    });
  });
  return { people, more: found.length > mostFound };
}

/** One more than are listed is enough to know that there are more. */
async function matching(
  context: Console,
  session: Session,
  number: string,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const { app } = context.deps;
  const [numbered] = await app.side.get([{ table: "identifiers", key: `staff|${number}` }]);
  const visible = visiblePeople(context, session);
  if (typeof numbered === "string" && visible.includes(numbered)) return [numbered];
  const found: string[] = [];
  for (let from = 0; from < visible.length && found.length <= mostFound; from += atOnce) {
    const some = visible.slice(from, from + atOnce);
    const rows = await app.side.get(some.map((key) => ({ table: "names", key })));
    for (const [index, row] of rows.entries()) {
      const display =
        typeof row === "object" && row !== null && "display" in row ? row.display : "";
      const words = wordsOf(typeof display === "string" ? display : "");
      const fits = wanted.every((part) => words.some((word) => word.startsWith(part)));
      if (fits) found.push(some[index] ?? "");
    }
  }
  return found;
}

function visiblePeople(context: Console, session: Session): readonly string[] {
  const world = context.deps.app.world();
  const people = [...world.people.values()].map(({ id }) => id);
  if (mayLook(context, session, "person.read").type === "permit") return people;
  const wards = new Set(
    [...world.wards.values()]
      .map(({ id }) => id)
      .filter((id) => permittedAt(context, session, "person.read", wardPlaces([id]))),
  );
  return people.filter((person) => wardsOfPerson(world, person).some((ward) => wards.has(ward)));
}

/** Words without case and accents, so that "elodie" finds Élodie; scripts that have neither stay as they are. */
export function wordsOf(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[\s,.'-]+/)
    .filter((word) => word !== "");
}

/**
 * Why somebody is here, what is open to them now, and what may be done about it. The look is recorded (U4).
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function showPerson(
  context: Console,
  session: Session,
  person: string,
): Promise<PersonReply> {
  const world = context.deps.app.world();
  if (!world.people.has(person)) throw unknownPerson();
  const places: readonly Place[] = [hospital, ...wardPlaces(wardsOfPerson(world, person))];
  const place = permittedAt(context, session, "person.read", places) ?? places.at(-1) ?? hospital;
  await requirePermit(context, session, "person.read", { resource: place });
  return viewPerson(context, session, person);
}

/** As it is now, for whoever has just looked or acted. */
export async function viewPerson(
  context: Console,
  session: Session,
  person: string,
): Promise<PersonReply> {
  const { app } = context.deps;
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneNow(context);
    const engagements = world.engagementsByPerson
      .get(person)
      .flatMap((id) => world.engagements.get(id) ?? [])
      .toSorted((a, b) => rank(a) - rank(b) || b.from - a.from)
      .map((engagement) => {
        const may = mayAct(context, session, engagement);
        return engagementView(scene, names, engagement, may);
      });
    return personReply(scene, names, person, engagements);
  });
}

function rank({ state }: Engagement): number {
  return ["active", "suspended", "proofed", "offered", "ended"].indexOf(state);
}

/** Which of the acts on an engagement the policy would permit now: it spares a page buttons that lead nowhere. */
function mayAct(
  context: Console,
  session: Session,
  engagement: Engagement,
): (action: string) => boolean {
  const places = placesFor(context, session, engagement);
  const own = engagement.person === session.person;
  return (action) =>
    !own &&
    places(action).every((place) => mayLook(context, session, action, place).type === "permit");
}

/**
 * Where an act on an engagement is decided: for the hospital where that is permitted, else for each ward in which it gives a role,
 * all of which have to permit it.
 */
export function placesFor(
  context: Console,
  session: Session,
  engagement: Engagement,
): (action: string) => readonly Place[] {
  const wards = wardPlaces(wardsOf(context.deps.app.world(), engagement));
  return (action) => {
    const everywhere = mayLook(context, session, action).type === "permit";
    return everywhere || wards.length === 0 ? [hospital] : wards;
  };
}

/** One of a person's engagements. @throws HttpError `not-found` */
export function engagementOf(
  { deps }: Console,
  { engagement: id, person }: { readonly engagement: string; readonly person: string },
): Engagement {
  const engagement = deps.app.world().engagements.get(id);
  if (engagement?.person === person) return engagement;
  throw refusedBy("not-found", "person.no-engagement");
}

function unknownPerson(): HttpError {
  return refusedBy("not-found", "person.unknown");
}
