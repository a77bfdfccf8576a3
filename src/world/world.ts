import type { Instant, Position } from "../ports/index.ts";
import type { Application, Connection, Logout, SigningKey } from "./applications.ts";
import type { Campaign, CampaignPart } from "./campaigns.ts";
import type { Contact } from "./contacts.ts";
import type { DatabaseRole } from "./database-roles.ts";
import type { Device } from "./devices.ts";
import type { Downtime } from "./downtime.ts";
import type { Emergency, UnsignedAct } from "./emergencies.ts";
import type { Engagement } from "./engagements.ts";
import type { PastException } from "./exceptions.ts";
import type { Canary, FlaggedVendor, OpenFinding } from "./findings.ts";
import type { BrokenGlass } from "./glass.ts";
import type { Grant } from "./grants.ts";
import { forkGrounds, type Ground, type Grounds, groupOf, newGrounds } from "./ground.ts";
import type { Incident } from "./incidents.ts";
import type { Merge } from "./merges.ts";
import type { Passkey } from "./passkeys.ts";
import type { CareTeam, Contribution, Encounter, Patient } from "./patients.ts";
import type { Badge, OnCall, Person, RoleAssignment, Shift } from "./people.ts";
import type { Feed, ParkedMessage, Seat, Site, Ward } from "./places.ts";
import type { Proposal } from "./proposals.ts";
import type { Register, Registration } from "./registrations.ts";
import type { Review } from "./reviews.ts";
import type { RoleUse, UseCount } from "./role-uses.ts";
import type { BegunDraft, DeclaredDuty, Relief, Swap } from "./rosters.ts";
import type { Searches } from "./searches.ts";
import type { Sensitivity } from "./sensitivity.ts";
import type { Session } from "./sessions.ts";
import { type Columns, Index, Table, type Touched } from "./table.ts";
import type { Warned } from "./warnings.ts";
import type { WorkloadCredential } from "./workload-credentials.ts";
import type { CredentialTrace, WorkloadTrace } from "./workload-traces.ts";
import type { Workload } from "./workloads.ts";

/** The tables of the world, by name. Values are immutable; a change puts a new value. */
interface Tables {
  readonly sites: Table<Site>;
  readonly wards: Table<Ward>;
  readonly seats: Table<Seat>;
  readonly devices: Table<Device>;
  readonly feeds: Table<Feed>;
  readonly parked: Table<ParkedMessage>;
  readonly workloads: Table<Workload>;
  /** What ended is kept: a key that was given up is no other workload's. */
  readonly workloadCredentials: Table<WorkloadCredential>;
  /** Where in the log it stands what is known of them. */
  readonly workloadTraces: Table<WorkloadTrace>;
  readonly credentialTraces: Table<CredentialTrace>;
  /** Those that last. */
  readonly findings: Table<OpenFinding>;
  /** Those that are not trusted. */
  readonly vendors: Table<FlaggedVendor>;
  readonly canaries: Table<Canary>;
  /** Those that are not known to be gone from their databases. */
  readonly databaseRoles: Table<DatabaseRole>;
  readonly people: Table<Person>;
  readonly engagements: Table<Engagement>;
  readonly roles: Table<RoleAssignment>;
  readonly shifts: Table<Shift>;
  readonly onCalls: Table<OnCall>;
  readonly badges: Table<Badge>;
  readonly passkeys: Table<Passkey>;
  readonly patients: Table<Patient>;
  readonly merges: Table<Merge>;
  readonly sensitivities: Table<Sensitivity>;
  readonly searches: Table<Searches>;
  readonly encounters: Table<Encounter>;
  readonly careTeams: Table<CareTeam>;
  readonly contributions: Table<Contribution>;
  readonly contacts: Table<Contact>;
  readonly sessions: Table<Session>;
  readonly applications: Table<Application>;
  readonly connections: Table<Connection>;
  readonly logouts: Table<Logout>;
  readonly signingKeys: Table<SigningKey>;
  readonly glasses: Table<BrokenGlass>;
  readonly emergencies: Table<Emergency>;
  readonly unsignedActs: Table<UnsignedAct>;
  /** Those that have not ended. */
  readonly grants: Table<Grant>;
  /** For thirty days (X5). */
  readonly endedGrants: Table<Grant>;
  readonly reviews: Table<Review>;
  readonly incidents: Table<Incident>;
  readonly pastExceptions: Table<PastException>;
  readonly proposals: Table<Proposal>;
  readonly declared: Table<DeclaredDuty>;
  readonly swaps: Table<Swap>;
  readonly reliefs: Table<Relief>;
  readonly drafts: Table<BegunDraft>;
  readonly warnings: Table<Warned>;
  readonly roleUses: Table<RoleUse>;
  readonly useCounts: Table<UseCount>;
  readonly campaigns: Table<Campaign>;
  readonly campaignParts: Table<CampaignPart>;
  readonly registrations: Table<Registration>;
  readonly registers: Table<Register>;
}

