import { OfflineError } from "../../offline/index.ts";
import type { Step } from "../scenario/scenario.ts";
import type {
  DatabaseAct,
  FeedAct,
  PatientAct,
  PersonAct,
  RegisterAct,
  WorkloadAct,
} from "../vocabulary/acts.ts";
import { RehearsalError } from "./errors.ts";
import { decideAccess, openAccessReview } from "./perform-access-review.ts";
import { closeChart, givePin, performAction, registerByHand, tryAction } from "./perform-action.ts";
import { signInAtConsole, signOutAtConsole } from "./perform-at-console.ts";
import { comeBack, leaveTheSeat, sitDownAsItIs, tapIn, walkAway } from "./perform-at-seat.ts";
import { performCover } from "./perform-cover.ts";
import { performEmergency } from "./perform-emergency.ts";
import { keepBroken } from "./perform-glass.ts";
import { performGrant } from "./perform-grant.ts";
import { performHr } from "./perform-hr.ts";
import { lookAtReviews, lookAtScreen } from "./perform-look.ts";
import { moveSomebody } from "./perform-move.ts";
import { beSeen, carry, lose, signIn, signOutOnPhone } from "./perform-on-phone.ts";
import { happenTo } from "./perform-patient.ts";
import { performRegister } from "./perform-register.ts";
import { performRoster } from "./perform-roster.ts";
import { lookForName, lookUp } from "./perform-search.ts";
import { giveControlled } from "./perform-witnessed.ts";
import { performWorkload } from "./perform-workload.ts";
import type { Performer, Run } from "./run.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** Does what a step says, by the product's own commands. */
export async function performStep(run: Run, turn: Turn, step: Step): Promise<Ending> {
  const { act, actor } = step;
  if (isFeedAct(act)) return performFeed(run, actor, act);
  if (isDatabaseAct(act)) return performDatabase(run, act);
  if (isRegisterAct(act)) return performRegister(run, act);
  if (act.type === "list-role") return performHr(run, act);
  if (isWorkloadAct(act)) return performWorkload(run, turn, actor, act);
  if (isPatientAct(act)) return happenTo(run, actor, act);
  const performer = run.performers.get(actor);
  if (performer === undefined) throw new RehearsalError("not-taken-in", `${actor} is not here.`);
  try {
    return await performPerson(run, turn, performer, act, step.at === undefined);
  } catch (error) {
    // What cannot be done without the database is said where it is asked for (X14).
    if (error instanceof OfflineError) return refused(error.message);
    throw error;
  }
}

function isFeedAct(act: Step["act"]): act is FeedAct {
  return act.type === "fall-silent" || act.type === "speak-again";
}

function isDatabaseAct(act: Step["act"]): act is DatabaseAct {
  return act.type === "stop-answering" || act.type === "answer-again";
}

function isRegisterAct(act: Step["act"]): act is RegisterAct {
  return ["strike-off", "register-expired", "register-fails"].includes(act.type);
}

function isWorkloadAct(act: Step["act"]): act is WorkloadAct {
  return ["call", "suspend-workload", "resume-workload"].includes(act.type);
}

async function performDatabase({ stage: { database } }: Run, act: DatabaseAct): Promise<Ending> {
  if (act.type === "stop-answering") await database?.stopAnswering();
  else await database?.answerAgain();
  return done();
}

/** All of them: what is missing here would be taken for what a person does. */
const patientActs: Readonly<Record<PatientAct["type"], true>> = {
  admit: true,
  move: true,
  visit: true,
  merge: true,
  unmerge: true,
  discharge: true,
  leave: true,
  return: true,
  "cancel-transfer": true,
  "cancel-discharge": true,
  "cancel-contacts": true,
};

function isPatientAct(act: Step["act"]): act is PatientAct {
  return Object.hasOwn(patientActs, act.type);
}

async function performFeed({ stage: { adt } }: Run, feed: string, act: FeedAct): Promise<Ending> {
  if (act.type === "fall-silent") await adt.fallSilent(feed);
  else await adt.speakAgain(feed);
  return done();
}

