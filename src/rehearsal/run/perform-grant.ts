import { grantState } from "../../access/index.ts";
import type { Grant } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import { parseDuration } from "../scenario/times.ts";
import type { GrantAct } from "../vocabulary/acts.ts";
import type { Decided, Work } from "./doors.ts";
import { endingOf, getToWork } from "./perform-action.ts";
import { noPlaceFor } from "./perform-cover.ts";
import { type Performer, type Run, sceneNow, seatAt, spend, touch } from "./run.ts";
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
  switch (act.type) {
    case "ask-for-grant":
      return askFor(run, turn, work, act);
    case "look-at-grants":
      return lookAt(run, turn, work);
    case "answer-grant":
      return answer(run, turn, work, act);
    case "begin-grant":
      return begin(run, turn, work);
    case "hand-back-grant":
      return handBack(run, turn, work);
  }
}

type Asked = Extract<GrantAct, { readonly type: "ask-for-grant" }>;

async function askFor(run: Run, turn: Turn, work: Work, act: Asked): Promise<Ending> {
  const { adt, app, bundle, clock } = run.stage;
  const { person: asker } = work.session;
  const { kind, ward, action, role } = act;
  const holder = act.person === undefined ? undefined : run.performers.get(act.person);
  if (holder !== undefined && work.place.type !== "console") {
    return refused("Access is asked for somebody else at a console.");
  }
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.reason);
  const patient = act.patient === undefined ? undefined : await adt.patientId(act.patient);
  const lasts = lengthOf(act.lasts);
  const ahead = lengthOf(act.ahead);
  const asked = {
    kind,
    ...(patient === undefined ? {} : { patient }),
    ...(ward === undefined ? {} : { ward }),
    ...(action === undefined ? {} : { action }),
    ...(role === undefined ? {} : { role }),
    ...(lasts === undefined ? {} : { lasts }),
    ...(ahead === undefined ? {} : { from: clock.now() + ahead }),
    ...(holder === undefined ? {} : { holder }),
  };
  const before = new Set([...app.world().grants.values()].map(({ id }) => id));
  const ending = await ended(run, turn, work, await run.doors.askForAccess(turn, work, asked));
  const made = [...app.world().grants.values()].find(({ id }) => !before.has(id));
  if (made === undefined) return ending;
  const rule = bundle.grants.rules.find(({ id }) => id === made.rule);
  const said =
    rule === undefined ? "It waits for an answer." : `Approved by a rule: ${rule.title}.`;
  if (ending.type === "refused") return { ...ending, said: [said, ...ending.said] };
  return { ...ending, said: [said, ...ending.said], by: asker };
}

/** What came of it, when the answer is there. */
async function ended(
  run: Run,
  turn: Turn,
  work: Work,
  decided: Decided,
  isDecision = true,
): Promise<Ending> {
  if (isDecision) await spend(run, turn, responses.decision);
  const seat = seatAt(work.place);
  if (seat !== undefined) touch(run, seat);
  return endingOf(turn, work, decided);
}

function lengthOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

/** Whose requests wait for their answer: those that the product puts before them. */
async function lookAt(run: Run, turn: Turn, work: Work): Promise<Ending> {
  if (seatAt(work.place) !== undefined) {
    return refused("Requests for access wait on a phone and at a console.");
  }
  const waiting = await run.doors.whoWaits(turn, work);
  if (waiting.length === 0) return refused("Nobody waits for your answer.");
  const nameOf = (id: string) => [...run.performers.values()].find((each) => each.id === id)?.name;
  return { ...done(), said: waiting.map((person) => `${nameOf(person) ?? "Somebody"} waits.`) };
}

async function answer(
  run: Run,
  turn: Turn,
  work: Work,
  { person, answer: word }: Extract<GrantAct, { readonly type: "answer-grant" }>,
): Promise<Ending> {
  const nowhere = noPlaceFor(work, word === "deny" ? "deny" : "approve");
  if (nowhere !== undefined) return refused(nowhere);
  await spend(run, turn, identityWork.press);
  const holder = run.performers.get(person)?.id ?? "";
  const waiting = grantsOf(run, holder, ["pending"])[0];
  if (waiting === undefined) return refused("They ask for nothing that could be answered now.");
  return ended(run, turn, work, await run.doors.answerCover(turn, work, waiting.id, word));
}

async function begin(run: Run, turn: Turn, work: Work): Promise<Ending> {
  if (work.place.type === "console") return refused("What was approved is begun where one works.");
  await spend(run, turn, identityWork.press);
  const approved = grantsOf(run, work.session.person, ["approved"])[0];
  if (approved === undefined) return refused("Nothing was approved that could be begun now.");
  const begun = await run.doors.beginCover(turn, work, approved.id);
  // A patient's chart opens with it, which is decided.
  return ended(run, turn, work, begun, approved.patient !== undefined);
}

async function handBack(run: Run, turn: Turn, work: Work): Promise<Ending> {
  await spend(run, turn, identityWork.press);
  const running = grantsOf(run, work.session.person, ["active"])[0];
  if (running === undefined) return refused("There is nothing to hand back.");
  return ended(run, turn, work, await run.doors.handCoverBack(work, running.id), false);
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
