import type { Duration } from "../../ports/index.ts";
import { type Scene, whyOver } from "../../sessions/index.ts";
import type { Bedside } from "./bedside-context.ts";
import type { Closing, SeatMemory } from "./seat-memory.ts";

/** How long a locked screen says why it locked by itself. */
const farewellFor: Duration = 60_000;

/** What is said to whoever was in; nothing of it tells a bystander more than that they are not in any more. */
export const farewells: Readonly<Record<string, string>> = {
  over: "Your time on the roster is over, so you have been signed out.",
  "engagement-ended":
    "You do not work here at the moment, so you have been signed out. If that is wrong, ask the ward manager.",
  "badge-ended":
    "The badge that you came in with has ended, so you have been signed out. Use your passkey, or ask for a badge.",
  "passkey-ended":
    "The passkey that you came in with has ended, so you have been signed out. Tap your badge and give your PIN.",
  forced:
    "Somebody who looks after the screens has signed you out. Tap your badge and give your PIN.",
  "pin-replaced":
    "Your PIN has been replaced, so you have been signed out. Tap your badge and give the new one.",
  elsewise: "You have been signed out. Tap your badge to go on.",
  // A session of a downtime ends with it.
  "answers-again": "The database answers again. Tap your badge and give your PIN to go on.",
};

/**
 * Remembers why a seat's session was closed by somebody or something else than whoever was in, until the seat is drawn.
 *
 * @returns stops it
 */
export function rememberClosings({ deps, memories }: Bedside): () => void {
  return deps.app.follow((records) => {
    for (const { kind, body, seat } of records) {
      if (kind !== "session.closed" || seat === undefined) continue;
      const memory = memories.of(seat);
      if (memory.lastIn === body.session) memory.closing = body;
    }
  });
}

/** A session that ended by itself is explained to whoever stands there; one that was left is not. */
export function noteFarewell(memory: SeatMemory, scene: Scene): void {
  const { closing, lastIn } = memory;
  if (lastIn === undefined || memory.farewell !== undefined) return;
  const session = scene.world.sessions.get(lastIn);
  const over = session === undefined ? reasonOf(closing, lastIn) : whyOver(scene, session);
  if (over === undefined) return;
  const known = Object.hasOwn(farewells, over) ? over : "elsewise";
  const code = memory.lastInOffline ? "answers-again" : known;
  memory.farewell = { text: farewells[code] ?? "", code, until: scene.at + farewellFor };
}

function reasonOf(closing: Closing | undefined, session: string): Closing["reason"] {
  return closing?.session === session ? closing.reason : "over";
}
