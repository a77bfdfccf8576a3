import type { Appliers } from "./apply.ts";
import type { EndedByReview } from "./ended-by-review.ts";
import type { Ended } from "./ending.ts";
import type { Invitation } from "./invitations.ts";
import type { Proofing } from "./people.ts";
import type { Draft } from "./world.ts";

/** Why a person is here. */
export type EngagementType = "employee" | "locum" | "contractor" | "student" | "visiting";

/**
 * How far an engagement has come. Only an `active` one gives access, and only from its beginning to its end (L1): what is
 * offered waits for proof of who it is, what is proofed for somebody to activate it, and what has ended stays ended (L11).
 */
export type EngagementState = "offered" | "proofed" | "active" | "suspended" | "ended";

/** Why an engagement was suspended: a code. */
export type SuspendedBecause =
  | "leave"
  | "concern"
  | "dormant"
  | "passport"
  | "registration"
  | "other";

/** Why evidence counts no more: what the issuer of a staff passport says of it, or how far the policy believes the issuer. */
export type ProofLost =
  | "revoked"
  | "suspended"
  | "untrusted-issuer"
  | "proofing-too-low"
  | "role-not-theirs"
  | "too-long";

/**
 * Why an engagement ended: its own end came, HR said so, somebody did at the console (they left, by mistake or by fraud begun,
 * a danger), or an offer came to nothing.
 */
export type EndedBecause = "over" | "hr" | "left" | "mistaken" | "concern" | "withdrawn";

/** Identity assurance levels of NIST SP 800-63A-4. */
export type AssuranceOfIdentity = 1 | 2 | 3;

/** Evidence of who somebody is (L7): how it was shown, how sure it makes us, who saw it, and until when it counts. */
export interface Proof {
  readonly method: Proofing;
  readonly level: AssuranceOfIdentity;
  readonly by: string;
  readonly at: number;
  readonly until: number;
  /** The staff passport that was presented: where it can be asked whether it still counts. */
  readonly passport?: PassportSource;
  /** It counts no more. */
  readonly lost?: { readonly at: number; readonly why: ProofLost };
  /** Since when the issuer cannot be asked whether it still counts. */
  readonly unsureSince?: number;
}

/** Which staff passport it was, as its issuer calls it; who it is about stands beside the log. */
export interface PassportSource {
  /** The place in the list of what the issuer revoked (Token Status List). */
  readonly index: number;
  /** The issuer's address. */
  readonly issuer: string;
  readonly list: string;
}

/** A role that an engagement gave when it ended: what reinstating it gives again. */
export interface HadRole {
  readonly role: string;
  readonly ward: string;
  readonly from: number;
  readonly to: number;
}

/** A role in a ward that a move ends, and until when it is kept (L4). */
export interface LeftRole {
  readonly role: string;
  readonly ward: string;
  readonly until: number;
}

/** A shift or on-call period in a ward that somebody moved away from: the roster does not put it back. */
export interface Unrostered extends LeftRole {
  readonly id: string;
  /** When the role there ends: later than the period by its handover margin. */
  readonly leftAt: number;
}

/** A role in a ward that somebody moved away from: a roster that does not know of the move opens nothing there. */
export interface LeftPlace extends LeftRole {
  /** Until when they may be rostered there: earlier than the role's end by the handover margin. */
  readonly dutyUntil: number;
}

/** How an engagement ended. */
export interface EndedEngagement {
  readonly at: number;
  /** Who ended it: the actor's id, by which the brake counts (L11). */
  readonly by: string;
  readonly reason: string;
  /** When it would have ended by itself. */
  readonly until: number;
  readonly had: readonly HadRole[];
  /** Where `access.ended` stands, which the receipt proves (L3); absent in logs from before there were any. */
  readonly receipt?: number;
}

