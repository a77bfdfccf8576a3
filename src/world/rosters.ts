import type { Appliers } from "./apply.ts";
import type { CareTeamMember } from "./patients.ts";
import { present, toldUnder } from "./standing.ts";
import type { Draft } from "./world.ts";

/**
 * A shift, or a period on call, that somebody has started themselves because the roster does not have it (L9). It lasts until
 * `until`; confirmed, it becomes one of the roster's and leaves this table.
 */
export interface DeclaredDuty {
  readonly id: string;
  readonly person: string;
  readonly engagement: string;
  readonly role: string;
  /** A ward; of a period on call, the service. */
  readonly ward: string;
  /** When it was started. */
  readonly at: number;
  /** Not confirmed, it has ended by then. */
  readonly until: number;
  /** When it is over once it is confirmed. */
  readonly to: number;
  /** It was refused, or nobody confirmed it in time; kept for a while, since it may still be confirmed. */
  readonly ended?: "lapsed" | "refused";
}

/** Somebody does a colleague's shift, with that colleague's agreement; confirmed, the roster has it so (L9). */
export interface Swap {
  readonly id: string;
  /** Who proposed it. */
  readonly person: string;
  /** Who does it instead, and has to agree. */
  readonly colleague: string;
  /** The proposer's, which the colleague does. */
  readonly shift: string;
  /** The colleague's, which the proposer does in return. */
  readonly inReturn?: string;
  readonly ward: string;
  readonly at: number;
  readonly agreed?: true;
}

/** Whoever stays after the end of their shift, because nobody has come to take over (S9). */
export interface Relief {
  readonly id: string;
  readonly person: string;
  readonly engagement: string;
  readonly role: string;
  readonly shift: string;
  readonly ward: string;
  /** When the shift began: whom they have worked for since then is theirs to look after. */
  readonly from: number;
  readonly until: number;
}

/** Something half-written (S9): that there is one, for whom and by whom; the text is beside the log and sealed. */
export interface BegunDraft {
  readonly id: string;
  readonly session: string;
  readonly person: string;
  readonly patient: string;
  readonly action: string;
  readonly at: number;
}

/** The bodies of records about what the roster does not know. */
export interface RosterBodies {
  readonly "duty.declared": {
    readonly duty: string;
    readonly engagement: string;
    readonly person: string;
    readonly role: string;
    readonly to: number;
    readonly until: number;
    readonly ward: string;
  };
  /** By somebody else; the shift or period on call that the roster has from now on is in the same batch. */
  readonly "duty.confirmed": { readonly duty: string };
  readonly "duty.refused": { readonly duty: string };
  /** Nobody confirmed it in time. */
  readonly "duty.lapsed": { readonly duty: string };
  /** It lies so far back that nobody confirms it any more. */
  readonly "duty.ended": { readonly duty: string };
  readonly "swap.proposed": {
    readonly colleague: string;
    readonly inReturn?: string;
    readonly person: string;
    readonly shift: string;
    readonly swap: string;
    readonly ward: string;
  };
  readonly "swap.agreed": { readonly swap: string };
  readonly "swap.confirmed": { readonly swap: string };
  readonly "swap.ended": {
    readonly reason: "declined" | "withdrawn" | "refused" | "over";
    readonly swap: string;
  };
  readonly "relief.missed": {
    readonly engagement: string;
    readonly from: number;
    readonly person: string;
    readonly relief: string;
    readonly role: string;
    readonly shift: string;
    readonly until: number;
    readonly ward: string;
  };
  readonly "relief.ended": { readonly relief: string };
  readonly "draft.begun": {
    readonly action: string;
    readonly patient: string;
    readonly person: string;
    readonly session: string;
  };
  /** It was placed, or is empty again. */
  readonly "draft.ended": {
    readonly action: string;
    readonly patient: string;
    readonly session: string;
  };
  /** L10: from one to another by name; `until` is the latest that it makes the other one responsible. */
  readonly "handover.given": {
    readonly from: string;
    readonly patient: string;
    readonly role: string;
    readonly to: string;
    readonly until: number;
    readonly ward: string;
  };
}

