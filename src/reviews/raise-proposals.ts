import type { Duration, Instant } from "../ports/index.ts";
import {
  exceptionsKept,
  inEmergency,
  type NewRecord,
  type PastException,
  type Proposal,
  type ProposedChange,
  type World,
} from "../world/index.ts";

/** So many like exceptions raise a proposal (X20). */
const enough = 3;
/** Times are proposed in steps of this. */
const step: Duration = 15 * 60_000;

/** A change, and the exceptions that it would have spared. */
interface Candidate {
  readonly change: ProposedChange;
  readonly evidence: readonly PastException[];
}

/**
 * The records that propose a change where three like exceptions in thirty days ask for one (X20): of a time that a ward's pattern
 * states, of one person's roster, or of the wards of a role; each exception is evidence for one proposal only. What was accepted
 * or declined is proposed again only after three more. What a review found unjustified asks for nothing, and a proposal that loses
 * its exceptions by that is withdrawn. For the ticker.
 */
export function raiseProposals(
  world: World,
  at: Instant,
  id: (prefix: string) => string,
): readonly NewRecord[] {
  const all = exceptionsOf(world, at);
  const withdrawn = unfounded(world, all);
  const proposals = [...world.proposals.values()].filter((each) => !withdrawn.includes(each));
  const used = new Set(proposals.flatMap(({ evidence }) => evidence));
  const counted = all.filter((exception) => !used.has(exception.id));
  const records = withdrawn.map(
    (each): NewRecord => ({ kind: "proposal.withdrawn", body: { proposal: each.id } }),
  );
  for (const candidates of [patternChanges, rosterChanges, roleChanges]) {
    for (const { change, evidence } of candidates(counted.filter((one) => !used.has(one.id)))) {
      const fresh = sinceDecided(proposals, change, evidence);
      if (fresh.length < enough) continue;
      const ids = fresh.map((exception) => exception.id).toSorted();
      for (const each of ids) used.add(each);
      const body = { change, evidence: ids, proposal: id("prp") };
      records.push({ kind: "proposal.raised", body });
    }
  }
  return records;
}

/** The undecided proposals of whose exceptions too few are counted still. */
function unfounded(world: World, counted: readonly PastException[]): readonly Proposal[] {
  const ids = new Set(counted.map(({ id }) => id));
  return [...world.proposals.values()].filter(
    ({ decidedAt, evidence }) =>
      decidedAt === undefined && evidence.filter((id) => ids.has(id)).length < enough,
  );
}

/** The exceptions of the last thirty days that count. */
export function exceptionsOf(world: World, at: Instant): readonly PastException[] {
  return [...world.pastExceptions.values()].filter(
    (exception) =>
      exception.at > at - exceptionsKept &&
      exception.outcome !== "unjustified" &&
      exception.unspared !== true &&
      // An emergency is what no roster foresees.
      exception.reason !== inEmergency,
  );
}

function patternChanges(exceptions: readonly PastException[]): readonly Candidate[] {
  const missing = exceptions.flatMap((exception) =>
    exception.missed === undefined ? [] : [{ exception, missed: exception.missed }],
  );
  const alike = Map.groupBy(missing, ({ missed }) => `${missed.parameter}|${missed.ward}`);
  return [...alike.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { parameter, ward } = first.missed;
    const longest = Math.max(...all.map(({ missed }) => missed.by));
    const time = (Math.floor(longest / step) + 1) * step;
    const evidence = all.map(({ exception }) => exception);
    return [{ change: { type: "pattern", parameter, time, ward }, evidence }];
  });
}

function rosterChanges(exceptions: readonly PastException[]): readonly Candidate[] {
  return byWardAnd(exceptions, ({ person }) => person).map(([ward, person, evidence]) => ({
    change: { type: "roster", person, ward },
    evidence,
  }));
}

/** Several people of a role; of one alone it is that one's roster. */
function roleChanges(exceptions: readonly PastException[]): readonly Candidate[] {
  return byWardAnd(exceptions, ({ role }) => role)
    .filter(([, , evidence]) => new Set(evidence.map(({ person }) => person)).size > 1)
    .map(([ward, role, evidence]) => ({ change: { type: "role", role, ward }, evidence }));
}

function byWardAnd(
  exceptions: readonly PastException[],
  what: (exception: PastException) => string | undefined,
): readonly (readonly [string, string, readonly PastException[]])[] {
  const found = new Map<string, [string, string, PastException[]]>();
  for (const exception of exceptions) {
    const { ward } = exception;
    const who = what(exception);
    if (ward === undefined || who === undefined) continue;
    const key = `${ward}|${who}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [ward, who, [exception]]);
    else known[2].push(exception);
  }
  return [...found.values()];
}

/** None while the same is still proposed; what came since it was decided. */
function sinceDecided(
  proposals: readonly Proposal[],
  change: ProposedChange,
  evidence: readonly PastException[],
): readonly PastException[] {
  const same = proposals.filter((proposal) => sameChange(proposal.change, change));
  if (same.some(({ decidedAt }) => decidedAt === undefined)) return [];
  const decided = Math.max(0, ...same.map(({ decidedAt }) => decidedAt ?? 0));
  return evidence.filter(({ at }) => at >= decided);
}

/** The same but for how long a time it proposes. */
function sameChange(one: ProposedChange, other: ProposedChange): boolean {
  const key = (change: ProposedChange) =>
    change.type === "pattern"
      ? change.parameter
      : change.type === "roster"
        ? change.person
        : change.role;
  return one.type === other.type && one.ward === other.ward && key(one) === key(other);
}