/** Why and how long a person is here (L1, L2). */
export interface Engagement {
  readonly id: string;
  readonly person: string;
  readonly type: EngagementType;
  readonly state: EngagementState;
  readonly from: number;
  readonly to: number;
  /** Who answers for it; whoever is not employed here has one. */
  readonly sponsor?: string;
  /** The agency that sent them; its name is in the table `names`. */
  readonly agency?: string;
  /** Whom the person reports to, as HR says (X19). */
  readonly manager?: string;
  readonly proof?: Proof;
  /** The staff passports that we have issued by it, by where the record of each stands: they are good while it is live. */
  readonly issued?: readonly { readonly position: number; readonly until: number }[];
  /** What moves took out of the roster, or cut short at its `until`: those whose time is not over. */
  readonly unrostered?: readonly (Unrostered & { readonly to: number })[];
  /** The last link for their own phone that the desk has made. */
  readonly invitation?: Invitation;
  /** What moves have ended, the latest of each role in a ward. */
  readonly left?: readonly LeftPlace[];
  /** What access reviews have ended and nobody has given anew, the latest of each role in a ward. */
  readonly endedByReview?: readonly EndedByReview[];
  /** The engagement that this one gives back. */
  readonly reinstates?: string;
  readonly suspended?: { readonly at: number; readonly reason: SuspendedBecause };
  /** Since when it has been active: after a suspension, anew. */
  readonly since?: number;
  /** Until when nobody is asked why it is not used. */
  readonly exempt?: number;
  readonly ended?: EndedEngagement;
}

/** Whether an engagement is live at `at` (L1): access rests on nothing else. */
export function isRunning(
  engagement: Pick<Engagement, "state" | "from" | "to"> | undefined,
  at: number,
): boolean {
  if (engagement === undefined || engagement.state !== "active") return false;
  return engagement.from <= at && at < engagement.to;
}

interface Terms {
  readonly engagement: string;
  readonly person: string;
  readonly type: EngagementType;
  readonly from: number;
  readonly manager?: string;
  readonly to: number;
  readonly sponsor?: string;
  readonly agency?: string;
}

/** The bodies of records about engagements. */
export interface EngagementBodies {
  /** Somebody is to come; nothing is open to them yet. */
  readonly "engagement.offered": Terms;
  /** Who they are has been shown; the actor saw it (L7). */
  readonly "engagement.proofed": {
    readonly engagement: string;
    readonly method: Proofing;
    readonly level: AssuranceOfIdentity;
    readonly passport?: PassportSource;
    readonly until: number;
  };
  /** A staff passport was shown for it and not believed: a code of why. */
  readonly "passport.refused": { readonly engagement: string; readonly why: string };
  /** A staff passport of ours, for the holder of a key (RFC 7638 thumbprint). */
  readonly "passport.issued": {
    readonly engagement: string;
    readonly holder: string;
    readonly until: number;
  };
  /** It was found out that the evidence counts no more. */
  readonly "proof.lost": { readonly engagement: string; readonly why: ProofLost };
  /** Whether it still counts cannot be found out, and what was known of it is over. */
  readonly "proof.unsure": { readonly engagement: string };
  /** That it still counts was found out again. */
  readonly "proof.sure": { readonly engagement: string };
  readonly "engagement.activated": { readonly engagement: string };
  /** Active at once, on HR's word; said again, its terms as they are now. */
  readonly "engagement.started": Terms & { readonly reinstates?: string };
  /** Its end moved, either way. */
  readonly "engagement.extended": {
    readonly engagement: string;
    /** Who answers for it from now on, where that is somebody else. */
    readonly sponsor?: string;
    readonly to: number;
  };
  /** Somebody moved to a role in a ward (L4); what begins and ends with it is in the same batch. */
  readonly "engagement.moved": {
    readonly engagement: string;
    readonly from: number;
    /** Logs from before rosters were held to it do not say until when somebody may be rostered there. */
    readonly left: readonly (LeftRole & Partial<LeftPlace>)[];
    readonly role: string;
    readonly unrostered: readonly (Unrostered & { readonly to: number })[];
    readonly ward: string;
  };
  readonly "engagement.suspended": {
    readonly engagement: string;
    readonly reason: SuspendedBecause;
  };
  /** It stays active until then though nobody signs in by it. */
  readonly "dormancy.exempted": { readonly engagement: string; readonly until: number };
  readonly "engagement.resumed": { readonly engagement: string };
  readonly "engagement.ended": { readonly engagement: string; readonly reason: string };
  /** What ended with it, all of it in this batch (L3): the receipt is the proof of this record. */
  readonly "access.ended": {
    readonly engagement: string;
    readonly person: string;
    readonly ended: Ended;
    /** So many more than are listed: a record holds no more, and they are in the batch all the same. Absent: none. */
    readonly more?: number;
    /** Other engagements of the person that run: what hangs on these stays. None: nothing is open to them any more. */
    readonly others: readonly string[];
  };
  /** So many ends at once were not believed: somebody is asked (L11). */
  readonly "brake.stopped": BrakeFigures;
  /** Somebody said that just so many are meant. */
  readonly "brake.released": BrakeFigures;
}

