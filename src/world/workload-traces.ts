import type { Instant, Position } from "../ports/index.ts";
import type { Appliers } from "./apply.ts";
import type { LogRecord } from "./records.ts";
import type { WorkloadCredentialBodies, WorkloadRefusal } from "./workload-credentials.ts";
import type { WorkloadBodies } from "./workloads.ts";
import type { Draft } from "./world.ts";

/** Something that was seen of a workload more than once: since when, how often, and where in the log lately. */
export interface Sighting {
  readonly first: Instant;
  readonly at: Instant;
  readonly count: number;
  /** The latest first, eight at most. */
  readonly positions: readonly Position[];
  /** With which credential, and from where, at last. */
  readonly credential?: string;
  readonly place?: string;
}

/** Where in the log it stands what is known of a workload: by this a finding names its evidence. */
export interface WorkloadTrace {
  readonly id: string;
  /** What it is and may, at last. */
  readonly said: Position;
  /** Who answers for it, and whether it is let in, at last. */
  readonly turned: Position;
  readonly apiKey?: { readonly at: Instant; readonly position: Position };
  readonly refused?: { readonly [why in WorkloadRefusal]?: Sighting };
  /** It was let in from a place where it was never seen before, after others (N4). */
  readonly unexpected?: Sighting;
}

/** Likewise of a credential. */
export interface CredentialTrace {
  readonly id: string;
  readonly added: Position;
  /** Replaced, stopped, released or ended, at last. */
  readonly turned?: Position;
  readonly used?: Position;
  /** It was tried after it had ended. */
  readonly refused?: Sighting;
}

const positionsKept = 8;
/** What was not seen for so long is counted anew. */
const sightingOver = 30 * 24 * 3_600_000;

/** The workload records of which traces are kept. */
type Traced = keyof WorkloadBodies | keyof WorkloadCredentialBodies;

/** The same fold, which remembers where in the log each thing stands. */
export function traced(appliers: Appliers<Traced>): Appliers<Traced> {
  const kinds = Object.keys(appliers) as readonly Traced[];
  const both = kinds.map((kind) => {
    const applier = appliers[kind] as (draft: Draft, record: LogRecord) => void;
    const traceOf = traces[kind] as ((draft: Draft, record: LogRecord) => void) | undefined;
    if (traceOf === undefined) return [kind, applier] as const;
    const run = (draft: Draft, record: LogRecord) => {
      applier(draft, record);
      traceOf(draft, record);
    };
    return [kind, run] as const;
  });
  return Object.fromEntries(both) as unknown as Appliers<Traced>;
}

const said = (draft: Draft, { body, position }: Said): void =>
  note(draft, body.workload, position, { said: position });
const turned = (draft: Draft, { body, position }: Said): void =>
  note(draft, body.workload, position, { turned: position });
const keyTurned = (draft: Draft, { body, position }: SaidOfKey): void =>
  noteKey(draft, body.credential, { turned: position });

interface Said {
  readonly position: Position;
  readonly body: { readonly workload: string };
}
interface SaidOfKey {
  readonly position: Position;
  readonly body: { readonly credential: string };
}

const traces: Partial<Appliers<Traced>> = {
  "workload.registered": said,
  "workload.requested": said,
  "workload.extended": said,
  "workload.narrowed": said,
  "workload.approved": turned,
  "workload.activated": turned,
  "workload.handed-over": turned,
  "workload.orphaned": turned,
  "workload.suspended": turned,
  "workload.resumed": turned,
  "workload.decommissioned": turned,
  "api-key.issued": (draft, { at, body, position }) =>
    note(draft, body.workload, position, { apiKey: { at, position } }),
  "workload-credential.added": (draft, { body: { credential }, position }) => {
    if (draft.credentialTraces.has(credential)) return;
    draft.credentialTraces.set(credential, { id: credential, added: position });
  },
  "workload-credential.replaced": keyTurned,
  "workload-credential.stopped": keyTurned,
  "workload-credential.released": keyTurned,
  "workload-credential.ended": keyTurned,
  "workload.used": (draft, record) => {
    const { body, position } = record;
    noteKey(draft, body.credential, { used: position });
    if (body.unexpected === undefined) return;
    const before = draft.workloadTraces.get(body.workload)?.unexpected;
    note(draft, body.workload, position, { unexpected: seen(before, record) });
  },
  "workload.refused": (draft, record) => {
    const { credential = "", workload, why } = record.body;
    const { refused = {} } = draft.workloadTraces.get(workload) ?? {};
    const next = { ...refused, [why]: seen(refused[why], record) };
    note(draft, workload, record.position, { refused: next });
    if (why !== "credential-ended") return;
    const before = draft.credentialTraces.get(credential)?.refused;
    noteKey(draft, credential, { refused: seen(before, record) });
  },
};

function seen(
  before: Sighting | undefined,
  {
    at,
    body: { credential, place },
    position,
  }: {
    readonly at: Instant;
    readonly position: Position;
    readonly body: { readonly credential?: string; readonly place?: string };
  },
): Sighting {
  const known = before !== undefined && at - before.at < sightingOver ? before : undefined;
  return {
    first: known?.first ?? at,
    at,
    count: (known?.count ?? 0) + 1,
    positions: [position, ...(known?.positions ?? [])].slice(0, positionsKept),
    ...(credential === undefined ? {} : { credential }),
    ...(place === undefined ? {} : { place }),
  };
}

function note(
  draft: Draft,
  id: string,
  position: Position,
  change: Partial<Omit<WorkloadTrace, "id">>,
): void {
  const known = draft.workloadTraces.get(id) ?? { id, said: position, turned: position };
  draft.workloadTraces.set(id, { ...known, ...change });
}

function noteKey(draft: Draft, id: string, change: Partial<Omit<CredentialTrace, "id">>): void {
  const known = draft.credentialTraces.get(id);
  if (known !== undefined) draft.credentialTraces.set(id, { ...known, ...change });
}
