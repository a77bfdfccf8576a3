import type { FastifyRequest } from "fastify";
import { consoleSessionOf, occupantOf, seatKey } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { cookieHash, readCookie } from "../console/cookie.ts";
import type { Proofs } from "../dpop.ts";
import { requireOwnPage } from "../origins.ts";
import { type Oidc, sceneNow } from "./oidc-context.ts";

/** Where a browser stands, and who is in there now. */
export interface Here {
  readonly type: "seat" | "console";
  readonly session: Session | undefined;
}

/**
 * Which seat or console a page of ours is at: a seat by the proof of its key (S0), a console by its cookie. Both are asked
 * for each time, so that whoever has tapped in since is who answers (S1, S2).
 *
 * @throws HttpError `foreign-origin`, `proof-refused`
 */
export async function surfaceOf(
  oidc: Oidc,
  proofs: Proofs,
  request: FastifyRequest,
): Promise<Here> {
  const { deps } = oidc;
  requireOwnPage(request, deps.origins());
  const seat = await seatOf(oidc, proofs, request);
  if (seat !== undefined) return { type: "seat", session: occupantOf(sceneNow(oidc), seat) };
  const https = deps.origins().every((origin) => origin.startsWith("https:"));
  const value = readCookie(request.headers.cookie, https);
  const session =
    value === undefined ? undefined : consoleSessionOf(sceneNow(oidc), cookieHash(value));
  return { type: "console", session };
}

/** The seat whose key signed the request; undefined where none did, or the key is no seat's (any more). */
export async function seatOf(
  { deps }: Oidc,
  proofs: Proofs,
  request: FastifyRequest,
): Promise<string | undefined> {
  if (request.headers.dpop === undefined) return undefined;
  const proof = await proofs.verify({
    method: request.method,
    path: request.url.split("?")[0] as string,
    header: request.headers.dpop,
  });
  const [seat] = await deps.app.side.get([seatKey(proof.thumbprint)]);
  const known = typeof seat === "string" ? deps.app.world().seats.get(seat) : undefined;
  if (known?.key !== proof.thumbprint) return undefined;
  proofs.use(proof);
  return known.id;
}
