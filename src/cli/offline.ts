import { openSealer, readJournal } from "../node/index.ts";
import { type RefusedEntry, refusedIn } from "../offline/index.ts";
import type { RunCommand } from "./index.ts";
import { findPepper } from "./keys.ts";
import { refusedFile } from "./open-offline.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey offline refused [--json]

Lists what this node did while the database did not answer and the log did not take afterwards, and why: when, who, at
which seat, and what it was, by the ids of the log; each has an incident on the console's page Reviews. It reads the file
offline.refused of the data directory (WARDKEY_DATA) with the pepper, changes nothing, and may run beside a server.

Exit code: 0 there is nothing, 1 there is something, 2 a wrong call.`;

/** `wardkey offline` */
export const offline: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [what, ...more] = positionals;
  if (what !== "refused" || more.length > 0) throw new UsageError(usage);
  const settings = readSettings(environment);
  const sealer = openSealer(findPepper(settings, environment));
  const content = await readJournal({ directory: settings.data, sealer, name: refusedFile });
  const refused = (content?.entries ?? []).map(refusedIn);
  const damage = content?.damage ?? [];
  console.log(values.json ? JSON.stringify({ refused, damage }) : inWords(refused, damage));
  return refused.length === 0 && damage.length === 0 ? 0 : 1;
};

function inWords(refused: readonly RefusedEntry[], damage: readonly string[]): string {
  if (refused.length === 0 && damage.length === 0) {
    return "Nothing: the log took all that this node did while the database did not answer.";
  }
  return [
    ...refused.flatMap(entryInWords),
    ...damage.map((place) => `Not readable: ${place}.`),
  ].join("\n");
}

function entryInWords({ id, refusedAt, why, records }: RefusedEntry): readonly string[] {
  const when = refusedAt === undefined ? "" : ` at ${new Date(refusedAt).toISOString()}`;
  const because = why ?? "an earlier release did not note why";
  const done = records.map(({ action, actor, at, kind, patient, seat }) =>
    [
      `  ${new Date(at).toISOString()}`,
      `${actor.type} ${actor.id}`,
      ...(seat === undefined ? [] : [`seat ${seat}`]),
      kind,
      ...(action === undefined ? [] : [action]),
      ...(patient === undefined ? [] : [`patient ${patient}`]),
    ].join("  "),
  );
  const content = done.length > 0 ? done : ["  What it holds was written by another release."];
  return [`${id}: refused${when}: ${because}`, ...content];
}
