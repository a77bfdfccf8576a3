import type { RecordView } from "../../http/console-contract.ts";
import { type BackOff, backOff } from "../shared/back-off.ts";
import { createEventParser } from "../shared/event-parser.ts";
import { ScreenError } from "../shared/screen-error.ts";
import { ask } from "./requests.ts";

const retry: BackOff = { first: 500, longest: 15_000 };

export interface FollowDeps {
  readonly language: string;
  readonly onRecord: (record: RecordView) => void;
  readonly onLive: (live: boolean) => void;
  readonly onSignedOut: () => void;
  /** The policy says no: it is not asked again and again, since each refusal is on record. */
  readonly onRefused: () => void;
}

async function followOnce(deps: FollowDeps, signal: AbortSignal): Promise<void> {
  const response = await ask({ path: "stream", language: deps.language, signal }, false);
  if (response.body === null) return;
  deps.onLive(true);
  const parse = createEventParser(({ event, data }) => {
    if (event === "record" && !signal.aborted) deps.onRecord(JSON.parse(data) as RecordView);
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    parse(value);
  }
}

/** Follows new records until the signal says stop, and comes back by itself after a loss. */
export async function followRecords(deps: FollowDeps, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const began = Date.now();
    try {
      await followOnce(deps, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ScreenError && error.code === "signed-out") return deps.onSignedOut();
      if (error instanceof ScreenError && error.code === "denied") return deps.onRefused();
    }
    if (signal.aborted) return;
    deps.onLive(false);
    // A stream that lasted was no failure.
    failures = Date.now() - began > 10_000 ? 1 : failures + 1;
    const pause = backOff(retry, failures, Math.random());
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
}
