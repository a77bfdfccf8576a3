import type { Bundle, BundlePorts, Bundles, Loaded } from "./access/index.ts";
import {
  activatePolicy,
  createBundles,
  createRepeats,
  keptFiles,
  loadBundle,
  problemWords,
  type Repeats,
  writeRepeats,
} from "./access/index.ts";
import {
  dutiesOver,
  emergenciesOver,
  endExceptions,
  glassOver,
  grantsOver,
  overdueActs,
  settledWords,
} from "./exceptions/index.ts";
import { arrivalsOver } from "./feeds/index.ts";
import {
  type EndsOf,
  engagementsOver,
  knownEnds,
  overAt,
  watchDormancy,
  watchEnds,
  watchRegistrations,
} from "./lifecycle/index.ts";
import type { Duration, Instant, Side, SideWrite } from "./ports/index.ts";
import {
  chaseCampaigns,
  chaseReviews,
  listStanding,
  raiseProposals,
  watchEvents,
  watchUses,
} from "./reviews/index.ts";
import type { Sequencer, SequencerOptions, SequencerPorts } from "./sequencer/index.ts";
import { openSequencer } from "./sequencer/index.ts";
import {
  closeOverdue,
  endedDrafts,
  endedPasskeys,
  endSessions,
  nextOverdue,
} from "./sessions/index.ts";
import { endWorkloads, watchFindings, watchWorkloads, workloadEnds } from "./workloads/index.ts";
import type { Actor, Command, Draft, Endings, LogRecord, Watch, World } from "./world/index.ts";
import { createRetirement } from "./world/index.ts";

/** Everything the application needs of the outside. */
export type AppPorts = Omit<SequencerPorts, "prepare" | "erase"> & Pick<BundlePorts, "shadow">;

/** Whether this node can answer, and if not, why in words. */
export type AppStatus =
  | { readonly type: "ready" }
  | { readonly type: "out-of-service"; readonly why: string };

/** The application: commands in, records and answers out. The server, a rehearsal and a replay all use this one. */
export interface App {
  /** Handles a command; answers once its records are durable. */
  submit<A>(command: Command<A>): Promise<A>;
  /** The committed world. Not kept across an await: it moves on. */
  world(): World;
  readonly side: Side;
  readonly bundles: Bundles;
  /** Loads a policy's files as this application would; nothing is active by that. */
  load(files: Readonly<Record<string, string>>): Promise<Loaded>;
  /** This node's memory of denials (D8). */
  readonly repeats: Repeats;
  /** Calls `listener` after each commit with its records; of other nodes' records only those that change state. */
  follow(listener: (records: readonly LogRecord[]) => void): () => void;
  status(): AppStatus;
  /** The authority clock: what `at` of a record would be now. */
  now(): Instant;
  /**
   * Records what has ended by itself, so that followers hear of it. Answers with the instant at which something ends next, as
   * far as is known now; undefined: nothing does.
   */
  tick(): Promise<Instant | undefined>;
  /** {@link App.tick} for whoever looks again at a time of their own: nobody looks for what ends next. */
  recordEnds(): Promise<Instant>;
  /** What ends with an engagement, asked of every part of the system (L3). */
  readonly endings: Endings;
  readonly sequencer: Sequencer;
  stop(): Promise<void>;
}

/** The system itself as an actor. */
export const system: Actor = { type: "system", id: "wardkey" };

/** A stop shorter than this is a restart nobody needs to read about. */
const noticeableGap: Duration = 60_000;

/** What may end by itself in one tick, with all that hangs on it. */
const endAtOnce = 200;

/** What may leave the world in one tick. */
const retireAtOnce = 2_000;

/** What ends before long, of everything that there is. */
const allEnds: readonly EndsOf[] = [...knownEnds, (_bundle, world, at) => workloadEnds(world, at)];

