import { decide, type RequestContext } from "../../access/index.ts";
import { confirming, waitingOn } from "../../exceptions/index.ts";
import { type Scene, sayWard, type Told, zoneOf } from "../../sessions/index.ts";
import type { DeclaredDuty, Swap } from "../../world/index.ts";
import type { SaidView } from "../contract.ts";
import type { NameBook } from "../names.ts";
import type { RosterView, WaitingView } from "../roster-contract.ts";
import type { ScreenSaying } from "../screen-words.ts";
import { spoken } from "../spoken.ts";

/** Who asks, and in which session. */
export interface Asker {
  readonly person: string;
  readonly context: RequestContext;
}

/** What waits for this person to confirm it, on the wards where they are in charge (L9). Unrecorded: answering is decided. */
export function waitingFor(
  scene: Scene,
  { person, context }: Asker,
  names: NameBook,
): readonly WaitingView[] {
  const { world, at } = scene;
  if (world.declared.size === 0 && world.swaps.size === 0) return [];
  const known = new Map<string, boolean>();
  const isAsked = (ward: string) => {
    const asked = known.get(ward) ?? isInCharge(scene, { person, context }, ward);
    known.set(ward, asked);
    return asked;
  };
  const { duties, swaps } = waitingOn(world, isAsked, { person, at });
  return [
    ...duties.map((duty) => dutyView(scene, duty, names)),
    ...swaps.flatMap((swap) => swapView(scene, swap, names)),
  ];
}

/** As a screen shows it, and for one of another language. */
type Staying = Pick<RosterView, "staying" | "stayingSaid">;

/** Who stays on the wards where this person is in charge, because relief has not come (S9). */
export function stayingFor(scene: Scene, asker: Asker, names: NameBook): Staying {
  const { world, at } = scene;
  const told = [...world.reliefs.values()]
    .filter(({ person, until }) => person !== asker.person && at < until)
    .filter(({ ward }) => isInCharge(scene, asker, ward))
    .map(({ person, ward, until }) => {
      const values = {
        name: names.person(person).name,
        ward: sayWard(world, ward),
        until: { instant: until },
      };
      return spoken("ward.stays", values, { zone: zoneOf(world, ward), at });
    });
  return {
    staying: told.map(({ message }) => message),
    stayingSaid: told.flatMap(({ said }) => said),
  };
}

/** Permitted, or but for a PIN or passkey, which is asked for when they answer. */
function isInCharge(
  { bundle, world, at }: Scene,
  { person, context }: Asker,
  ward: string,
): boolean {
  const subject = { type: "person", id: person };
  const resource = { type: "ward", id: ward };
  const request = { subject, action: confirming, resource, context };
  const answer = decide({ bundle, world, request, at });
  if (answer.type === "permit") return true;
  return answer.remedies.some(({ type, and }) => type === "step-up" && and === undefined);
}

function dutyView(
  scene: Scene,
  { id, person, role, ward, at: from, to, until, ended }: DeclaredDuty,
  names: NameBook,
): WaitingView {
  const { world, at, bundle } = scene;
  const zone = zoneOf(world, ward);
  const title = bundle.roles.get(role)?.title ?? role;
  const times = { from: { instant: from }, to: { instant: to } };
  const values = { role: title, ward: sayWard(world, ward), ...times };
  const told = sayPart("roster.waiting", values, { zone, at });
  const lapsed = ended !== undefined || until <= at ? { lapsed: true as const } : {};
  return { id, who: names.person(person, title), ...told, until, ...lapsed };
}

/** "Does Ben Okafor's shift on 4B, Tue 07:30 to 19:30". */
function swapView(scene: Scene, swap: Swap, names: NameBook): readonly WaitingView[] {
  const told = saySwap(scene, swap, names);
  return told === undefined ? [] : [{ id: swap.id, who: names.person(swap.colleague), ...told }];
}

/** What a swap comes to, in words. */
export function saySwap(
  { world, at }: Scene,
  { shift, inReturn, person, colleague }: Swap,
  names: NameBook,
): Part | undefined {
  const given = world.shifts.get(shift);
  const taken = inReturn === undefined ? undefined : world.shifts.get(inReturn);
  if (given === undefined) return undefined;
  const values = {
    person: names.person(person).name,
    colleague: names.person(colleague).name,
    ward: sayWard(world, given.ward),
    from: { instant: given.from },
    to: { instant: given.to },
  };
  const when = { zone: zoneOf(world, given.ward), at };
  if (taken === undefined) return sayPart("roster.swap", values, when);
  const back = {
    other: sayWard(world, taken.ward),
    begin: { instant: taken.from },
    end: { instant: taken.to },
  };
  return sayPart("roster.swap-return", { ...values, ...back }, when);
}

/** A line of a list, and the same for a screen of another language. */
interface Part {
  readonly text: string;
  readonly said: SaidView;
}

/** It begins with a capital letter, as a role's title does not. */
export function sayPart(
  code: ScreenSaying,
  values: Told["values"],
  when: { readonly zone: string; readonly at: number },
): Part {
  const { message, said } = spoken(code, values, when);
  const [one] = said;
  if (one === undefined) throw new TypeError(`${code} says nothing.`);
  return { text: message.charAt(0).toUpperCase() + message.slice(1), said: one };
}