interface BrakeFigures {
  /** Ends that were asked for, those by the same actor in the day before included. */
  readonly ends: number;
  /** Live engagements before the first of them. */
  readonly live: number;
  readonly percent: number;
}

/** The fold of records about engagements. */
export const engagementAppliers: Appliers<keyof EngagementBodies> = {
  "engagement.offered": (draft, { body }) => put(draft, body, "offered"),
  "engagement.proofed": (draft, { actor, at, body }) => {
    const { engagement, ...proof } = body;
    changeEngagement(draft, engagement, (known) => ({
      ...known,
      state: known.state === "offered" ? "proofed" : known.state,
      proof: { ...proof, by: actor.id, at },
    }));
  },
  "passport.refused": () => undefined,
  "passport.issued": (draft, { at, body: { engagement, until }, position }) =>
    changeEngagement(draft, engagement, (known) => {
      // What has expired needs no place any more.
      const still = (known.issued ?? []).filter((one) => at < one.until);
      return { ...known, issued: [...still, { position, until }] };
    }),
  "proof.lost": (draft, { at, body: { engagement, why } }) =>
    changeEngagement(draft, engagement, (known) => {
      if (known.proof === undefined) return known;
      const { unsureSince: _settled, ...proof } = known.proof;
      const state = known.state === "proofed" ? "offered" : known.state;
      return { ...known, state, proof: { ...proof, lost: { at, why } } };
    }),
  "proof.unsure": (draft, { at, body: { engagement } }) =>
    changeEngagement(draft, engagement, (known) =>
      known.proof === undefined ? known : { ...known, proof: { ...known.proof, unsureSince: at } },
    ),
  "proof.sure": (draft, { body: { engagement } }) =>
    changeEngagement(draft, engagement, (known) => {
      if (known.proof === undefined) return known;
      const { unsureSince: _over, ...proof } = known.proof;
      return { ...known, proof };
    }),
  "engagement.activated": (draft, { at, body }) =>
    turn(draft, body.engagement, "proofed", { state: "active", since: at }),
  "engagement.started": (draft, { at, body }) => put(draft, body, "active", at),
  "engagement.extended": (draft, { body: { engagement, ...body } }) =>
    changeEngagement(draft, engagement, (known) => ({ ...known, ...body })),
  "engagement.moved": (draft, { at, body: { engagement, unrostered, ...moved } }) =>
    changeEngagement(draft, engagement, (known) => {
      const before = (known.unrostered ?? []).filter(({ to }) => at < to);
      return { ...known, unrostered: [...before, ...unrostered], left: leftBy(known, moved) };
    }),
  "engagement.suspended": (draft, { at, body: { engagement, reason } }) =>
    changeEngagement(draft, engagement, (known) =>
      known.state === "active"
        ? { ...known, state: "suspended", suspended: { at, reason } }
        : known,
    ),
  "dormancy.exempted": (draft, { body: { engagement, until } }) =>
    changeEngagement(draft, engagement, (known) => ({ ...known, exempt: until })),
  "engagement.resumed": (draft, { at, body }) =>
    turn(draft, body.engagement, "suspended", { state: "active", since: at }),
  "engagement.ended": (draft, { actor, at, body: { engagement, reason } }) =>
    changeEngagement(draft, engagement, ({ suspended: _over, ...known }) => ({
      ...known,
      state: "ended",
      to: Math.min(known.to, at),
      ended: { at, by: actor.id, reason, until: known.to, had: hadRoles(draft, known, at) },
    })),
  "access.ended": (draft, { position, body }) => {
    const known = draft.engagements.get(body.engagement);
    if (known?.ended === undefined) return;
    draft.engagements.set(known.id, { ...known, ended: { ...known.ended, receipt: position } });
  },
  "brake.stopped": () => undefined,
  "brake.released": () => undefined,
};

