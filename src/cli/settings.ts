import { resolve } from "node:path";
import { readBlocks } from "../http/index.ts";
import type { WorkloadEnvironment } from "../world/index.ts";
import { isLoopback, withoutBrackets } from "./loopback.ts";
import { SettingsError } from "./settings-error.ts";

export { SettingsError };

/** How an installation is set up. Everything has a name, and what is unknown or wrong is refused at the start. */
export interface Settings {
  /** Where HTTP listens. */
  readonly host: string;
  readonly port: number;
  /** The address by which browsers and sensors reach us, where a proxy stands before us; absent: host and port. */
  readonly url?: string;
  /** The data directory: the embedded database, keys, snapshots. */
  readonly data: string;
  /** A PostgreSQL connection string; absent: the embedded database. */
  readonly database?: string;
  /** Where HL7 v2 messages arrive (MLLP). */
  readonly mllpPort: number;
  /** MSH-11 that messages must carry: P production, T training, D debugging (HL7 table 0103). */
  readonly processing: "P" | "T" | "D";
  /** Proxies before us, as address blocks: where a request comes from is what they say (X-Forwarded-For). */
  readonly proxies: readonly string[];
  /** Where this installation runs: workloads of another environment get nothing here (N4). */
  readonly environment: WorkloadEnvironment;
  /** Networks of the hospital's own in which workloads and their issuers may publish keys, as address blocks. */
  readonly keyNetworks: readonly string[];
  /** A file that lists whose security events are believed; absent: nobody's. */
  readonly transmitters?: string;
  /** The mail server by which people are told, and as whom; absent: nobody is told by mail. */
  readonly mail?: { readonly url: string; readonly from: string };
  /** A file that lists the systems that are told by webhook; absent: none. */
  readonly webhooks?: string;
  /** A file that lists the professional registers that are asked; absent: none. */
  readonly registers?: string;
  /** A file that lists the databases in which workloads get roles (N7); absent: none. */
  readonly databases?: string;
  /** A file of PINs that nobody may choose; absent: those alone that anybody would try. */
  readonly leakedPins?: string;
  /** The name under which checkpoints are signed. */
  readonly origin: string;
  /** The file of the key that signs them; absent: one in the data directory. */
  readonly logKey?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of ours that are read elsewhere: the test data's place and the pepper, which is not kept in an object that may be printed. */
const elsewhere = ["WARDKEY_TEST_DATA", "WARDKEY_PEPPER"];

const readers = {
  HOST: (value = "127.0.0.1") => ({ host: withoutBrackets(value) }),
  PORT: (value = "8080") => ({ port: portNumber("PORT", value) }),
  WARDKEY_URL: (value?: string) => (value === undefined ? {} : { url: publicUrl(value) }),
  WARDKEY_DATA: (value = "data") => ({ data: resolve(value) }),
  DATABASE_URL: (value?: string) => (value === undefined ? {} : { database: databaseUrl(value) }),
  WARDKEY_MLLP_PORT: (value = "2575") => ({ mllpPort: portNumber("WARDKEY_MLLP_PORT", value) }),
  WARDKEY_PROCESSING: (value = "P") => ({ processing: processingId(value) }),
  WARDKEY_TRANSMITTERS: (value?: string) =>
    value === undefined ? {} : { transmitters: resolve(value) },
  WARDKEY_PROXIES: (value = "") => ({ proxies: addressBlocks("WARDKEY_PROXIES", value) }),
  WARDKEY_ENVIRONMENT: (value = "production") => ({ environment: environmentOf(value) }),
  WARDKEY_KEY_NETWORKS: (value = "") => ({
    keyNetworks: addressBlocks("WARDKEY_KEY_NETWORKS", value),
  }),
  WARDKEY_SMTP: (value?: string) => (value === undefined ? {} : { smtp: mailServer(value) }),
  WARDKEY_MAIL_FROM: (value?: string) => (value === undefined ? {} : { from: sender(value) }),
  WARDKEY_WEBHOOKS: (value?: string) => (value === undefined ? {} : { webhooks: resolve(value) }),
  WARDKEY_REGISTERS: (value?: string) => (value === undefined ? {} : { registers: resolve(value) }),
  WARDKEY_DATABASES: (value?: string) => (value === undefined ? {} : { databases: resolve(value) }),
  WARDKEY_LEAKED_PINS: (value?: string) =>
    value === undefined ? {} : { leakedPins: resolve(value) },
  WARDKEY_ORIGIN: (value = "wardkey.example/log") => ({ origin: originName(value) }),
  WARDKEY_LOG_KEY: (value?: string) => (value === undefined ? {} : { logKey: resolve(value) }),
};

/**
 * Reads the settings from environment variables.
 *
 * @throws SettingsError naming the variable that is wrong or that nobody reads
 */
export function readSettings(environment: Environment): Settings {
  const known = [...Object.keys(readers), ...elsewhere];
  for (const name of Object.keys(environment)) {
    if (name.startsWith("WARDKEY_") && !known.includes(name)) {
      throw new SettingsError(`${name} is no setting of Wardkey. It reads ${known.join(", ")}.`);
    }
  }
  const read = Object.entries(readers).map(([name, reader]) => {
    const value = environment[name];
    if (value === "") throw new SettingsError(`${name} is set to nothing. Set it or leave it out.`);
    return reader(value);
  });
  const { from, smtp, ...settings } = Object.assign({}, ...read) as Settings & MailParts;
  return { ...settings, ...mailOf({ from, smtp }) };
}

interface MailParts {
  readonly smtp?: string | undefined;
  readonly from?: string | undefined;
}

function mailOf({ from, smtp }: MailParts): Pick<Settings, "mail"> {
  if (smtp === undefined && from === undefined) return {};
  if (smtp !== undefined && from !== undefined) return { mail: { url: smtp, from } };
  const [missing, set] = smtp === undefined ? ["SMTP", "MAIL_FROM"] : ["MAIL_FROM", "SMTP"];
  throw new SettingsError(`WARDKEY_${set} is set and WARDKEY_${missing} is not: mail needs both.`);
}

/** The password in it is not repeated. */
function mailServer(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isOne = url !== undefined && ["smtp:", "smtps:"].includes(url.protocol);
  if (isOne && url.hostname !== "" && ["", "/"].includes(url.pathname) && url.search === "") {
    return value;
  }
  throw new SettingsError(
    "WARDKEY_SMTP is no address such as smtps://user:password@mail.hospital.example or smtp://mail.hospital.example:25.",
  );
}

function sender(value: string): string {
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(value)) return value;
  throw new SettingsError(
    `WARDKEY_MAIL_FROM=${value} is no address such as wardkey@hospital.example.`,
  );
}

