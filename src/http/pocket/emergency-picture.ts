import { emergenciesOf, responderOf, rosteredFor } from "../../access/index.ts";
import { dutiesOf, type Scene, sayWard } from "../../sessions/index.ts";
import type { Emergency, Session } from "../../world/index.ts";
import { emergencyView, latestJoined } from "../bedside/emergency-picture.ts";
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

/** The emergencies that stand on a phone: those which its person responds to, then the others that are shown to them, the latest first. */
export function emergenciesOnPhone(
  scene: Scene,
  { person }: Session,
  managed: boolean,
  names: NameBook,
): readonly EmergencyView[] {
  const { world, at } = scene;
  const lasting = [...world.emergencies.values()].filter(({ until }) => at < until);
  const shown = [
    ...latestJoined(emergenciesOf(world, person, at), person),
    ...lasting.filter((each) => isShown(scene, each, person)).toSorted((a, b) => b.at - a.at),
  ];
  return [...new Set(shown)].map((call) => {
    const { patient, ...view } = emergencyView(scene, person, call, names, false);
    // An unmanaged phone shows nothing clinical (C8): neither whose bed it is nor which.
    if (!managed) return { ...view, where: call.ward };
    return patient === undefined ? view : { ...view, patient };
  });
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
