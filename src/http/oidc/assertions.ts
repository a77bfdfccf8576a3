import Provider, { errors, type KoaContextWithOIDC } from "oidc-provider";
import type { Duration } from "../../ports/index.ts";
import type { Oidc } from "./oidc-context.ts";
import type { Once } from "./rows.ts";

/** A little longer than the provider itself counts: its clock may be a moment behind the log's. */
export const leeway: Duration = 60_000;

/** Sees to it that an assertion or proof is good once, at all nodes (RFC 7523 section 3, number 7; RFC 9449 section 11.1). */
export interface Assertions {
  /**
   * Whether one with this number is the first. The provider's own looks and then writes, so that of two at the same moment both
   * would have found nothing. Where a request changes nothing before its answer, the number is kept along with what the
   * answer rests on, and true is an assumption that {@link guard} takes back.
   */
  readonly use: (who: string, number: string, until: number) => Promise<boolean>;
  /** The number that the request at hand came with and that is not known to be the first. */
  readonly assumed: () => Once | undefined;
  /** Nothing is answered on an assumption. */
  readonly guard: (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;
}

/** Of this node. */
export function createAssertions({ deps, rows }: Pick<Oidc, "deps" | "rows">): Assertions {
  const begun = new WeakMap<KoaContextWithOIDC, Once>();
  const assumed = () => (Provider.ctx === undefined ? undefined : begun.get(Provider.ctx));
  return {
    assumed,
    async use(who, number, until) {
      const ctx = Provider.ctx;
      // A proof beside an assertion is not even looked at for somebody who is not who they say.
      await requireFirst(assumed());
      const lives = until * 1000 - deps.app.now() + leeway;
      const once = rows.once(JSON.stringify([who, number]), lives);
      if (ctx === undefined || begun.has(ctx) || !changesNothing(ctx)) return once.isFirst();
      begun.set(ctx, once);
      // An introspection writes nothing that it could go along with: it is kept while the token is looked for.
      if (ctx.oidc.route === "introspection") once.isFirst().catch(() => undefined);
      return true;
    },
    async guard(ctx, next) {
      await next();
      const once = begun.get(ctx);
      if (once === undefined) return;
      try {
        if (!(await once.isFirst())) refuse(ctx, replayed());
      } catch (error) {
        // Where the answer rested on it, the provider has said so already.
        if (ctx.status < 500) ctx.oidc.provider.emit("server_error", ctx, error as Error);
        refuse(ctx, new errors.OIDCProviderError(500, "server_error"));
      }
    },
  };
}

/** @throws InvalidClientAuth for a number that was used before */
export async function requireFirst(once: Once | undefined): Promise<void> {
  if (once !== undefined && !(await once.isFirst())) throw replayed();
}

/** The refusal of an assertion that was used before. */
export function replayed(): Error & { readonly status: number } {
  return new errors.InvalidClientAuth("client assertion tokens must only be used once");
}

/** Client credentials are a new token and nothing else; a code or a refresh token would be used up. */
function changesNothing({ oidc }: KoaContextWithOIDC): boolean {
  if (oidc.route === "introspection") return true;
  return oidc.route === "token" && oidc.params?.["grant_type"] === "client_credentials";
}

/** As the provider says it (RFC 6749 section 5.2), whatever was to be answered. */
function refuse(ctx: KoaContextWithOIDC, error: Error & { readonly status: number }): void {
  const { error_description: description } = error as errors.OIDCProviderError;
  ctx.remove("content-type");
  ctx.status = error.status;
  ctx.body = {
    error: error.message,
    ...(description === undefined ? {} : { error_description: description }),
  };
}
