import type { Bundles } from "../access/index.ts";
import type { Instant, SideKey, SideWrite } from "../ports/index.ts";
import type { Actor, Command, EngagementType, Handling, NewRecord, World } from "../world/index.ts";
import { isRunning } from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { longestRole, requireEnd } from "./times.ts";

/** A role that an engagement is to give; without times of its own for as long as the engagement, twelve months at most. */
export interface RoleOffer {
  readonly role: string;
  readonly ward: string;
  readonly from?: Instant;
  readonly to?: Instant;
}

/** Who is to come, as what, from when to when, and who answers for it. */
export interface EngagementOffer {
  /** Somebody who is known here; absent: `name` is a new person's. */
  readonly person?: string;
  /** As it is written, in whatever script, one name or many. */
  readonly name?: string;
  readonly type: EngagementType;
  readonly from: Instant;
  readonly to: Instant;
  /** A person who works here; needed for whoever is not employed here. */
  readonly sponsor?: string;
  readonly manager?: string;
  /** What the agency that sends them is called. */
  readonly agency?: string;
  readonly roles: readonly RoleOffer[];
  readonly actor: Actor;
}

/** What was offered. */
export interface Offered {
  readonly engagement: string;
  readonly person: string;
}

/**
 * Offers an engagement, with its roles (L2: each has an end). It gives nothing until who it is has been shown and somebody has
 * activated it. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `sponsored-unknown`, `ends-before-beginning`, `ends-in-the-past`, `ends-too-late`, `sponsor-missing`,
 * `sponsor-not-engaged`, `role-refused`
 */
export function offerEngagement(
  { bundles }: { readonly bundles: Bundles },
  offer: EngagementOffer,
): Command<Offered> {
  const agency = offer.agency === undefined ? undefined : agencyKey(offer.agency);
  return {
    name: "engagement.offer",
    actor: offer.actor,
    ...(agency === undefined ? {} : { needs: [agency] }),
    handle: (handling) => {
      const { at, id, world } = handling;
      requireEnd(offer, at);
      const who = personFor(handling, offer);
      requireSponsor(world, offer, who.person, at);
      const sender = agencyFor(handling, offer.agency);
      const engagement = id("eng");
      const { from, manager, sponsor, to, type } = offer;
      const terms: NewRecord = {
        kind: "engagement.offered",
        body: {
          ...(sender === undefined ? {} : { agency: sender.agency }),
          engagement,
          from,
          ...(manager === undefined ? {} : { manager }),
          person: who.person,
          ...(sponsor === undefined ? {} : { sponsor }),
          to,
          type,
        },
      };
      const roles = offer.roles.map((role) =>
        roleRecord(handling, { engagement, offer, role, known: bundles.current(world)?.roles }),
      );
      return {
        records: [...who.records, terms, ...roles],
        side: [...who.side, ...(sender?.side ?? [])],
        answer: { engagement, person: who.person },
      };
    },
  };
}

interface Who {
  readonly person: string;
  readonly records: readonly NewRecord[];
  readonly side: readonly SideWrite[];
}

function personFor({ id, world }: Handling, { name = "", person: known }: EngagementOffer): Who {
  const display = name.trim().replaceAll(/\s+/g, " ");
  if (known === undefined ? display === "" : !world.people.has(known)) {
    throw new LifecycleError("sponsored-unknown");
  }
  if (/[\p{Cc}\u202d\u202e]/u.test(display)) throw new LifecycleError("sponsored-unknown.letters");
  if (known !== undefined) return { person: known, records: [], side: [] };
  const person = id("per");
  return {
    person,
    records: [{ kind: "person.registered", body: { person } }],
    side: [
      {
        table: "names",
        key: person,
        value: { type: "person", display, initials: initialsOf(display) },
      },
    ],
  };
}

/** Of the first and the last name, whatever the script; of one name, one. */
function initialsOf(display: string): string {
  const names = display.split(" ");
  const ends = names.length > 1 ? [names[0], names.at(-1)] : names;
  return ends.map((name = "") => [...name][0]?.toUpperCase() ?? "").join("");
}

function requireSponsor(
  world: World,
  { sponsor, type }: EngagementOffer,
  person: string,
  at: Instant,
): void {
  if (sponsor === undefined) {
    if (type === "employee") return;
    throw new LifecycleError("sponsor-missing");
  }
  const isEngaged = world.engagementsByPerson
    .get(sponsor)
    .some((id) => isRunning(world.engagements.get(id), at));
  if (isEngaged && sponsor !== person) return;
  throw new LifecycleError("sponsor-not-engaged");
}

/** Where an agency's id is found by what it is called. */
export function agencyKey(name: string): SideKey {
  return { table: "identifiers", key: `agency|${name.trim().toLowerCase()}` };
}

/** The log names no agency (U3): its name stands beside it. */
function agencyFor(
  { id, side }: Handling,
  name: string | undefined,
): { readonly agency: string; readonly side: readonly SideWrite[] } | undefined {
  if (name === undefined || name.trim() === "") return undefined;
  const key = agencyKey(name);
  const known = side(key);
  if (typeof known === "string") return { agency: known, side: [] };
  const agency = id("agy");
  const display = name.trim();
  const named = { table: "names", key: agency, value: { type: "agency", display } } as const;
  return { agency, side: [{ ...key, value: agency }, named] };
}

function roleRecord(
  { at, id, world }: Handling,
  {
    engagement,
    known,
    offer,
    role: { role, ward, ...times },
  }: {
    readonly engagement: string;
    readonly known: ReadonlyMap<string, unknown> | undefined;
    readonly offer: EngagementOffer;
    readonly role: RoleOffer;
  },
): NewRecord {
  const from = times.from ?? offer.from;
  const latest = Math.max(from, at) + longestRole;
  const to = times.to ?? Math.min(offer.to, latest);
  const fits = offer.from <= from && from < to && to <= Math.min(offer.to, latest);
  if (fits && world.wards.has(ward) && known?.has(role) !== false) {
    return {
      kind: "role.assigned",
      body: { assignment: id("rol"), engagement, from, role, to, ward },
    };
  }
  throw new LifecycleError("role-refused", { role, ward });
}
