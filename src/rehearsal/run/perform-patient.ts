import type { AdtTrigger, Location, NewRecord } from "../../world/index.ts";
import { contactOver, currentStay, type EncounterState } from "../../world/index.ts";
import type { PatientAct } from "../vocabulary/acts.ts";
import type { AdtDetails } from "./adt-feeds.ts";
import type { Run } from "./run.ts";
import { recordAll } from "./stage.ts";
import { done, type Ending, refused } from "./turn.ts";

/** What a message says of somebody who is where they should not be for it. */
const notIn = "is not in the hospital";

/** Tells what happens to a patient, as the ADT interface would. What cannot happen to them now is refused. */
export async function happenTo(run: Run, patient: string, act: PatientAct): Promise<Ending> {
  const { adt } = run.stage;
  if ("into" in act) {
    if (act.type === "merge") await adt.tell(act.into, "A40", { prior: patient });
    else await adt.tell(act.into, "A37", { other: patient });
    return done();
  }
  if (act.type === "cancel-contacts") return cancelContacts(run, patient);
  const state = (await adt.encounterOf(patient))?.state;
  const message = messageOf(act, state);
  if ("impossible" in message) return refused(`${patient} ${message.impossible}.`);
  await adt.tell(patient, message.trigger, message.details);
  return done();
}

async function cancelContacts({ stage }: Run, name: string): Promise<Ending> {
  const { adt, app } = stage;
  const ids = app.world().contactsByPatient.get(await adt.patientId(name));
  if (ids.length === 0) return refused(`${name} is expected nowhere.`);
  const records = ids.flatMap((id): readonly NewRecord[] => {
    const contact = app.world().contacts.get(id);
    return contact === undefined ? [] : [contactOver(contact, "taken-back")];
  });
  await app.submit(recordAll("rehearsal.cancel-contacts", records));
  return done();
}

type Message =
  | { readonly trigger: AdtTrigger; readonly details: AdtDetails }
  | { readonly impossible: string };

function messageOf(
  act: Exclude<PatientAct, { readonly into: string } | { type: "cancel-contacts" }>,
  state: EncounterState | undefined,
): Message {
  const stay = state === undefined ? undefined : currentStay(state);
  const bed: Location | undefined = stay && placeOf(stay);
  if (act.type === "admit") {
    if (stay !== undefined) return { impossible: "is in the hospital already" };
    return { trigger: "A01", details: { location: placeOf(act), class: "I" } };
  }
  if (act.type === "cancel-discharge") return cancelDischarge(state);
  if (bed === undefined || state === undefined) return { impossible: notIn };
  switch (act.type) {
    case "move":
      return { trigger: "A02", details: { location: placeOf(act) } };
    case "visit":
      return { trigger: "A09", details: { location: bed, temporary: { ward: act.ward } } };
    case "leave":
      return { trigger: "A21", details: { location: bed } };
    case "return":
      return comeBack(state, bed);
    case "discharge":
      return { trigger: "A03", details: { location: bed } };
    case "cancel-transfer":
      return cancelTransfer(state);
  }
}

function comeBack(state: EncounterState, location: Location): Message {
  if (state.onLeave) return { trigger: "A22", details: { location } };
  if (state.temporary !== undefined) return { trigger: "A10", details: { location } };
  return { impossible: "is not away" };
}

/** Back where they were before the last transfer. */
function cancelTransfer({ stays }: EncounterState): Message {
  const before = stays.at(-2);
  if (before === undefined) return { impossible: "was not moved" };
  return { trigger: "A12", details: { location: placeOf(before) } };
}

function cancelDischarge(state: EncounterState | undefined): Message {
  const last = state?.stays.at(-1);
  if (state?.status !== "discharged" || last === undefined)
    return { impossible: "was not discharged" };
  return { trigger: "A13", details: { location: placeOf(last) } };
}

function placeOf({ ward, bed }: Location): Location {
  return { ward, ...(bed === undefined ? {} : { bed }) };
}
