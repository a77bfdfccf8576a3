import type { Duration } from "../../ports/index.ts";
import { hearSeat, isDueToHear, occupantOf } from "../../sessions/index.ts";
import type { EventStream } from "../event-stream.ts";
import type { Bedside } from "./bedside-context.ts";
import { concerns } from "./concerns.ts";
import type { SeatPicture } from "./seat-picture.ts";
import { showSeat } from "./show-seat.ts";
import { sceneNow } from "./visit.ts";

/** A stream is proved again every 60 s by opening the next one; a little more is allowed for that (S0). */
const longestStream: Duration = 65_000;
/** Both ends hear from each other at least this often. */
const heartbeat: Duration = 15_000;

/**
 * Sends what the seat shows, whole, whenever it changes: because of a record that concerns it, of what its
 * node remembers of it, or of time. A browser that does not keep up gets the latest state, not every one.
 */
export async function streamSeat(
  bedside: Bedside,
  seat: string,
  stream: EventStream,
): Promise<void> {
  const { deps, memories } = bedside;
  const bell = createBell();
  let picture: SeatPicture | undefined;
  const stopFollowing = deps.app.follow((records) => {
    const watch = picture?.watch;
    if (watch === undefined || records.some((record) => concerns(watch, seat, record))) bell.ring();
  });
  const stopListening = memories.onChange(seat, bell.ring);
  stream.onClose(bell.ring);
  const end = setTimeout(() => stream.end(), longestStream);
  try {
    const spoken = { content: "", at: deps.clock.monotonic() };
    while (!stream.closed) {
      bell.reset();
      picture = await showSeat(bedside, seat);
      const content = contentOf(picture);
      if (content !== spoken.content) {
        spoken.content = content;
        spoken.at = deps.clock.monotonic();
        if (!stream.send("state", picture.state)) await stream.drained();
      }
      if (!stream.closed) noteHeard(bedside, seat);
      await untilDue(bedside, picture, bell, stream, spoken);
    }
  } finally {
    clearTimeout(end);
    stopFollowing();
    stopListening();
    stream.end();
  }
}

/**
 * Notes that the screen of whoever is in is there. Once it is not heard any more, whoever was in is parked though it never speaks again
 * (S6). A node that is cut off from the log parks nobody for that, and notes nothing.
 */
function noteHeard(bedside: Bedside, seat: string): void {
  const { app } = bedside.deps;
  const scene = sceneNow(bedside);
  const session = occupantOf(scene, seat);
  if (session === undefined || scene.world.downtime !== undefined) return;
  if (!isDueToHear(session, scene.at)) return;
  // What cannot be noted counts as not heard; what the screen shows does not wait for it.
  app.submit(hearSeat({ bundles: app.bundles }, seat)).catch(() => undefined);
}

/** Waits for the bell or for the instant at which time alone may change the picture; says so meanwhile that we are here. */
async function untilDue(
  { deps }: Bedside,
  { lookAt }: SeatPicture,
  bell: Bell,
  stream: EventStream,
  spoken: { at: Duration },
): Promise<void> {
  while (!stream.closed) {
    const silent = deps.clock.monotonic() - spoken.at;
    if (silent >= heartbeat) {
      stream.comment();
      spoken.at = deps.clock.monotonic();
      continue;
    }
    const left = lookAt - deps.app.now();
    if (left <= 0) return;
    if (await bell.rungWithin(Math.min(left, heartbeat - silent))) return;
  }
}

/** The state without the position it was drawn at: a position alone is no news. */
function contentOf({ state }: SeatPicture): string {
  return JSON.stringify(state.type === "unknown" ? state : { ...state, position: 0 });
}

interface Bell {
  ring(): void;
  reset(): void;
  /** Whether it rang, since it was last reset, before so many milliseconds are over. */
  rungWithin(milliseconds: number): Promise<boolean>;
}

function createBell(): Bell {
  let rung = false;
  let wake = () => {};
  return {
    ring() {
      rung = true;
      wake();
    },
    reset() {
      rung = false;
    },
    rungWithin: (milliseconds) =>
      new Promise((resolve) => {
        if (rung) return resolve(true);
        const timer = setTimeout(() => resolve(false), milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
  };
}