/** Who has a stated time is there at that time; who has none walks first. */
async function performPerson(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: PersonAct,
  walks: boolean,
): Promise<Ending> {
  switch (act.type) {
    case "tap-in":
      return tapIn(run, turn, performer, { seat: act.seat, walks });
    case "use-as-it-is":
      return sitDownAsItIs(run, performer, { seat: act.seat, walks });
    case "walk-away":
      return walkAway(run, performer);
    case "come-back":
      return comeBack(run, performer, { seat: act.seat, walks });
    case "tap-out":
    case "lock":
    case "sign-out":
      return leave(run, turn, performer, act.type);
    case "give-pin":
      return givePin(run, turn, performer);
    case "sign-in-at-console":
      return signInAtConsole(run, turn, performer, act.by);
    case "sign-in":
      return signIn(run, turn, performer, act);
    case "carry":
      return carry(run, act.device, act.onSite);
    case "be-seen":
      return beSeen(run, act.device, act.inHospital);
    case "lose":
      return lose(run, turn, performer, act.device);
    case "close-chart":
      return closeChart(run, performer);
    case "register":
      return registerByHand(run, turn, performer, act.patient);
    default:
      return performWork(run, turn, performer, act, walks);
  }
}

type Coming =
  | "tap-in"
  | "use-as-it-is"
  | "walk-away"
  | "come-back"
  | "tap-out"
  | "lock"
  | "sign-out"
  | "give-pin"
  | "sign-in-at-console"
  | "sign-in"
  | "carry"
  | "be-seen"
  | "lose"
  | "close-chart"
  | "register";

/** What they do where they are in. */
async function performWork(
  run: Run,
  turn: Turn,
  performer: Performer,
  act: Exclude<PersonAct, { readonly type: Coming }>,
  walks: boolean,
): Promise<Ending> {
  switch (act.type) {
    case "start-shift":
    case "no-relief":
    case "confirm-roster":
    case "hand-over":
    case "propose-swap":
    case "agree-swap":
    case "half-write":
      return performRoster(run, turn, performer, act, walks);
    case "cover":
      return performCover(run, turn, performer, act);
    case "declare":
    case "respond":
    case "take-task":
    case "renew-emergency":
    case "stand-down":
    case "record":
    case "sign-for":
      return performEmergency(run, turn, performer, act, walks);
    case "try":
      return tryAction(run, turn, performer, act);
    case "ask":
      return performAction(run, turn, performer, act);
    case "ask-for-grant":
    case "answer-grant":
    case "begin-grant":
    case "hand-back-grant":
    case "look-at-grants":
      return performGrant(run, turn, performer, act);
    case "renew-glass":
      return keepBroken(run, turn, performer, act.patient);
    case "give-controlled":
      return giveControlled(run, turn, performer, act);
    case "look-up":
      return lookUp(run, turn, performer, act);
    case "look-for-name":
      return lookForName(run, turn, performer, act.family);
    case "look-at-reviews":
      return lookAtReviews(run, turn, performer);
    case "open-access-review":
      return openAccessReview(run, turn, performer, act.ward);
    case "confirm-ordinary":
    case "decide-access":
      return decideAccess(run, turn, performer, act);
    case "move-person":
      return moveSomebody(run, turn, performer, act);
    case "look-at-screen":
      return lookAtScreen(run, act.seat);
  }
}

async function leave(
  run: Run,
  turn: Turn,
  performer: Performer,
  how: "tap-out" | "lock" | "sign-out",
): Promise<Ending> {
  const { place } = performer;
  // A locked seat is still where they are; from a seat that they left they are gone.
  if (how !== "lock") performer.place = undefined;
  if (place === undefined) return done();
  if (place.type === "console") return signOutAtConsole(run, turn, performer, place.session);
  if (place.type !== "phone") return leaveTheSeat(run, turn, performer, place.seat, how);
  return signOutOnPhone(run, turn, place);
}
