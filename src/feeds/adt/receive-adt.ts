import type { AcknowledgementCode, ReportedError } from "../hl7v2/acknowledge.ts";
import { acknowledge } from "../hl7v2/acknowledge.ts";
import { describeProblem, type Problem } from "../hl7v2/message.ts";
import { readHeader } from "../hl7v2/read-header.ts";
import { type Slate, submitReading } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import { patientRows } from "../shared/patient-rows.ts";
import { acceptMessage, hear, messageKeys } from "./accept-message.ts";
import { type AdtDeps, type Arrived, arrive, controlOf } from "./arrive.ts";
import { type Parking, parkMessage } from "./park-message.ts";
import { retryParked } from "./retry-parked.ts";

/** What became of the bytes of one message. */
export interface Received {
  /** `failed`: it could not be stored, and the sender is asked to send it again. */
  readonly outcome: "applied" | "unchanged" | "parked" | "refused" | "failed";
  /** `ADT^A01`, as far as it could be read. */
  readonly title: string;
  /** Why it was parked or refused, or what of it was left out; it holds what the message said and is not for logs. */
  readonly reason?: string;
  /** The bytes of the acknowledgement. */
  readonly acknowledgement: Uint8Array;
}

/** More parked messages than this are not tried again by a merge; people can. */
const retriedByMerge = 100;

/**
 * Takes in one message, as it came between two frames: AA once it is stored, applied or parked; AE when it
 * could not be stored; AR for what is not taken in here (standards, Clinical feeds). Never throws.
 */
export async function receiveAdt(deps: AdtDeps, bytes: Uint8Array): Promise<Received> {
  const arrived = arrive(deps, bytes);
  const { read } = arrived;
  const reply = (answer: Answer) => toReceived(deps, bytes, arrived, answer);
  if (read.type === "refused") {
    return reply({ outcome: "refused", code: "AR", reason: read.what, error: read.error });
  }
  if (read.type === "unusable" && read.problem.code === "empty") {
    const error = { code: "100", segment: "MSH" } as const;
    return reply({ outcome: "refused", code: "AR", reason: describeProblem(read.problem), error });
  }
  const stored = await storeOrPark(deps, arrived);
  if (stored === "failed") return reply(failure);
  for (const message of stored.retry) await retryQuietly(deps, message);
  const said = stored.reason ?? (read.type === "adt" ? read.left : undefined);
  return reply({
    outcome: stored.outcome,
    code: "AA",
    ...(said === undefined ? {} : { reason: said }),
  });
}

/** Parks the beginning of a message that is larger than the listener takes, and rejects it (AR). Never throws. */
export async function receiveOversize(
  deps: AdtDeps,
  head: Uint8Array,
  limit: number,
): Promise<Received> {
  const what = `the message is longer than ${limit} bytes; only its beginning was kept`;
  const problem: Problem = { code: "too-large", segment: "MSH", what };
  const { parking } = arrive(deps, head);
  const arrived: Arrived = {
    read: { type: "unusable", problem },
    parking: { ...parking, complete: false },
  };
  const reply = (answer: Answer) => toReceived(deps, head, arrived, answer);
  const stored = await storeOrPark(deps, arrived);
  if (stored === "failed") return reply(failure);
  const error = { code: "207", segment: "MSH" } as const;
  return reply({ outcome: "parked", code: "AR", reason: describeProblem(problem), error });
}

/**
 * Parks what came without a whole frame: it may be the beginning of a message, and nobody waits for an answer.
 *
 * @throws FeedError `unsettled` when it could not be stored
 */
export async function keepUnframed(deps: AdtDeps, head: Uint8Array): Promise<Received> {
  const what = "it came without a whole MLLP frame; see to the sender, and have it sent again";
  const problem: Problem = { code: "no-frame", segment: "MSH", what };
  const { parking } = arrive(deps, head);
  const arrived: Arrived = {
    read: { type: "unusable", problem },
    parking: { ...parking, complete: false },
  };
  const stored = await storeOrPark(deps, arrived);
  if (stored === "failed") throw new FeedError("unsettled", failure.reason);
  return toReceived(deps, head, arrived, {
    outcome: "parked",
    code: "AE",
    reason: describeProblem(problem),
  });
}

