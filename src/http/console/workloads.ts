import { decodeRecord } from "../../sequencer/index.ts";
import {
  acceptFinding,
  endCredential,
  finishRotation,
  listFindings,
  previewQuarantine,
  proveRefused,
  type QuarantineTarget,
  quarantine,
  releaseCredential,
  remedyFinding,
  resumeWorkload,
  retireWorkload,
  visibilityOf,
} from "../../workloads/index.ts";
import type { Actor, LogRecord, Session, Workload, World } from "../../world/index.ts";
import type { NameBook } from "../names.ts";
import { withNames } from "../names.ts";
import { findingView, workloadView } from "../programs/index.ts";
import { refusedBy } from "../spoken.ts";
import type {
  AcceptFindingRequest,
  ConsoleWorkloadReply,
  ConsoleWorkloadsReply,
  DependantView,
  FindingView,
  QuarantineView,
  RemedyFindingRequest,
  RetiredView,
  WorkloadView,
} from "../workloads-contract.ts";
import { type Console, mayLook, requireLook, requirePermit } from "./console-context.ts";
import { recordViews } from "./records.ts";

/** So much of what happened is shown, the latest first: the rest is in the trail. */
const mostShown = 50;
const day = 24 * 3_600_000;

/**
 * What runs, who answers for it, how well it is known, and what is wrong with it.
 *
 * @throws HttpError `refused`
 */
export async function listWorkloads(
  context: Console,
  session: Session,
): Promise<ConsoleWorkloadsReply> {
  await requireLook(context, session, "workload.read");
  const { app } = context.deps;
  const at = app.now();
  return withNames(app.side, app.world, (names, world) => {
    const { whole, workloads } = visibilityOf(world, [], at);
    const open = [...world.workloads.values()];
    return {
      workloads: open.map((one) => named(world, one, at, names)),
      findings: findingsOf(world, at, names),
      visibility: { workloads, whole },
      dependants: dependantsOf(
        world,
        open.flatMap(({ neededBy = [] }) => neededBy),
      ),
      ...mayOf(context, session),
    };
  });
}

/**
 * One workload: what it is, what happened with it, what is wrong with it, and what hangs on it.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function showWorkload(
  context: Console,
  session: Session,
  id: string,
): Promise<ConsoleWorkloadReply> {
  await requireLook(context, session, "workload.read");
  const { app } = context.deps;
  const at = app.now();
  requireKnown(app.world(), id);
  const timeline = await recordViews(context, await recordsOf(context, id));
  return withNames(app.side, app.world, (names, world) => {
    const workload = requireKnown(world, id);
    const { neededBy = [] } = workload;
    const needs = [...world.workloads.values()].filter((other) => other.neededBy?.includes(id));
    return {
      workload: named(world, workload, at, names),
      findings: findingsOf(world, at, names).filter((one) => one.workload === id),
      timeline,
      dependants: dependantsOf(world, neededBy),
      needs: needs.map((other) => ({ id: other.id, name: other.name, type: "workload" })),
      ...mayOf(context, session),
    };
  });
}

/** What it does and what was done with it, by where the log is known to speak of it. */
async function recordsOf({ deps }: Console, id: string): Promise<readonly LogRecord[]> {
  const world = deps.app.world();
  const { apiKey, refused = {}, said, turned, unexpected } = world.workloadTraces.get(id) ?? {};
  const keys = world.credentialsByWorkload
    .get(id)
    .flatMap((key) => world.credentialTraces.get(key) ?? []);
  const seen = [...Object.values(refused), unexpected, ...keys.map((key) => key.refused)];
  const positions = [
    ...[said, turned, apiKey?.position],
    ...keys.flatMap((key) => [key.added, key.turned, key.used]),
    ...seen.flatMap((sighting) => sighting?.positions ?? []),
    ...[...world.findings.values()].flatMap((one) =>
      one.id.endsWith(`:${id}`) ? [one.position] : [],
    ),
  ].filter((one) => one !== undefined);
  const latest = [...new Set(positions)].toSorted((a, b) => b - a).slice(0, mostShown);
  const entries = await Promise.all(
    latest.map((position) => deps.log.read(position, { to: position + 1, limit: 1 })),
  );
  return entries.flat().map((entry) => decodeRecord(entry));
}

/**
 * Stops what is meant, or says what would stop: the preview is the very list that the act records.
 *
 * @throws HttpError `refused`; WorkloadError `quarantine-nothing`, `workload-unknown`, `workload-over`
 */
export async function stopWorkloads(
  context: Console,
  session: Session,
  { done, target }: { readonly target: QuarantineTarget; readonly done: boolean },
): Promise<QuarantineView> {
  const { app } = context.deps;
  if (!done) {
    await requireLook(context, session, "workload.read");
    return previewQuarantine(app.world(), target, app.now());
  }
  await requirePermit(context, session, "workload.stop");
  return app.submit(quarantine(target, actorOf(session)));
}

/** What is done about one workload, or about one credential of it. */
export type WorkloadAct =
  | { readonly act: "resume" }
  | { readonly act: "release" | "end-credential" | "finish"; readonly credential: string };

/**
 * Lets a workload or a credential in again, ends a credential, or finishes a rotation before its overlap ends.
 *
 * @throws HttpError `refused`, `not-found`; WorkloadError
 */
