import { type Bundles, emergenciesIn } from "../access/index.ts";
import type { Actor, Command, World } from "../world/index.ts";
import { survivorOf } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";

/** Anybody at a seat calls for help (X16). */
export interface EmergencyCall {
  readonly seat: string;
  /** A kind of emergencies.yaml. */
  readonly type: string;
  /** Whom it is for; absent: whoever is in the seat's ward. */
  readonly patient?: string;
  /** The occupant; absent: nobody is in, and the seat alone stands in the record. */
  readonly person?: string;
}

/**
 * Declares an emergency (X16), signed in or not. Called twice it is one: the answer is that which lasts already.
 *
 * @throws ExceptionError `emergency-unknown-kind`, `emergency-unknown-place`
 */
export function declareEmergency(
  { bundles }: { readonly bundles: Bundles },
  call: EmergencyCall,
): Command<{ readonly emergency: string }> {
  const { seat, type, person } = call;
  const actor: Actor =
    person === undefined ? { type: "system", id: "wardkey" } : { type: "person", id: person };
  return {
    name: "emergency.declare",
    actor,
    seat,
    handle: ({ world, at, id }) => {
      const kind = bundles.current(world)?.emergencies.get(type);
      if (kind === undefined) {
        const what = `The policy has no emergency "${type.slice(0, 40)}". Call for help as you are used to.`;
        throw new ExceptionError("emergency-unknown-kind", what);
      }
      const ward = world.seats.get(seat)?.ward;
      if (ward === undefined) {
        const what = "This screen is no seat any more. Call for help as you are used to.";
        throw new ExceptionError("emergency-unknown-place", what);
      }
      const patient = kind.forPatient ? whose(world, call.patient) : undefined;
      if (patient === undefined && !kind.forWard) {
        const what = "It is declared for a patient: open the chart, or use the screen at the bed.";
        throw new ExceptionError("emergency-unknown-place", what);
      }
      const known = emergenciesIn(world, ward, at).find(
        (each) => each.type === type && whose(world, each.patient) === patient,
      );
      if (known !== undefined) return { records: [], answer: { emergency: known.id } };
      const emergency = id("emg");
      const whom = patient === undefined ? {} : { patient };
      const body = { emergency, ...whom, type, until: at + kind.lasts, ward };
      return { records: [{ kind: "emergency.declared", body }], answer: { emergency } };
    },
  };
}

function whose(world: World, patient: string | undefined): string | undefined {
  return patient === undefined ? undefined : survivorOf(world, patient);
}