/** The indexes over them: ids by the id they belong to. */
interface Indexes {
  readonly seatsByWard: Index;
  /** By owner and deputy. */
  readonly workloadsByPerson: Index;
  readonly credentialsByWorkload: Index;
  readonly credentialsByThumbprint: Index;
  readonly databaseRolesByWorkload: Index;
  readonly engagementsByPerson: Index;
  readonly rolesByPerson: Index;
  readonly shiftsByPerson: Index;
  readonly shiftsByWard: Index;
  readonly onCallsByPerson: Index;
  readonly onCallsByService: Index;
  readonly badgesByPerson: Index;
  readonly devicesByPerson: Index;
  readonly passkeysByPerson: Index;
  readonly mergesInto: Index;
  readonly encountersByPatient: Index;
  readonly encountersByWard: Index;
  readonly careTeamsByPatient: Index;
  readonly careTeamsByPerson: Index;
  readonly contributionsByPerson: Index;
  readonly contributionsByPatient: Index;
  readonly contactsByPatient: Index;
  readonly contactsByService: Index;
  readonly contactsByPerson: Index;
  readonly sessionsByPerson: Index;
  readonly sessionsBySurface: Index;
  readonly connectionsBySession: Index;
  readonly connectionsByApplication: Index;
  readonly glassesByPerson: Index;
  readonly unsignedActsByPerson: Index;
  readonly grantsByPerson: Index;
  readonly declaredByPerson: Index;
  readonly swapsByPerson: Index;
  readonly reliefsByPerson: Index;
  readonly draftsByPerson: Index;
  readonly draftsBySession: Index;
  readonly registrationsByPerson: Index;
}

/** The active policy bundle (its texts are content-addressed beside the log) and who decides. */
export interface ActivePolicy {
  readonly hash: string;
  readonly decider: number;
}

/** The hospital as the log tells it, after the record before `next`. */
export interface Draft extends Tables, Indexes {
  /** The position the next record gets. */
  next: Position;
  /** `at` of the last record. */
  at: Instant;
  policy: ActivePolicy | undefined;
  /** The log does not answer (X14); absent in every world that is a log's. */
  downtime?: Downtime;
  /** Of a draft: its tables with changes. */
  readonly touched?: Touched;
  readonly grounds: Grounds;
}

type Read<T> =
  T extends Table<infer V>
    ? Pick<Table<V>, "get" | "has" | "values" | "size" | "stamp">
    : Pick<Index, "get">;

/** The world as a reader sees it: nothing in it can be changed. */
export type World = { readonly [K in keyof (Tables & Indexes)]: Read<(Tables & Indexes)[K]> } & {
  readonly next: Position;
  readonly at: Instant;
  readonly policy: ActivePolicy | undefined;
  readonly downtime?: Downtime;
  /** What of it has changed at all. */
  readonly grounds: { readonly [G in keyof Grounds]: Pick<Ground, "stamp"> };
};

const tableNames = [
  "sites",
  "wards",
  "seats",
  "devices",
  "feeds",
  "parked",
  "workloads",
  "workloadCredentials",
  "workloadTraces",
  "credentialTraces",
  "findings",
  "vendors",
  "canaries",
  "databaseRoles",
  "people",
  "engagements",
  "roles",
  "shifts",
  "onCalls",
  "badges",
  "passkeys",
  "patients",
  "merges",
  "sensitivities",
  "searches",
  "encounters",
  "careTeams",
  "contributions",
  "contacts",
  "sessions",
  "applications",
  "connections",
  "logouts",
  "signingKeys",
  "glasses",
  "emergencies",
  "unsignedActs",
  "grants",
  "endedGrants",
  "reviews",
  "incidents",
  "pastExceptions",
  "proposals",
  "declared",
  "swaps",
  "reliefs",
  "drafts",
  "warnings",
  "roleUses",
  "useCounts",
  "campaigns",
  "campaignParts",
  "registrations",
  "registers",
] as const satisfies readonly (keyof Tables)[];

