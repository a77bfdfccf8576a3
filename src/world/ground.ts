import type { Stamp } from "./table.ts";
import type { Name } from "./world.ts";

/**
 * Notes that anything of a group of tables has changed: what was derived from them all can be kept while the stamp is the same,
 * without looking at each.
 */
export class Ground {
  #stamp: Stamp = {};
  /** Of a draft: has changes of its own. */
  #changed = false;
  readonly #parent: Ground | undefined;

  constructor(parent?: Ground) {
    this.#parent = parent;
  }

  /** Where it is the same, so is the content of every table of the group. */
  get stamp(): Stamp {
    return this.#changed || this.#parent === undefined ? this.#stamp : this.#parent.stamp;
  }

  change(): void {
    this.#stamp = {};
    this.#changed = true;
  }

  fork(): Ground {
    return new Ground(this);
  }

  /** What the draft says now is the truth. */
  merge(): void {
    if (this.#changed && this.#parent !== undefined) this.#parent.#stamp = this.#stamp;
    this.#changed = false;
  }
}

/** The groups that change far less often than somebody asks: who works where and when and what they may; and who is a patient where. */
export interface Grounds {
  readonly staff: Ground;
  readonly care: Ground;
}

/** Of a world without a record. */
export function newGrounds(): Grounds {
  return { staff: new Ground(), care: new Ground() };
}

/** Of a draft. */
export function forkGrounds({ staff, care }: Grounds): Grounds {
  return { staff: staff.fork(), care: care.fork() };
}

/** The group that a table belongs to; of the others a reader compares the rows that it has read. */
export const groupOf: { readonly [N in Name]: keyof Grounds | undefined } = {
  sites: "staff",
  wards: "staff",
  devices: "staff",
  engagements: "staff",
  roles: "staff",
  shifts: "staff",
  onCalls: "staff",
  passkeys: "staff",
  glasses: "staff",
  emergencies: "staff",
  unsignedActs: "staff",
  grants: "staff",
  declared: "staff",
  swaps: "staff",
  reliefs: "staff",
  drafts: "staff",
  engagementsByPerson: "staff",
  rolesByPerson: "staff",
  shiftsByPerson: "staff",
  shiftsByWard: "staff",
  onCallsByPerson: "staff",
  onCallsByService: "staff",
  devicesByPerson: "staff",
  passkeysByPerson: "staff",
  glassesByPerson: "staff",
  unsignedActsByPerson: "staff",
  grantsByPerson: "staff",
  declaredByPerson: "staff",
  swapsByPerson: "staff",
  reliefsByPerson: "staff",
  draftsByPerson: "staff",
  patients: "care",
  merges: "care",
  sensitivities: "care",
  encounters: "care",
  careTeams: "care",
  contacts: "care",
  mergesInto: "care",
  encountersByPatient: "care",
  encountersByWard: "care",
  careTeamsByPatient: "care",
  careTeamsByPerson: "care",
  contactsByPatient: "care",
  contactsByService: "care",
  contactsByPerson: "care",
  seats: undefined,
  feeds: undefined,
  parked: undefined,
  workloads: undefined,
  people: undefined,
  badges: undefined,
  searches: undefined,
  contributions: undefined,
  sessions: undefined,
  applications: undefined,
  connections: undefined,
  logouts: undefined,
  signingKeys: undefined,
  endedGrants: undefined,
  reviews: undefined,
  incidents: undefined,
  pastExceptions: undefined,
  proposals: undefined,
  seatsByWard: undefined,
  badgesByPerson: undefined,
  contributionsByPerson: undefined,
  contributionsByPatient: undefined,
  sessionsByPerson: undefined,
  sessionsBySurface: undefined,
  connectionsBySession: undefined,
  connectionsByApplication: undefined,
  draftsBySession: undefined,
  warnings: undefined,
  registrations: undefined,
  registers: undefined,
  registrationsByPerson: undefined,
  roleUses: undefined,
  useCounts: undefined,
  campaigns: undefined,
  campaignParts: undefined,
  workloadCredentials: undefined,
  workloadTraces: undefined,
  credentialTraces: undefined,
  findings: undefined,
  vendors: undefined,
  canaries: undefined,
  workloadsByPerson: undefined,
  credentialsByWorkload: undefined,
  credentialsByThumbprint: undefined,
  databaseRoles: undefined,
  databaseRolesByWorkload: undefined,
};
