import type {
  AccessToken,
  Account,
  ClientCredentials,
  KoaContextWithOIDC,
  UnknownObject,
} from "oidc-provider";
import { launchContextNow, reopenLaunchedChart, SessionError } from "../../sessions/index.ts";
import type { Connection } from "../../world/index.ts";
import { isRecord, textOf } from "../json.ts";
import { acrOf, proofToTell, secondsOf } from "./levels.ts";
import { exchangedToken } from "./metadata.ts";
import { connectionNow, decisionsOf, type Oidc, ownFhirServer } from "./oidc-context.ts";
import { tryAgain } from "./try-again.ts";

/** A person as the provider knows accounts; their name is read from the erasable table each time (U3). */
async function findAccount(oidc: Oidc, person: string): Promise<Account | undefined> {
  const { app } = oidc.deps;
  if (!app.world().people.has(person)) return undefined;
  return {
    accountId: person,
    async claims() {
      const [row] = await app.side.get([{ table: "names", key: person }]);
      const name = isRecord(row) ? textOf(row["display"]) : undefined;
      return {
        sub: person,
        fhirUser: fhirUserOf(oidc, person),
        ...(name === undefined ? {} : { name }),
      };
    },
  };
}

/** The person as a FHIR resource (SMART App Launch 2.2.0, section 2.0.11). */
export function fhirUserOf(oidc: Oidc, person: string): string {
  return `${ownFhirServer(oidc)}/Practitioner/${person}`;
}

/**
 * As {@link findAccount}, for a token that is asked for: one that comes of a refresh opens the chart of its launch again, which
 * is decided and recorded (D8).
 *
 * @throws TryAgain when its person may not open that chart now
 */
export async function findAccountFor(
  oidc: Oidc,
  ctx: KoaContextWithOIDC,
  person: string,
  source: unknown,
): Promise<Account | undefined> {
  const { RefreshToken } = ctx.oidc.provider;
  // A token that comes back a second time is answered by the end of its connection.
  const isNew = ctx.oidc.route === "token" && source instanceof RefreshToken && !source.consumed;
  if (isNew && !(await isStillOpen(oidc, source.grantId ?? ""))) throw tryAgain("chart");
  return findAccount(oidc, person);
}

async function isStillOpen(oidc: Oidc, connection: string): Promise<boolean> {
  try {
    return await oidc.deps.app.submit(reopenLaunchedChart(decisionsOf(oidc), connection));
  } catch (error) {
    // The seat was locked in this moment.
    if (error instanceof SessionError) throw tryAgain("session");
    throw error;
  }
}

/**
 * What a token says beside what the provider says, and introspection repeats: how sure it was of the person and since when
 * (RFC 9470 section 6.2), and the launch context (SMART 2.2.0, section 5.1.2), as they were when it was issued.
 */
export function claimsOf(
  oidc: Oidc,
  token: AccessToken | ClientCredentials,
  ctx: KoaContextWithOIDC,
): UnknownObject | undefined {
  const found = connectionNow(oidc, "grantId" in token ? token.grantId : undefined);
  if (found === undefined) return undefined;
  const { connection, session } = found;
  const act = actorOf(oidc, connection);
  const proof = proofToTell(session, answeredAt(ctx));
  return {
    acr: acrOf(proof.level),
    auth_time: secondsOf(proof.at),
    ...launchContextNow(oidc.deps.app.world(), connection),
    ...(token.scopes.has("fhirUser") ? { fhirUser: fhirUserOf(oidc, connection.person) } : {}),
    ...(act === undefined ? {} : { act }),
  };
}

/** `auth_time` of what a token is issued for: a code, a refresh token, or the token that is exchanged. */
function answeredAt({ oidc: { entities } }: KoaContextWithOIDC): number | undefined {
  const known: unknown =
    entities.AuthorizationCode?.authTime ??
    entities.RefreshToken?.authTime ??
    (entities[exchangedToken] as AccessToken | undefined)?.extra?.["auth_time"];
  return typeof known === "number" ? known : undefined;
}

/** Who acts for the person, and for whom they act in turn (RFC 8693 section 4.1); undefined for the first application. */
function actorOf(oidc: Oidc, { application, from }: Connection): UnknownObject | undefined {
  if (from === undefined) return undefined;
  const before = connectionNow(oidc, from);
  const act = before === undefined ? undefined : actorOf(oidc, before.connection);
  return { sub: application, ...(act === undefined ? {} : { act }) };
}
