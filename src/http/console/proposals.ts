import {
  type Again,
  type Bundle,
  type ChangeCount,
  conflictOf,
  countChange,
  evidenceFor,
  type Past,
  withPatternTime,
} from "../../access/index.ts";
import {
  acceptProposal,
  type ChangedPolicy,
  declineProposal,
  exceptionsOf,
  peopleOf,
  ReviewError,
} from "../../reviews/index.ts";
import {
  exceptionsKept,
  type PastException,
  type Proposal,
  type Session,
  type World,
} from "../../world/index.ts";
import { type NameBook, namePlace, withNames } from "../names.ts";
import type {
  ChangeView,
  DecideProposalRequest,
  EvidenceView,
  ProposalsReply,
  ProposalView,
} from "../reviews-contract.ts";
import { reasonOf } from "../say-reason.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";

/**
 * The changes that repeated exceptions ask for, each with its evidence and what it would have done in the last thirty days (X20).
 *
 * @throws HttpError `refused`
 */
export async function listProposals(context: Console, session: Session): Promise<ProposalsReply> {
  await requireLook(context, session, "review.read");
  return openProposals(context, session);
}

async function openProposals(context: Console, session: Session): Promise<ProposalsReply> {
  const { app } = context.deps;
  const [past, again] = await Promise.all([context.past.current(), context.again.current()]);
  const { bundle, world: now } = sceneNow(context);
  // Counting replays a month: it is done once, and not for each round of names.
  const replayed = new Map(
    past === undefined || again === undefined
      ? []
      : undecided(now).map((proposal) => [
          proposal.id,
          replayOf(context, { past, again }, proposal),
        ]),
  );
  return withNames(app.side, app.world, (names, world) => ({
    mayDecide: mayLook(context, session, "proposal.decide").type === "permit",
    proposals: undecided(world).map((proposal) =>
      proposalView({ context, bundle, session, world, names, replayed }, proposal),
    ),
  }));
}

function undecided(world: World): readonly Proposal[] {
  return [...world.proposals.values()]
    .filter(({ decidedAt }) => decidedAt === undefined)
    .toSorted((a, b) => a.raisedAt - b.raisedAt);
}

/** What a change would have done, and the exceptions that it is about, one by one. */
interface Replayed {
  readonly count: ChangeCount;
  readonly evidence: readonly PastException[];
}

function replayOf(
  context: Console,
  read: { readonly past: Past; readonly again: Again },
  proposal: Proposal,
): Replayed {
  const { bundle, world, at } = sceneNow(context);
  const people = peopleOf(world, proposal);
  const exceptions = exceptionsOf(world, at);
  const replay = { ...read, bundle, exceptions, people, from: at - exceptionsKept, to: at };
  const { change } = proposal;
  return { count: countChange(replay, change), evidence: evidenceFor(replay, change) };
}

/** As many as ask for it; until the log is read back those that it was raised for, as far as they count still. */
function evidenceOf(
  { context, replayed, world }: Viewing,
  { evidence, id }: Proposal,
): readonly PastException[] {
  const known =
    replayed.get(id)?.evidence ??
    exceptionsOf(world, sceneNow(context).at).filter((exception) =>
      evidence.includes(exception.id),
    );
  return known.toSorted((a, b) => a.at - b.at);
}

interface Viewing {
  readonly context: Console;
  readonly bundle: Bundle;
  readonly session: Session;
  readonly world: World;
  readonly names: NameBook;
  readonly replayed: ReadonlyMap<string, Replayed>;
}

function proposalView(viewing: Viewing, proposal: Proposal): ProposalView {
  const { context, bundle, replayed, session, world } = viewing;
  const { id, raisedAt } = proposal;
  const people = peopleOf(world, proposal);
  const conflict = conflictOf(bundle, world, session.person, { people }, sceneNow(context).at);
  const count = replayed.get(id)?.count;
  return {
    id,
    raisedAt,
    change: changeView(viewing, proposal, people),
    evidence: evidenceOf(viewing, proposal).map((each) => evidenceView(viewing, each)),
    ...(count === undefined ? {} : { counts: count }),
    ...(conflict === undefined ? {} : { conflict }),
  };
}

function changeView(
  { bundle, names, world }: Viewing,
  { change }: Proposal,
  people: readonly string[],
): ChangeView {
  const known = world.wards.get(change.ward);
  const ward = namePlace(world, change.ward);
  if (change.type !== "pattern") {
    return { type: change.type, ward, people: people.map((person) => names.person(person)) };
  }
  const { parameter, time: proposed } = change;
  const pattern = bundle.patterns.get(known?.pattern ?? "");
  const times = {
    "handover-margin-before": pattern?.handoverMarginBefore,
    "handover-margin-after": pattern?.handoverMarginAfter,
    tail: pattern?.tail,
  };
  const now = times[parameter] ?? 0;
  return { type: "pattern", ward, pattern: known?.pattern ?? "", parameter, now, proposed };
}

function evidenceView(
  { bundle, names }: Viewing,
  { at, patient, person, reason }: PastException,
): EvidenceView {
  return {
    who: names.person(person),
    ...(patient === undefined ? {} : { patient: names.patient(patient) }),
    ...reasonOf(bundle, { type: "break-glass", reason }),
    at,
  };
}

/**
 * Accepts a proposal, with what it changes in the same batch, or declines it (X20); the answer is what is left.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function decideOne(
  context: Console,
  session: Session,
  id: string,
  { decision }: DecideProposalRequest,
): Promise<ProposalsReply> {
  const { app } = context.deps;
  await requirePermit(context, session, "proposal.decide");
  const wish = { proposal: id, actor: { type: "person", id: session.person } as const };
  const proposal = app.world().proposals.get(id);
  if (decision === "decline" || proposal === undefined)
    await app.submit(declineProposal(app, wish));
  else {
    const [past, again] = await Promise.all([context.past.whole(), context.again.whole()]);
    const policy = await changedPolicy(context, proposal);
    const deps = { bundles: app.bundles, ...(policy === undefined ? {} : { policy }) };
    await app.submit(
      acceptProposal(deps, wish, replayOf(context, { past, again }, proposal).count),
    );
  }
  return openProposals(context, session);
}

/** The policy in force with the time that the proposal asks for. */
async function changedPolicy(
  context: Console,
  { change }: Proposal,
): Promise<ChangedPolicy | undefined> {
  if (change.type !== "pattern") return undefined;
  const { app } = context.deps;
  const { bundle, world } = sceneNow(context);
  const pattern = world.wards.get(change.ward)?.pattern ?? "";
  const loaded = await app.load(withPatternTime(bundle, pattern, change.parameter, change.time));
  if (loaded.type === "refused") {
    const [first] = loaded.problems;
    const why = `${first?.file}:${first?.line}: ${first?.message}`;
    throw new ReviewError("policy-refused", { why });
  }
  app.bundles.add(loaded.bundle);
  return { bundle: loaded.bundle, from: bundle.hash };
}
