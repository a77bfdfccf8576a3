import type { FastifyRequest } from "fastify";
import { enrolSeat, SessionError, seatKey } from "../../sessions/index.ts";
import type { EnrolReply, EnrolRequest } from "../bedside-contract.ts";
import { HttpError } from "../errors.ts";
import { spoken, spokenOf } from "../spoken.ts";
import { type Bedside, system } from "./bedside-context.ts";
import { proofOf } from "./visit.ts";

/**
 * A browser asks which seat it is (S0). An enrolled one is told; an unknown one is told to ask an
 * administrator, but in the demonstration a browser of this very machine becomes a free seat.
 */
export async function enrol(
  bedside: Bedside,
  request: FastifyRequest,
  { jwk }: EnrolRequest,
): Promise<EnrolReply> {
  const { deps, proofs } = bedside;
  const proof = await proofOf(bedside, request);
  // The key that is to be enrolled is the one that signed: nobody enrols somebody else's.
  if (jwk.x !== proof.jwk.x || jwk.y !== proof.jwk.y) {
    throw new HttpError("proof-refused", "The proof is not by the key that is to be enrolled.");
  }
  const key = proof.thumbprint;
  const [known] = await deps.app.side.get([seatKey(key)]);
  if (typeof known === "string" && deps.app.world().seats.get(known)?.key === key) {
    proofs.use(proof);
    return { type: "enrolled", seat: known };
  }
  if (deps.demo === undefined || !isThisMachine(request)) {
    return { type: "refused", ...spoken("seat.code") };
  }
  proofs.use(proof);
  const seats = freeSeats(bedside, deps.demo.seats);
  try {
    const { seat } = await deps.app.submit(enrolSeat({ key, seats, actor: system }));
    return { type: "enrolled", seat };
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    return { type: "refused", ...spokenOf(error) };
  }
}

/** Preferred ones first; ones whose browser has fallen silent may be taken over. */
function freeSeats({ deps, memories }: Bedside, preferred: readonly string[]): readonly string[] {
  const { seats } = deps.app.world();
  const all = [...new Set([...preferred, ...[...seats.values()].map(({ id }) => id)])];
  const silentFor = (seat: string) => deps.clock.monotonic() - memories.of(seat).heardAt;
  return all
    .filter((seat) => seats.has(seat))
    .filter((seat) => seats.get(seat)?.key === undefined || silentFor(seat) > takeOverAfter);
}

/** A browser that shows a seat speaks at least once a minute. */
const takeOverAfter = 120_000;

/** Straight from this machine: a proxy in front would make everybody look so. */
function isThisMachine({ ip, headers }: FastifyRequest): boolean {
  const isLoopback = ip === "::1" || /^(::ffff:)?127\./.test(ip);
  const isForwarded = "x-forwarded-for" in headers || "forwarded" in headers;
  return isLoopback && !isForwarded;
}