export async function actOnWorkload(
  context: Console,
  session: Session,
  id: string,
  act: WorkloadAct,
): Promise<ConsoleWorkloadReply> {
  const { app } = context.deps;
  requireKnown(app.world(), id);
  const credential = "credential" in act ? act.credential : undefined;
  const of = app.world().workloadCredentials.get(credential ?? "")?.workload;
  if (credential !== undefined && of !== id) throw refusedBy("not-found", "workload.unknown");
  await requirePermit(context, session, "workload.look-after");
  const actor = actorOf(session);
  if (act.act === "resume") await app.submit(resumeWorkload({ workload: id, actor }));
  if (act.act === "release") await app.submit(releaseCredential(act.credential, actor));
  if (act.act === "finish") {
    await app.submit(finishRotation({ credential: act.credential, actor }));
  }
  if (act.act === "end-credential") {
    const ended = { credential: act.credential, reason: "withdrawn", actor } as const;
    await app.submit(endCredential(ended));
  }
  return showWorkload(context, session, id);
}

/**
 * Decommissions a workload, and answers with the proof: by what each of its credentials is refused.
 *
 * @throws HttpError `refused`, `not-found`; WorkloadError `workload-over`
 */
export async function retireAtConsole(
  context: Console,
  session: Session,
  id: string,
): Promise<RetiredView> {
  const { app } = context.deps;
  requireKnown(app.world(), id);
  await requirePermit(context, session, "workload.look-after");
  await app.submit(retireWorkload({ workload: id, actor: actorOf(session) }));
  const world = app.world();
  const refused = proveRefused(world, id, app.now()).map(({ why, ...rest }) => ({
    ...rest,
    ...(why === undefined ? {} : { why }),
  }));
  return { workload: id, position: world.next - 1, refused };
}

/**
 * Somebody lives with a finding for a time.
 *
 * @throws HttpError `refused`; WorkloadError `finding-unknown`, `finding-terms`
 */
export async function acceptAtConsole(
  context: Console,
  session: Session,
  { because, days, finding }: AcceptFindingRequest,
): Promise<ConsoleWorkloadsReply> {
  await requirePermit(context, session, "workload.look-after");
  const { app } = context.deps;
  const until = app.now() + days * day;
  await app.submit(acceptFinding({ finding, because, until, actor: actorOf(session) }));
  return listWorkloads(context, session);
}

/**
 * Takes the one step that a finding was shown with.
 *
 * @throws HttpError `refused`; WorkloadError `finding-unknown`, `finding-no-step`
 */
export async function remedyAtConsole(
  context: Console,
  session: Session,
  { finding, shown }: RemedyFindingRequest,
): Promise<ConsoleWorkloadsReply> {
  const stops = shown === "quarantine" || shown === "suspend";
  await requirePermit(context, session, stops ? "workload.stop" : "workload.look-after");
  const { app } = context.deps;
  await app.submit(remedyFinding({ finding, shown, actor: actorOf(session) }));
  return listWorkloads(context, session);
}

function mayOf(
  context: Console,
  session: Session,
): { readonly mayStop: boolean; readonly mayLookAfter: boolean } {
  const may = (action: string) => {
    const answer = mayLook(context, session, action);
    // What a passkey or a fresh PIN opens is offered: the way forward stands on the refusal (A2).
    return answer.type === "permit" || answer.remedies.some(({ type }) => type === "step-up");
  };
  return { mayStop: may("workload.stop"), mayLookAfter: may("workload.look-after") };
}

function named(world: World, workload: Workload, at: number, names: NameBook): WorkloadView {
  const { deputy, owner } = workload;
  return {
    ...workloadView(world, workload, at),
    ...(owner === undefined ? {} : { ownerName: nameOf(world, owner, names) }),
    ...(deputy === undefined ? {} : { deputyName: nameOf(world, deputy, names) }),
  };
}

/** What was made known without a request may have a department as its owner, in words of whoever installed it. */
function nameOf(world: World, id: string, names: NameBook): string {
  return world.people.has(id) ? names.person(id).name : id;
}

function findingsOf(world: World, at: number, names: NameBook): readonly FindingView[] {
  return listFindings(world, at).map((one) => {
    const { accepted, ...view } = findingView(world, one);
    if (accepted === undefined) return view;
    return { ...view, accepted: { ...accepted, by: nameOf(world, accepted.by, names) } };
  });
}

/** What ids of `neededBy` are called: workloads, applications and wards. */
function dependantsOf(world: World, ids: readonly string[]): readonly DependantView[] {
  return [...new Set(ids)].map((id): DependantView => {
    const workload = world.workloads.get(id);
    if (workload !== undefined) return { id, name: workload.name, type: "workload" };
    const application = world.applications.get(id);
    if (application !== undefined) return { id, name: application.name, type: "application" };
    const ward = world.wards.get(id);
    return ward === undefined
      ? { id, name: id, type: "other" }
      : { id, name: ward.name, type: "ward" };
  });
}

function requireKnown(world: World, id: string): Workload {
  const workload = world.workloads.get(id);
  if (workload === undefined) throw refusedBy("not-found", "workload.unknown");
  return workload;
}

function actorOf({ person }: Session): Actor {
  return { type: "person", id: person };
}
