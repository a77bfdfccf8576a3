import { readFileSync } from "node:fs";
import type { FastifyPluginAsync } from "fastify";
import {
  authenticateApplications,
  createDatabaseRoles,
  DatabaseSettingError,
  databaseRoles,
  databasesPath,
  keepDatabaseRoles,
  readDatabases,
} from "../../http/index.ts";
import { openPostgresRoles } from "../../node/index.ts";
import type { Installation } from "../installation.ts";
import { SettingsError } from "../settings.ts";
import { readSettingFile } from "./read-setting-file.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Roles in databases, as the settings have them. */
export interface OpenDatabases {
  readonly interfaces: FastifyPluginAsync;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Opens what makes roles in databases for workloads (N7), as the settings have it; without a setting it makes none, and says of those
 * that were made before that nobody can take them away.
 *
 * @throws SettingsError
 */
export function openDatabases(
  { app, keyedHash, settings }: Pick<Installation, "app" | "keyedHash" | "settings">,
  origin: () => string,
  environment: Environment = process.env,
): OpenDatabases {
  const tag = keyedHash("database-role", "tag")
    .replaceAll(/[^a-z0-9]/g, "")
    .slice(0, 8);
  const onFault = (error: unknown) => {
    const why = error instanceof Error && "code" in error ? String(error.code) : "failed";
    console.error(`A role in a database could not be made or taken away: ${why}.`);
  };
  const { databases: path } = settings;
  const listed =
    path === undefined
      ? []
      : readSettingFile("WARDKEY_DATABASES", path, readDatabases, DatabaseSettingError);
  const databases = listed.map(({ admin, id: target, minutes, ...terms }) => ({
    minutes,
    server: openPostgresRoles({
      prefix: `wardkey_${tag}_`,
      target,
      terms,
      url: addressOf(target, admin, environment),
    }),
  }));
  const roles = createDatabaseRoles({ app, databases, onFault, tag });
  const authenticate = authenticateApplications({
    side: app.side,
    now: app.now,
    origin,
    path: databasesPath,
    world: app.world,
  });
  return {
    interfaces: databaseRoles({ authenticate, roles }),
    ...keepDatabaseRoles({ app, onFault, roles }),
  };
}

/** The password in it is not repeated. */
function addressOf(
  target: string,
  admin: { readonly file: string } | { readonly variable: string },
  environment: Environment,
): string {
  const wrong = (what: string) => new SettingsError(`WARDKEY_DATABASES: ${target}: ${what}.`);
  let address: string | undefined;
  if ("variable" in admin) {
    address = environment[admin.variable];
    if (address === undefined) throw wrong(`the variable ${admin.variable} is not set`);
  } else {
    try {
      address = readFileSync(admin.file, "utf8").trim();
    } catch {
      throw wrong(`${admin.file} cannot be read`);
    }
  }
  if (/^postgres(ql)?:\/\/\S+$/.test(address) && URL.canParse(address)) return address;
  throw wrong("what its admin names holds no postgresql:// address");
}
