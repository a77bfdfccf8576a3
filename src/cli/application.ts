import { readFileSync } from "node:fs";
import type { Application } from "../world/index.ts";
import { askServer } from "./ask-server.ts";
import type { RunCommand } from "./index.ts";
import { readArguments } from "./read-arguments.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

const usage = `Usage: wardkey application register <file.json>
       wardkey application list
       wardkey application retire <id>

Asks the running server that has the data directory (WARDKEY_DATA). The file describes one application:

  {
    "id": "charts",                                  its client_id; left out: a random one
    "name": "Charts",
    "kind": "signs-in-here",                         or "decides-here", "only-told"
    "redirectUris": ["https://charts.example/callback"],
    "scopes": ["openid", "fhirUser", "launch", "online_access", "patient/*.rs"],
    "jwksUri": "https://charts.example/jwks.json",   or "jwks": {"keys": [...]}; or "browser": true
    "launchUri": "https://charts.example/launch",    where a seat opens it
    "fhirServer": "https://fhir.example/r4",         which server it is launched for
    "logoutUri": "https://charts.example/logout",    hears of sessions that end
    "serves": ["https://fhir.example/r4"],           addresses that tokens may be for
    "gives": ["nurse@4B", "doctor@*"]                roles that it gives by SCIM, and where
  }

Registering an id again replaces what is known of it.`;

/** SMART App Launch 2.2.0, client-confidential-asymmetric: whoever gives keys themselves is reminded. */
const keysByHand =
  "Its keys are known as they are in the file: register it again whenever they change.";

/** `wardkey application` */
export const application: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments(usage, {
    args: [...args],
    options: { help: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { data } = readSettings(environment);
  const [what, subject] = positionals;
  if (what === "list" && subject === undefined) {
    const answer = await ask<{ readonly applications: readonly Application[] }>(data, "");
    for (const one of answer.applications) console.log(inWords(one));
    return 0;
  }
  if (subject === undefined || positionals.length > 2) throw new UsageError(usage);
  if (what === "register") {
    const form = readForm(subject);
    const answer = await ask<{ readonly application: string }>(data, "", form);
    console.log(`Registered. Its client_id is ${answer.application}`);
    if (Object.hasOwn(form as object, "jwks")) console.log(keysByHand);
    return 0;
  }
  if (what !== "retire") throw new UsageError(usage);
  const path = `/${encodeURIComponent(subject)}/retire`;
  const { untold } = await ask<{ readonly untold: number }>(data, path, {});
  console.log(`${subject} is retired: nobody signs in to it any more, and its tokens are dead.`);
  if (untold > 0) console.log(`Sign-outs that it was not told of any more: ${untold}`);
  return 0;
};

function inWords({ gives = [], id, kind, name, redirectUris, serves }: Application): string {
  const more = [...serves.map((one) => `serves ${one}`), ...gives.map((one) => `gives ${one}`)];
  return [id, kind, name, ...redirectUris, ...more].join("  ");
}

function readForm(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be read as JSON: ${why}`);
  }
}

function ask<A>(data: string, path: string, body?: unknown): Promise<A> {
  return askServer(data, `applications${path}`, body);
}
