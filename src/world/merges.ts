import type { Instant } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import { feedHeard } from "./places.ts";
import { leaveIfNothingStands, present, stands, survivorOf } from "./standing.ts";
import type { Draft, World } from "./world.ts";

/**
 * A chart that became part of another (C2), and whether that has been taken back (C9). It stays in the world for as long as
 * both numbers exist: what was told under either is kept under it, so that taking it back gives exactly what there was.
 */
export interface Merge {
  /** The chart that became part of `into`; whatever had become part of it before went with it. */
  readonly id: string;
  readonly into: string;
  /** What was told: the two may have been parts of other charts already. */
  readonly prior: string;
  readonly survivor: string;
  /** When it happened. */
  readonly at: Instant;
  /** When it was taken back; absent while it stands. */
  readonly over?: Instant;
}

/** The bodies of records about charts that become one, or two again. */
export interface MergeBodies {
  /** The chart of `patient` became part of the chart of `into` (A34, A36, A40, or by hand). */
  readonly "patient.merged": {
    readonly feed?: string;
    readonly into: string;
    readonly patient: string;
  };
  /** It was a mistake: the chart of `patient` is one of its own again (A37, or by hand). */
  readonly "patient.unmerged": { readonly feed?: string; readonly patient: string };
}

/** The fold of records about merges. */
export const mergeAppliers: Appliers<keyof MergeBodies> = {
  "patient.merged": (draft, { at, occurredAt, body }) => {
    join(draft, body.patient, body.into, occurredAt ?? at);
    if (body.feed !== undefined) feedHeard(draft, body.feed, at);
  },
  "patient.unmerged": (draft, { at, occurredAt, body }) => {
    part(draft, body.patient, occurredAt ?? at);
    if (body.feed !== undefined) feedHeard(draft, body.feed, at);
  },
};

/**
 * The merge to take back so that `one` and `other` are two patients again: the one that said just this; else that of whichever
 * became part of the other. Undefined when neither did.
 */
export function mergeBetween(
  world: Pick<World, "merges">,
  one: string,
  other: string,
): Merge | undefined {
  const [from, to] = [wayOf(world, one), wayOf(world, other)];
  const told = [...from, ...to].find(
    ({ prior, survivor }) =>
      (prior === one && survivor === other) || (prior === other && survivor === one),
  );
  if (told !== undefined) return told;
  if (from.some(({ into }) => into === other)) return from[0];
  return to.some(({ into }) => into === one) ? to[0] : undefined;
}

/** Since when what was told under one id of a patient stands beside what was told under the others; undefined: since ever. */
export function joinedAt(world: Pick<World, "merges">, id: string): Instant | undefined {
  const times = wayOf(world, id).map(({ at }) => at);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** The merges that lead from a patient to the one it is now. */
function wayOf(world: Pick<World, "merges">, id: string): readonly Merge[] {
  const way: Merge[] = [];
  for (let at = id; ; ) {
    const merge = world.merges.get(at);
    if (merge === undefined || merge.over !== undefined) return way;
    way.push(merge);
    at = merge.into;
  }
}

/** Everything that gives access moves with the chart (C2). */
function join(draft: Draft, prior: string, survivor: string, at: Instant): void {
  const [id, into] = [survivorOf(draft, prior), survivorOf(draft, survivor)];
  if (id === into) {
    const known = draft.merges.get(prior);
    if (known?.survivor === survivor && known.at < at) draft.merges.set(prior, { ...known, at });
    return;
  }
  draft.merges.set(id, { id, into, prior, survivor, at });
  draft.mergesInto.add(into, id);
  refile(draft, id);
  for (const session of draft.sessions.values()) {
    if (session.patient === id) draft.sessions.set(session.id, { ...session, patient: into });
  }
}

/** What was told under the one is its own again, and so is what is told under it meanwhile and since (C9). */
function part(draft: Draft, id: string, at: Instant): void {
  const merge = draft.merges.get(id);
  if (merge === undefined || merge.over !== undefined) return;
  const survivor = survivorOf(draft, id);
  draft.merges.set(id, { ...merge, over: at });
  draft.mergesInto.remove(merge.into, id);
  refile(draft, survivor);
  for (const session of draft.sessions.values()) {
    // Which of the two its person has before them nobody can know: they choose again (S8).
    if (session.patient !== survivor) continue;
    const { patient: _patient, screen: _screen, ...rest } = session;
    draft.sessions.set(session.id, rest);
  }
}

/** Something that stands for a patient. */
interface Filed {
  readonly patient: string;
  /** The patient under whom it was told, where that is another now. */
  readonly told?: string;
}

/** Files whatever stands for `from` under the patient that it is about now. */
function refile(draft: Draft, from: string): void {
  const charts = new Set([from]);
  for (const [table, index] of [
    [draft.encounters, draft.encountersByPatient],
    [draft.careTeams, draft.careTeamsByPatient],
    [draft.contacts, draft.contactsByPatient],
    [draft.contributions, draft.contributionsByPatient],
  ] as const) {
    for (const id of index.get(from)) {
      const known: (Filed & { readonly id: string }) | undefined = table.get(id);
      if (known === undefined) continue;
      const moved = filed(draft, known);
      if (moved.patient === from) continue;
      (table as { set(id: string, value: Filed): void }).set(id, moved);
      index.remove(from, id);
      index.add(moved.patient, id);
      charts.add(moved.patient);
    }
  }
  for (const patient of charts) {
    if (stands(draft, patient)) present(draft, patient);
    else leaveIfNothingStands(draft, patient);
  }
}

function filed<T extends Filed>(draft: Draft, { told, ...known }: T): Filed {
  const under = told ?? known.patient;
  const patient = survivorOf(draft, under);
  return under === patient ? { ...known, patient } : { ...known, patient, told: under };
}
