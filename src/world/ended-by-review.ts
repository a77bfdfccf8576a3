import type { Draft } from "./world.ts";

/** A role in a ward that an access review ended (L8): a file that still lists it does not give it again. */
export interface EndedByReview {
  readonly role: string;
  readonly ward: string;
  /** When it ended. */
  readonly at: number;
}

interface Given {
  readonly engagement: string;
  readonly role: string;
  readonly ward: string;
}

/** The engagement remembers it; said twice, the latest counts. */
export function rememberEnded(
  draft: Draft,
  { engagement: id, role, ward }: Given,
  at: number,
): void {
  forgetEnded(draft, { engagement: id, role, ward });
  const known = draft.engagements.get(id);
  if (known === undefined) return;
  const endedByReview = [...(known.endedByReview ?? []), { role, ward, at }];
  draft.engagements.set(id, { ...known, endedByReview });
}

/** Somebody has given it anew. */
export function forgetEnded(draft: Draft, { engagement: id, role, ward }: Given): void {
  const known = draft.engagements.get(id);
  if (known?.endedByReview === undefined) return;
  const { endedByReview: before, ...rest } = known;
  const left = before.filter((one) => one.role !== role || one.ward !== ward);
  if (left.length === before.length) return;
  draft.engagements.set(id, left.length === 0 ? rest : { ...rest, endedByReview: left });
}