/** The fold of records about what the roster does not know. */
export const rosterAppliers: Appliers<keyof RosterBodies> = {
  "duty.declared": (draft, { at, body }) => {
    const { duty, ...rest } = body;
    draft.declared.set(duty, { id: duty, at, ...rest });
    draft.declaredByPerson.add(body.person, duty);
  },
  "duty.confirmed": (draft, { body }) => dropDeclared(draft, body.duty),
  "duty.refused": (draft, { at, body }) => endDeclared(draft, body.duty, "refused", at),
  "duty.lapsed": (draft, { at, body }) => endDeclared(draft, body.duty, "lapsed", at),
  "duty.ended": (draft, { body }) => dropDeclared(draft, body.duty),
  "swap.proposed": (draft, { at, body }) => {
    const { swap, ...rest } = body;
    draft.swaps.set(swap, { id: swap, at, ...rest });
    for (const person of [body.person, body.colleague]) draft.swapsByPerson.add(person, swap);
  },
  "swap.agreed": (draft, { body }) => {
    const swap = draft.swaps.get(body.swap);
    if (swap !== undefined) draft.swaps.set(swap.id, { ...swap, agreed: true });
  },
  "swap.confirmed": (draft, { body }) => dropSwap(draft, body.swap),
  "swap.ended": (draft, { body }) => dropSwap(draft, body.swap),
  "relief.missed": (draft, { body }) => {
    const { relief, ...rest } = body;
    draft.reliefs.set(relief, { id: relief, ...rest });
    draft.reliefsByPerson.add(body.person, relief);
  },
  "relief.ended": (draft, { body }) => {
    const relief = draft.reliefs.get(body.relief);
    if (relief === undefined) return;
    draft.reliefs.delete(relief.id);
    draft.reliefsByPerson.remove(relief.person, relief.id);
  },
  "draft.begun": (draft, { at, body }) => {
    const id = draftId(body);
    draft.drafts.set(id, { id, at, ...body });
    draft.draftsByPerson.add(body.person, id);
    draft.draftsBySession.add(body.session, id);
  },
  "draft.ended": (draft, { body }) => dropDraft(draft, draftId(body)),
  "handover.given": (draft, { at, body }) => handOver(draft, body, at),
};

/** Of one session: one text for each action on each patient. */
function draftId({
  session,
  patient,
  action,
}: Pick<BegunDraft, "session" | "patient" | "action">): string {
  return `${session}|${patient}|${action}`;
}

/** What is half-written in a session is gone with it. */
export function dropDraftsOf(draft: Draft, session: string): void {
  for (const id of draft.draftsBySession.get(session)) dropDraft(draft, id);
}

function dropDraft(draft: Draft, id: string): void {
  const known = draft.drafts.get(id);
  if (known === undefined) return;
  draft.drafts.delete(id);
  draft.draftsByPerson.remove(known.person, id);
  draft.draftsBySession.remove(known.session, id);
}

function endDeclared(
  draft: Draft,
  id: string,
  ended: NonNullable<DeclaredDuty["ended"]>,
  at: number,
): void {
  const duty = draft.declared.get(id);
  if (duty === undefined) return;
  draft.declared.set(id, { ...duty, ended, until: Math.min(duty.until, at) });
}

function dropDeclared(draft: Draft, id: string): void {
  const duty = draft.declared.get(id);
  if (duty === undefined) return;
  draft.declared.delete(id);
  draft.declaredByPerson.remove(duty.person, id);
}

function dropSwap(draft: Draft, id: string): void {
  const swap = draft.swaps.get(id);
  if (swap === undefined) return;
  draft.swaps.delete(id);
  for (const person of [swap.person, swap.colleague]) draft.swapsByPerson.remove(person, id);
}

/** Who is responsible for a patient by handover: care teams of their own, which no feed states. */
const byHandover = "handover|";

/** Whether a care team is what handovers have made. */
export function isByHandover(careTeam: string): boolean {
  return careTeam.startsWith(byHandover);
}

function handOver(draft: Draft, body: RosterBodies["handover.given"], at: number): void {
  const patient = present(draft, body.patient);
  // Of a chart that was merged there may be more than one: whoever gives is responsible by none of them any more (C2).
  for (const team of draft.careTeamsByPatient.get(patient).filter(isByHandover)) {
    const told = draft.careTeams.get(team)?.told ?? patient;
    putMembers(draft, team, told, membersBut(draft, team, body.from, at));
  }
  // Under the number that it was told under: if a merge is taken back, it stays there (C9).
  const id = `${byHandover}${body.patient}`;
  const taking = { from: at, person: body.to, role: body.role, to: body.until };
  putMembers(draft, id, body.patient, [...membersBut(draft, id, body.to, at), taking]);
}

function membersBut(
  draft: Draft,
  id: string,
  person: string,
  at: number,
): readonly CareTeamMember[] {
  const members = draft.careTeams.get(id)?.members ?? [];
  return members.filter((member) => member.person !== person && at < (member.to ?? at));
}

function putMembers(
  draft: Draft,
  id: string,
  told: string,
  members: readonly CareTeamMember[],
): void {
  const patient = present(draft, told);
  for (const { person } of draft.careTeams.get(id)?.members ?? []) {
    draft.careTeamsByPerson.remove(person, id);
  }
  draft.careTeams.set(id, { id, patient, members, ...toldUnder(told, patient) });
  draft.careTeamsByPatient.add(patient, id);
  for (const { person } of members) draft.careTeamsByPerson.add(person, id);
}
