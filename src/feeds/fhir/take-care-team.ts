import { type CareTeamMember, canonical } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import { toldPatient } from "../shared/patient-rows.ts";
import type { Refusal } from "../shared/report.ts";
import type { Item, Verdict } from "../shared/take-in.ts";
import { personOf } from "../staff/person-rows.ts";
import type { FhirOptions } from "./options.ts";
import {
  get,
  keyOf,
  listAt,
  periodOf,
  type Resource,
  referenceKey,
  refuse,
  textAt,
} from "./resource.ts";
import { rolesOf } from "./roles-of.ts";

/** What a status means for the access of the members (R4 value set care-team-status): only an active team stands. */
const statuses: ReadonlyMap<string, Standing> = new Map<string, Standing>([
  ["active", "stands"],
  ["proposed", "not-now"],
  ["suspended", "not-now"],
  ["inactive", "over"],
  ["entered-in-error", "over"],
]);

type Standing = "stands" | "not-now" | "over";

/** A CareTeam (R4 section 9.7): its members that are people here keep access while it stands (C3). */
export function careTeamItem(resource: Resource, options: FhirOptions): Item | Refusal {
  const { body, line } = resource;
  const { zone } = options;
  const status = textAt(body, "status");
  const standing = statuses.get(status);
  if (standing === undefined) {
    // FHIR may leave it out; nobody is given access for what a sender did not say.
    const reason = status === "" ? "it is missing: only an active team gives access" : unknownCode;
    return refuse(resource, "CareTeam.status", reason);
  }
  const subject = referenceKey(get(body, "subject"), "Patient");
  if (subject === undefined) return refuse(resource, "CareTeam.subject", "it names no Patient");
  const period = periodOf(get(body, "period"), zone);
  if (typeof period === "string")
    return refuse(resource, `CareTeam.period.${period}`, "it is no time");
  const members: MemberTold[] = [];
  for (const [index, one] of listAt(body, "participant").entries()) {
    const key = referenceKey(get(one, "member"), "Practitioner");
    if (key === undefined) continue;
    const own = periodOf(get(one, "period"), zone);
    if (typeof own === "string")
      return refuse(resource, `CareTeam.participant[${index}].period.${own}`, "it is no time");
    // What is no role of ours is any text at all, and stays out of the log (U3); the part in the team stands.
    const [role = "member"] = rolesOf(get(one, "role"), options);
    members.push({
      key,
      role,
      from: own.from ?? period.from ?? 0,
      to: own.to ?? period.to,
    });
  }
  const keys = [keyOf(resource), subject, ...members.map(({ key }) => key)];
  return {
    line,
    keys: keys.map((key) => ({ table: "identifiers", key })),
    handle: (slate) =>
      takeCareTeam(slate, { key: keyOf(resource), subject, members, standing, to: period.to }),
  };
}

const unknownCode = "it is none that is known";

interface MemberTold {
  readonly key: string;
  readonly role: string;
  readonly from: number;
  readonly to: number | undefined;
}

interface CareTeamParts {
  readonly key: string;
  readonly subject: string;
  readonly members: readonly MemberTold[];
  readonly standing: Standing;
  readonly to: number | undefined;
}

function takeCareTeam(slate: Slate, parts: CareTeamParts): Verdict {
  const { key, subject, members, standing, to } = parts;
  const isOver = standing !== "stands";
  const id = slate.read("identifiers", key);
  const known = typeof id === "string" ? slate.world.careTeams.get(id) : undefined;
  const end = isOver ? Math.min(to ?? slate.at, slate.at) : to;
  if (known === undefined && standing === "not-now") return "unchanged";
  if (known === undefined && end !== undefined && end <= slate.at) return "historic";
  const patient = toldPatient(slate, subject);
  if (patient === undefined) {
    return {
      column: "CareTeam.subject",
      reason: `${subject.slice(5)} is not known here; import Patient first`,
    };
  }
  const people = members.flatMap((member): readonly CareTeamMember[] => {
    const person = personOf(slate, member.key);
    if (person === undefined) return [];
    const until =
      known === undefined ? member.to : endedAt(known.members, person, member, isOver, slate.at);
    return [
      {
        from: member.from,
        person,
        role: member.role,
        ...(until === undefined ? {} : { to: until }),
      },
    ];
  });
  // Where it is known, whoever is not in it any more is out of it, and be it everybody.
  if (people.length === 0 && known === undefined) {
    return {
      column: "CareTeam.participant",
      reason: "nobody in it is known here; import Practitioner first",
    };
  }
  if (
    known !== undefined &&
    (known.told ?? known.patient) === patient &&
    canonical(known.members) === canonical(people)
  )
    return "unchanged";
  const careTeam = typeof id === "string" ? id : slate.id("ctm");
  if (careTeam !== id) slate.write("identifiers", key, careTeam);
  slate.record({ kind: "care-team.recorded", body: { careTeam, members: people, patient } });
  return "applied";
}

/** A team that does not stand and names no end has ended when we first heard so. */
function endedAt(
  known: readonly CareTeamMember[],
  person: string,
  told: MemberTold,
  isOver: boolean,
  at: number,
): number | undefined {
  if (!isOver) return told.to;
  const before = known.find((member) => member.person === person && member.role === told.role)?.to;
  if (before !== undefined && before <= at) return before;
  return Math.min(told.to ?? at, at);
}
