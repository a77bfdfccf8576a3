import type { Recorded } from "../../access/index.ts";
import {
  askWitness,
  asWitnessed,
  proveWitness,
  type TapAnswer,
  type Witnessing,
  witnessOver,
} from "../../sessions/index.ts";
import type { NewRecord } from "../../world/index.ts";
import { settled } from "./decide-at.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import type { AtSeat, Decided, Doors } from "./doors.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

type WitnessDoors = Pick<Doors, "askWitness" | "witness">;

const witnessing = "medication.witness";

/** What each seat's screen asks for a witness of, and which colleague has tapped for it. */
export interface Witnesses {
  asking(seat: string): { readonly asking?: string };
  /** Somebody has tapped there: as a witness, or for something else, which takes the question away. */
  tapped(seat: string, answer: TapAnswer): void;
  ask(seat: string, asked: Asked): void;
  asked(seat: string): Asked | undefined;
}

interface Asked {
  readonly session: string;
  readonly asking: string;
  readonly action: string;
  readonly patient: string;
  readonly colleague?: { readonly person: string; readonly badge: string };
}

/** Screens that ask for no witness yet. */
export function createWitnesses(): Witnesses {
  const bySeat = new Map<string, Asked>();
  return {
    asking(seat) {
      const known = bySeat.get(seat);
      return known === undefined ? {} : { asking: known.asking };
    },
    tapped(seat, answer) {
      const known = bySeat.get(seat);
      if (answer.type === "witness") {
        const { badge, person } = answer;
        if (known !== undefined) bySeat.set(seat, { ...known, colleague: { badge, person } });
      } else if (answer.type !== "refused" && answer.type !== "denied") bySeat.delete(seat);
    },
    ask: (seat, asked) => void bySeat.set(seat, asked),
    asked: (seat) => bySeat.get(seat),
  };
}

/** A colleague who witnesses at the same screen (S10), by the product's own commands; `then` is what the screen does when it is done. */
export function witnessDoors(
  stage: Stage,
  witnesses: Witnesses,
  then: (at: AtSeat, act: { readonly action: string; readonly patient: string }) => Promise<void>,
): WitnessDoors {
  const { app, deps } = stage;
  return {
    async askWitness({ seat, session: { id: session } }, act) {
      const { asking } = await app.submit(askWitness(deps, { seat, session, ...act }));
      witnesses.ask(seat, { session, asking, ...act });
    },
    witness: (turn, at) =>
      settled(async (): Promise<Decided | Recorded> => {
        const { seat, session } = at;
        const known = witnesses.asked(seat);
        if (known?.colleague === undefined || known.session !== session.id) throw witnessOver();
        const { action, asking, colleague, patient } = known;
        const entry = { seat, session: session.id, asking, badge: colleague.badge, right: true };
        const proof = await app.submit(proveWitness(deps, entry));
        if (proof.type !== "proved") return { type: "impossible", said: notCounted };
        const by = { seat, session: session.id, asking, witness: proof.person };
        const may = await decideAs(stage, turn, by, witnessing, { patient, person: proof.person });
        // Two people stand here: a way forward is offered to neither.
        if (may.type === "deny") return { ...may, remedies: [], advice: [] };
        const { person } = session;
        const answer = await decideAs(stage, turn, by, action, { patient, person });
        if (answer.type === "permit") await then(at, { action, patient });
        return answer;
      }),
  };
}

const notCounted = "The colleague's PIN did not count.";

/** One of the two decisions, with what follows from it in the same batch. */
function decideAs(
  stage: Stage,
  turn: Turn,
  by: Witnessing,
  action: string,
  { patient, person }: { readonly patient: string; readonly person: string },
): Promise<Recorded> {
  const { app, deps } = stage;
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
  const decision = decideOnRecord(stage, turn, request, { actor, remedies: !isWitness });
  return app.submit(
    asWitnessed(deps, by, decision, (given) => (given.type === "permit" ? [agreed] : [])),
  );
}
