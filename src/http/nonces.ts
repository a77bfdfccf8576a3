import { createHmac, randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Clock, Duration } from "../ports/index.ts";

/** The header by which a nonce is offered (RFC 9449 section 8.2). */
const nonceHeader = "dpop-nonce";

/** One lasts for this long and as long again, so that none ends under a request on its way. */
const period: Duration = 5 * 60_000;

/** What proofs of possession have to name, so that they are good at this node alone. */
export interface Nonces {
  /** The one to be named now. */
  current(): string;
  isGood(nonce: unknown): boolean;
}

/**
 * Nonces of this node, since it was started (RFC 9449 section 8): that a proof is used once is its memory, which no other node has,
 * nor itself after a restart. They are worked out from a secret, so that nothing is kept of whom they were given to.
 */
export function createNonces(clock: Pick<Clock, "monotonic">): Nonces {
  const secret = randomBytes(32);
  const of = (turn: number) =>
    createHmac("sha256", secret).update(String(turn)).digest("base64url").slice(0, 24);
  const turnNow = () => Math.floor(clock.monotonic() / period);
  let kept = { turn: Number.NaN, now: "", before: "" };
  const those = () => {
    const turn = turnNow();
    if (turn !== kept.turn) kept = { turn, now: of(turn), before: of(turn - 1) };
    return kept;
  };
  return {
    current: () => those().now,
    isGood(nonce) {
      const { before, now } = those();
      return nonce === now || nonce === before;
    },
  };
}

/** Names the nonce in every answer here, so that a screen has the next one before the last one ends (section 8.2). */
export function offerNonces(server: FastifyInstance, nonces: Nonces): void {
  server.addHook("onRequest", offering(nonces));
}

/** The same for one route. */
export function offering(nonces: Nonces) {
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header(nonceHeader, nonces.current());
  };
}
