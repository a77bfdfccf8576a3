import { isAsked, lookedAt } from "../../lifecycle/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { Scene } from "../../sessions/index.ts";
import type { Registration } from "../../world/index.ts";
import type { NameBook } from "../names.ts";
import type { RegistrationView } from "../people-contract.ts";

/** Somebody's registrations with professional registers, as pages show them. */
export function registrationsOf(
  scene: Scene,
  names: NameBook,
  person: string,
): readonly RegistrationView[] {
  return scene.world.registrationsByPerson
    .get(person)
    .flatMap((id) => scene.world.registrations.get(id) ?? [])
    .toSorted((a, b) => (a.register < b.register ? -1 : 1))
    .map((registration) => registrationView(scene, names, registration));
}

function registrationView(
  { at, world }: Scene,
  names: NameBook,
  registration: Registration,
): RegistrationView {
  const { id, lapsed, register, until } = registration;
  const number = names.registration(id);
  const known = world.registers.get(register);
  const looked = lookedAt(world, registration);
  return {
    register,
    ...(number === undefined ? {} : { number }),
    state: stateOf(registration, at),
    until,
    asked: known !== undefined && isAsked(known, at),
    ...(looked === undefined ? {} : { lookedAt: looked }),
    ...(known?.failingSince === undefined ? {} : { silentSince: known.failingSince }),
    ...(lapsed === undefined ? {} : { lapsed: { at: lapsed.at, effect: lapsed.effect } }),
  };
}

function stateOf(
  { lapsed, unknownSince, until }: Registration,
  at: Instant,
): RegistrationView["state"] {
  if (lapsed !== undefined) return lapsed.why;
  if (unknownSince !== undefined) return "unknown";
  return until <= at ? "over" : "registered";
}
