import { type Bundles, findPattern } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type {
  Actor,
  Command,
  Engagement,
  Handling,
  LeftPlace,
  LeftRole,
  NewRecord,
  RoleAssignment,
  Unrostered,
  World,
} from "../world/index.ts";
import { LifecycleError } from "./errors.ts";
import { openEngagement, requireOther } from "./find-engagement.ts";
import { longestRole } from "./times.ts";

/** Where somebody moves, as what, and from when; absent: at once. */
export interface Move {
  readonly engagement: string;
  readonly role: string;
  readonly ward: string;
  readonly from?: Instant;
}

/** What a move changes (L4). Instants are the records' own: what is shown beforehand is what happens. */
export interface Difference {
  readonly gained: {
    readonly role: string;
    readonly ward: string;
    readonly from: Instant;
    readonly to: Instant;
    /** Actions that no role of the engagement had given. */
    readonly actions: readonly string[];
  };
  /** One whose time is over before the move is not among them: the move ends nothing of it. */
  readonly lost: readonly LeftRole[];
  /** Actions that no role of the engagement gives once the overlaps are over. */
  readonly lostActions: readonly string[];
  /** Both the old and the new access hold between these; absent: nothing overlaps. */
  readonly overlap?: { readonly from: Instant; readonly until: Instant };
  /** Shifts and on-call periods in the wards that are left that are taken out of the roster, or cut short. */
  readonly unrostered: readonly string[];
}

/** What moving works with. */
export interface MoveDeps {
  readonly bundles: Pick<Bundles, "current">;
}

/**
 * Moves an engagement to a role in a ward. What it gave before is kept for as long as the pattern of the ward that is left allows
 * a mover, and ends then (L4), with what it is rostered for there. Whether the actor may is the caller's to decide.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `own-engagement`, `not-a-move`, `role-refused`
 */
export function moveEngagement(
  deps: MoveDeps,
  { actor, ...move }: Move & { readonly actor: Actor },
): Command<Difference> {
  return {
    name: "engagement.move",
    actor,
    handle: ({ at, id, world }) => {
      const planned = plan(deps, world, openEngagement(world, move.engagement), move, at);
      requireOther(planned.engagement, actor);
      return { records: recordsOf(planned, id), answer: planned.difference };
    },
  };
}

/**
 * What a move would change at `at`. Nothing happens.
 *
 * @throws LifecycleError `engagement-unknown`, `engagement-ended`, `not-a-move`, `role-refused`
 */
export function previewMove(deps: MoveDeps, world: World, move: Move, at: Instant): Difference {
  return plan(deps, world, openEngagement(world, move.engagement), move, at).difference;
}

/**
 * The records of a move that is a part of another command, of an engagement as that command has brought it.
 *
 * @throws LifecycleError `not-a-move`, `role-refused`
 */
export function moveRecords(
  deps: MoveDeps,
  { at, id, world }: Pick<Handling, "at" | "id" | "world">,
  engagement: Engagement,
  move: Omit<Move, "engagement">,
): readonly NewRecord[] {
  return recordsOf(plan(deps, world, engagement, move, at), id);
}

function recordsOf(
  { back, difference, endings, engagement, left, unrostered: taken }: Planned,
  id: Handling["id"],
): readonly NewRecord[] {
  const { from: begins, role, to, ward } = difference.gained;
  const { id: assignment = id("rol"), from = begins } = back ?? {};
  const gained = { assignment, engagement: engagement.id, from, role, to, ward };
  const moved = { engagement: engagement.id, from: begins, left, role, unrostered: taken, ward };
  return [
    { kind: "role.assigned", body: gained },
    ...endings,
    { kind: "engagement.moved", body: moved },
  ];
}

interface Planned {
  /** The assignment that goes on, where somebody moves back. */
  readonly back: RoleAssignment | undefined;
  readonly engagement: Engagement;
  readonly difference: Difference;
  readonly endings: readonly NewRecord[];
  readonly left: readonly LeftPlace[];
  readonly unrostered: readonly Taken["gone"][];
}

