import type { FastifyRequest } from "fastify";
import {
  consoleSessionOf,
  occupantOf,
  phoneKey,
  phoneSessionOf,
  placePhone,
  SessionError,
  seatKey,
} from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { cookieHash, readCookie } from "../console/cookie.ts";
import type { Proof, Proofs } from "../dpop.ts";
import { addressOf, readBlocks, siteOfAddress } from "../network.ts";
import { requireOwnPage } from "../origins.ts";
import { type Oidc, sceneNow } from "./oidc-context.ts";

/** Where a browser stands, and who is in there now. */
export interface Here {
  readonly type: "seat" | "phone" | "console";
  readonly session: Session | undefined;
}

/**
 * Which seat, phone or console a page of ours is at: a seat or a phone by the proof of its key (S0, C8), a console by its cookie.
 * It is asked for each time, so that whoever has tapped in since is who answers (S1, S2).
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
  const proof = await proofOf(proofs, request);
  const seat = proof === undefined ? undefined : await seatBy(oidc, proofs, proof);
  if (seat !== undefined) return { type: "seat", session: occupantOf(sceneNow(oidc), seat) };
  const phone = proof === undefined ? undefined : await phoneBy(oidc, proofs, proof);
  if (phone !== undefined) {
    return { type: "phone", session: await sessionOnPhone(oidc, request, phone) };
  }
  const https = deps.origins().every((origin) => origin.startsWith("https:"));
  const value = readCookie(request.headers.cookie, https);
  const session =
    value === undefined ? undefined : consoleSessionOf(sceneNow(oidc), cookieHash(value));
  return { type: "console", session };
}

/** The seat whose key signed the request; undefined where none did, or the key is no seat's (any more). */
export async function seatOf(
  oidc: Oidc,
  proofs: Proofs,
  request: FastifyRequest,
): Promise<string | undefined> {
  const proof = await proofOf(proofs, request);
  return proof === undefined ? undefined : seatBy(oidc, proofs, proof);
}

async function proofOf(proofs: Proofs, request: FastifyRequest): Promise<Proof | undefined> {
  if (request.headers.dpop === undefined) return undefined;
  return proofs.verify({
    method: request.method,
    path: request.url.split("?")[0] as string,
    header: request.headers.dpop,
  });
}

async function seatBy({ deps }: Oidc, proofs: Proofs, proof: Proof): Promise<string | undefined> {
  const [seat] = await deps.app.side.get([seatKey(proof.thumbprint)]);
  const known = typeof seat === "string" ? deps.app.world().seats.get(seat) : undefined;
  if (known?.key !== proof.thumbprint) return undefined;
  proofs.use(proof);
  return known.id;
}

async function phoneBy({ deps }: Oidc, proofs: Proofs, proof: Proof): Promise<string | undefined> {
  const [device] = await deps.app.side.get([phoneKey(proof.thumbprint)]);
  const known = typeof device === "string" ? deps.app.world().devices.get(device) : undefined;
  if (known?.key !== proof.thumbprint) return undefined;
  proofs.use(proof);
  return known.id;
}

/** The session on a phone, with where the phone is noted before anything rests on it (C8). */
async function sessionOnPhone(
  oidc: Oidc,
  request: FastifyRequest,
  device: string,
): Promise<Session | undefined> {
  const { app, proxies = [] } = oidc.deps;
  const site = siteOfAddress(app.world(), addressOf(request, readBlocks(proxies)));
  const session = phoneSessionOf(sceneNow(oidc), device);
  if (session === undefined || session.site === site) return session;
  try {
    await app.submit(placePhone({ bundles: app.bundles }, { device, session: session.id, site }));
  } catch (error) {
    // It ended in this moment.
    if (!(error instanceof SessionError)) throw error;
  }
  return phoneSessionOf(sceneNow(oidc), device);
}
