import type { Instant, Json, SideWrite } from "../../ports/index.ts";
import type { LogRecord } from "../../world/index.ts";
import { eventsSupported, streamEventTypes } from "./events.ts";
import { asJson, jtiOf, type SetClaims, type Stream, setKey } from "./rows.ts";
import type { About, Signal } from "./signals-of.ts";

/** The types of events that a stream delivers: those asked for that there are (SSF 1.0 section 8.1.1). */
export function deliveredBy({ requested }: Pick<Stream, "requested">): readonly string[] {
  return requested === undefined
    ? eventsSupported
    : eventsSupported.filter((type) => requested.includes(type));
}

/** What a SET is made with beside what happened. */
export interface Making {
  readonly issuer: string;
  readonly at: Instant;
}

/** The rows of the SETs that tell of a record: one for each stream that wants it, as it would be made again. */
export function makeSets(
  { issuer, at }: Making,
  record: LogRecord,
  signal: Signal,
  streams: readonly Stream[],
): readonly SideWrite[] {
  return streams
    .filter(({ status, from }) => status !== "disabled" && record.position >= from)
    .filter((stream) => deliveredBy(stream).includes(signal.type))
    .map((stream) => {
      const key = setKey(stream.id, record.position);
      const claims: SetClaims = {
        iss: issuer,
        iat: seconds(at),
        jti: jtiOf(key),
        aud: stream.workload,
        txn: record.batch,
        sub_id: subjectOf(issuer, signal.about),
        events: { [signal.type]: signal.claims },
      };
      return { ...key, value: asJson(claims) };
    });
}

/** RFC 9493 section 3.2.3 (iss_sub); a session of a person, and a device, are complex subjects (SSF 1.0 section 3.2). */
function subjectOf(issuer: string, about: About): Json {
  const ours = (sub: string) => ({ format: "iss_sub", iss: issuer, sub });
  if ("device" in about) return { format: "complex", device: ours(about.device) };
  const user = ours(about.person);
  if (about.session === undefined) return user;
  return { format: "complex", user, session: { format: "opaque", id: about.session } };
}

/** A SET about the stream itself: its subject is the stream's id (SSF 1.0 sections 8.1.4.1 and 8.1.5). */
export function aboutStream(
  { issuer, at }: Making,
  stream: Pick<Stream, "id" | "workload">,
  jti: string,
  event: { readonly type: keyof typeof streamEventTypes; readonly claims: Json },
): SetClaims {
  return {
    iss: issuer,
    iat: seconds(at),
    jti,
    aud: stream.workload,
    sub_id: { format: "opaque", id: stream.id },
    events: { [streamEventTypes[event.type]]: event.claims },
  };
}

function seconds(at: Instant): number {
  return Math.floor(at / 1000);
}
