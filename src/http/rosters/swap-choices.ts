import { engagementByRole } from "../../access/index.ts";
import { type Scene, sayWard, zoneOf } from "../../sessions/index.ts";
import type { Shift } from "../../world/index.ts";
import type { NameBook } from "../names.ts";
import type { SwapChoice, SwapView } from "../roster-contract.ts";
import { sayPart, saySwap } from "./waiting.ts";

/** Shifts further away than these are not offered. */
const most = 20;

/** A person's coming shifts, and who could do each: those who hold its role and are rostered on its ward, with their own. */
export function swapChoices(scene: Scene, person: string, names: NameBook): readonly SwapChoice[] {
  return comingOf(scene, person).map((shift) => ({
    shift: shift.id,
    ...labelOf(scene, shift),
    colleagues: colleaguesFor(scene, shift).map((colleague) => ({
      who: names.person(colleague),
      shifts: comingOf(scene, colleague)
        .filter(({ ward, role }) => ward === shift.ward && canDo(scene, person, role))
        .map((each) => ({ shift: each.id, ...labelOf(scene, each) })),
    })),
  }));
}

/** The swaps that somebody is part of and that nobody has confirmed yet. */
export function swapsOf(scene: Scene, person: string, names: NameBook): readonly SwapView[] {
  return scene.world.swapsByPerson.get(person).flatMap((id) => {
    const swap = scene.world.swaps.get(id);
    const told = swap && saySwap(scene, swap, names);
    if (swap === undefined || told === undefined) return [];
    return [{ id, ...told, toAnswer: swap.colleague === person && swap.agreed !== true }];
  });
}

function comingOf({ world, at }: Scene, person: string): readonly Shift[] {
  return world.shiftsByPerson
    .get(person)
    .map((id) => world.shifts.get(id))
    .filter((shift) => shift !== undefined)
    .filter(({ from }) => at < from)
    .toSorted((a, b) => a.from - b.from)
    .slice(0, most);
}

function colleaguesFor(scene: Scene, { ward, role, person }: Shift): readonly string[] {
  const { world } = scene;
  const there = world.shiftsByWard.get(ward).map((id) => world.shifts.get(id)?.person);
  return [...new Set(there)]
    .filter((each) => each !== undefined)
    .filter((each) => each !== person && canDo(scene, each, role))
    .sort();
}

function canDo({ world, at }: Scene, person: string, role: string): boolean {
  return engagementByRole(world, person, role, { at, until: at, found: [] }) !== undefined;
}

function labelOf(
  { world, at, bundle }: Scene,
  { role, ward, from, to }: Shift,
): Pick<SwapChoice, "label" | "said"> {
  const values = {
    role: bundle.roles.get(role)?.title ?? role,
    ward: sayWard(world, ward),
    from: { instant: from },
    to: { instant: to },
  };
  const { text: label, said } = sayPart("roster.shift", values, { zone: zoneOf(world, ward), at });
  return { label, said };
}
