import { type BackOff, backOff } from "./back-off.ts";
import { createEventParser } from "./event-parser.ts";
import { failureOf } from "./screen-error.ts";

/** What following hints needs. */
export interface ChangesDeps {
  /** Opens the stream; throws a `ScreenError` when it is not granted. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** Something may have changed: what is shown has to be asked for anew. */
  readonly onChange: () => void;
  /** Whether the stream speaks now. */
  readonly onLive: (live: boolean) => void;
  /** Waits so many milliseconds, or until the signal. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly local: () => number;
  readonly chance: () => number;
}

/** The server says something at least every 15 s; after two omissions a new stream is tried. */
const silentAfter = 35_000;
/** The server ends a stream after a minute: whoever got that far had no failure. */
const lasting = 10_000;
const retry: BackOff = { first: 500, longest: 15_000 };

/** Reads one stream to its end, or until nothing is heard for too long. */
async function followOnce(deps: ChangesDeps, outer: AbortSignal): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([outer, silence.signal]);
  let heardAt = deps.local();
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const left = heardAt + silentAfter - deps.local();
      if (left <= 0) return silence.abort();
      await deps.wait(left, signal);
    }
  };
  void watch();
  try {
    const response = await deps.open(signal);
    if (response.body === null) return;
    const parse = createEventParser(({ event }) => {
      if (event !== "changed" || signal.aborted) return;
      deps.onLive(true);
      deps.onChange();
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heardAt = deps.local();
      parse(value);
    }
  } finally {
    silence.abort();
  }
}

/**
 * Follows a stream of hints until the signal says stop, or nobody is in any more, and comes back by itself after a loss. Nothing is
 * lost between two streams: each begins with a hint, and the end of one is one too.
 */
export async function followChanges(deps: ChangesDeps, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const began = deps.local();
    let over = false;
    try {
      await followOnce(deps, signal);
    } catch (cause) {
      const { code } = failureOf(cause, false);
      // The page finds out by asking, and says so.
      over = code === "signed-out" || code === "occupant-changed";
    }
    if (signal.aborted) return;
    deps.onLive(false);
    deps.onChange();
    if (over) return;
    const lasted = deps.local() - began > lasting;
    failures = lasted ? 0 : failures + 1;
    if (!lasted) await deps.wait(backOff(retry, failures, deps.chance()), signal);
  }
}
