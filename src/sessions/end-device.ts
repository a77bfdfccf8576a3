import type { Actor, Command, NewRecord } from "../world/index.ts";
import { closed } from "./closed.ts";
import { phoneUnknown } from "./errors.ts";
import { sessionsOn } from "./open-phone.ts";

/**
 * Ends a device for good, with every session on it, in one batch: it is lost, or handed back. Whether the actor may end
 * one that is not their own is the caller's to decide. The key of it stays known, so that it never becomes a phone again.
 *
 * @throws SessionError `phone-unknown`
 */
export function endDevice(request: {
  readonly device: string;
  readonly why: "lost" | "handed-back";
  readonly actor: Actor;
  /** Only if it is this person's own. */
  readonly owner?: string;
}): Command<{ readonly sessions: number }> {
  const { device, why, actor, owner } = request;
  return {
    name: "device.end",
    actor,
    handle: ({ world }) => {
      const known = world.devices.get(device);
      if (known === undefined || (owner !== undefined && known.person !== owner)) {
        throw phoneUnknown();
      }
      const ending: NewRecord =
        why === "lost"
          ? { kind: "device.lost", body: { device } }
          : { kind: "device.withdrawn", body: { device, reason: why } };
      const sessions = sessionsOn(world, device);
      return {
        records: [ending, ...sessions.map((session) => closed(session, "device-ended"))],
        answer: { sessions: sessions.length },
      };
    },
  };
}
