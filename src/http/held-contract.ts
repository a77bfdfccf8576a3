import type { PersonView } from "./contract.ts";
import type { EngagementView } from "./people-contract.ts";

/** What the console and the server say to each other of what waits for a person. All instants are milliseconds since 1970. */

/** GET console/api/held: what HR's file and clients of SCIM were stopped at. */
export interface HeldReply {
  /** Lines of HR's file whose role reaches over others' access or records, the oldest first. */
  readonly roles: readonly HeldRoleView[];
  /** Clients of SCIM that the brake stopped within a day (L11). */
  readonly clients: readonly StoppedClient[];
  /** Whether the one who asks may answer. */
  readonly may: boolean;
}

/** A privileged role that a file asks for. */
export interface HeldRoleView {
  readonly id: string;
  readonly name: string;
  /** Their staff number. */
  readonly number: string;
  /** Whether they are known here already. */
  readonly known: boolean;
  readonly role: string;
  readonly ward: string;
  /** When the file asked for it. */
  readonly at: number;
  readonly from?: number;
  readonly to?: number;
}

/** A client that would have ended too many engagements in a day. */
export interface StoppedClient {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  /** Live engagements before the first that it ended in the last day, and the share of them that is believed. */
  readonly live: number;
  readonly percent: number;
  /** It has ended so many in the last day. */
  readonly ended: number;
  /** It asks for these besides; nothing of them has happened. */
  readonly asked: readonly AskedEnd[];
  /** That many more are not listed. */
  readonly more: number;
  /** The number to say if all of them are meant. */
  readonly all: number;
  /** So many are meant, somebody said, until then. */
  readonly released?: { readonly ends: number; readonly until: number };
}
export interface AskedEnd {
  readonly engagement: string;
  readonly who: PersonView;
  readonly type: EngagementView["type"];
  readonly wards: readonly string[];
}

/** POST console/api/held/roles/:held; the answer is what waits then. */
export interface AnswerHeldRequest {
  readonly outcome: "given" | "dismissed";
}
/** POST console/api/held/clients/:client: just so many are meant, those of the last day included; the answer is what waits then. */
export interface ReleaseClientRequest {
  readonly ends: number;
}
