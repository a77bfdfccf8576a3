import { answering, grantState, type Resource, requesting } from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  ExceptionError,
  isAskedOf,
  requestGrant,
  returnGrant,
} from "../../exceptions/index.ts";
import { SessionError } from "../../sessions/index.ts";
import type { Grant } from "../../world/index.ts";
import { identityWork } from "../calibration.ts";
import { parseDuration } from "../scenario/times.ts";
import type { GrantAct } from "../vocabulary/acts.ts";
import { decideFor, getToWork, type Work } from "./perform-action.ts";
import { decided, endingOf, plain, submit } from "./perform-cover.ts";
import { type Performer, type Run, sceneNow, spend, surfaceOf } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** What somebody does about access for a time of any kind (X1): asks, reads what waits, answers, begins, or hands back. */
export async function performGrant(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: GrantAct,
): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  try {
    switch (act.type) {
      case "ask-for-grant":
        return await askFor(run, turn, work, act);
      case "look-at-grants":
        return lookAt(run, work);
      case "answer-grant":
        return await answer(run, turn, work, act);
      case "begin-grant":
        return await begin(run, turn, work);
      case "hand-back-grant":
        return await handBack(run, turn, work);
    }
  } catch (error) {
    if (error instanceof ExceptionError || error instanceof SessionError) {
      return refused(error.message);
    }
    throw error;
  }
}

type Asked = Extract<GrantAct, { readonly type: "ask-for-grant" }>;

async function askFor(run: Run, turn: Turn, work: Work, act: Asked): Promise<Ending> {
  const { adt, bundle, clock } = run.stage;
  const { person: asker } = work.session;
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.press);
  const { kind, ward, action, role } = act;
  const patient = act.patient === undefined ? undefined : await adt.patientId(act.patient);
  const person = act.person === undefined ? asker : (run.performers.get(act.person)?.id ?? "");
  const [reason = ""] = bundle.grants.reasons.keys();
  const lasts = lengthOf(act.lasts);
  const ahead = lengthOf(act.ahead);
  const wish = {
    kind,
    ...(patient === undefined ? {} : { patient }),
    ...(ward === undefined ? {} : { ward }),
    ...(action === undefined ? {} : { action }),
    ...(role === undefined ? {} : { role }),
    ...(lasts === undefined ? {} : { lasts }),
    ...(ahead === undefined ? {} : { from: clock.now() + ahead }),
    person,
    reason,
    askedBy: { type: "person", id: asker } as const,
  };
  const resource: Resource =
    patient === undefined ? { type: "ward", id: ward ?? "" } : { type: "patient", id: patient };
  let made: { readonly grant: string; readonly rule?: string } | undefined;
  const recorded = await decided(run, turn, work, requesting, resource, (granting, id) => {
    const requested = requestGrant(granting, { ...wish, grant: id("gnt") });
    made = requested;
    return requested.records;
  });
  const rule = bundle.grants.rules.find(({ id }) => id === made?.rule);
  const ending = endingOf(recorded, asker);
  if (made === undefined || ending.type === "refused") return ending;
  if (rule === undefined) return { ...ending, said: ["It waits for an answer."] };
  const said = `Approved by a rule: ${rule.title}.`;
  // What a rule approves for a patient opens at once, as at the product's own screens (X6).
  if (patient === undefined || ahead !== undefined) return { ...ending, said: [said] };
  await activate(run, work, made.grant);
  const opened = await decideFor(run, turn, work, "chart.open", patient);
  return { ...opened, said: [said, ...opened.said] };
}

function lengthOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

/** Whose requests wait for their answer: those that the product puts before them. */
function lookAt(run: Run, { session, place }: Work): Ending {
  const scene = sceneNow(run);
  const context = { session: session.id, ...surfaceOf(place) };
  const waiting = [...scene.world.grants.values()]
    .filter((grant) => isAskedOf(scene, { person: session.person, context }, grant))
    .toSorted((a, b) => a.askedAt - b.askedAt);
  if (waiting.length === 0) return refused("Nobody waits for your answer.");
  const nameOf = (id: string) => [...run.performers.values()].find((each) => each.id === id)?.name;
  return { ...done(), said: waiting.map(({ person }) => `${nameOf(person) ?? "Somebody"} waits.`) };
}

async function answer(
  run: Run,
  turn: Turn,
  work: Work,
  { person, answer: word }: Extract<GrantAct, { readonly type: "answer-grant" }>,
): Promise<Ending> {
  const { person: approver } = work.session;
  await spend(run, turn, identityWork.press);
  const holder = run.performers.get(person)?.id ?? "";
  const waiting = grantsOf(run, holder, ["pending"])[0];
  if (waiting === undefined) return refused("They ask for nothing that could be answered now.");
  const resource = { type: "ward", id: waiting.ward };
  const recorded = await decided(run, turn, work, answering, resource, (granting) =>
    answerGrant(granting, { grant: waiting.id, approver, answer: word }),
  );
  return endingOf(recorded, approver);
}

async function begin(run: Run, turn: Turn, work: Work): Promise<Ending> {
  const { person } = work.session;
  await spend(run, turn, identityWork.press);
  const approved = grantsOf(run, person, ["approved"])[0];
  if (approved === undefined) return refused("Nothing was approved that could be begun now.");
  await activate(run, work, approved.id);
  return done(person);
}

async function activate(run: Run, work: Work, grant: string): Promise<void> {
  const { person } = work.session;
  await submit(
    run,
    work,
    plain(run, "grant.activate", person, (granting) => activateGrant(granting, { grant, person })),
  );
}

async function handBack(run: Run, turn: Turn, work: Work): Promise<Ending> {
  const { person } = work.session;
  await spend(run, turn, identityWork.press);
  const running = grantsOf(run, person, ["active"])[0];
  if (running === undefined) return refused("There is nothing to hand back.");
  await submit(
    run,
    work,
    plain(run, "grant.return", person, (granting) =>
      returnGrant(granting, { grant: running.id, person }),
    ),
  );
  return done(person);
}

/** A person's grants that are in one of these states now, the oldest first. */
function grantsOf(run: Run, person: string, states: readonly Grant["state"][]): readonly Grant[] {
  const { world, at } = sceneNow(run);
  return world.grantsByPerson
    .get(person)
    .flatMap((id) => world.grants.get(id) ?? [])
    .filter((grant) => states.includes(grantState(grant, at)))
    .toSorted((a, b) => a.askedAt - b.askedAt);
}
