import type { Difference } from "../lifecycle/index.ts";
import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey move --role <role> --ward <ward> [--from <day>] [--yes] [--json] <engagement>

Asks the running server that has the data directory (WARDKEY_DATA). Shows what moving somebody to a role in a ward changes: what is
gained, what is lost and when, and what leaves the roster. With --yes it is done, and whoever runs the wards is told.
An engagement is named by its id, as the console shows it.

  --from  the first day, such as 2026-03-31, by the ward's clock; at once when left out
  --yes   move them; without it nothing happens
  --json  machine-readable

Exit code: 0 shown or done, 1 refused, 2 a wrong call.`;

/** `wardkey move` */
export const move: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: {
      role: { type: "string" },
      ward: { type: "string" },
      from: { type: "string" },
      yes: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [engagement, ...more] = positionals;
  const { from: first, json, role, ward, yes: done } = values;
  if (engagement === undefined || more.length > 0 || role === undefined || ward === undefined) {
    throw new UsageError(`Say whom, to which role and to which ward.\n\n${usage}`);
  }
  const { data } = readSettings(environment);
  const path = `engagements/${encodeURIComponent(engagement)}/move`;
  const order = { role, ward, done, ...(first === undefined ? {} : { first }) };
  const difference = await askServer<Difference>(data, path, order);
  console.log(json ? JSON.stringify({ done, difference }) : inWords(difference, done));
  return 0;
};

function inWords(
  { gained, lost, lostActions, overlap, unrostered }: Difference,
  done: boolean,
): string {
  const actions = (names: readonly string[]) => (names.length === 0 ? "nothing" : names.join(", "));
  return [
    `Gains  ${gained.role} in ${gained.ward}, from ${say(gained.from)} to ${say(gained.to)}`,
    ...lost.map(({ role, until, ward }) => `Loses  ${role} in ${ward}, at ${say(until)}`),
    ...(overlap === undefined
      ? ["Both hold at no time."]
      : [`Both hold from ${say(overlap.from)} to ${say(overlap.until)}.`]),
    `May do more: ${actions(gained.actions)}`,
    `May do no more: ${actions(lostActions)}`,
    `Shifts and on-call periods that leave the roster, or are cut short: ${unrostered.length}`,
    done ? "Done." : "Nothing has happened. With --yes it is done.",
  ].join("\n");
}

/** To the minute, in UTC: wards of several zones may be in one answer. */
function say(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
