import { agencyKey, type MoveDeps } from "../../lifecycle/index.ts";
import type { Endings, Engagement } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import { linkPatient } from "../shared/patient-marks.ts";
import { toldPatient } from "../shared/patient-rows.ts";
import { outcomeOf, type Verdict } from "../shared/take-in.ts";
import { bringMove } from "./bring-move.ts";
import { bringRegistration } from "./bring-registration.ts";
import { bringEngagement, bringRole, engagementMeant } from "./engage.ts";
import { describePerson, personOf, registerPerson } from "./person-rows.ts";
import type { PrivilegedRoles } from "./privileged-roles.ts";
import type { StaffRow } from "./read-staff.ts";

/** What taking in a row works with, besides what it says. */
export interface RowExtras {
  /** By which an engagement without an end ends a little earlier or later than others (L2). */
  readonly seed: string;
  /** The hash under which its badge is kept. */
  readonly badge: string | undefined;
  readonly deps: {
    readonly bundles?: MoveDeps["bundles"];
    readonly endings?: Endings;
  };
  readonly privileged: PrivilegedRoles;
}

/** Does what a row of a staff file says; what is refused is refused whole. */
export function takeRow(
  slate: Slate,
  row: StaffRow,
  { seed, badge, deps, privileged }: RowExtras,
): Verdict {
  const sponsor = row.sponsor === undefined ? undefined : personOf(slate, `staff|${row.sponsor}`);
  if (row.sponsor !== undefined && sponsor === undefined) {
    return { column: "sponsor", reason: `staff number ${row.sponsor} is not known here` };
  }
  const manager = row.manager === undefined ? undefined : personOf(slate, `staff|${row.manager}`);
  if (row.manager !== undefined && manager === undefined) {
    return { column: "manager", reason: `staff number ${row.manager} is not known here` };
  }
  const engagementKey = `engagement|${row.engagement}`;
  const id = slate.read("identifiers", engagementKey);
  const known = personOf(slate, `staff|${row.number}`);
  // Somebody whose only engagement is over already has not to be known at all.
  if (known === undefined && row.to !== undefined && row.to <= slate.at) return "historic";
  const person = known ?? registerPerson(slate, [`staff|${row.number}`]);
  describePerson(slate, person, row);
  if (row.patient !== undefined && !linkOwn(slate, row.patient, person)) {
    return { column: "patient_number", reason: "no patient has this number here" };
  }
  const { type, from, to } = row;
  const meant = engagementMeant(slate, id, from);
  const engagement = meant.type === "known" ? meant.id : slate.id("eng");
  if (meant.type === "new") slate.write("identifiers", engagementKey, engagement);
  const told = {
    id: engagement,
    person,
    type,
    from,
    seed,
    ...(to !== undefined && { to }),
    ...(sponsor && { sponsor }),
    ...(row.agency !== undefined && { agency: agencyOf(slate, row.agency) }),
    ...(manager && { manager }),
  };
  if (row.registration !== undefined) bringRegistration(slate, person, row.registration);
  const brought = bringEngagement(slate, told, deps.endings);
  if (brought === "historic") return "historic";
  if ("reason" in brought) return brought;
  if (row.role !== undefined && brought.state !== "ended" && brought.to > slate.at) {
    const role = takeRole(slate, brought, { ...row.role, line: row.line }, { deps, privileged });
    if (typeof role === "object") return role;
    if (role === "historic" && outcomeOf(slate) === "unchanged") return "historic";
  }
  return (badge === undefined ? undefined : bringBadge(slate, brought, badge)) ?? outcomeOf(slate);
}

/** What reaches over others' access or records waits for a person, and is theirs to answer for. */
function takeRole(
  slate: Slate,
  engagement: Engagement,
  told: NonNullable<StaffRow["role"]> & Pick<StaffRow, "line">,
  { deps, privileged }: Pick<RowExtras, "deps" | "privileged">,
): ReturnType<typeof bringRole> {
  const decided = privileged.decide(slate, engagement, told);
  if (decided === "leave") return "done";
  if (typeof decided === "object") return decided;
  const giver = privileged.giver(told.name);
  const by: Slate =
    giver === undefined
      ? slate
      : {
          ...slate,
          record: (...records) =>
            slate.record(...records.map((record) => ({ ...record, actor: giver }))),
        };
  const asked = { ...told, meant: giver !== undefined };
  return told.moves === true
    ? bringMove(by, engagement, asked, deps)
    : bringRole(by, engagement, asked);
}

/** The log names no agency (U3): it has an id, and its name stands beside the log. */
function agencyOf(slate: Slate, name: string): string {
  const { key } = agencyKey(name);
  const known = slate.read("identifiers", key);
  if (typeof known === "string") return known;
  const agency = slate.id("agy");
  slate.write("identifiers", key, agency);
  slate.write("names", agency, { type: "agency", display: name });
  return agency;
}

/** The person's own chart, by its number (C10); false when there is none of that number. */
function linkOwn(slate: Slate, number: string, person: string): boolean {
  const patient = toldPatient(slate, `mrn|${number}`);
  if (patient !== undefined) linkPatient(slate, patient, person);
  return patient !== undefined;
}

/** A badge lasts as long as the engagement it was given for. */
function bringBadge(
  slate: Slate,
  { person, state, to }: Engagement,
  hash: string,
): Verdict | undefined {
  const key = `badge|${hash}`;
  const id = slate.read("credentials", key);
  if (state === "ended" || to <= slate.at) return undefined;
  if (typeof id !== "string") {
    const badge = slate.id("bdg");
    slate.write("credentials", key, badge);
    slate.record({ kind: "badge.issued", body: { badge, person, until: to } });
    return undefined;
  }
  const known = slate.world.badges.get(id) ?? issuedHere(slate, id);
  if (known === undefined) return { column: "badge", reason: "this badge was ended; give another" };
  if (known.person !== person) return { column: "badge", reason: "this badge is somebody else's" };
  if (known.until < to)
    slate.record({ kind: "badge.issued", body: { badge: id, person, until: to } });
  return undefined;
}

function issuedHere(
  slate: Slate,
  badge: string,
): { readonly person: string; readonly until: number } | undefined {
  for (const { kind, body } of slate.toldAbout(badge))
    if (kind === "badge.issued" && body.badge === badge) return body;
  return undefined;
}
