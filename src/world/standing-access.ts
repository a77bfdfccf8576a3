import type { Draft } from "./world.ts";

/** Why access for a time would become standing: had again and again, longer than its ward allows, or not used. */
export type StandingBecause = "renewed" | "too-long" | "unused";

/**
 * Of a grant or broken glass that would become standing access: unless somebody else confirms it, it ends at the recommended end,
 * which is its `until` from then on.
 */
export interface Curtailed {
  /** It was found to be one, and nobody has confirmed it: when it would end if somebody did. */
  readonly confirmedUntil?: number;
  /** Somebody else has confirmed it: it is not looked at again. */
  readonly confirmed?: true;
}

type Times = Curtailed & { readonly until?: number };

/** Its recommended end stands from here on; it never makes it longer. */
export function curtail(draft: Draft, id: string, end: number): void {
  change(draft, id, ({ until = end }) => ({
    until: Math.min(until, end),
    confirmedUntil: until,
  }));
}

/** Somebody else has confirmed it: it lasts as long as it was to. */
export function confirm(draft: Draft, id: string): void {
  change(draft, id, ({ confirmedUntil, until }) => {
    const to = confirmedUntil ?? until;
    return { confirmed: true, ...(to === undefined ? {} : { until: to }) };
  });
}

function change(draft: Draft, id: string, changed: (of: Times) => Times & object): void {
  const grant = draft.grants.get(id);
  if (grant !== undefined) {
    const { confirmedUntil: _over, ...rest } = grant;
    draft.grants.set(id, { ...rest, ...changed(grant) });
  }
  const glass = draft.glasses.get(id);
  if (glass !== undefined) {
    const { confirmedUntil: _over, ...rest } = glass;
    draft.glasses.set(id, { ...rest, ...changed(glass) });
  }
}