/** New terms never bring back what has ended (L11), nor wake what is suspended. */
function put(
  draft: Draft,
  { engagement: id, ...terms }: EngagementBodies["engagement.started"],
  state: "offered" | "active",
  at?: number,
): void {
  const known = draft.engagements.get(id);
  if (known?.state === "ended") return;
  const { invitation, issued, left, proof, reinstates, suspended, unrostered } = known ?? {};
  const { exempt, since = at } = known ?? {};
  // What is given back was reviewed as well.
  const before = known ?? draft.engagements.get(terms.reinstates ?? "");
  const { endedByReview } = before ?? {};
  draft.engagements.set(id, {
    id,
    ...(reinstates === undefined ? {} : { reinstates }),
    ...terms,
    state: suspended === undefined ? state : "suspended",
    ...(proof === undefined ? {} : { proof }),
    ...(issued === undefined ? {} : { issued }),
    ...(invitation === undefined ? {} : { invitation }),
    ...(suspended === undefined ? {} : { suspended }),
    ...(unrostered === undefined ? {} : { unrostered }),
    ...(left === undefined ? {} : { left }),
    ...(endedByReview === undefined ? {} : { endedByReview }),
    ...(since === undefined ? {} : { since }),
    ...(exempt === undefined ? {} : { exempt }),
  });
  draft.engagementsByPerson.add(terms.person, id);
}

function turn(
  draft: Draft,
  id: string,
  from: EngagementState,
  to: Pick<Engagement, "state" | "since">,
): void {
  changeEngagement(draft, id, (known) => {
    if (known.state !== from) return known;
    const { suspended: _over, ...rest } = known;
    return { ...rest, ...to };
  });
}

/** What has ended stays as it is, whatever is said of it later (L11). */
export function changeEngagement(
  draft: Draft,
  id: string,
  next: (known: Engagement) => Engagement,
): void {
  const known = draft.engagements.get(id);
  if (known === undefined || known.state === "ended") return;
  draft.engagements.set(id, next(known));
}

function hadRoles(draft: Draft, { id, person }: Engagement, at: number): readonly HadRole[] {
  return draft.rolesByPerson
    .get(person)
    .flatMap((role) => draft.roles.get(role) ?? [])
    .filter(({ engagement, to }) => engagement === id && at < to)
    .map(({ role, ward, from, to }) => ({ role, ward, from, to }));
}

/** What moves have ended: where one leads back to, nothing is left any more. */
function leftBy(
  { left = [] }: Engagement,
  { role, ward, ...moved }: Pick<EngagementBodies["engagement.moved"], "left" | "role" | "ward">,
): readonly LeftPlace[] {
  const now = moved.left.flatMap(({ dutyUntil, ...one }) =>
    dutyUntil === undefined ? [] : [{ ...one, dutyUntil }],
  );
  const settled = [...now, { role, ward }];
  const isSettled = (one: LeftRole) =>
    settled.some((each) => each.role === one.role && each.ward === one.ward);
  return [...left.filter((one) => !isSettled(one)), ...now];
}
