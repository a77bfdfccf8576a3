import type { App } from "../../app.ts";
import type { Clock, Duration, Json } from "../../ports/index.ts";
import type { Post } from "../follower/index.ts";
import { isRecord } from "../json.ts";
import { hearSet } from "./hear-set.ts";
import type { Transmitter } from "./transmitters.ts";
import { longestSet, SetError, type SetVerifier } from "./verify-set.ts";

/** What fetching SETs works with. */
export interface PollingDeps {
  readonly app: Pick<App, "submit" | "side" | "now">;
  readonly clock: Pick<Clock, "monotonic">;
  readonly verify: SetVerifier;
  readonly post: Post;
  /** Resolves after so long, or as soon as `signal` says so. */
  readonly wait: (duration: Duration, signal: AbortSignal) => Promise<void>;
  /** Hears of a transmitter that cannot be polled, once until it can be again. */
  readonly onFault: (error: unknown) => void;
}

/** What the next poll says of the SETs that came with the last ones (RFC 8936 section 2.4). */
interface Said {
  ack: string[];
  setErrs: Record<string, { readonly err: string; readonly description: string }>;
}

/** Between two polls without anything: some transmitters hold a poll until there is something, others answer at once. */
const between: Duration = 5_000;
const firstWait: Duration = 1_000;
const longestWait: Duration = 60_000;
const setsAtOnce = 50;

/**
 * Fetches a transmitter's SETs (RFC 8936) until it is stopped. What was taken in is acknowledged with the next poll; what cannot be
 * taken now is not, and comes again.
 */
export function pollTransmitter(
  deps: PollingDeps,
  transmitter: Transmitter,
): { stop(): Promise<void> } {
  const over = new AbortController();
  const polling = keepPolling(deps, transmitter, over.signal);
  return {
    async stop() {
      over.abort();
      await polling;
    },
  };
}

async function keepPolling(
  deps: PollingDeps,
  transmitter: Transmitter,
  signal: AbortSignal,
): Promise<void> {
  const { clock, onFault, wait } = deps;
  const said: Said = { ack: [], setErrs: {} };
  let failures = 0;
  while (!signal.aborted) {
    const begun = clock.monotonic();
    try {
      const sets = await poll(deps, transmitter, said, signal);
      await hearAll(deps, transmitter, sets, said);
      failures = 0;
      const rest = between - (clock.monotonic() - begun);
      if (sets.length === 0 && rest > 0) await wait(rest, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0) onFault(error);
      await wait(Math.min(firstWait * 2 ** failures++, longestWait), signal);
    }
  }
}

/** One poll; what it said is said once it was answered. */
async function poll(
  { post }: PollingDeps,
  { id, poll: to }: Transmitter,
  said: Said,
  signal: AbortSignal,
): Promise<readonly (readonly [jti: string, jwt: unknown])[]> {
  if (to === undefined) throw new TypeError("a transmitter that pushes");
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    ...(to.authorization === undefined ? {} : { authorization: to.authorization }),
  };
  const asked = { ...said, maxEvents: setsAtOnce, returnImmediately: false };
  // The words of a failure may hold the address, with what its owner put into it.
  const answer = await post(to.endpoint, headers, JSON.stringify(asked), signal).catch(() => {
    throw new Error(`The transmitter ${id} does not answer.`);
  });
  if (answer.status !== 200) throw new Error(`The transmitter ${id} answers ${answer.status}.`);
  const sets = setsIn(answer.body);
  if (sets === undefined) throw new Error(`The transmitter ${id} answers with no list of SETs.`);
  said.ack = [];
  said.setErrs = {};
  return sets;
}

function setsIn(body: string): readonly (readonly [string, unknown])[] | undefined {
  try {
    const answer = JSON.parse(body) as Json;
    const sets = isRecord(answer) ? answer["sets"] : undefined;
    return isRecord(sets) ? Object.entries(sets) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes them in, in the order they came; ends where one cannot be taken now, so that none overtakes it. */
async function hearAll(
  { app, verify }: PollingDeps,
  transmitter: Transmitter,
  sets: readonly (readonly [jti: string, jwt: unknown])[],
  said: Said,
): Promise<void> {
  for (const [jti, jwt] of sets) {
    try {
      if (typeof jwt !== "string" || jwt.length > longestSet) {
        throw new SetError("invalid_request", "The SET is no text, or too long.");
      }
      const set = await verify(jwt, app.now());
      if (set.transmitter.id !== transmitter.id) {
        throw new SetError("invalid_issuer", "The SET is another transmitter's.");
      }
      if (set.jti !== jti) throw new SetError("invalid_request", "The SET has another jti.");
      await hearSet(app, set);
      said.ack.push(jti);
    } catch (error) {
      if (!(error instanceof SetError) || error.code === "keys-unreachable") throw error;
      said.setErrs[jti] = { err: error.code, description: error.message };
    }
  }
}
