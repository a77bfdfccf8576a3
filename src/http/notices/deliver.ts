import type { Duration, Instant, SideWrite } from "../../ports/index.ts";
import type { Actor, Command } from "../../world/index.ts";
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

interface State {
  readonly deps: NoticesDeps;
  readonly running: Map<string, Promise<void>>;
  /** Until when a target that takes nothing is left alone, and how often it took nothing. */
  readonly waits: Map<string, { readonly until: Duration; readonly times: number }>;
  readonly ending: AbortController;
  leads: boolean;
}

/** A target that hangs, fails or answers oddly holds up no other, and nothing that is asked at a bedside. */
export function createDelivery(deps: NoticesDeps): Delivery {
  const state: State = {
    deps,
    running: new Map(),
    waits: new Map(),
    ending: new AbortController(),
    leads: true,
  };
  return {
    look() {
      state.leads = true;
      for (const target of deps.targets) begin(state, target);
    },
    rest() {
      state.leads = false;
    },
    async done() {
      await Promise.all(state.running.values());
    },
    async stop() {
      state.ending.abort();
      await Promise.all(state.running.values());
    },
  };
}

function begin(state: State, target: Target): void {
  const { running, waits, ending, deps } = state;
  const until = waits.get(target.id)?.until ?? Number.NEGATIVE_INFINITY;
  if (running.has(target.id) || deps.clock.monotonic() < until || ending.signal.aborted) return;
  const work = drain(state, target)
    // The row stays: it is sent at a later look.
    .catch((error: unknown) => deps.onFault(error))
    .finally(() => running.delete(target.id));
  running.set(target.id, work);
}

/** Sends what is due to one target, until nothing is or the target takes nothing. */
async function drain(state: State, target: Target): Promise<void> {
  const { deps, ending, waits } = state;
  const { app, clock, pace } = deps;
  const now = app.now();
  const due = (await readNotices(app.side, target.id))
    .filter(({ notice }) => notice.over !== true && notice.next <= now)
    // What was not tried yet goes first: what the target does not take must not stand before it for ever.
    .toSorted((a, b) => a.notice.tries - b.notice.tries);
  for (let start = 0; start < due.length; start += atOnce) {
    if (!state.leads || ending.signal.aborted) return;
    const chunk = due.slice(start, start + atOnce);
    const sent = await Promise.all(chunk.map((one) => send(state, target, one)));
    // A node that stops has given up itself: nothing is known of the target.
    if (ending.signal.aborted && sent.some(({ type }) => type === "failed")) return;
    await app.submit(settle(chunk, sent, pace));
    if (sent.some((one) => one.type === "failed" && one.whole)) {
      const times = (waits.get(target.id)?.times ?? 0) + 1;
      waits.set(target.id, { until: clock.monotonic() + waitAfter(times, pace), times });
      return;
    }
    waits.delete(target.id);
  }
}

/** One notice that cannot be sent because of us is tried later, like any other, and keeps no other back. */
async function send(
  { deps, ending }: State,
  target: Target,
  waiting: WaitingNotice,
): Promise<Sent> {
  try {
    return await target.send(waiting, ending.signal);
  } catch (error) {
    deps.onFault(error);
    const why = "A fault in Wardkey kept it from being sent: its own output says more.";
    return { type: "failed", why, whole: false };
  }
}

/** The wait after so many tries: doubled each time. */
function waitAfter(tries: number, { firstWait, longestWait }: NoticePace): Duration {
  return Math.min(firstWait * 2 ** Math.min(tries - 1, 30), longestWait);
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
