import {
  type ReplayedLog,
  replayLog,
  writeReplay,
  writeReplayJson,
} from "../../rehearsal/index.ts";
import { openToRead } from "../open-to-read.ts";
import { progressBar } from "../progress.ts";
import { readPeriod } from "../read-period.ts";
import { replaySource } from "../replay-source.ts";
import { UsageError } from "../usage-error.ts";
import { loadPolicy } from "./load-policy.ts";

/** What was asked for beside the period. */
export interface ReplayWords {
  readonly against: string | undefined;
  readonly json: boolean;
}

/**
 * Decides the requests that the installation's log recorded in a period again under another policy, and prints what would change.
 * It only reads, and may run beside a server.
 *
 * Answers the exit code: 0 nothing would be answered otherwise, 1 something would, or nothing was decided again, which shows
 * nothing, 2 the policy was refused.
 *
 * @throws UsageError
 */
export async function replayPeriod(
  period: string,
  { against, json }: ReplayWords,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { from, to } = readPeriod("--replay", period);
  if (against === undefined) {
    throw new UsageError("--replay goes with --against: name the folder of the other policy.");
  }
  const policy = await loadPolicy(against);
  if (policy.type === "refused") return policy.code;
  const store = await openToRead(environment);
  const bar = progressBar("replaying", json);
  try {
    const found = await replayLog(replaySource(store), {
      from,
      to,
      against: policy.bundle,
      onProgress: (done, of) => bar.update(done, of),
    });
    bar.stop();
    process.stdout.write(json ? writeReplayJson(found) : writeReplay(found));
    return exitCodeOf(found);
  } finally {
    bar.stop();
    await store.close();
  }
}

/** Where nothing was decided again nobody must read that nothing would change. */
function exitCodeOf({ changed, decided }: ReplayedLog): number {
  return changed.length > 0 || decided === 0 ? 1 : 0;
}
