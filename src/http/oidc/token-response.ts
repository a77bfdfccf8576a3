import type { KoaContextWithOIDC } from "oidc-provider";
import { launchContextNow } from "../../sessions/index.ts";
import { fhirUserOf } from "./claims.ts";
import { connectionNow, type Oidc } from "./oidc-context.ts";

/** Adds the launch context to what the token endpoint answers (SMART App Launch 2.2.0, section 2.0.10). */
export function addLaunchContext(
  oidc: Oidc,
): (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void> {
  return async (ctx, next) => {
    await next();
    if (ctx.oidc?.route !== "token" || ctx.status !== 200) return;
    const { AccessToken: token } = ctx.oidc.entities;
    const found = connectionNow(oidc, token?.grantId);
    if (found === undefined || token === undefined) return;
    const { connection } = found;
    const fhirUser = token.scopes.has("fhirUser")
      ? { fhirUser: fhirUserOf(oidc, connection.person) }
      : {};
    ctx.body = {
      ...(ctx.body as object),
      ...launchContextNow(oidc.deps.app.world(), connection),
      ...fhirUser,
    };
  };
}

/** SMART asks for `Pragma: no-cache` beside `Cache-Control: no-store`, for caches that know HTTP/1.0 alone (section 2.0.10). */
export async function forbidKeeping(
  ctx: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<void> {
  await next();
  if (ctx.oidc?.route === "token") ctx.set("pragma", "no-cache");
}
