import type { FastifyReply, FastifyRequest } from "fastify";
import { occupantChanged, occupantOf, type Scene, sceneOf, seatKey } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { occupantHeader } from "../bedside-contract.ts";
import type { Proof } from "../dpop.ts";
import { refuseForeign } from "../origins.ts";
import { refusedBy } from "../spoken.ts";
import type { Bedside } from "./bedside-context.ts";
import type { SeatMemory } from "./seat-memory.ts";

/** A request of an enrolled seat. */
export interface Visit {
  readonly bedside: Bedside;
  readonly seat: string;
  readonly memory: SeatMemory;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * The seat that a request comes from, by the proof of its key (S0). The world is asked too: a key that was
 * withdrawn is no seat's, whatever a table still says.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`, `seat-unknown`
 */
export async function visitOf(
  bedside: Bedside,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Visit> {
  const { deps, proofs, memories } = bedside;
  const proof = await proofOf(bedside, request);
  const [seat] = await deps.app.side.get([seatKey(proof.thumbprint)]);
  const known = typeof seat === "string" ? deps.app.world().seats.get(seat) : undefined;
  if (known === undefined || known.key !== proof.thumbprint) {
    throw refusedBy("seat-unknown", "seat.not-yet");
  }
  proofs.use(proof);
  return { bedside, seat: known.id, memory: memories.of(known.id), request, reply };
}

/**
 * The proof that a request carries.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`
 */
export async function proofOf(bedside: Bedside, request: FastifyRequest): Promise<Proof> {
  const { deps, proofs } = bedside;
  refuseForeign(request, deps.origins());
  return proofs.verify({
    method: request.method,
    path: request.url.split("?")[0] as string,
    header: request.headers.dpop,
  });
}

/** The scene as it is committed now. */
export function sceneNow({ deps }: Bedside): Scene {
  return sceneOf({ bundles: deps.app.bundles }, deps.app.world(), deps.app.now());
}

/**
 * The session of the person whom the screen shows, who must still be in: what is done at a seat is its
 * occupant's, or refused (S1). Whether it still is when it is recorded, the command checks again.
 *
 * @throws SessionError `occupant-changed`
 */
export function occupantIn({ bedside, seat, request }: Visit): Session {
  const shown = request.headers[occupantHeader];
  const session = occupantOf(sceneNow(bedside), seat);
  if (session === undefined || session.person !== shown) throw occupantChanged();
  return session;
}
