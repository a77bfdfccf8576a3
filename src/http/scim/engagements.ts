import { createHash } from "node:crypto";
import {
  bringEngagement,
  engagementOf,
  instantOf,
  moveWith,
  type Slate,
} from "../../feeds/index.ts";
import { endingOf, endingRecords } from "../../lifecycle/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import type { Engagement, EngagementType } from "../../world/index.ts";
import { invalid } from "./errors.ts";
import type { UserRow } from "./rows.ts";
import { isSomebody, managerOf, termsSaid, type Work } from "./work.ts";

/** L2: an engagement ends within thirteen months. */
const longest: Duration = 396 * 24 * 3_600_000;

const types: ReadonlySet<string> = new Set([
  "employee",
  "locum",
  "contractor",
  "student",
  "visiting",
] satisfies EngagementType[]);

/**
 * The engagements of a person that have not ended, as they are on the slate, oldest first. An offer that nobody has activated is not
 * one: who it is for is shown at the ward, not said by a program (L7).
 */
export function openEngagements(slate: Slate, person: string): readonly string[] {
  return unended(slate, person).filter((id) => {
    const state = engagementOf(slate, id)?.state;
    return state === "active" || state === "suspended";
  });
}

function unended(slate: Slate, person: string): readonly string[] {
  const begun = [...slate.toldAbout(person)].flatMap(({ kind, body }) =>
    kind === "engagement.started" ? [body.engagement] : [],
  );
  const ids = new Set([...slate.world.engagementsByPerson.get(person), ...begun]);
  return [...ids].filter((id) => {
    const known = engagementOf(slate, id);
    return known !== undefined && known.state !== "ended" && known.to > slate.at;
  });
}

/** The engagement that is meant where several are open: our own first. */
export function mainEngagement(slate: Slate, row: UserRow): Engagement | undefined {
  const open = openEngagements(slate, row.person);
  const own = open.find((id) => id === row.engagement) ?? open[0];
  return own === undefined ? undefined : engagementOf(slate, own);
}

/**
 * Brings the engagement of somebody who is to be here to what is said of it. Whoever has none that is open is hired, or hired again:
 * what has ended stays ended (L11). Gives the id of an engagement that this interface began.
 */
export function bringLife(
  work: Work,
  before: UserRow | undefined,
  row: UserRow,
): string | undefined {
  const { slate } = work;
  const known = mainEngagement(slate, row);
  const isOwn = known === undefined || known.id === row.engagement;
  const terms = termsOf(work, { before, isOwn, known, row });
  if (isOwn) {
    const id = known?.id ?? slate.id("eng");
    const seed = createHash("sha256").update(id).digest("base64url");
    const brought = bringEngagement(slate, { ...terms, id, person: row.person, seed });
    if (brought === "historic" || "reason" in brought) {
      throw invalid("invalidValue", "This engagement would be over already.");
    }
    return id;
  }
  const { agency, from, id: engagement, person } = known;
  const { manager, sponsor, to = known.to, type } = terms;
  const isSame =
    type === known.type &&
    manager === known.manager &&
    sponsor === known.sponsor &&
    to === known.to;
  if (!isSame) {
    const body = {
      ...(agency === undefined ? {} : { agency }),
      engagement,
      from,
      ...(manager === undefined ? {} : { manager }),
      person,
      ...(sponsor === undefined ? {} : { sponsor }),
      to,
      type,
    };
    slate.record({ kind: "engagement.started", body });
    moveWith(slate, known, to);
  }
  return undefined;
}

interface Terms {
  readonly type: EngagementType;
  readonly from: Instant;
  readonly to?: Instant;
  readonly manager?: string;
  readonly sponsor?: string;
}

interface Said {
  readonly before: UserRow | undefined;
  readonly row: UserRow;
  readonly known: Engagement | undefined;
  readonly isOwn: boolean;
}

/** What is said, and of what is not said what was so. @throws ScimError invalidValue */
function termsOf(work: Work, { before, isOwn, known, row }: Said): Terms {
  const said = termsSaid(row.attributes);
  const type = (said["type"] ?? known?.type ?? "employee") as EngagementType;
  if (!types.has(type)) {
    throw invalid("invalidValue", `The type of an engagement is one of ${[...types].join(", ")}.`);
  }
  const manager = managerSaid(work, row) ?? managerKept(before, known);
  const sponsor = sponsorSaid(work, row, said["sponsor"]) ?? known?.sponsor;
  const to = endSaid(work.slate.at, said["ends"]) ?? endKept(type, isOwn, known);
  if (type !== "employee" && (to === undefined || sponsor === undefined)) {
    throw invalid("invalidValue", `Of a ${type}, say when it ends and who answers for it (L2).`);
  }
  return {
    type,
    from: known?.from ?? work.slate.at,
    ...(to === undefined ? {} : { to }),
    ...(manager === undefined ? {} : { manager }),
    ...(sponsor === undefined ? {} : { sponsor }),
  };
}

function managerSaid(work: Work, { attributes, person }: UserRow): string | undefined {
  const manager = managerOf(attributes);
  if (manager === undefined) return undefined;
  if (manager !== person && isSomebody(work, manager)) return manager;
  throw invalid("invalidValue", "manager is the id of another user who is known here.");
}

/** A manager whom another source named stays; one whom this sender named, and names no more, does not. */
function managerKept(
  before: UserRow | undefined,
  known: Engagement | undefined,
): string | undefined {
  const wasSaid = before !== undefined && managerOf(before.attributes) !== undefined;
  return wasSaid ? undefined : known?.manager;
}

function sponsorSaid(work: Work, { person }: UserRow, said: unknown): string | undefined {
  if (typeof said !== "string") return undefined;
  if (said !== person && worksHere(work, said)) return said;
  throw invalid("invalidValue", "sponsor is the id of another user who works here.");
}

function endSaid(at: Instant, said: unknown): Instant | undefined {
  const to = typeof said === "string" ? instantOf(said) : undefined;
  if (to === undefined) return undefined;
  if (to > at && to <= at + longest) return to;
  throw invalid("invalidValue", "An engagement ends in the future, within thirteen months (L2).");
}

/** An employee's end moves with each assertion of whoever began it; any other stays where it is. */
function endKept(
  type: EngagementType,
  isOwn: boolean,
  known: Engagement | undefined,
): Instant | undefined {
  return isOwn && type === "employee" ? undefined : known?.to;
}

/** Ends every engagement of a person, and with the last of them everything that they have here (L3). */
export function endLife({ endings, slate }: Work, person: string): void {
  for (const id of unended(slate, person)) {
    const known = engagementOf(slate, id);
    if (known === undefined) continue;
    const gone = (other: string) => engagementOf(slate, other)?.state === "ended";
    slate.record(...endingRecords(endings, endingOf(slate, known, { gone, what: "all" }), "hr"));
  }
}

/** Whether somebody works here: who answers for others must. */
function worksHere({ slate }: Work, person: string): boolean {
  return openEngagements(slate, person).some((id) => {
    const known = engagementOf(slate, id);
    return known?.state === "active" && known.from <= slate.at;
  });
}