/** What to answer a sender. */
interface Answer {
  readonly outcome: Received["outcome"];
  readonly code: AcknowledgementCode;
  readonly reason?: string;
  readonly error?: ReportedError;
}

const failure = {
  outcome: "failed",
  code: "AE",
  reason: "The message could not be stored. Please send it again.",
  error: { code: "207", segment: "MSH" },
} as const satisfies Answer;

/** What became of what was read, once it is durable. */
interface Stored {
  readonly outcome: "applied" | "unchanged" | "parked";
  readonly reason?: string;
  readonly retry: readonly string[];
}

async function storeOrPark(deps: AdtDeps, arrived: Arrived): Promise<Stored | "failed"> {
  try {
    return await store(deps, arrived);
  } catch (error) {
    if (isOutage(error)) return "failed";
    deps.onFault?.(error);
  }
  // A message that we fail on would fail for ever and hold up all behind it: it is parked like one that is wrong.
  const what = "it could not be taken in because of a fault in Wardkey";
  const problem: Problem = { code: "fault", segment: "MSH", what };
  try {
    return await store(deps, { ...arrived, read: { type: "unusable", problem } });
  } catch {
    return "failed";
  }
}

/** What passes by itself: the log is away, or too busy. */
const outages: ReadonlySet<unknown> = new Set([
  "log-unavailable",
  "out-of-service",
  "overloaded",
  "unsettled",
]);

function isOutage(error: unknown): boolean {
  return error instanceof Error && "code" in error && outages.has(error.code);
}

async function store(deps: AdtDeps, arrived: Arrived): Promise<Stored> {
  const { settings } = deps;
  const { read } = arrived;
  return await submitReading<Stored>(deps, {
    name: "adt.receive",
    actor: { type: "feed", id: settings.feed },
    keys: read.type === "adt" ? messageKeys(read) : [],
    related: patientRows,
    handle(slate) {
      const stored = take(slate, deps, arrived);
      hear(slate, settings);
      return stored;
    },
  });
}

function take(slate: Slate, deps: AdtDeps, { read, parking }: Arrived): Stored {
  if (read.type === "unusable") return park(slate, parking, read.problem);
  if (read.type !== "adt") return { outcome: "unchanged", retry: [] };
  const accepted = acceptMessage(slate, deps.settings, read, controlOf(deps, read));
  if (accepted.type === "unusable") return park(slate, parking, accepted.problem);
  return { outcome: accepted.type, retry: accepted.retry.slice(0, retriedByMerge) };
}

function park(slate: Slate, parking: Parking, problem: Problem): Stored {
  parkMessage(slate, parking, problem);
  return { outcome: "parked", reason: describeProblem(problem), retry: [] };
}

async function retryQuietly(deps: AdtDeps, message: string): Promise<void> {
  try {
    await retryParked(deps, message, { type: "feed", id: deps.settings.feed });
  } catch {
    // It stays parked, where people see it; the merge itself is stored.
  }
}

function toReceived(
  { clock, hash }: AdtDeps,
  bytes: Uint8Array,
  { parking }: Arrived,
  { outcome, code, reason, error }: Answer,
): Received {
  const at = clock.now();
  const said = outcome === "parked" && code === "AA" ? `parked: ${reason}` : reason;
  const acknowledgement = acknowledge(readHeader(bytes), {
    code,
    at,
    control: `W${hash(`${parking.message}|${at}`).slice(0, 19)}`,
    ...(said === undefined ? {} : { text: said }),
    ...(error === undefined ? {} : { error }),
  });
  return {
    outcome,
    title: parking.title,
    ...(reason === undefined ? {} : { reason }),
    acknowledgement,
  };
}
