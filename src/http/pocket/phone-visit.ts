import type { FastifyRequest } from "fastify";
import {
  asPhone,
  type Following,
  occupantChanged,
  phoneKey,
  phoneSessionOf,
  placePhone,
} from "../../sessions/index.ts";
import type { Command, Handling, NewRecord, Session } from "../../world/index.ts";
import { occupantHeader } from "../bedside-contract.ts";
import type { Proof } from "../dpop.ts";
import { addressOf, siteOfAddress } from "../network.ts";
import { requireOwnPage } from "../origins.ts";
import { refusedBy } from "../spoken.ts";
import { type Pocket, sceneNow } from "./pocket-context.ts";

/** Whom a key belongs to: a phone, one that has ended, or nobody. */
export type PhoneOf =
  | { readonly type: "phone"; readonly device: string }
  | { readonly type: "ended" }
  | { readonly type: "none" };

/** A request of a browser that may be a phone. */
export interface Caller {
  readonly pocket: Pocket;
  readonly request: FastifyRequest;
  readonly proof: Proof;
  readonly phone: PhoneOf;
  /** The site whose network the request came from. */
  readonly site: string | undefined;
}

/** A request of a registered phone. */
export interface PhoneVisit extends Caller {
  readonly device: string;
}

/**
 * Who calls, by the proof of the browser's key, and from where. The world is asked too: a phone that has ended is none.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`
 */
export async function callerOf(pocket: Pocket, request: FastifyRequest): Promise<Caller> {
  const { deps, proofs, isProxy } = pocket;
  requireOwnPage(request, deps.origins());
  const proof = await proofs.verify({
    method: request.method,
    path: request.url.split("?")[0] as string,
    header: request.headers.dpop,
  });
  const [device] = await deps.app.side.get([phoneKey(proof.thumbprint)]);
  const world = deps.app.world();
  const phone = phoneOf(device, world.devices.get(String(device))?.key === proof.thumbprint);
  if (phone.type === "phone") proofs.use(proof);
  return { pocket, request, proof, phone, site: siteOfAddress(world, addressOf(request, isProxy)) };
}

function phoneOf(device: unknown, isIts: boolean): PhoneOf {
  if (typeof device !== "string") return { type: "none" };
  return isIts ? { type: "phone", device } : { type: "ended" };
}

/**
 * The registered phone that calls.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`, `phone-unknown`
 */
export function registeredPhone(caller: Caller): PhoneVisit {
  if (caller.phone.type === "phone") return { ...caller, device: caller.phone.device };
  throw refusedBy("phone-unknown", caller.phone.type === "ended" ? "phone.ended" : "phone.new");
}

/** The live session on the phone, with where the phone is noted before anything rests on it (C8). */
export async function sessionHere({
  pocket,
  device,
  site,
}: PhoneVisit): Promise<Session | undefined> {
  const { app } = pocket.deps;
  const session = phoneSessionOf(sceneNow(pocket), device);
  if (session === undefined || session.site === site) return session;
  await app.submit(placePhone({ bundles: app.bundles }, { device, session: session.id, site }));
  return phoneSessionOf(sceneNow(pocket), device);
}

/**
 * The session of the person whom the phone shows.
 *
 * @throws SessionError `occupant-changed`
 */
export async function personIn(visit: PhoneVisit): Promise<Session> {
  const session = await sessionHere(visit);
  const shown = visit.request.headers[occupantHeader];
  if (session === undefined || session.person !== shown) throw occupantChanged();
  return session;
}

/**
 * Has a command handled in the name of the session on the phone, if it is there still and the phone where the request came from;
 * what `also` gives goes into its batch.
 *
 * @throws SessionError `occupant-changed`, `place-changed`; what the command throws
 */
export function submitOnPhone<A>(
  { pocket, device, site }: PhoneVisit,
  { id: session }: Session,
  command: Command<A>,
  also?: (answer: A, now: Session, handling: Handling) => readonly NewRecord[] | Following,
): Promise<A> {
  const { bundles, submit } = pocket.deps.app;
  return submit(asPhone({ bundles }, { device, session, site }, command, also));
}
