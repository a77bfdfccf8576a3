import { emergenciesOf, responderOf, rosteredFor } from "../../access/index.ts";
import { dutiesOf, type Scene, sayWard } from "../../sessions/index.ts";
import type { Emergency, Session } from "../../world/index.ts";
import { emergencyView } from "../bedside/emergency-picture.ts";
import { placeOf, wardsOfWork } from "../bedside/my-patients.ts";
import type { PatientView } from "../contract.ts";
import type { EmergencyView } from "../emergency-contract.ts";
import type { NameBook } from "../names.ts";
import type { PhoneEmergencyChoice } from "../pocket-contract.ts";

/** Whether an emergency is shown on somebody's phone: they respond to it, are rostered to, have declared it, or it is in a ward of theirs. */
export function isShown(scene: Scene, emergency: Emergency, person: string): boolean {
  const { bundle, world, at } = scene;
  return (
    emergency.declaredBy === person ||
    responderOf(world, emergency, person, at) !== undefined ||
    rosteredFor(bundle, world, emergency, person, at) !== undefined ||
    wardsOfWork(scene, person).includes(emergency.ward)
  );
}

/** The emergency that stands on a phone: that which its person responds to, else the latest that is shown to them. */
export function emergencyOnPhone(
  scene: Scene,
  { person }: Session,
  managed: boolean,
  names: NameBook,
): EmergencyView | undefined {
  const { world, at } = scene;
  const latest = (some: readonly Emergency[]) => some.toSorted((a, b) => b.at - a.at)[0];
  const lasting = [...world.emergencies.values()].filter(({ until }) => at < until);
  const call =
    latest(emergenciesOf(world, person, at)) ??
    latest(lasting.filter((each) => isShown(scene, each, person)));
  if (call === undefined) return undefined;
  const { patient, ...view } = emergencyView(scene, person, call, names, false);
  // An unmanaged phone shows nothing clinical (C8): neither whose bed it is nor which.
  if (!managed) return { ...view, where: call.ward };
  return patient === undefined ? view : { ...view, patient };
}

/** The wards that somebody may call for help in on a phone: those that they are at work for, and off duty in the hospital their roles'. */
function wardsToCall(scene: Scene, { person, site }: Session): readonly string[] {
  const { world, at } = scene;
  if (dutiesOf(scene, person).length > 0) return wardsOfWork(scene, person);
  if (site === undefined) return [];
  const held = world.rolesByPerson
    .get(person)
    .flatMap((id) => world.roles.get(id) ?? [])
    .filter(({ from, to }) => from <= at && at < to)
    .flatMap(({ ward }) => (ward === undefined ? [] : [world.wards.get(ward)]))
    .filter((ward) => ward?.site === site)
    .flatMap((ward) => (ward === undefined ? [] : [ward.id]));
  return [...new Set(held)];
}

/** What may be declared on a phone (X16): for whose chart is open first, where they lie, then for the wards. */
export function choicesOnPhone(
  scene: Scene,
  session: Session,
  open: Pick<PatientView, "id" | "name"> | undefined,
): readonly PhoneEmergencyChoice[] {
  const { bundle, world } = scene;
  const lies = open === undefined ? "" : placeOf(world, open.id).ward;
  const wards = wardsToCall(scene, session);
  return [...bundle.emergencies.values()].flatMap(
    ({ forPatient, forWard, name: type, title }): readonly PhoneEmergencyChoice[] => [
      ...(open !== undefined && forPatient && world.wards.has(lies)
        ? [{ type, title, whom: "chart", where: open.name, ward: lies } as const]
        : []),
      ...(forWard
        ? wards.map(
            (ward) => ({ type, title, whom: "ward", where: sayWard(world, ward), ward }) as const,
          )
        : []),
    ],
  );
}
