import type { Duty } from "../access/index.ts";
import { type Scene, sayQuestion, type Told, tellDuty } from "../sessions/index.ts";
import type { SaidView } from "./contract.ts";

/** A sentence without anything to fill in, by its code. */
export function saidBy(code: string): SaidView {
  return { code, values: {}, zone: "UTC" };
}

/** A sentence by its code, with what fills it. */
export function saidOf({ code, values, zone }: Told): SaidView {
  return { code, values, zone };
}

/** What a screen says when a PIN is asked for. */
export function questionOf(why: Parameters<typeof sayQuestion>[0]): {
  readonly why: string;
  readonly said: SaidView;
} {
  return { why: sayQuestion(why), said: saidBy(why) };
}

/** What somebody is here for: as a sentence, and each part by its code. */
export function dutyView(
  { world, at }: Scene,
  duties: readonly Duty[],
): { readonly duty: string; readonly duties: readonly SaidView[] } {
  const told = duties.map((duty) => tellDuty(world, duty, at));
  return { duty: told.map(({ text }) => text).join("; "), duties: told.map(saidOf) };
}
