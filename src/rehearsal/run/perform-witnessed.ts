import type { Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { WitnessedAct } from "../vocabulary/acts.ts";
import { endingOf, performAction } from "./perform-action.ts";
import { givePinAtSeat } from "./perform-at-seat.ts";
import { occupantHere, type Performer, type Run, seatAt, spend, touch } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

const giving = "medication.administer-controlled";

/** Gives a controlled drug, which a colleague countersigns at the same screen (S10), where one does. */
export async function giveControlled(
  run: Run,
  turn: Turn,
  performer: Performer,
  { patient: name, witness: by }: WitnessedAct,
): Promise<Ending> {
  const giveAlone = () => performAction(run, turn, performer, { action: giving, patient: name });
  let alone = await giveAlone();
  const colleague = by === undefined ? undefined : run.performers.get(by);
  const seat = seatAt(performer.place);
  const session = seat === undefined ? undefined : occupantHere(run, seat);
  if (colleague === undefined || seat === undefined || session === undefined) return alone;
  // The own PIN first, where that is asked for too.
  if (offers(alone, "step-up") && (await givePinAtSeat(run, turn, { session, seat }))) {
    alone = await giveAlone();
  }
  if (!offers(alone, "witness")) return alone;
  const patient = await run.stage.adt.patientId(name);
  return withWitness(run, turn, { seat, session, patient }, colleague);
}

/** Whether the way forward begins so, and a witness is all that is wanting besides. */
function offers(ending: Ending, first: "step-up" | "witness"): boolean {
  if (ending.type === "permit") return false;
  const remedies = ending.denial?.remedies ?? [];
  return remedies.some(({ type, and }) =>
    first === "witness" ? type === first && and === undefined : and?.type === "witness",
  );
}

interface Giving {
  readonly seat: string;
  readonly session: Session;
  readonly patient: string;
}

/** The colleague taps and gives their PIN; first what they may is decided, then what needs it. */
async function withWitness(
  run: Run,
  turn: Turn,
  { seat, session, patient }: Giving,
  { badge }: Performer,
): Promise<Ending> {
  const { doors } = run;
  const at = { seat, session };
  await doors.askWitness(at, { action: giving, patient });
  await spend(run, turn, identityWork.tap);
  const tapped = await doors.tap(seat, badge);
  await spend(run, turn, responses.tap);
  if (tapped.type !== "witness") return refused("This badge witnesses nothing here.");
  turn.prompts++;
  await spend(run, turn, identityWork.pin);
  const decided = await doors.witness(turn, at);
  await spend(run, turn, responses.pin);
  await spend(run, turn, responses.decision);
  // What they may is decided first, and then what needs it.
  if (decided.type === "permit") await spend(run, turn, responses.decision);
  touch(run, seat);
  return endingOf(turn, { session, place: { type: "seat", seat } }, decided);
}
