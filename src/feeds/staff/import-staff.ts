import { agencyKey, type Braking, brake, type MoveDeps } from "../../lifecycle/index.ts";
import type { Position, SideKey } from "../../ports/index.ts";
import type { Endings, World } from "../../world/index.ts";
import { type FeedDeps, submitReading } from "../shared/deps.ts";
import { FeedError } from "../shared/errors.ts";
import { hearFeed } from "../shared/hear-feed.ts";
import { holdLines, type Lines } from "../shared/lines.ts";
import { isZone } from "../shared/local-time.ts";
import { readCsv } from "../shared/read-csv.ts";
import { createTally, type ImportReport, type OnProgress, type Refusal } from "../shared/report.ts";
import { isRole, type KnownRoles, noRole } from "../shared/role-code.ts";
import { handleItem, type Item, type Verdict } from "../shared/take-in.ts";
import { createAgreement } from "./agreement.ts";
import { aboutWhom, heldRolesKey, holdRoles } from "./held-roles.ts";
import { personRows } from "./person-rows.ts";
import { type Change, previewItems } from "./preview.ts";
import {
  createPrivilegedRoles,
  type PrivilegedMeant,
  type PrivilegedRoles,
} from "./privileged-roles.ts";
import { readStaffRow, type StaffRow, staffColumns } from "./read-staff.ts";
import { takeRow } from "./take-row.ts";

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
  const asked = roles.waiting().size;
  if (meant !== undefined && asked > 0 && meant.roles === asked) {
    roles.open(meant.actor);
    preview = await previewItems(deps, items);
  }
  const changed = items.filter((_, index) => preview.verdicts[index] === "applied");
  const privileged = roles.waiting().size;
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
  await holdWaiting(deps, options, items, roles);
  const { engagements } = deps.world();
  const ended = taking.ended.flatMap((engagement) => {
    const position = engagements.get(engagement)?.ended?.receipt;
    return position === undefined ? [] : [{ engagement, position }];
  });
  return { ...report, ...looked, taken: true, ends: taking.ended.length, ended };
}

/** Keeps what waits for a person, where something does or did. */
async function holdWaiting(
  { side, submit }: StaffDeps,
  { feed }: StaffOptions,
  items: readonly StaffItem[],
  roles: PrivilegedRoles,
): Promise<void> {
  const lines = roles.waiting();
  const [before] = await side.get([heldRolesKey]);
  if (lines.size === 0 && before === undefined) return;
  const about = new Set(items.map(({ row }) => aboutWhom(row)));
  const waiting = items.flatMap(({ badge, keys, row: { badge: _number, ...row }, seed }) => {
    const { role } = row;
    if (role === undefined || !lines.has(row.line)) return [];
    const held = { needs: keys, row: { ...row, role }, seed };
    return [badge === undefined ? held : { ...held, badge }];
  });
  await submit(holdRoles({ about, waiting }, { type: "feed", id: feed }));
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
): Promise<readonly (StaffItem | Refusal)[]> {
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

/** A line, with what it takes to take it in later. */
interface StaffItem extends Item {
  readonly row: StaffRow;
  readonly seed: string;
  readonly badge: string | undefined;
}

function toItem(
  deps: StaffDeps,
  { roles }: StaffOptions,
  row: StaffRow,
  privileged: PrivilegedRoles,
): StaffItem {
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
    badge,
    line: row.line,
    keys: needs,
    row,
    seed,
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
