import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** What comes to an end and is warned of: `dormancy` is an engagement that is suspended because nobody signs in by it. */
export type EndingThing =
  | "dormancy"
  | "engagement"
  | "grant"
  | "registration"
  /** A program's end, by its id. */
  | "workload"
  /** It is suspended because nobody uses it, or because nobody answers for it. */
  | "workload-unused"
  | "workload-orphaned"
  /** By the credential's id: the last one that it has, and an old one that callers still use (N2). */
  | "workload-credential"
  | "workload-rotation";

/** Of what it was last told that its end comes. */
export interface Warned {
  /** {@link warningId} */
  readonly id: string;
  /** The step: so many days before. */
  readonly days: number;
  /** The end that was told. One that has moved since is told anew. */
  readonly due: number;
}

/** The bodies of records about ends that are to come. */
export interface WarningBodies {
  /** Something ends at `due`, and `person` is told, so many days before (a step, each once). */
  readonly "ending.warned": {
    readonly type: EndingThing;
    /** Of the thing, as its own table has it. */
    readonly id: string;
    readonly person: string;
    readonly days: number;
    readonly due: number;
  };
  /** What logs from before there was one record for all of them say of dormancy. */
  readonly "dormancy.warned": {
    readonly days: number;
    readonly due: number;
    readonly engagement: string;
  };
  /** What logs from before there was one record for all of them say of workloads. */
  readonly "workload.warned": {
    readonly workload: string;
    readonly what: "expiry" | "orphaned" | "unused" | "credential" | "rotation";
    readonly days: number;
    readonly due: number;
  };
  /** The end has come; the ticker says so. */
  readonly "warning.settled": { readonly warning: string };
}

/** By which the last warning of a thing is known. */
export function warningId(type: EndingThing, id: string): string {
  return `${type}|${id}`;
}

/** The fold of records about ends that are to come. */
export const warningAppliers: Appliers<keyof WarningBodies> = {
  "ending.warned": (draft, { body: { days, due, id, type } }) =>
    put(draft, { id: warningId(type, id), days, due }),
  "dormancy.warned": (draft, { body: { days, due, engagement } }) =>
    put(draft, { id: warningId("dormancy", engagement), days, due }),
  "workload.warned": (draft, { body: { days, due, what, workload } }) => {
    // Of a credential it was not said which: it is told of once more.
    if (what === "credential" || what === "rotation") return;
    const type = what === "expiry" ? "workload" : (`workload-${what}` as const);
    put(draft, { id: warningId(type, workload), days, due });
  },
  "warning.settled": (draft, { body: { warning } }) => draft.warnings.delete(warning),
};

function put(draft: Draft, warned: Warned): void {
  draft.warnings.set(warned.id, warned);
}
