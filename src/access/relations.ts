import type { Instant } from "../ports/index.ts";
import {
  type BrokenGlass,
  contributionOf,
  type Emergency,
  idsOf,
  type World,
} from "../world/index.ts";
import { type Boundaries, note } from "./boundaries.ts";
import type { Assurance } from "./bundle/bundle.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import type { Duty } from "./duty-of.ts";
import { emergencyFor } from "./emergency-facts.ts";
import { type Expected, type ExpectedBy, expectedOf } from "./expected-of.ts";
import type { Facts, PolicyFacts, Situation } from "./facts.ts";
import { glassOf } from "./glass.ts";
import { runningGrants } from "./grants.ts";
import { covers, entitles, type HeldRole, running } from "./held-roles.ts";
import type { LateDuty } from "./late.ts";
import { type Pathway, pathwayOf } from "./pathway-of.ts";
import { rosterFacts, type Staying } from "./roster-facts.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** What is known of the two, before what ties them. */
export interface Known {
  readonly held: readonly HeldRole[];
  readonly wards: readonly string[];
  readonly duties: readonly Duty[];
  /** With a role that includes the action. */
  readonly entitling: readonly Duty[];
  readonly whereabouts: Whereabouts | undefined;
  /** What the action asks for. */
  readonly need: Assurance;
}

type CareFacts = Pick<
  PolicyFacts,
  "careTeam" | "afterDischarge" | "expected" | "pathway" | "assigned"
>;

/** What ties the person to what is asked about. */
export interface Relations {
  readonly shift: Duty | undefined;
  readonly called: { readonly duty: Duty; readonly ward: string } | undefined;
  readonly finishing: Facts["finishing"];
  readonly expected: Expected | undefined;
  readonly pathway: Pathway | undefined;
  readonly care: CareFacts;
  readonly glass: BrokenGlass | undefined;
  readonly emergency: Emergency | undefined;
  readonly manages: boolean;
  readonly staying: Staying;
}

/** Works out what ties the person to what is asked about. */
export function relationsOf(
  situation: Situation,
  { held, wards, duties, entitling, whereabouts, need }: Known,
  boundaries: Boundaries,
): Relations {
  const { bundle, world, request } = situation;
  const by = contactsBy(situation, whereabouts, held, entitling);
  const expected = by && expectedOf(by, boundaries);
  const pathway = by && pathwayOf(by, boundaries);
  const staying = rosterFacts(situation, { held, wards, duties, whereabouts }, boundaries);
  return {
    shift: entitling.find((duty) => duty.type === "shift" && wards.includes(duty.ward)),
    called: onCallOf(world, wards, entitling),
    finishing: finishingOf(situation, whereabouts, entitling, boundaries),
    expected,
    pathway,
    care: careFacts(whereabouts, { expected, pathway }, entitling, staying.late),
    glass: whereabouts && glassOf(world, request.subject.id, whereabouts.patient, boundaries),
    emergency: emergencyFor(situation, whereabouts, need, boundaries),
    manages: held.some(
      ({ role, ward }) => wards.includes(ward) && bundle.roles.get(role)?.may.has(running) === true,
    ),
    staying,
  };
}

/** What somebody has to do with a patient wherever they are, and whether they are named in it (C10). */
function careFacts(
  whereabouts: Whereabouts | undefined,
  { expected, pathway }: Pick<Relations, "expected" | "pathway">,
  entitling: readonly Duty[],
  late: LateDuty | undefined,
): CareFacts {
  const careTeam = whereabouts?.cares === true && entitling.length > 0;
  const afterDischarge = whereabouts?.responsibleAt !== undefined && entitling.length > 0;
  const holds = expected?.holds === true;
  // Whoever stays for their own patients stays for those of their own care (S9).
  const stays = late !== undefined && whereabouts?.cares === true;
  const assigned = careTeam || afterDischarge || stays || (holds && expected.named);
  const isOnPathway = pathway?.holds === true;
  return { careTeam, afterDischarge, expected: holds, pathway: isOnPathway, assigned };
}

/**
 * Where the work is: in the ward of the duty; for a patient who is on no ward of the person's, that which was left, or where they are
 * expected.
 */
export function workWardOf(
  { called, care, expected, finishing, pathway, shift, staying }: Relations,
  wards: readonly string[],
): string | undefined {
  const onDuty = shift?.ward ?? called?.ward;
  if (onDuty !== undefined) return onDuty;
  const expecting = [expected, pathway].find((contact) => contact?.holds === true);
  const place = care.careTeam ? undefined : (finishing?.ward ?? expecting?.ward);
  return place ?? wards[0] ?? staying.late?.ward;
}

/** The on-call period that covers one of the wards: it is for the ward's service, at its site or at all. */
function onCallOf(
  world: World,
  wards: readonly string[],
  duties: readonly Duty[],
): { readonly duty: Duty; readonly ward: string } | undefined {
  for (const duty of duties) {
    if (duty.type !== "on-call") continue;
    const ward = wards.find((id) => covers(world, duty, id));
    if (ward !== undefined) return { duty, ward };
  }
  return undefined;
}

/** What the contacts of the patient are looked through for (C5, C11); undefined where none can matter. */
function contactsBy(
  { bundle, world, request, action }: Situation,
  whereabouts: Whereabouts | undefined,
  held: readonly HeldRole[],
  duties: readonly Duty[],
): ExpectedBy | undefined {
  if (whereabouts === undefined || duties.length === 0) return undefined;
  const belongsTo = (service: string) =>
    held.some(({ role, ward }) => ward === service && entitles(bundle, role, action));
  const { patient } = whereabouts;
  const person = request.subject.id;
  return { bundle, world, patient, person, duties, belongsTo };
}

/** C3: who contributed in a ward since their present duty began may finish there within its tail. */
function finishingOf(
  { bundle, world, request }: Situation,
  whereabouts: Whereabouts | undefined,
  duties: readonly Duty[],
  boundaries: Boundaries,
): Facts["finishing"] {
  if (whereabouts === undefined || duties.length === 0) return undefined;
  let found: Facts["finishing"];
  let grants: readonly string[] | undefined;
  for (const { ward, at } of whereabouts.left) {
    const tail = findPattern(bundle, world, ward)?.tail;
    if (tail === undefined) continue;
    const until = at + tail;
    // Most wards were left long ago: what was done there matters no more.
    if (until <= boundaries.at) continue;
    grants ??= runningGrants(world, request.subject.id, boundaries);
    const about = { person: request.subject.id, patient: whereabouts.patient, ward, grants };
    const contributed = contributedAt(world, about);
    if (contributed === undefined) continue;
    note(boundaries, until);
    const since = duties.some(({ from, marginBefore }) => contributed >= from - marginBefore);
    if (since && until > (found?.until ?? 0)) found = { ward, until };
  }
  return found;
}

/**
 * When somebody last did something for a patient in a ward, under whichever of the patient's ids; what a grant let them do counts
 * while the grant runs (X4).
 */
function contributedAt(
  world: World,
  { person, patient, ward, grants }: Contributed,
): Instant | undefined {
  let last: Instant | undefined;
  for (const id of idsOf(world, patient)) {
    for (const grant of [undefined, ...grants]) {
      const at = world.contributions.get(contributionOf(person, id, ward, grant))?.at;
      if (at !== undefined && (last === undefined || at > last)) last = at;
    }
  }
  return last;
}

interface Contributed {
  readonly person: string;
  readonly patient: string;
  readonly ward: string;
  /** Those of the person that run. */
  readonly grants: readonly string[];
}