const indexNames = [
  "seatsByWard",
  "workloadsByPerson",
  "credentialsByWorkload",
  "credentialsByThumbprint",
  "databaseRolesByWorkload",
  "engagementsByPerson",
  "rolesByPerson",
  "shiftsByPerson",
  "shiftsByWard",
  "onCallsByPerson",
  "onCallsByService",
  "badgesByPerson",
  "devicesByPerson",
  "passkeysByPerson",
  "mergesInto",
  "encountersByPatient",
  "encountersByWard",
  "careTeamsByPatient",
  "careTeamsByPerson",
  "contributionsByPerson",
  "contributionsByPatient",
  "contactsByPatient",
  "contactsByService",
  "contactsByPerson",
  "sessionsByPerson",
  "sessionsBySurface",
  "connectionsBySession",
  "connectionsByApplication",
  "glassesByPerson",
  "unsignedActsByPerson",
  "grantsByPerson",
  "declaredByPerson",
  "swapsByPerson",
  "reliefsByPerson",
  "draftsByPerson",
  "draftsBySession",
  "registrationsByPerson",
] as const satisfies readonly (keyof Indexes)[];

const names: readonly Name[] = [...tableNames, ...indexNames];
/** Of a table or an index. */
export type Name = keyof Tables | keyof Indexes;

/** A world without a record. */
export function emptyWorld(): Draft {
  const grounds = newGrounds();
  const table = (name: Name) => new Table<never>(new Map<string, never>(), groundIn(grounds, name));
  const tables = tableNames.map((name) => [name, table(name)] as const);
  const indexes = indexNames.map((name) => [name, new Index(table(name))] as const);
  const content = parts([...tables, ...indexes]);
  return withSpare({ ...content, next: 0, at: 0, policy: undefined, grounds });
}

/** A committed world, with the draft that was merged into it last: its overlays are empty again, and serve the next batch. */
interface Committed extends Draft {
  spare?: Draft | undefined;
}

/** Not enumerable: a copy of the world must not hand out the same overlays a second time. */
function withSpare(world: Draft): Committed {
  return Object.defineProperty(world, "spare", { value: undefined, writable: true });
}

/** A draft over `world`: a copy-on-write overlay, never a copy. */
export function fork(world: Draft): Draft {
  const { spare } = world as Committed;
  if (spare !== undefined && spare.downtime === world.downtime) {
    (world as Committed).spare = undefined;
    // A new object all the same: some tell batches apart by it.
    return { ...spare, next: world.next, at: world.at, policy: world.policy };
  }
  const touched: Touched = [];
  const grounds = forkGrounds(world.grounds);
  const draft = { ...world, touched, grounds };
  // Member by member over a copy of the shape: every batch has a draft, and building one anew takes longer than most handlers.
  for (const name of names) {
    const fresh = world[name].fork(touched, groundIn(grounds, name));
    (draft as Record<Name, unknown>)[name] = fresh;
  }
  return draft;
}

/** Makes `draft`, a fork of `world`, the truth; the draft is not used again. */
export function merge(world: Draft, draft: Draft): void {
  const { touched = [] } = draft;
  for (const table of touched) table.merge();
  touched.length = 0;
  draft.grounds.staff.merge();
  draft.grounds.care.merge();
  world.next = draft.next;
  world.at = draft.at;
  world.policy = draft.policy;
  if (Object.hasOwn(world, "spare")) (world as Committed).spare = draft;
}

/** A snapshot's content: where the world stood, and each table's and index's rows. */
export interface WorldCopy {
  readonly next: Position;
  readonly at: Instant;
  readonly policy: ActivePolicy | undefined;
  readonly columns: Readonly<Record<Name, Columns<unknown>>>;
}

/** Flat copies of all rows of the committed world: cheap, since entities are immutable. */
export function copyWorld(world: Draft): WorldCopy {
  const columns = Object.fromEntries(names.map((name) => [name, world[name].columns()]));
  return {
    next: world.next,
    at: world.at,
    policy: world.policy,
    columns: columns as unknown as WorldCopy["columns"],
  };
}

/** The world that {@link copyWorld} was given. */
export function worldFrom({ next, at, policy, columns }: WorldCopy): Draft {
  const grounds = newGrounds();
  const tables = tableNames.map(
    (name) => [name, Table.from(columns[name], groundIn(grounds, name))] as const,
  );
  const indexes = indexNames.map((name) => {
    const rows = columns[name] as Columns<readonly string[]>;
    return [name, new Index(Table.from(rows, groundIn(grounds, name)))] as const;
  });
  return withSpare({ ...parts([...tables, ...indexes]), next, at, policy, grounds });
}

function groundIn(grounds: Grounds, name: Name): Ground | undefined {
  const group = groupOf[name];
  return group === undefined ? undefined : grounds[group];
}

/** The one place where names and tables are tied by hand: each entry came from the lists above. */
function parts(entries: readonly (readonly [Name, unknown])[]): Tables & Indexes {
  return Object.fromEntries(entries) as unknown as Tables & Indexes;
}
