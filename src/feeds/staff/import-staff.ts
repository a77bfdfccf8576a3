import { agencyKey, type Braking, brake, type MoveDeps } from "../../lifecycle/index.ts";
import type { Position, SideKey } from "../../ports/index.ts";
import type { Endings, Engagement, World } from "../../world/index.ts";
import { type FeedDeps, type Slate, submitReading } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import { hearFeed } from "../shared/hear-feed.ts";
import { holdLines, type Lines } from "../shared/lines.ts";
import { isZone } from "../shared/local-time.ts";
import { linkPatient } from "../shared/patient-marks.ts";
import { toldPatient } from "../shared/patient-rows.ts";
import { readCsv } from "../shared/read-csv.ts";
import { createTally, type ImportReport, type OnProgress, type Refusal } from "../shared/report.ts";
import { isRole, type KnownRoles, noRole } from "../shared/role-code.ts";
import { handleItem, type Item, outcomeOf, type Verdict } from "../shared/take-in.ts";
import { createAgreement } from "./agreement.ts";
import { bringMove } from "./bring-move.ts";
import { bringRegistration } from "./bring-registration.ts";
import { bringEngagement, bringRole, engagementMeant } from "./engage.ts";
import { describePerson, personOf, personRows, registerPerson } from "./person-rows.ts";
import { type Change, previewItems } from "./preview.ts";
import {
  createPrivilegedRoles,
  type PrivilegedMeant,
  type PrivilegedRoles,
} from "./privileged-roles.ts";
import { readStaffRow, type StaffRow, staffColumns } from "./read-staff.ts";

/** What taking in a staff file works with. */
export interface StaffDeps extends FeedDeps {
  /** The committed world. */
  world(): World;
  /** The hash under which a badge's number is looked up; without it a file with badges is refused. */
  badgeHash?(number: string): string;
  /** By which the overlap of who moves is known (L4); without it a move is refused. */
  readonly bundles?: MoveDeps["bundles"];
  /** What else ends with an engagement (L3). */
  readonly endings?: Endings;
}

/** How a staff file is read. */
export interface StaffOptions {
  /** The feed's id. */
  readonly feed: string;
  /** The IANA zone of its days. */
  readonly zone: string;
  /** The roles that the policy knows; any that looks like one where absent. */
  readonly roles?: KnownRoles;
  /** Whether a role reaches over others' access or records: a file alone does not give it. None does where absent. */
  readonly isPrivileged?: (role: string) => boolean;
  /** Somebody has looked, and just so many privileged roles are meant to be given. */
  readonly privileged?: PrivilegedMeant;
  readonly onProgress?: OnProgress;
  /** Only says what it would do. */
  readonly preview?: boolean;
  /** Somebody has looked, and just so many engagements are meant to end (L11). */
  readonly ends?: number;
}

/** What became of a staff file, or would. */
export interface StaffReport extends ImportReport {
  /** Only looked at, or stopped by the brake: nothing was taken in. */
  readonly taken: boolean;
  readonly changes: readonly Change[];
  /** Engagements that ended, or would. */
  readonly ends: number;
  /** Privileged roles that it asks for, and that wait for a person. */
  readonly privileged: number;
  /** So many ends are not believed until somebody says that just these are meant (L11). */
  readonly stopped?: Omit<Braking, "type">;
  /** Those that ended, and where the log says what ended with each: by this a receipt is made. */
  readonly ended: readonly { readonly engagement: string; readonly position: Position }[];
}

/**
 * Takes in people, engagements, roles and badges from a CSV file ({@link staffColumns}). Who is not in the file
 * any more is left alone: an engagement ends by its end, or by HR saying so. Importing twice changes nothing.
 *
 * What it changes is found out first, beside everything else; then all of it is taken in by one command, or none of it. A row that
 * is refused does not stop the others. A file that would end too many engagements stops (L11).
 *
 * @throws FeedError `bad-file`, `unknown-zone`; what submitting throws
 */
