import { isSafeAddress } from "../follower/index.ts";
import { inactivityTimeout } from "./end-idle.ts";
import { SsfError } from "./errors.ts";
import { eventsSupported } from "./events.ts";
import { deliveredBy } from "./make-sets.ts";
import type { Delivery, Stream } from "./rows.ts";

/** Seconds between two verifications that a receiver asks for (SSF 1.0 section 8.1.1). */
export const verificationInterval: number = 10;

const push = "urn:ietf:rfc:8935";
const poll = "urn:ietf:rfc:8936";

/** The delivery methods that are offered. */
export const deliveryMethods: readonly Delivery["method"][] = [push, poll];

/** A stream's configuration as its receiver reads it (SSF 1.0 section 8.1.1). */
export interface StreamConfiguration {
  readonly stream_id: string;
  readonly iss: string;
  readonly aud: string;
  readonly delivery: { readonly method: string; readonly endpoint_url: string };
  readonly events_supported: readonly string[];
  readonly events_requested?: readonly string[];
  readonly events_delivered: readonly string[];
  readonly min_verification_interval: number;
  readonly inactivity_timeout?: number;
  readonly description?: string;
  /** How people are named; a member of drafts of the framework, in which known receivers ask for `email`. */
  readonly format: "iss_sub" | "email";
}

/** What a receiver sends of it; other members are ours, and must be right where they are sent. */
export interface ConfigurationRequest extends Partial<Omit<StreamConfiguration, "delivery">> {
  readonly delivery?: {
    readonly method: string;
    readonly endpoint_url?: string;
    readonly authorization_header?: string;
  };
}

const address = { type: "string", maxLength: 2_000 } as const;

/** The form of {@link ConfigurationRequest}. */
export const configurationSchema: object = {
  type: "object",
  properties: {
    stream_id: { type: "string", maxLength: 100 },
    events_requested: { type: "array", maxItems: 100, items: address },
    description: { type: "string", maxLength: 500 },
    format: { enum: ["iss_sub", "email"] },
    delivery: {
      type: "object",
      required: ["method"],
      properties: {
        method: address,
        endpoint_url: address,
        authorization_header: { type: "string", minLength: 1, maxLength: 4_000 },
      },
    },
  },
};

/** Shows a stream's configuration. The receiver's own secret is not shown: whoever reads may not be whoever set it. */
export function showStream(issuer: string, stream: Stream): StreamConfiguration {
  const { id, workload, delivery, requested, description, format = "iss_sub" } = stream;
  const isPolled = delivery.method === poll;
  const endpoint_url = isPolled ? `${issuer}/ssf/streams/${id}/poll` : delivery.endpoint;
  return {
    stream_id: id,
    iss: issuer,
    aud: workload,
    delivery: { method: delivery.method, endpoint_url },
    events_supported: eventsSupported,
    ...(requested === undefined ? {} : { events_requested: requested }),
    events_delivered: deliveredBy(stream),
    min_verification_interval: verificationInterval,
    ...(isPolled ? { inactivity_timeout: inactivityTimeout } : {}),
    ...(description === undefined ? {} : { description }),
    format,
  };
}

/** What a receiver may choose of a stream. */
export type Chosen = Pick<Stream, "delivery" | "requested" | "description" | "format">;

/**
 * Reads what a receiver chose. `before` is the stream as it is, absent for a new one.
 *
 * @throws SsfError
 */
export function chosenIn(request: ConfigurationRequest, before?: Stream): Chosen {
  const { events_requested, description, format } = request;
  return {
    delivery: deliveryIn(request.delivery, before),
    ...(events_requested === undefined ? {} : { requested: events_requested }),
    ...(description === undefined ? {} : { description }),
    ...(format === undefined ? {} : { format }),
  };
}

/** Section 8.1.1.1: without `delivery` it is by poll, whose address is ours. */
function deliveryIn(asked: ConfigurationRequest["delivery"], before: Stream | undefined): Delivery {
  if (asked === undefined || asked.method === poll) return { method: poll };
  if (asked.method !== push) {
    throw bad(`The member delivery.method must be ${deliveryMethods.join(" or ")}.`);
  }
  const { endpoint_url: endpoint, authorization_header: authorization } = asked;
  if (endpoint === undefined || !isSafeEndpoint(endpoint)) {
    throw bad(
      "The member delivery.endpoint_url must be an https address without a user name, password or fragment.",
    );
  }
  if (authorization !== undefined && !/^[\x20-\x7e]+$/.test(authorization)) {
    throw bad("The member delivery.authorization_header must be the value of an HTTP header.");
  }
  const known = before?.delivery;
  const kept =
    known?.method === push && known.endpoint === endpoint ? known.authorization : undefined;
  const secret = authorization ?? kept;
  return { method: push, endpoint, ...(secret === undefined ? {} : { authorization: secret }) };
}

/** TLS only (SSF 1.0 section 10), but on this machine. */
function isSafeEndpoint(text: string): boolean {
  if (!isSafeAddress(text)) return false;
  const { hash, password, username } = new URL(text);
  return username === "" && password === "" && hash === "";
}

/**
 * Members that are ours must be as they are where a receiver sends them back (sections 8.1.1.3 and 8.1.1.4).
 *
 * @throws SsfError
 */
export function requireOurs(request: ConfigurationRequest, shown: StreamConfiguration): void {
  const ours = [
    "iss",
    "aud",
    "events_supported",
    "events_delivered",
    "min_verification_interval",
    "inactivity_timeout",
  ] as const;
  for (const member of ours) {
    const sent = request[member];
    if (sent !== undefined && JSON.stringify(sent) !== JSON.stringify(shown[member])) {
      throw bad(`The member ${member} is not the receiver's to change.`);
    }
  }
}

function bad(message: string): SsfError {
  return new SsfError("bad-request", message);
}
