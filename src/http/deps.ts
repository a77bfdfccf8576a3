import type { FastifyPluginAsync } from "fastify";
import type { App } from "../app.ts";
import type { Receipt } from "../audit/index.ts";
import type { Charts, Clock, Instant, Log, Position } from "../ports/index.ts";
import type { Actor, WorkloadEnvironment } from "../world/index.ts";
import type { DemoBadge } from "./bedside-contract.ts";
import type { Nonces } from "./nonces.ts";
import type { FetchStatusList } from "./passports/index.ts";
import type { KeptReport, ObservedReport, RehearsalReport } from "./rehearsals-contract.ts";

/** What the server needs to know of PINs: see createPins in node/pin. */
export interface Pins {
  /**
   * The verifier of a new PIN.
   *
   * @throws an error with the code `pin-malformed`, `pin-too-common` or `pins-busy`
   */
  hash(pin: string): Promise<string>;
  /**
   * Whether `pin` is the one behind `verifier`; without one it is wrong, after the same work. What `anybody` sends who has
   * proved no seat and no session waits in a line of its own.
   *
   * @throws an error with the code `pins-busy` when too many of its line wait
   */
  verify(verifier: string | undefined, pin: string, line: "surface" | "anybody"): Promise<boolean>;
}

/** Seals texts that wait beside the log: see openSealer in node/crypto. */
export interface Sealer {
  /** `text`, encrypted for one use and bound to `bound`: it opens for and under nothing else. */
  seal(use: SealUse, text: string, bound: string): string;
  /** The text; undefined when it was sealed for something else, under another secret, or changed since. */
  open(use: SealUse, sealed: string, bound: string): string | undefined;
}

type SealUse = "draft" | "signing-key" | "invitation";

/** What became of a parked message that was tried again. */
export type Retried =
  | { readonly type: "applied" | "unchanged" }
  | { readonly type: "still-parked"; readonly reason: string };

/** What the console may have done about messages that could not be used. */
export interface ParkedMessages {
  /** Takes the message in again; it stays parked when it still cannot be used. */
  retry(message: string, actor: Actor): Promise<Retried>;
  dismiss(message: string, actor: Actor): Promise<unknown>;
}

/** The demonstration: badges to click, and seats for browsers of this machine. */
export interface Demonstration {
  readonly badges: readonly DemoBadge[];
  /** Seats that a new browser gets first, in order. */
  readonly seats: readonly string[];
}

/** One answered request, for the operator's report: no address, body, token or name in it. */
export interface HttpEvent {
  readonly id: string;
  readonly method: string;
  /** The route's pattern, never the address that was asked for. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  /** The fault behind an answer 500 or 502. */
  readonly fault?: unknown;
}

/** A node that goes on while its log does not answer (X14). */
export interface Downtime {
  /** When it last knew that it had missed nothing, and where the log stood then. */
  readonly since: Instant;
  readonly position: Position;
  /** Whether what it does is recorded; else it permits nothing. */
  readonly isRecording: boolean;
}

/** What was rehearsed and observed last, as it was put where the console shows it. */
export interface Reports {
  rehearsal(): Promise<KeptReport<RehearsalReport>>;
  observed(): Promise<KeptReport<ObservedReport>>;
}

/** Everything the server needs of the outside. What security rests on has no default. */
export interface ServerDeps {
  readonly app: Pick<
    App,
    | "submit"
    | "world"
    | "side"
    | "bundles"
    | "endings"
    | "repeats"
    | "follow"
    | "status"
    | "now"
    | "load"
  >;
  /** What seats work with, where they go on while the log does not answer (X14); absent: `app`. */
  readonly seats?: ServerDeps["app"];
  /** How this node goes on by itself; undefined: the log answers. */
  readonly downtime?: () => Downtime | undefined;
  readonly log: Pick<Log, "head" | "read" | "changes">;
  readonly clock: Clock;
  /** How many decisions were compared with Cedar's own evaluator, and how many differed. */
  readonly compared?: () => { readonly checked: number; readonly differed: number };
  readonly charts: Charts;
  readonly pins: Pins;
  /** The hash under which a badge's number is kept: see openKeyedHash in node/crypto. */
  readonly keyedHash: (
    use: "badge" | "passport-nonce" | "invitation-code" | "workload-secret",
    number: string,
  ) => string;
  readonly sealer: Sealer;
  /** What proofs of seats, sensors and phones have to name: see createNonces. */
  readonly nonces: Nonces;
  readonly parked: ParkedMessages;
  /** How lists of revoked staff passports are had: see fetchStatusList in http/passports. */
  readonly fetchStatusList: FetchStatusList;
  /** The receipt of the record at a position; undefined while it is not signed. Absent: nothing is signed here. */
  readonly receipts?: (position: Position) => Promise<Receipt | undefined>;
  /** A random, unguessable id behind a prefix: the Ids port's. */
  readonly newId: (prefix: string) => string;
  /** The addresses under which browsers reach this server, e.g. `http://localhost:8080`; never empty. */
  readonly origins: () => readonly string[];
  readonly report: (event: HttpEvent) => void;
  /** The folder of the built screens; absent: only the programming interfaces are served. */
  readonly webRoot?: string;
  readonly demo?: Demonstration;
  /** Requests for access by API key (http/grants). */
  readonly grants?: FastifyPluginAsync;
  /** The AuthZEN interface (http/authzen). */
  readonly authzen?: FastifyPluginAsync;
  /** What the management of devices says (http/devices). */
  readonly devices?: FastifyPluginAsync;
  /** The proxies that stand before us, as address blocks: what they say of where a request comes from is believed. */
  readonly proxies?: readonly string[];
  /** Where this installation runs (N4); production where it is not said. */
  readonly environment?: WorkloadEnvironment;
  /** Networks of the hospital's own in which workloads and their issuers may publish keys, as address blocks. */
  readonly keyNetworks?: readonly string[];
  /** The transmitter of Shared Signals (http/ssf). */
  readonly signals?: FastifyPluginAsync;
  /** Where HR and identity providers bring people (http/scim). */
  readonly scim?: FastifyPluginAsync;
  /** Where workloads get roles in databases (http/databases). */
  readonly databases?: FastifyPluginAsync;
  /** What the rehearsals' pages show; absent: none is kept here. */
  readonly reports?: Reports;
  /** Where notifications go, by mail and webhook (http/notices); absent: nowhere. */
  readonly told?: readonly string[];
  /** What the command line may ask (http/operator). */
  readonly operator?: FastifyPluginAsync;
}
