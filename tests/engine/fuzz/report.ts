/** What a run says of itself. */
import type { State } from "./state.ts";

/** One line on how far it is. */
export function progressLine({ stats, found, seconds }: State, sets: number): string {
  const { cases = 0, sets: done = 0, differences = 0 } = stats;
  const rate = seconds > 0 ? Math.round(cases / seconds) : 0;
  const left = done > 0 ? Math.round((seconds / done) * (sets - done)) : 0;
  return `${cases} cases, ${done} of ${sets} sets, ${rate} cases/s, ${left} s to go, ${differences} differences in ${found.length} sets`;
}

/** All that was counted. */
export function summary({ seed, stats, found, seconds }: State): string {
  const of = (name: string): number => stats[name] ?? 0;
  const share = (part: string, whole: string): string => {
    const percent = of(whole) > 0 ? (100 * of(part)) / of(whole) : 0;
    return `${of(part)} of ${of(whole)} (${percent.toFixed(1)} %)`;
  };
  const differing = Object.entries(stats).filter(([name]) => name.startsWith("messages that"));
  const lines = [
    `seed ${seed}: ${of("cases")} cases in ${of("sets")} sets, ${Math.round(seconds)} s`,
    `sets: ${of("sets typed")} typed, ${of("sets loose")} loose, ${of("sets wild")} wild; cedar parses all but ${of("sets that cedar does not parse")}`,
    `policies ${of("policies")}, templates ${of("templates")}, links ${of("links")}`,
    `typed sets that strict validation takes: ${share("typed sets valid", "typed sets validated")}`,
    `cases allowed: ${share("cases allowed", "cases")}`,
    `cases with reasons: ${share("cases with reasons", "cases")}`,
    `cases with errors: ${share("cases with errors", "cases")}`,
    `messages compared: ${of("messages")} in each way${differing.length === 0 ? ", none differs" : ""}`,
    ...differing.map(([name, number]) => `${name}: ${number}`),
    `faulty entities and contexts: ${of("data checks")}; Cedar refuses ${of("data checks refused")}, the engine on purpose ${of("data checks in which the engine asks for more, on purpose")} more`,
    `requests of the drop-in held to the schema: ${of("drop-in, requests held to the schema")}, ${of("drop-in, requests held to the schema, refused")} refused; the same held to none: ${of("drop-in, requests held to no schema, refused")} refused; with contexts that miss it, held to none: ${of("drop-in, contexts held to no schema")}, ${of("drop-in, contexts held to no schema, refused")} refused; faulty sets: ${of("faulty sets")}, ${of("faulty sets refused")} refused`,
    ...columns(stats, "op "),
    ...columns(stats, "head "),
    `differences: ${of("differences")} in ${found.length} sets`,
  ];
  return lines.join("\n");
}

/** Counts whose names start so, the commonest first, some to a line. */
function columns(stats: State["stats"], prefix: string): string[] {
  const named = Object.entries(stats)
    .filter(([name]) => name.startsWith(prefix))
    .sort(([, left], [, right]) => right - left)
    .map(([name, number]) => `${name.slice(prefix.length)} ${number}`);
  const lines: string[] = [];
  for (const part of named) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length > 100) lines.push(`  ${prefix}${part}`);
    else lines[lines.length - 1] = `${last}, ${part}`;
  }
  return lines;
}
