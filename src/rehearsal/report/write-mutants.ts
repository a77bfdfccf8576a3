import { type MutantGroup, mutantGroups } from "../mutate/mutant.ts";
import type { Judged } from "../mutate/run-mutants.ts";

/** How many mutants of a kind there were, and how many some scenario noticed. */
export interface MutantCount {
  readonly noticed: number;
  readonly unnoticed: number;
  /** No such policy can be loaded: they count in no share. */
  readonly refused: number;
  /** Nothing can come out otherwise: they count in no share either. */
  readonly same: number;
  /** Noticed of the others, 0 to 1; 1 where there was none. */
  readonly share: number;
}

/** Counts what came of mutants, all of them or those of a group. */
export function countMutants(judged: readonly Judged[], group?: MutantGroup): MutantCount {
  const ours = judged.filter(({ mutant }) => group === undefined || mutant.group === group);
  const count = (verdict: Judged["verdict"]) =>
    ours.filter((each) => each.verdict === verdict).length;
  const [noticed, unnoticed] = [count("noticed"), count("unnoticed")];
  const share = noticed + unnoticed === 0 ? 1 : noticed / (noticed + unnoticed);
  return { noticed, unnoticed, refused: count("refused"), same: count("same"), share };
}

const groups = Object.entries(mutantGroups) as [MutantGroup, string][];

/** For a terminal: each mutant that no scenario noticed, each that changes nothing and why, then the shares. */
export function writeMutants(judged: readonly Judged[]): string {
  const say = ({ mutant: { file, line, what } }: Judged) => `${what}  (${file}:${line})`;
  const lines = [
    ...judged
      .filter(({ verdict }) => verdict === "unnoticed")
      .map((each) => `not noticed  ${say(each)}`),
    ...judged
      .filter(({ verdict }) => verdict === "same")
      .map((each) => `left out     ${say(each)}: ${each.because}`),
  ];
  const rows = [
    ...groups.map(([group, name]) => row(name, countMutants(judged, group))),
    row("all", countMutants(judged)),
  ];
  return `${[...lines, ...(lines.length > 0 ? [""] : []), ...rows].join("\n")}\n`;
}

function row(name: string, { noticed, unnoticed, refused, same, share }: MutantCount): string {
  const all = noticed + unnoticed;
  const also = [
    ...(refused === 0 ? [] : [`, ${refused} more could not be loaded`]),
    ...(same === 0 ? [] : [`, ${same} more change nothing`]),
  ].join("");
  return `${name.padEnd(40)} ${`${noticed} of ${all}`.padStart(10)} noticed, ${percent(share)}${also}`;
}

/** Rounded down, so that no share looks better than it is. */
function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}

/** As JSON: the shares and every mutant with its verdict. */
export function writeMutantsJson(judged: readonly Judged[]): string {
  const document = {
    all: countMutants(judged),
    groups: Object.fromEntries(groups.map(([group]) => [group, countMutants(judged, group)])),
    mutants: judged.map(({ mutant: { group, what, file, line }, verdict, by, because }) => ({
      group,
      what,
      file,
      line,
      verdict,
      ...(by === undefined ? {} : { by }),
      ...(because === undefined ? {} : { because }),
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