/** Composes the application from its ports; `start` is a snapshot's world, where there is one. */
export async function openApp(
  ports: AppPorts,
  options: SequencerOptions = {},
  start?: Draft,
): Promise<App> {
  const bundles = createBundles();
  let unloaded: string | undefined;
  const prepare = async (world: World) => {
    unloaded = await loadActive(ports, bundles, world);
  };
  const sequencer = await openSequencer({ ...ports, prepare, erase }, options, start);
  const repeats = createRepeats(ports);
  // Before any other follower: it must know what was committed before the next command is handled.
  sequencer.follow(repeats.follow);
  const uses = watchUses({ bundles }, system);
  sequencer.follow((records) => uses.follow(records, sequencer.world()));
  const noteUses = async (all: boolean) => {
    const noted = uses.due(app.now(), all);
    if (noted !== undefined) await sequencer.submit(noted);
  };
  const countRepeats = async (all: boolean) => {
    const isDue = all || repeats.isDue(app.now());
    if (isDue) await sequencer.submit(writeRepeats(repeats, { actor: system, all }));
  };
  const endings = endingsOf(bundles);
  const retire = createRetirement();
  const submitDue = async (watch: Watch) => {
    const due = watch.due(sequencer.world(), app.now());
    if (due !== undefined) await sequencer.submit(due);
  };
  const watches: readonly Watch[] = [
    watchDormancy({ bundles, endings }, system),
    watchWorkloads(system),
    watchFindings(system),
    watchRegistrations({ bundles, endings }, system),
    watchEvents({ bundles }, system),
  ];
  const coming = watchEnds({ bundles, ends: allEnds }, system);
  const app: App = {
    submit: sequencer.submit,
    world: sequencer.world,
    side: ports.side,
    bundles,
    load: (files) => loadBundle(ports, files),
    repeats,
    follow: sequencer.follow,
    status: () => status(sequencer, bundles, unloaded),
    now: () => Math.max(sequencer.world().at, sequencer.authority.now()),
    recordEnds: async () => {
      await endEngagements(sequencer, endings);
      for (const watch of watches) await submitDue(watch);
      const at = await recordEnds(sequencer, bundles, retire);
      await countRepeats(false);
      await noteUses(false);
      return at;
    },
    tick: async () => {
      const at = await app.recordEnds();
      await submitDue(coming);
      // After the instant that was looked at: what has ended since is found at once, by the next tick.
      return nextOverdue({ bundles }, app.world(), at);
    },
    endings,
    sequencer,
    stop: async () => {
      // A count that cannot be written now is lost, as D8 allows; the first of each is in the log.
      await countRepeats(true).catch(() => undefined);
      await noteUses(true).catch(() => undefined);
      await sequencer.stop();
    },
  };
  await resume(app);
  return app;
}

/** What is erased with a record, in its transaction. */
function erase(record: LogRecord): readonly SideWrite[] {
  return [...endedDrafts(record), ...endedPasskeys(record), ...settledWords(record)];
}

/** Makes `bundle` the policy of the hospital, unless it already is. */
export async function activate(app: App, bundle: Bundle, actor: Actor): Promise<void> {
  app.bundles.add(bundle);
  if (app.world().policy?.hash === bundle.hash) return;
  await app.submit(activatePolicy(bundle, actor));
}

/**
 * Makes `bundle`, which is the active one, known again where what is kept of it beside the log cannot be loaded any more: its
 * files are kept anew, with a record of it, by which other nodes hear of it. Answers whether that was needed.
 */
export async function restore(app: App, bundle: Bundle, actor: Actor): Promise<boolean> {
  if (app.world().policy?.hash !== bundle.hash || app.bundles.has(bundle.hash)) return false;
  app.bundles.add(bundle);
  await app.submit(activatePolicy(bundle, actor));
  return true;
}

/**
 * The bundle comes from the log: its files are beside it, under the hash that the record names. Answers why it cannot be loaded;
 * then nothing is permitted until it can, or another is activated.
 */
