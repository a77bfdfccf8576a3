import type { NewRecord, Session } from "../world/index.ts";

type Closing = Extract<NewRecord, { readonly kind: "session.closed" }>;

/** The record that closes a session, with the seat that it was at: not all that close one do it at its seat. */
export function closed({ id, surface }: Session, reason: Closing["body"]["reason"]): Closing {
  const seat = surface.type === "seat" ? { seat: surface.id } : {};
  return { kind: "session.closed", body: { reason, session: id }, ...seat };
}
