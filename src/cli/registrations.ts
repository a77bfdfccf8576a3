import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey registrations release <register> <number>

Asks the running server that has the data directory (WARDKEY_DATA). Where more registrations with a professional register would lapse
within a day than is believed, nobody is suspended. Ask the register; if just so many are meant, say the number: so many lapse, those of
the day before included, for a day.`;

/** `wardkey registrations` */
export const registrations: RunCommand = async (args, environment) => {
  const { positionals, values } = readArguments(usage, {
    args: [...args],
    allowPositionals: true,
    options: { help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [what, register, lapses = "", ...more] = positionals;
  if (what !== "release" || register === undefined || more.length > 0) throw new UsageError(usage);
  if (!/^[1-9]\d{0,8}$/.test(lapses)) {
    throw new UsageError(`Say how many lapses are meant.\n\n${usage}`);
  }
  const { data } = readSettings(environment);
  await askServer(data, `registrations/${encodeURIComponent(register)}/release`, {
    lapses: Number(lapses),
  });
  console.log(
    `${lapses} registrations with ${register} may lapse until this time tomorrow, those since this time yesterday included.`,
  );
  return 0;
};