async function loadActive(
  ports: AppPorts,
  bundles: Bundles,
  world: World,
): Promise<string | undefined> {
  const { policy } = world;
  if (policy === undefined || bundles.has(policy.hash)) return undefined;
  const kept = await keptFiles(ports, policy.hash);
  if (kept.type === "missing") return "its text is missing from the table bundles";
  if (kept.type === "damaged") return "its text in the table bundles is damaged";
  const loaded = await loadBundle(ports, kept.files);
  if (loaded.type === "refused") {
    const [first] = loaded.problems;
    if (first === undefined) return "this release refuses it";
    const { file, line, column = 1 } = first;
    return `this release refuses it (${file}:${line}:${column}: ${problemWords(first)})`;
  }
  bundles.add(loaded.bundle);
  return undefined;
}

function status(sequencer: Sequencer, bundles: Bundles, unloaded?: string): AppStatus {
  const world = sequencer.world();
  if (bundles.current(world) === undefined) {
    const why =
      world.policy === undefined
        ? "No policy is active, so nothing is permitted. Start this node with the files of one."
        : `The active policy ${world.policy.hash} cannot be loaded: ${unloaded ?? "it is not loaded yet"}. Nothing is permitted. Start this node with --policy and the very files of it, or with --activate and others.`;
    return { type: "out-of-service", why };
  }
  const drift = sequencer.authority.drift();
  if (!drift.tooFar) return { type: "ready" };
  const seconds = Math.round(drift.milliseconds / 1000);
  return {
    type: "out-of-service",
    why: `This node's clock is ${seconds} s away from the log's. Set the clock right; until then another node answers.`,
  };
}

async function resume(app: App): Promise<void> {
  const last = app.world().at;
  const gap = app.now() - last;
  if (last === 0 || gap < noticeableGap) return;
  await app.submit({
    name: "log.resume",
    actor: system,
    handle: ({ at, world }) => ({
      records: [{ kind: "log.resumed", body: { gap: at - world.at } }],
      answer: undefined,
    }),
  });
}

/** Each part of the system says what ends of its own with an engagement: they are listed here, and nowhere else. */
function endingsOf(bundles: Bundles): Endings {
  return (ending) => [
    ...endSessions(ending),
    ...endExceptions(bundles.current(ending.world), ending),
    ...endWorkloads(ending),
  ];
}

/**
 * Ends what hangs on engagements whose own end has come. In a command of its own, so that what else has ended is looked at in a
 * world that knows it; and only where there is one.
 */
async function endEngagements(sequencer: Sequencer, endings: Endings): Promise<void> {
  const { authority, world } = sequencer;
  if (overAt(world(), Math.max(world().at, authority.now())).length === 0) return;
  await sequencer.submit({
    name: "engagement.tick",
    actor: system,
    handle: (handling) => ({
      records: engagementsOver({ endings }, handling, endAtOnce),
      answer: undefined,
    }),
  });
}

/** Answers with the instant at which it looked. */
function recordEnds(
  sequencer: Sequencer,
  bundles: Bundles,
  retire: ReturnType<typeof createRetirement>,
): Promise<Instant> {
  return unlessNothing(sequencer, {
    name: "time.tick",
    actor: system,
    handle: ({ world, at, id }) => ({
      records: [
        ...closeOverdue({ bundles }, world, at),
        ...glassOver(world, at),
        ...arrivalsOver(world, at),
        ...emergenciesOver(world, at),
        ...overdueActs(bundles.current(world), { world, at, id }),
        ...grantsOver(bundles.current(world), world, at),
        ...listStanding(bundles.current(world), world, at, id),
        ...chaseReviews(world, bundles.current(world)?.reviews, at),
        ...chaseCampaigns(bundles.current(world), { world, at, id }),
        ...raiseProposals(world, at, id),
        ...dutiesOver({ bundles }, { world, at, id }),
        ...retire(world, at, retireAtOnce),
      ],
      answer: at,
    }),
  });
}

/** Submits what looks around each second, unless it would record nothing now: that is the usual case, and takes no turn at the log. */
async function unlessNothing(
  { authority, submit, world }: Sequencer,
  command: Command<Instant>,
): Promise<Instant> {
  const now = world();
  const at = Math.max(now.at, authority.now());
  const nothing = { side: () => undefined, id: (prefix: string) => prefix };
  const looked = command.handle({ world: now, at, position: now.next, ...nothing });
  return looked.records.length === 0 ? at : submit(command);
}
