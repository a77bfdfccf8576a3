import type { SideWrite } from "../ports/index.ts";
import {
  type Ending,
  type LogRecord,
  type NewRecord,
  restsOn,
  type Session,
} from "../world/index.ts";
import { closed } from "./closed.ts";
import { passkeySecretKey } from "./passkey-keys.ts";

const reason = "engagement-ended";

/**
 * What ends of sessions and credentials with an engagement (L3): its sessions, closed and never parked, and with them their tokens;
 * the passkeys that were enrolled under it; and with the person's last engagement all that they have, badges and phones too. With a
 * suspension, the sessions only.
 */
export function endSessions(ending: Ending): readonly NewRecord[] {
  const { engagement, others, what, world } = ending;
  const { id, person } = engagement;
  const isLast = others.length === 0;
  const passkeys = world.passkeysByPerson
    .get(person)
    .filter((passkey) => isLast || world.passkeys.get(passkey)?.engagement === id);
  // What was entered by a passkey that ends is over too: nobody has shown otherwise that it is them.
  const ends = (session: Session) =>
    isLast || session.engagement === id || passkeys.some((passkey) => restsOn(session, passkey));
  const sessions = world.sessionsByPerson
    .get(person)
    .flatMap((session) => world.sessions.get(session) ?? [])
    .filter(ends)
    .map((session) => closed(session, reason));
  if (what === "open") return sessions;
  return [
    ...sessions,
    ...passkeys.map((passkey) => ({ kind: "passkey.removed", body: { passkey, reason } }) as const),
    ...(isLast ? credentials(ending) : []),
  ];
}

function credentials({ engagement: { person }, world }: Ending): readonly NewRecord[] {
  return [
    ...world.badgesByPerson
      .get(person)
      .map((badge) => ({ kind: "badge.ended", body: { badge, reason } }) as const),
    ...world.devicesByPerson
      .get(person)
      .map((device) => ({ kind: "device.withdrawn", body: { device, reason } }) as const),
  ];
}

/** What is kept of a passkey beside the log is erased with its end, whatever ended it. */
export function endedPasskeys({ body, kind }: LogRecord): readonly SideWrite[] {
  if (kind !== "passkey.removed") return [];
  return [{ ...passkeySecretKey(body.passkey), value: undefined }];
}