function portNumber(name: string, value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new SettingsError(
    `${name}=${value} is no port. Use a number from 1 to 65535, or 0 for any free one.`,
  );
}

/** An origin (RFC 6454 section 4). Browsers keep keys and passkeys for secure ones only, which loopback is. */
function publicUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const loopback = url?.protocol === "http:" && isLoopback(url.hostname);
  const secure = url?.protocol === "https:" || loopback;
  if (url !== undefined && secure && `${url.origin}/` === url.href) return url.origin;
  throw new SettingsError(
    `WARDKEY_URL=${value} is no address such as https://wardkey.example: https, a name, a port if need be, and nothing after it.`,
  );
}

function databaseUrl(value: string): string {
  if (/^postgres(ql)?:\/\//.test(value)) return value;
  throw new SettingsError(
    "DATABASE_URL does not begin with postgresql://. Leave it out to use the embedded database.",
  );
}

function processingId(value: string): Settings["processing"] {
  if (value === "P" || value === "T" || value === "D") return value;
  throw new SettingsError(`WARDKEY_PROCESSING=${value} is none of P, T and D (HL7 table 0103).`);
}

function environmentOf(value: string): WorkloadEnvironment {
  if (value === "production" || value === "test" || value === "development") return value;
  throw new SettingsError(
    `WARDKEY_ENVIRONMENT=${value} is none of production, test and development.`,
  );
}

function addressBlocks(name: string, value: string): readonly string[] {
  const blocks = value.split(/[\s,]+/).filter((block) => block !== "");
  try {
    readBlocks(blocks);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SettingsError(`${name}: ${error.message}.`);
  }
  return blocks;
}

function originName(value: string): string {
  // C2SP signed-note: a key name holds no space and no plus sign.
  if (/^[^\s+]+$/.test(value)) return value;
  throw new SettingsError("WARDKEY_ORIGIN may hold no space and no plus sign.");
}
