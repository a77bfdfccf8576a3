import { type Bundles, emergenciesIn, patientAtBed } from "../access/index.ts";
import type { Actor, Command, World } from "../world/index.ts";
import { currentStay, survivorOf } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { saidWord } from "./said-word.ts";

/** Anybody at a seat, or who is in on a phone, calls for help (X16). */
export interface EmergencyCall {
  /** The seat that they call from: it is in its ward, unless the patient lies in another. */
  readonly seat?: string;
  /** Called from no seat: the ward that it is in, unless the patient lies in another. */
  readonly ward?: string;
  /** A kind of emergencies.yaml. */
  readonly type: string;
  /** Whom it is for; absent: whoever is in the ward. */
  readonly patient?: string;
  /** Meant for a patient, though there may be none to be found; absent: where `patient` is given. */
  readonly forPatient?: boolean;
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
    ...(seat === undefined ? {} : { seat }),
    handle: ({ world, at, id }) => {
      const kind = bundles.current(world)?.emergencies.get(type);
      if (kind === undefined) {
        throw new ExceptionError("emergency-unknown-kind", { typed: saidWord(type) });
      }
      const from = wardOf(world, call);
      const { forPatient = call.patient !== undefined } = call;
      if (forPatient && !kind.forPatient) {
        throw new ExceptionError("emergency-unknown-place.of-ward");
      }
      const patient = whose(world, call.patient);
      if (patient === undefined && !kind.forWard) {
        throw new ExceptionError("emergency-unknown-place.of-patient");
      }
      const ward = (patient === undefined ? undefined : lies(world, patient, seat)) ?? from;
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

/** The ward that a patient is in: at the screen of their bed its ward, else where they are for the moment, in CT (C3); undefined: in none. */
function lies(world: World, patient: string, from: string | undefined): string | undefined {
  const seat = from === undefined ? undefined : world.seats.get(from);
  const isAtBed = seat !== undefined && patientAtBed(world, seat) === patient;
  for (const id of world.encountersByPatient.get(patient)) {
    const state = world.encounters.get(id)?.state;
    const away = isAtBed ? undefined : state?.temporary?.ward;
    if (away !== undefined && world.wards.has(away)) return away;
    const ward = state === undefined ? undefined : currentStay(state)?.ward;
    if (ward !== undefined && world.wards.has(ward)) return ward;
  }
  return undefined;
}

/**
 * The ward that they call from.
 *
 * @throws ExceptionError `emergency-unknown-place`
 */
function wardOf(world: World, { seat, ward = "" }: EmergencyCall): string {
  const there = seat === undefined ? world.wards.get(ward)?.id : world.seats.get(seat)?.ward;
  if (there !== undefined) return there;
  throw new ExceptionError(
    seat === undefined ? "emergency-unknown-place.ward" : "emergency-unknown-place.seat",
  );
}

function whose(world: World, patient: string | undefined): string | undefined {
  return patient === undefined ? undefined : survivorOf(world, patient);
}
