import {
  type Bundle,
  type Bundles,
  calledAt,
  calledTo,
  clinicianBy,
  emergenciesIn,
  responderOf,
  rosteredFor,
} from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { opened } from "../reviews/index.ts";
import type { Command, Emergency, Handling, NewRecord, World } from "../world/index.ts";
import { ExceptionError } from "./errors.ts";
import { requireEmergency } from "./require-emergency.ts";

/** Who comes to respond, and to which emergency. */
export interface Response {
  readonly emergency: string;
  readonly person: string;
}

/** What joining is derived from. */
export interface Joining extends Pick<Handling, "world" | "at" | "id"> {
  readonly bundle: Bundle;
}

/**
 * The records by which somebody responds from now on: by the roster; any other clinician because they say so, which somebody
 * else reviews (X17). Who responds already does so once.
 *
 * @throws ExceptionError `emergency-over`, `no-clinician`, `sent-away`
 */
function joinEmergency(
  { bundle, world, at, id }: Joining,
  { emergency: asked, person }: Response,
): readonly NewRecord[] {
  const emergency = requireEmergency(world, asked, at);
  if (isResponder(world, emergency, person, at)) return [];
  const rostered = rosteredFor(bundle, world, emergency, person, at);
  if (rostered !== undefined) return [joined(emergency, rostered, "rostered", person)];
  if (emergency.sentAway?.includes(person) === true) throw new ExceptionError("sent-away");
  const engagement = clinicianBy(bundle, world, person, at);
  if (engagement === undefined) {
    throw new ExceptionError("no-clinician");
  }
  const { patient, type, ward } = emergency;
  const reviewWithin = bundle.emergencies.get(type)?.reviewWithin ?? 0;
  const review = {
    type: "responding",
    about: emergency.id,
    due: at + reviewWithin,
    ...(patient === undefined ? {} : { patient }),
    person,
    reason: type,
    ward,
  } as const;
  return [joined(emergency, engagement, "said-so", person), opened(id("rev"), review)];
}

/** Somebody who responds from a seat, or from a phone: that is nowhere in particular. */
export interface ResponseFrom extends Response {
  readonly seat?: string;
}

/**
 * "I am responding", by whoever is in (X17): at a seat of the emergency's own ward, or from anywhere by the roster.
 *
 * @throws ExceptionError `emergency-over`, `no-clinician`, `not-here`
 */
export function respond(
  { bundles }: { readonly bundles: Bundles },
  { emergency, person, seat }: ResponseFrom,
): Command<void> {
  return {
    name: "emergency.respond",
    actor: { type: "person", id: person },
    ...(seat === undefined ? {} : { seat }),
    handle: (handling) => {
      const bundle = bundles.current(handling.world);
      const records =
        bundle === undefined ? [] : joinEmergency({ ...handling, bundle }, { emergency, person });
      const isSaid = records.some(({ body }) => "how" in body && body.how === "said-so");
      const { seats, emergencies } = handling.world;
      const here = seat === undefined ? undefined : seats.get(seat)?.ward;
      if (isSaid && here !== emergencies.get(emergency)?.ward) {
        throw new ExceptionError(seat === undefined ? "not-here.phone" : "not-here.ward");
      }
      return { records, answer: undefined };
    },
  };
}

/** Who has come in, and what to. */
export interface Arrival {
  readonly person: string;
  /** The emergency that they come to; absent: the first one here that the roster calls them to. */
  readonly emergency?: string;
  /** They say that they respond to it; else only the roster says so. */
  readonly isSaid?: true;
}

/** What came of something that lets somebody in at a seat, and the emergency that they came to, if they did just now. */
export interface CameIn<A> {
  readonly answer: A;
  readonly joined?: Emergency;
}

/**
 * Makes a command that lets somebody in at a seat one by which they respond to the emergency there, if the roster or they
 * themselves say that they do: in one batch with their coming in (X17).
 */
export function asResponder<A>(
  { bundles }: { readonly bundles: Bundles },
  seat: string,
  inner: Command<A>,
  whoIsIn: (answer: A) => Arrival | undefined,
): Command<CameIn<A>> {
  return {
    ...inner,
    handle: (handling) => {
      const outcome = inner.handle(handling);
      const { answer } = outcome;
      const bundle = bundles.current(handling.world);
      const who = whoIsIn(answer);
      const joined = bundle && who && comesTo({ ...handling, bundle }, seat, who);
      if (bundle === undefined || who === undefined || joined === undefined) {
        return { ...outcome, answer: { answer } };
      }
      const response = { emergency: joined.id, person: who.person };
      const actor = { type: "person", id: who.person } as const;
      const more = joinEmergency({ ...handling, bundle }, response);
      const records = [...outcome.records, ...more.map((record) => ({ actor, ...record }))];
      return { ...outcome, records, answer: { answer, joined } };
    },
  };
}

/** The emergency at the seat that they come to by this, and have not come to before. */
function comesTo(
  { bundle, world, at }: Joining,
  seat: string,
  { person, emergency, isSaid }: Arrival,
): Emergency | undefined {
  const place = world.seats.get(seat);
  if (place === undefined) return undefined;
  const named = emergenciesIn(world, place.ward, at).find(({ id }) => id === emergency);
  if (isSaid === true) return named;
  const called =
    emergency === undefined
      ? calledAt(bundle, world, place, person, at)
      : named && calledTo(bundle, world, named, person, at);
  return called?.responds === false ? called.emergency : undefined;
}

function joined(
  { id: emergency }: Emergency,
  engagement: string,
  how: "rostered" | "said-so",
  person: string,
): NewRecord {
  return { kind: "emergency.joined", body: { emergency, engagement, how, person } };
}

function isResponder(world: World, emergency: Emergency, person: string, at: Instant): boolean {
  return responderOf(world, emergency, person, at) !== undefined;
}
