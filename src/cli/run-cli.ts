import { debuglog } from "node:util";
import { SettingsError } from "./settings-error.ts";
import { UsageError } from "./usage-error.ts";

/** What `wardkey` can be asked to do; each is a module that is loaded when it is asked for. */
const commands: Readonly<Record<string, { readonly about: string; readonly load: Load }>> = {
  serve: {
    about: "start the server (--demo: with a synthetic hospital)",
    load: async () => (await import("./serve.ts")).serve,
  },
  import: {
    about: "take in files: staff, rosters, FHIR, HL7 v2",
    load: async () => (await import("./import.ts")).importFiles,
  },
  application: {
    about: "connect applications: register, list, retire",
    load: async () => (await import("./application.ts")).application,
  },
  workload: {
    about: "look after workloads: ask for, approve, hand over, stop, retire",
    load: async () => (await import("./workload.ts")).workload,
  },
  inventory: {
    about: "export and import workloads, and find what is not known",
    load: async () => (await import("./inventory.ts")).inventory,
  },
  scan: {
    about: "look for leaked client secrets in files and git history",
    load: async () => (await import("./scan.ts")).scan,
  },
  move: {
    about: "show what moving somebody to another ward changes, and move them",
    load: async () => (await import("./move.ts")).move,
  },
  verify: {
    about: "read the whole log again and say whether it is what was recorded",
    load: async () => (await import("./verify.ts")).verify,
  },
  receipt: {
    about: "write the signed receipt that somebody's access ended",
    load: async () => (await import("./receipt.ts")).receipt,
  },
  passport: {
    about: "say whether a staff passport that was presented would be believed, and why not",
    load: async () => (await import("./passport.ts")).passport,
  },
  offline: {
    about: "what was done while the database was away and the log did not take",
    load: async () => (await import("./offline.ts")).offline,
  },
  scim: {
    about: "let a client of SCIM that the brake has stopped go on",
    load: async () => (await import("./scim.ts")).scim,
  },
  registrations: {
    about: "say that many lapses of professional registrations at once are meant",
    load: async () => (await import("./registrations.ts")).registrations,
  },
  policy: {
    about: "decide live requests under another policy too, and say what differs",
    load: async () => (await import("./policy.ts")).policy,
  },
  rehearse: {
    about: "run clinical tasks against the policy",
    load: async () => (await import("./rehearse.ts")).rehearse,
  },
  simulate: {
    about: "run a synthetic hospital for a day or longer against the policy",
    load: async () => (await import("./simulate.ts")).simulate,
  },
  roles: {
    about: "say what of each role is used, and propose to take out what is not",
    load: async () => (await import("./roles.ts")).roles,
  },
  tune: {
    about: "find what a pattern's parameters cost and leave open, and propose a change",
    load: async () => (await import("./tune.ts")).tune,
  },
};

/** A command: its arguments after the name, and the environment. Answers with the exit code. */
export type RunCommand = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
) => Promise<number>;

type Load = () => Promise<RunCommand>;

/** Runs one command. Exit codes: 0 done, 1 it failed or found something, 2 it was called wrongly. */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const [name = "help", ...rest] = args;
  if (name === "help" || name === "--help" || name === "-h") {
    console.log(help());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    console.error(`wardkey: there is no command "${name}".\n\n${help()}`);
    return 2;
  }
  try {
    const run = await command.load();
    return await run(rest, environment);
  } catch (error) {
    console.error(`wardkey ${name}: ${explain(error)}`);
    return error instanceof UsageError || error instanceof SettingsError ? 2 : 1;
  }
}

function help(): string {
  const lines = Object.entries(commands).map(
    ([name, { about }]) => `  ${name.padEnd(11)} ${about}`,
  );
  return `Usage: wardkey <command> [options]\n\n${lines.join("\n")}\n\nwardkey <command> --help says more.`;
}

/** Prints the stack of what ends a command where NODE_DEBUG names us: for whoever mends a fault. */
const debug = debuglog("wardkey");

/** Coded errors are written for people, except the operating system's; anything else is a fault. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  debug("%s", error.stack ?? error.message);
  if ("syscall" in error && "path" in error) {
    return `${error.path} cannot be used (${error.message}). Check that it is there, and who may read and write it.`;
  }
  const isOurs =
    "code" in error && typeof error.code === "string" && !error.code.startsWith("ERR_");
  if (isOurs) return error.message;
  const [what = error.name] = error.message.split("\n");
  return `It ended because of a fault: ${what}. Run it with NODE_DEBUG=wardkey to see where, and report that.`;
}
