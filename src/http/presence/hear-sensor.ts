import type { FastifyRequest } from "fastify";
import type { Duration } from "../../ports/index.ts";
import { reportPresence, sensorKey, sensorUnknown } from "../../sessions/index.ts";
import type { ServerDeps } from "../deps.ts";
import type { Proof, Proofs } from "../dpop.ts";
import { HttpError } from "../errors.ts";
import { refuseForeign } from "../origins.ts";

/** What a sensor says. */
export interface PresenceMessage {
  readonly present: boolean;
  readonly badges?: readonly string[];
}

/** What a sensor is told, and nothing of who is in. */
export interface PresenceReply {
  /** It is to speak again within so many milliseconds, though nothing has changed. */
  readonly againWithin: Duration;
}

/** What the interface works with. */
export interface Listening {
  readonly deps: ServerDeps;
  readonly proofs: Proofs;
  /** When the newest report of each key was made, by its own clock: a node's memory, like its proofs. */
  readonly latest: Map<string, number>;
}

/** Well within the time after which a sensor counts as silent, so that a lost report does no harm. */
const againWithin: Duration = 60_000;

/**
 * A report of a seat's sensor, by the proof of its key (S0, S6).
 *
 * @throws HttpError `foreign-origin`, `proof-refused`, `report-overtaken`; SessionError `sensor-unknown`,
 *   `no-policy`
 */
export async function hearSensor(
  listening: Listening,
  request: FastifyRequest,
  { badges, present }: PresenceMessage,
): Promise<PresenceReply> {
  const { deps } = listening;
  const { key, seat } = await sensorOf(listening, request);
  const hashes = badges?.map((number) => deps.keyedHash("badge", number.trim()));
  const near = hashes === undefined ? {} : { badges: hashes };
  await deps.app.submit(
    reportPresence({ bundles: deps.app.bundles }, { seat, key, present, ...near }),
  );
  return { againWithin };
}

/** The seat whose sensor signed. The world is asked too: a key that was withdrawn is nobody's at once. */
async function sensorOf(
  { deps, latest, proofs }: Listening,
  request: FastifyRequest,
): Promise<{ readonly seat: string; readonly key: string }> {
  refuseForeign(request, deps.origins());
  const proof = await proofs.verify({
    method: request.method,
    path: request.url.split("?")[0] as string,
    header: request.headers.dpop,
  });
  const key = proof.thumbprint;
  const [seat] = await deps.app.side.get([sensorKey(key)]);
  const isKnown = typeof seat === "string" && deps.app.world().seats.get(seat)?.sensor?.key === key;
  if (!isKnown) throw sensorUnknown();
  proofs.use(proof);
  refuseOvertaken(latest, proof);
  return { seat, key };
}

/**
 * A report that somebody held back and sends after a newer one says what is not so any more: it must not
 * keep an empty seat open.
 */
function refuseOvertaken(latest: Map<string, number>, { iat, thumbprint }: Proof): void {
  if (iat < (latest.get(thumbprint) ?? 0)) {
    throw new HttpError("report-overtaken", "A newer report of this sensor was heard before.");
  }
  latest.set(thumbprint, iat);
}
