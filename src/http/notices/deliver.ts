import type { Instant, SideWrite } from "../../ports/index.ts";
import type { Actor, Command } from "../../world/index.ts";
import { createDeliveries, type Deliveries, waitAfter } from "../follower/index.ts";
import { asJson, type Notice, readNotices, type WaitingNotice } from "./rows.ts";
import type { NoticePace, NoticesDeps, Sent, Target } from "./types.ts";

/** Notices on their way to one target at the same time. */
const atOnce = 4;

const system: Actor = { type: "system", id: "wardkey" };

/** Sends what is due, each target by itself. */
export interface Delivery {
  /** Looks after all targets; returns once each is under way. */
  look(): void;
  /** Another node does it from now on. */
  rest(): void;
  /** Resolves once everything that is under way has been tried. */
  done(): Promise<void>;
  stop(): Promise<void>;
}

/** A target that hangs, fails or answers oddly holds up no other, and nothing that is asked at a bedside. */
export function createDelivery(deps: NoticesDeps): Delivery {
  const targets = new Map(deps.targets.map((target) => [target.id, target]));
  const deliveries = createDeliveries(deps, (id) =>
    drain(deps, deliveries, targets.get(id) as Target),
  );
  return {
    look() {
      deliveries.lead();
      for (const target of deps.targets) deliveries.begin(target.id);
    },
    rest: deliveries.rest,
    done: deliveries.done,
    stop: deliveries.stop,
  };
}

/** Sends what is due to one target, until nothing is or the target takes nothing. */
async function drain(deps: NoticesDeps, deliveries: Deliveries, target: Target): Promise<void> {
  const { app, pace } = deps;
  const now = app.now();
  const due = (await readNotices(app.side, target.id))
    .filter(({ notice }) => notice.over !== true && notice.next <= now)
    // What was not tried yet goes first: what the target does not take must not stand before it for ever.
    .toSorted((a, b) => a.notice.tries - b.notice.tries);
  for (let start = 0; start < due.length; start += atOnce) {
    if (!deliveries.goOn()) return;
    const chunk = due.slice(start, start + atOnce);
    const sent = await Promise.all(chunk.map((one) => send(deps, deliveries.signal, target, one)));
    // A node that stops has given up itself: nothing is known of the target.
    if (deliveries.signal.aborted && sent.some(({ type }) => type === "failed")) return;
    await app.submit(settle(chunk, sent, pace));
    if (sent.some((one) => one.type === "failed" && one.whole)) {
      return deliveries.tookNothing(target.id);
    }
    deliveries.tookSome(target.id);
  }
}

/** One notice that cannot be sent because of us is tried later, like any other, and keeps no other back. */
async function send(
  deps: NoticesDeps,
  signal: AbortSignal,
  target: Target,
  waiting: WaitingNotice,
): Promise<Sent> {
  try {
    return await target.send(waiting, signal);
  } catch (error) {
    deps.onFault(error);
    const why = "A fault in Wardkey kept it from being sent: its own output says more.";
    return { type: "failed", why, whole: false };
  }
}

/** Lets go of what was taken, and notes why the rest was not, and when it is tried next. */
function settle(
  chunk: readonly WaitingNotice[],
  sent: readonly Sent[],
  pace: NoticePace,
): Command<void> {
  return {
    name: "notices.settle",
    actor: system,
    needs: chunk.map(({ key }) => key),
    handle: ({ side, at }) => {
      const rows = chunk.flatMap(({ key }, index): readonly SideWrite[] => {
        const row = side(key) as unknown as Notice | undefined;
        if (row === undefined) return [];
        const outcome = sent[index] as Sent;
        if (outcome.type === "taken") return [{ ...key, value: undefined }];
        return [{ ...key, value: asJson(triedAgain(row, outcome.why, at, pace)) }];
      });
      return { records: [], side: rows, answer: undefined };
    },
  };
}

function triedAgain(notice: Notice, why: string, at: Instant, pace: NoticePace): Notice {
  const tries = notice.tries + 1;
  const next = at + waitAfter(tries, pace);
  const isOver = next > notice.at + pace.patience;
  return { ...notice, tries, why, next, ...(isOver ? { over: true as const } : {}) };
}

/** Erases what was shown for long enough: what could not be told, and what waits for a target that nobody has any more. */
export async function forgetOld({ app, pace }: NoticesDeps): Promise<void> {
  const old = (await readNotices(app.side)).filter(
    ({ notice }) => notice.at < app.now() - pace.shown,
  );
  if (old.length === 0) return;
  await app.submit({
    name: "notices.forget",
    actor: system,
    handle: () => ({
      records: [],
      side: old.map(({ key }) => ({ ...key, value: undefined })),
      answer: undefined,
    }),
  });
}
