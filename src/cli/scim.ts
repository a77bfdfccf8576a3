import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey scim release <client> --ends <number>

Asks the running server that has the data directory (WARDKEY_DATA). A client of SCIM that would end too many engagements in a day is
stopped by the brake, and told so. Look at what it asks for; if just so many ends are meant, say the number: it may end so many, those
of the day before included, for a day.`;

/** `wardkey scim` */
export const scim: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: { ends: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [what, client, ...more] = positionals;
  if (what !== "release" || client === undefined || more.length > 0) throw new UsageError(usage);
  if (!/^[1-9]\d{0,8}$/.test(values.ends ?? "")) {
    throw new UsageError(`Say how many ends are meant, with --ends.\n\n${usage}`);
  }
  const { data } = readSettings(environment);
  const { ends, live } = await askServer<{ readonly ends: number; readonly live: number }>(
    data,
    `scim/${encodeURIComponent(client)}/release`,
    { ends: Number(values.ends) },
  );
  console.log(`${client} may end ${ends} of ${live} engagements until this time tomorrow.`);
  return 0;
};