export async function importStaff(
  deps: StaffDeps,
  lines: Lines,
  options: StaffOptions,
): Promise<StaffReport> {
  if (!isZone(options.zone)) {
    throw new FeedError(
      "unknown-zone",
      `The time zone "${options.zone}" is not known. Give an IANA name such as Europe/London.`,
    );
  }
  const roles = createPrivilegedRoles(options.isPrivileged ?? (() => false));
  const read = await readItems(deps, holdLines(lines), options, roles);
  const tally = createTally(options.onProgress);
  for (const refusal of read) if (!("handle" in refusal)) tally.refuse(refusal);
  const items = read.filter((one) => "handle" in one);
  let preview = await previewItems(deps, items);
  const { privileged: meant } = options;
  let privileged = roles.asked();
  if (meant !== undefined && privileged > 0 && meant.roles === privileged) {
    roles.open(meant.actor);
    privileged = 0;
    preview = await previewItems(deps, items);
  }
  const changed = items.filter((_, index) => preview.verdicts[index] === "applied");
  const looked = { changes: preview.changes, ends: preview.ends, ended: [], privileged };
  const taking = options.preview === true ? undefined : await takeChanges(deps, options, changed);
  const taken = taking?.type === "taken" ? taking.verdicts : undefined;
  for (const [index, item] of items.entries()) {
    const verdict = taken?.get(item) ?? preview.verdicts[index] ?? "unchanged";
    if (typeof verdict === "string") tally.count(verdict, item.line);
    else tally.refuse({ line: item.line, ...verdict });
  }
  const report = tally.report();
  if (taking?.type === "stopped") return { ...report, ...looked, taken: false, stopped: taking };
  if (taking === undefined) {
    const { feed: actor } = options;
    const at = Math.max(deps.world().at, deps.clock.now());
    const { type, ...braking } = brake(deps.world(), { actor, asked: preview.ends, at });
    return { ...report, ...looked, taken: false, ...(type === "stop" ? { stopped: braking } : {}) };
  }
  await hearFeed(deps, options.feed, "staff", report);
  const { engagements } = deps.world();
  const ended = taking.ended.flatMap((engagement) => {
    const position = engagements.get(engagement)?.ended?.receipt;
    return position === undefined ? [] : [{ engagement, position }];
  });
  return { ...report, ...looked, taken: true, ends: taking.ended.length, ended };
}

type Taking =
  | {
      readonly type: "taken";
      readonly verdicts: ReadonlyMap<Item, Verdict>;
      readonly ended: readonly string[];
    }
  | ({ readonly type: "stopped" } & Omit<Braking, "type">);

/** Everything happens together or not at all, and is braked by what has ended until just then. */
async function takeChanges(
  deps: StaffDeps,
  { ends: meant, feed }: StaffOptions,
  changed: readonly Item[],
): Promise<Taking> {
  const actor = { type: "feed", id: feed } as const;
  if (changed.length === 0) return { type: "taken", verdicts: new Map(), ended: [] };
  try {
    return await submitReading<Taking>(deps, {
      name: "staff.import",
      actor,
      related: personRows,
      keys: changed.flatMap(({ keys }) => keys),
      handle(slate) {
        const verdicts = new Map(changed.map((item) => [item, handleItem(slate, item)]));
        const ended = slate.records.flatMap(({ kind, body }) =>
          kind === "engagement.ended" ? [body.engagement] : [],
        );
        const asked = ended.length;
        const { type, ...figures } = brake(slate.world, { actor: feed, asked, at: slate.at });
        if (type === "stop" && meant !== asked) throw new Braked(figures);
        if (type === "stop") slate.record({ kind: "brake.released", body: figures });
        return { type: "taken", verdicts, ended };
      },
    });
  } catch (error) {
    if (!(error instanceof Braked)) throw error;
    const body = error.figures;
    const records = [{ kind: "brake.stopped", body }] as const;
    await deps.submit({
      name: "staff.stop",
      actor,
      handle: () => ({ records, answer: undefined }),
    });
    return { type: "stopped", ...body };
  }
}

