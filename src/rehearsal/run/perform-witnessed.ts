import type { Recorded } from "../../access/index.ts";
import {
  askWitness,
  asWitnessed,
  proveWitness,
  SessionError,
  tap,
  type Witnessing,
} from "../../sessions/index.ts";
import type { NewRecord, Session } from "../../world/index.ts";
import { identityWork, responses } from "../calibration.ts";
import type { WitnessedAct } from "../vocabulary/acts.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import { performAction } from "./perform-action.ts";
import { givePinAtSeat } from "./perform-at-seat.ts";
import { occupantHere, type Performer, type Run, seatAt, spend, touch } from "./run.ts";
import { wishOf } from "./show-screens.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

const giving = "medication.administer-controlled";
const witnessing = "medication.witness";

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
  if (offers(alone, "step-up") && (await givePinAtSeat(run, turn, seat, session.id))) {
    alone = await giveAlone();
  }
  if (!offers(alone, "witness")) return alone;
  const patient = await run.stage.adt.patientId(name);
  try {
    return await withWitness(run, turn, { seat, session, patient }, colleague);
  } catch (error) {
    if (error instanceof SessionError) return refused(error.message);
    throw error;
  }
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
  { id: witness, badge }: Performer,
): Promise<Ending> {
  const { app, deps } = run.stage;
  const wish = { seat, session: session.id, action: giving, patient };
  const { asking } = await app.submit(askWitness(deps, wish));
  await spend(run, turn, identityWork.tap);
  const tapped = await app.submit(tap(deps, { seat, badge, asking }));
  await spend(run, turn, responses.tap);
  if (tapped.type !== "witness") return refused("This badge witnesses nothing here.");
  turn.prompts++;
  await spend(run, turn, identityWork.pin);
  const entry = { seat, session: session.id, asking, badge: tapped.badge, right: true };
  const proof = await app.submit(proveWitness(deps, entry));
  await spend(run, turn, responses.pin);
  if (proof.type !== "proved") return refused("The colleague's PIN did not count.");
  const by = { seat, session: session.id, asking, witness };
  const may = await decideAs(run, turn, by, { action: witnessing, patient, person: witness });
  if (may.type === "deny") return { type: "refused", said: may.reasons, denial: may };
  const { person } = session;
  const answer = await decideAs(run, turn, by, { action: giving, patient, person });
  touch(run, seat);
  if (answer.type === "deny") return { type: "refused", said: answer.reasons, denial: answer };
  return { type: "permit", said: answer.because, by: person };
}

interface Decided {
  readonly action: string;
  readonly patient: string;
  readonly person: string;
}

/** One of the two decisions, with what follows from it in the same batch. */
async function decideAs(
  run: Run,
  turn: Turn,
  by: Witnessing,
  { action, patient, person }: Decided,
): Promise<Recorded> {
  const { app, deps } = run.stage;
  const { asking, seat, session, witness } = by;
  const actor = { type: "person", id: person } as const;
  const isWitness = action === witnessing;
  const context = isWitness ? { seat, witnessing: session } : { session, seat, witness };
  const request = { subject: actor, action, resource: { type: "patient", id: patient }, context };
  const agreed: NewRecord = isWitness
    ? { kind: "witness.agreed", body: { asking, person, session }, actor }
    : {
        kind: "witness.used",
        body: { action, asking, patient, person, session, witness },
        actor,
      };
  const decision = decideOnRecord(run, turn, request, wishOf(actor));
  const answer = await app.submit(
    asWitnessed(deps, by, decision, (given) => (given.type === "permit" ? [agreed] : [])),
  );
  await spend(run, turn, responses.decision);
  return answer;
}
