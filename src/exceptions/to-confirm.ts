import type { Instant } from "../ports/index.ts";
import type { DeclaredDuty, Swap, World } from "../world/index.ts";

/** What waits for somebody in charge of a ward to confirm it (L9). */
export interface Waiting {
  readonly duties: readonly DeclaredDuty[];
  readonly swaps: readonly Swap[];
}

/** Whether it may still be confirmed: one that lapsed may, until its planned end; one that was refused is answered. */
export function toConfirm({ ended, to }: DeclaredDuty, at: Instant): boolean {
  return ended !== "refused" && at < to;
}

/** What waits to be confirmed on these wards; the ones that run out first come first. Nobody's own, which they cannot confirm. */
export function waitingOn(
  world: World,
  isAsked: (ward: string) => boolean,
  { person, at }: { readonly person: string; readonly at: Instant },
): Waiting {
  const duties = [...world.declared.values()]
    .filter((duty) => duty.person !== person && isAsked(duty.ward) && toConfirm(duty, at))
    .toSorted((a, b) => a.until - b.until || (a.id < b.id ? -1 : 1));
  const swaps = [...world.swaps.values()]
    .filter((swap) => swap.person !== person && swap.colleague !== person)
    .filter((swap) => swap.agreed === true && isAsked(swap.ward))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { duties, swaps };
}
