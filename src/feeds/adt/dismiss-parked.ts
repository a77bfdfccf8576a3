import type { Actor, Command } from "../../world/index.ts";
import { notParked } from "./retry-parked.ts";

/** Somebody decided that a parked message is of no use: it and its text go. Refuses with FeedError `not-parked`. */
export function dismissParked(
  message: string,
  actor: Actor,
): Command<{ readonly message: string }> {
  return {
    name: "message.dismiss",
    actor,
    handle({ world }) {
      if (!world.parked.has(message)) throw notParked();
      return {
        records: [{ kind: "message.cleared", body: { message, outcome: "dismissed" } }],
        side: [{ table: "parked", key: message, value: undefined }],
        answer: { message },
      };
    },
  };
}
