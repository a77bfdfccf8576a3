import { buildWeb } from "./build-web.ts";
import { askFirstAdministrator, hasAdministrator } from "./first-administrator.ts";
import type { RunCommand } from "./index.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { isLoopback } from "./loopback.ts";
import { readArguments } from "./read-arguments.ts";
import { type DemonstrationPlan, keepApart, prepareDemonstration } from "./serve/demonstration.ts";
import { startHousekeeping } from "./serve/housekeeping.ts";
import { openInterfaces } from "./serve/interfaces.ts";
import { activatePolicyFiles, policyFolder } from "./serve/policy.ts";
import { untilStopped } from "./serve/until-stopped.ts";
import { readSettings, type Settings, SettingsError } from "./settings.ts";

const usage = `Usage: wardkey serve [--demo] [--policy <folder>] [--activate] [--new-keys]

  --demo       with a synthetic hospital; for this machine only (127.0.0.1)
  --policy     the folder of the policy files (default: the policy as shipped)
  --activate   make these files the active policy, also where another one is active
  --new-keys   the log's pepper or signing key is lost: go on with this node's, made where it has none

Settings come from the environment: PORT, HOST, WARDKEY_URL, WARDKEY_DATA, DATABASE_URL, WARDKEY_MLLP_PORT,
WARDKEY_PROCESSING, WARDKEY_ENVIRONMENT, WARDKEY_KEY_NETWORKS, WARDKEY_PROXIES, WARDKEY_TRANSMITTERS, WARDKEY_SMTP,
WARDKEY_MAIL_FROM, WARDKEY_WEBHOOKS, WARDKEY_REGISTERS, WARDKEY_DATABASES, WARDKEY_LEAKED_PINS, WARDKEY_ORIGIN, WARDKEY_LOG_KEY, WARDKEY_PEPPER.`;

/** `wardkey serve` */
export const serve: RunCommand = async (args, environment) => {
  const { values } = readArguments(usage, {
    args: [...args],
    options: {
      demo: { type: "boolean", default: false },
      policy: { type: "string", default: policyFolder },
      activate: { type: "boolean", default: false },
      "new-keys": { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const settings = readSettings(environment);
  if (values.demo) refuseStrangers(settings);
  const say = (line: string) => console.log(line);
  const webRoot = await buildWeb(say);
  const installation = await openInstallation(settings, environment, {
    newKeys: values["new-keys"],
    say,
  });
  sayStart(installation, say);
  try {
    const plan = await keepApart(installation, values.demo);
    await activatePolicyFiles(installation.app, say, {
      folder: values.policy,
      always: values.activate,
    });
    await run(installation, { plan, webRoot, say });
  } finally {
    await installation.close();
  }
  return 0;
};

/** What made this start as long as it was, for whoever wonders. */
function sayStart({ started: { from, read } }: Installation, say: (line: string) => void): void {
  if (from + read === 0) return;
  const where = from === 0 ? "from the beginning of the log" : `after the snapshot at ${from}`;
  say(`Read ${read} records that change state, ${where}.`);
}

/** The demonstration's badges and PINs are printed for everybody to see: it answers this machine only. */
function refuseStrangers({ host, url }: Settings): void {
  const name = url === undefined ? undefined : new URL(url).hostname;
  const wrong = [
    isLoopback(host) ? undefined : "HOST",
    name === undefined || isLoopback(name) ? undefined : "WARDKEY_URL",
  ].find((each) => each !== undefined);
  if (wrong === undefined) return;
  throw new SettingsError(
    `${wrong}: the demonstration answers this machine only. Leave ${wrong} out, or run without --demo.`,
  );
}

interface Run {
  /** That of the demonstration, where it is one. */
  readonly plan: DemonstrationPlan | undefined;
  readonly webRoot: string;
  readonly say: (line: string) => void;
}

async function run(installation: Installation, { plan, webRoot, say }: Run): Promise<void> {
  const demonstration = plan && (await prepareDemonstration(installation, plan));
  if (demonstration === undefined) await nameAdministrator(installation);
  const interfaces = await openInterfaces(installation, webRoot, demonstration?.server);
  const housekeeping = startHousekeeping(installation, say, async () =>
    demonstration?.beat(interfaces.mllpPort),
  );
  say(`Wardkey is at http://localhost:${interfaces.port}`);
  const { url } = installation.settings;
  if (url !== undefined) say(`Browsers and sensors reach it as ${url} only`);
  say(`HL7 v2 messages (MLLP) arrive at port ${interfaces.mllpPort}`);
  demonstration?.introduce(say);
  await untilStopped();
  say("Stopping ...");
  housekeeping.stop();
  await interfaces.close();
}

/** Under another pepper nobody's badge is known, an administrator's neither. */
async function nameAdministrator(installation: Installation): Promise<void> {
  const { app, keyedHash, pepperReplaced, pins } = installation;
  if (!pepperReplaced && hasAdministrator(app.world(), app.now())) return;
  const because = pepperReplaced
    ? "The pepper is a new one, so no badge and no PIN counts any more: name who is to give them out anew."
    : "This installation has no administrator yet.";
  await askFirstAdministrator(
    {
      because,
      submit: app.submit,
      now: app.now,
      hashBadge: (number) => keyedHash("badge", number),
      hashPin: pins.hash,
    },
    process.stdin,
    process.stdout,
  );
}
