import type { Duration, SideKey } from "../../ports/index.ts";
import type { AdtMessage } from "../hl7v2/adt-message.ts";
import type { Problem } from "../hl7v2/message.ts";
import type { Slate } from "../shared/deps.ts";
import { tryOut } from "../shared/deps.ts";
import { acceptVisit, visitKeys } from "./accept-visit.ts";
import { mergeKeys, mergePatients, unlinkKeys, unlinkPatients } from "./merge-patients.ts";
import type { AdtSettings } from "./settings.ts";

/** What became of a message. */
export type Accepted =
  | {
      readonly type: "applied" | "unchanged";
      /** Parked messages that may be usable now: they spoke of a visit whose patient has just been merged. */
      readonly retry: readonly string[];
    }
  | { readonly type: "unusable"; readonly problem: Problem };

/** A feed that says nothing new is recorded as heard at most this often (C4). */
const heardEvery: Duration = 10_000;

/** Clocks of senders may be ahead by this much; an event beyond it would hide all later ones. */
const furthestAhead: Duration = 24 * 60 * 60 * 1000;

/** The rows that {@link acceptMessage} reads. */
export function messageKeys(message: AdtMessage): readonly SideKey[] {
  const { visits, merges, unlinks } = message;
  return [
    ...visits.flatMap(visitKeys),
    ...merges.flatMap(mergeKeys),
    ...unlinks.flatMap(unlinkKeys),
  ];
}

/** Takes a message in as a whole; when a part of it cannot be used, nothing of it is. */
export function acceptMessage(
  slate: Slate,
  settings: AdtSettings,
  message: AdtMessage,
  control: string,
): Accepted {
  const trial = tryOut(slate);
  const problem = acceptParts(trial, settings, message, control);
  if (problem !== undefined) return { type: "unusable", problem };
  const type = trial.records.length + trial.side().length === 0 ? "unchanged" : "applied";
  trial.commit();
  const merged = trial.records.some(({ kind }) => kind === "patient.merged");
  return { type, retry: merged ? waitingForMerge(slate, settings) : [] };
}

function acceptParts(
  slate: Slate,
  settings: AdtSettings,
  message: AdtMessage,
  control: string,
): Problem | undefined {
  if (message.at > slate.at + furthestAhead) {
    const what = "the event lies more than a day ahead; see to the sender's clock and time zone";
    return { code: "future-time", segment: "EVN", what };
  }
  for (const visit of message.visits) {
    const problem = acceptVisit(slate, settings, message, control, visit);
    if (problem !== undefined) return problem;
  }
  for (const merge of message.merges) mergePatients(slate, settings, message, merge);
  for (const unlink of message.unlinks) {
    const problem = unlinkPatients(slate, settings, message, unlink);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What was parked because two patients are not one: their merge may make it usable. */
const waitForMerge: ReadonlySet<string> = new Set(["other-patient", "not-merged"]);

function waitingForMerge({ world }: Slate, { feed }: AdtSettings): readonly string[] {
  return [...world.parked.values()]
    .filter((parked) => parked.feed === feed && waitForMerge.has(parked.reason))
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => id);
}

/** Notes that the feed spoke (C4), unless a record of this slate says so already; a feed that is new is registered. */
export function hear(slate: Slate, { feed }: Pick<AdtSettings, "feed">): void {
  const known = slate.world.feeds.get(feed);
  if (known === undefined) {
    slate.records.unshift({ kind: "feed.registered", body: { feed, type: "adt" } });
    return;
  }
  const says = slate.records.some(({ body }) => "feed" in body && body.feed === feed);
  if (!says && known.heardAt + heardEvery <= slate.at)
    slate.record({ kind: "feed.heard", body: { feed } });
}
