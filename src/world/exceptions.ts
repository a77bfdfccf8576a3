import type { Duration, Instant } from "../ports/index.ts";
import type { ReviewOutcome } from "./reviews.ts";
import { idsOf, survivorOf } from "./standing.ts";
import type { Draft } from "./world.ts";

const hour: Duration = 3_600_000;
/** Like exceptions are counted over so long (X20). */
export const exceptionsKept: Duration = 30 * 24 * hour;
/** A shift that was this near counts as one that a ward's margin has missed. */
const nearly: Duration = 4 * hour;
/** What somebody wrote in a ward that the patient has left so lately counts likewise. */
const lately: Duration = 12 * hour;

/** The reason on record of what was opened in a declared emergency, where nobody is asked for one (X11). */
export const inEmergency = "declared-emergency";

/** A parameter of a ward's pattern that would have given access, and how long it would have had to be. */
export interface Missed {
  readonly parameter: "handover-margin-before" | "handover-margin-after" | "tail";
  readonly ward: string;
  readonly by: Duration;
}

/** Broken glass or a grant, kept for thirty days to be counted, with what the person was at work as (X20). */
export interface PastException {
  /** Of the glass or the grant. */
  readonly id: string;
  readonly person: string;
  /** Absent for access to a whole ward. */
  readonly patient?: string;
  readonly ward?: string;
  /** A code of break-glass.yaml or of grants.yaml. */
  readonly reason: string;
  readonly at: Instant;
  /** The role of the shift or on-call period that they were in, where they were in one. */
  readonly role?: string;
  /** The nearest that they came to access without it. */
  readonly missed?: Missed;
  /** No roster, role or margin would have opened it: its chart opens for assigned care only (C10), or they were on shift there. */
  readonly unspared?: true;
  /** What its review came to. */
  readonly outcome?: ReviewOutcome;
}

type ToldException = Omit<PastException, "role" | "missed" | "outcome" | "unspared">;

/** Keeps an exception to be counted, and lets those go that are too old for it. */
export function noteException(draft: Draft, told: ToldException): void {
  for (const { id, at } of [...draft.pastExceptions.values()]) {
    if (at + exceptionsKept <= told.at) draft.pastExceptions.delete(id);
  }
  const role = roleAt(draft, told.person, told.at);
  const missed = missedBy(draft, told);
  const unspared = needsAssignedCare(draft, told.patient) || isOnShiftThere(draft, told);
  draft.pastExceptions.set(told.id, {
    ...told,
    ...(role === undefined ? {} : { role }),
    ...(missed === undefined ? {} : { missed }),
    ...(unspared ? { unspared } : {}),
  });
}

function needsAssignedCare(draft: Draft, patient: string | undefined): boolean {
  if (patient === undefined || draft.sensitivities.size === 0) return false;
  return idsOf(draft, survivorOf(draft, patient)).some((id) => {
    const row = draft.sensitivities.get(id);
    return row !== undefined && (row.person !== undefined || row.marks.some(({ on }) => on));
  });
}

function isOnShiftThere(draft: Draft, { at, person, ward }: ToldException): boolean {
  return draft.shiftsByPerson.get(person).some((id) => {
    const shift = draft.shifts.get(id);
    return shift !== undefined && shift.ward === ward && shift.from <= at && at < shift.to;
  });
}

/** Notes what the review of an exception came to. */
export function outcomeKnown(draft: Draft, id: string | undefined, outcome: ReviewOutcome): void {
  const known = id === undefined ? undefined : draft.pastExceptions.get(id);
  if (known !== undefined) draft.pastExceptions.set(known.id, { ...known, outcome });
}

function roleAt(draft: Draft, person: string, at: Instant): string | undefined {
  const periods = [
    ...draft.shiftsByPerson.get(person).map((id) => draft.shifts.get(id)),
    ...draft.onCallsByPerson.get(person).map((id) => draft.onCalls.get(id)),
  ].flatMap((period) => period ?? []);
  const away = ({ from, to }: { readonly from: Instant; readonly to: Instant }) =>
    Math.max(from - at, at - to, 0);
  return periods.filter((period) => away(period) < nearly).toSorted((a, b) => away(a) - away(b))[0]
    ?.role;
}

function missedBy(draft: Draft, told: ToldException): Missed | undefined {
  const found = [...missedMargins(draft, told), ...missedTails(draft, told)];
  return found.toSorted((a, b) => a.by - b.by)[0];
}

/** A shift in the patient's ward that had ended, or had not begun. */
function missedMargins(draft: Draft, { at, person, ward }: ToldException): readonly Missed[] {
  return draft.shiftsByPerson.get(person).flatMap((id): readonly Missed[] => {
    const shift = draft.shifts.get(id);
    if (shift === undefined || shift.ward !== ward) return [];
    const [parameter, by] =
      at < shift.from
        ? (["handover-margin-before", shift.from - at] as const)
        : (["handover-margin-after", at - shift.to] as const);
    return by >= 0 && by < nearly ? [{ parameter, ward, by }] : [];
  });
}

/** What they wrote in a ward before the patient left it (C3). */
function missedTails(draft: Draft, { at, patient, person }: ToldException): readonly Missed[] {
  if (patient === undefined) return [];
  const survivor = survivorOf(draft, patient);
  const stays = draft.encountersByPatient
    .get(survivor)
    .flatMap((id) => draft.encounters.get(id)?.state.stays ?? []);
  return draft.contributionsByPerson.get(person).flatMap((id): readonly Missed[] => {
    const wrote = draft.contributions.get(id);
    if (wrote?.patient !== survivor) return [];
    const left = stays.findLast(({ to, ward }) => ward === wrote.ward && to !== undefined)?.to;
    const by = left === undefined ? lately : at - left;
    return by < lately ? [{ parameter: "tail", ward: wrote.ward, by }] : [];
  });
}