/** Internal: nothing of the file happens. */
class Braked extends Error {
  readonly code = "braked";
  readonly figures: Omit<Braking, "type">;

  constructor(figures: Omit<Braking, "type">) {
    super("too many engagements would end");
    this.figures = figures;
  }
}

/** Whoever answers for somebody, or whom they report to, must be known first: rows come after those of the people they name. */
async function readItems(
  deps: StaffDeps,
  lines: Lines,
  options: StaffOptions,
  privileged: PrivilegedRoles,
): Promise<readonly (Item | Refusal)[]> {
  const refused: Refusal[] = [];
  const rows: StaffRow[] = [];
  const agree = createAgreement();
  for await (const row of readCsv(lines, staffColumns)) {
    const read = row.type === "bad" ? row : agree(readStaffRow(row, options.zone));
    if ("reason" in read) refused.push(read);
    else rows.push(read);
  }
  const depth = depthsOf(rows);
  // Whoever begins again in the file that ends them is known to by then: what they have stays (L3).
  const now = deps.clock.now();
  const isOver = ({ to = now + 1 }: StaffRow) => (to <= now ? 1 : 0);
  const sorted = rows.toSorted(
    (a, b) => isOver(a) - isOver(b) || depth(a.number) - depth(b.number),
  );
  return [...refused, ...sorted.map((row) => toItem(deps, options, row, privileged))];
}

/** How many people of the file stand above somebody: 0 for one who names nobody. A circle counts once around. */
function depthsOf(rows: readonly StaffRow[]): (number: string) => number {
  const byNumber = Map.groupBy(rows, ({ number }) => number);
  const depths = new Map<string, number>();
  const depthOf = (number: string): number => {
    const known = depths.get(number);
    if (known !== undefined) return known;
    // While it is being worked out: who names themselves in a circle is not waited for.
    depths.set(number, 0);
    const above = (byNumber.get(number) ?? [])
      .flatMap(({ manager, sponsor }) => [manager, sponsor])
      .filter((other) => other !== undefined && byNumber.has(other));
    const depth = Math.max(0, ...above.map((other) => 1 + depthOf(other ?? "")));
    depths.set(number, depth);
    return depth;
  };
  return depthOf;
}

function toItem(
  deps: StaffDeps,
  { roles }: StaffOptions,
  row: StaffRow,
  privileged: PrivilegedRoles,
): Item {
  const keys = [`staff|${row.number}`, `engagement|${row.engagement}`];
  if (row.sponsor !== undefined) keys.push(`staff|${row.sponsor}`);
  if (row.patient !== undefined) keys.push(`mrn|${row.patient}`);
  if (row.manager !== undefined) keys.push(`staff|${row.manager}`);
  if (row.agency !== undefined) keys.push(agencyKey(row.agency).key);
  const badge = row.badge === undefined ? undefined : deps.badgeHash?.(row.badge);
  const needs: SideKey[] = keys.map((key) => ({ table: "identifiers", key }));
  if (badge !== undefined) needs.push({ table: "credentials", key: `badge|${badge}` });
  const seed = deps.hash(`engagement|${row.engagement}`);
  return {
    line: row.line,
    keys: needs,
    handle(slate) {
      if (row.role !== undefined && !isRole(roles, row.role.name))
        return { column: "role", reason: noRole(roles, row.role.name) };
      if (row.badge !== undefined && badge === undefined) {
        return { column: "badge", reason: "badges cannot be taken in here" };
      }
      return takeRow(slate, row, { seed, badge, deps, privileged });
    },
  };
}

interface RowExtras {
  readonly seed: string;
  readonly badge: string | undefined;
  readonly deps: Pick<StaffDeps, "bundles" | "endings">;
  readonly privileged: PrivilegedRoles;
}

function takeRow(
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