function plan(
  { bundles }: MoveDeps,
  world: World,
  engagement: Engagement,
  move: Omit<Move, "engagement">,
  at: Instant,
): Planned {
  const bundle = bundles.current(world);
  const held = rolesOf(world, engagement, at);
  const from = Math.max(move.from ?? at, at, engagement.from);
  const to = Math.min(engagement.to, from + longestRole);
  const { role, ward } = move;
  // Moved away by mistake, and back within the overlap: what was about to end goes on.
  const back = held.find((one) => one.role === role && one.ward === ward && from < one.to);
  if (back !== undefined && back.to >= to) {
    throw new LifecycleError("not-a-move", { role, ward });
  }
  const known = bundle?.roles;
  if (!world.wards.has(ward) || known?.has(role) !== true || to <= from) {
    throw new LifecycleError("role-refused", { role, ward });
  }
  // A ward whose pattern nobody knows allows no overlap.
  const keptUntil = (left: string) =>
    from + (bundle === undefined ? 0 : (findPattern(bundle, world, left)?.moverOverlap ?? 0));
  const left = held
    .filter((one) => from < one.to && one !== back)
    .map((one) => ({ ...one, until: Math.min(one.to, engagement.to, keptUntil(one.ward)) }));
  // After a shift access goes on for its margin: that is within the overlap.
  const dutyUntil = (ward: string) =>
    keptUntil(ward) -
    (bundle === undefined ? 0 : (findPattern(bundle, world, ward)?.handoverMarginAfter ?? 0));
  const found = left.flatMap((one) =>
    unrostered(world, { ...one, leftAt: keptUntil(one.ward) }, dutyUntil(one.ward), at),
  );
  const roster = [...new Map(found.map((one) => [one.gone.id, one])).values()];
  const actionsOf = (names: readonly string[]) =>
    new Set(names.flatMap((name) => [...(known.get(name)?.may ?? [])]));
  const before = actionsOf([...left, ...(back === undefined ? [] : [back])].map((o) => o.role));
  const after = actionsOf([role]);
  const until = Math.max(from, ...left.filter((one) => one.from < one.until).map((o) => o.until));
  return {
    back,
    engagement,
    difference: {
      gained: { role, ward, from, to, actions: [...after.difference(before)].toSorted() },
      lost: left.map((one) => ({ role: one.role, ward: one.ward, until: one.until })),
      lostActions: [...before.difference(after)].toSorted(),
      ...(until > from ? { overlap: { from, until } } : {}),
      unrostered: roster.map(({ gone }) => gone.id),
    },
    left: left.map(({ role, ward, until }) => ({
      role,
      ward,
      until,
      dutyUntil: Math.min(until, dutyUntil(ward)),
    })),
    unrostered: roster.map(({ gone }) => gone),
    endings: [...left.flatMap((one) => roleEnding(one, at)), ...roster.map(({ record }) => record)],
  };
}

function rolesOf(world: World, { id, person }: Engagement, at: Instant): readonly RoleAssignment[] {
  return world.rolesByPerson
    .get(person)
    .flatMap((role) => world.roles.get(role) ?? [])
    .filter(({ engagement, to }) => engagement === id && at < to);
}

/** A role that would begin only after the overlap, or that has no time left, ends now. */
function roleEnding(
  { id: assignment, engagement, from, role, to, until, ward }: RoleAssignment & LeftRole,
  at: Instant,
): readonly NewRecord[] {
  if (until === to) return [];
  if (until <= Math.max(from, at)) return [{ kind: "role.ended", body: { assignment } }];
  const body = { assignment, engagement, from, role, to: until, ward };
  return [{ kind: "role.assigned", body }];
}

interface Taken {
  readonly gone: Unrostered & { readonly to: Instant };
  readonly record: NewRecord;
}

/**
 * What the person is rostered for in a ward that they leave, after the overlap: a shift gives access wherever it is, to whoever
 * has its role at all, so that ending the role in the old ward alone would end nothing of a nurse who stays a nurse.
 */
function unrostered(
  world: World,
  { engagement, leftAt, person, role, ward }: RoleAssignment & Pick<Unrostered, "leftAt">,
  until: Instant,
  at: Instant,
): readonly Taken[] {
  const found: Taken[] = [];
  const isTheirs = (duty: { readonly engagement: string; readonly role: string; to: number }) =>
    duty.engagement === engagement && duty.role === role && Math.max(until, at) < duty.to;
  for (const id of world.shiftsByPerson.get(person)) {
    const shift = world.shifts.get(id);
    if (shift === undefined || shift.ward !== ward || !isTheirs(shift)) continue;
    const { id: _id, person: _person, ...terms } = shift;
    const cut = { kind: "shift.rostered", body: { ...terms, shift: id, to: until } } as const;
    const cancelled = { kind: "shift.cancelled", body: { shift: id } } as const;
    const gone = { id, leftAt, role, ward, until, to: shift.to };
    found.push({ gone, record: shift.from < until ? cut : cancelled });
  }
  for (const id of world.onCallsByPerson.get(person)) {
    const onCall = world.onCalls.get(id);
    if (onCall === undefined || onCall.service !== ward || !isTheirs(onCall)) continue;
    const { id: _id, person: _person, ...terms } = onCall;
    const cut = { kind: "on-call.rostered", body: { ...terms, onCall: id, to: until } } as const;
    const cancelled = { kind: "on-call.cancelled", body: { onCall: id } } as const;
    const gone = { id, leftAt, role, ward, until, to: onCall.to };
    found.push({ gone, record: onCall.from < until ? cut : cancelled });
  }
  return found;
}
