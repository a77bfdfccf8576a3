import { canonical } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";
import type { Refusal } from "../shared/report.ts";
import type { Item, Verdict } from "../shared/take-in.ts";
import {
  contactUnder,
  isLongOver,
  keysOf,
  meant,
  sayContact,
  type ToldContact,
} from "./contacts.ts";
import type { FhirOptions } from "./options.ts";
import {
  codesOf,
  get,
  instantOf,
  keyOf,
  listAt,
  type Resource,
  referenceKey,
  refuse,
  textAt,
} from "./resource.ts";

const booked: ReadonlySet<string> = new Set(["booked", "arrived", "checked-in", "fulfilled"]);
const notBooked: ReadonlySet<string> = new Set([
  "proposed",
  "pending",
  "waitlist",
  "cancelled",
  "noshow",
  "entered-in-error",
]);
/** R4 value set participationstatus; it may be missing, though R4 has it always. */
const answers: ReadonlySet<string> = new Set([
  "",
  "accepted",
  "declined",
  "needs-action",
  "tentative",
]);
const usualMinutes = 30;

function isLength(minutes: unknown): minutes is number {
  return Number.isInteger(minutes) && (minutes as number) >= 1 && (minutes as number) <= 10_000;
}

/** An Appointment (R4 section 12.1): a service, or a ward, and perhaps a person, expect the patient (C5). */
export function appointmentItem(
  resource: Resource,
  { zone, services = {} }: FhirOptions,
): Item | Refusal {
  const { body, line } = resource;
  const bad = (column: string, reason: string) => refuse(resource, `Appointment.${column}`, reason);
  const status = textAt(body, "status");
  if (!booked.has(status) && !notBooked.has(status))
    return bad("status", "it is none that is known");
  const participants = listAt(body, "participant");
  const odd = participants.findIndex((one) => !answers.has(textAt(one, "status")));
  if (odd !== -1) return bad(`participant[${odd}].status`, "it is none that is known");
  // Who has declined is not expected to come.
  const coming = participants.filter((one) => textAt(one, "status") !== "declined");
  const actors = (type: string, among: readonly unknown[] = coming) =>
    among.flatMap((one) => referenceKey(get(one, "actor"), type) ?? []);
  const [patient] = actors("Patient", participants);
  if (patient === undefined) return bad("participant", "it names no Patient");
  const written = textAt(body, "start");
  const from = instantOf(written, zone);
  if (from === undefined && (written !== "" || booked.has(status))) {
    return bad("start", written === "" ? "it is missing" : "it is no time");
  }
  const minutes = get(body, "minutesDuration") ?? usualMinutes;
  if (!isLength(minutes)) return bad("minutesDuration", "it is no whole number from 1 to 10000");
  const end = textAt(body, "end");
  const to = end === "" ? (from ?? 0) + minutes * 60_000 : instantOf(end, zone);
  if (to === undefined) return bad("end", "it is no time");
  if (from !== undefined && to <= from) return bad("end", "it is not after start");
  const told: ToldContact = {
    key: keyOf(resource),
    patient,
    people: actors("Practitioner"),
    places: actors("Location"),
    codes: meant(codesOf(get(body, "serviceType")), services),
    from: from ?? 0,
    to,
    columns: { patient: "Appointment.participant", service: "Appointment.serviceType" },
  };
  return {
    line,
    keys: keysOf(told),
    handle: (slate) => takeAppointment(slate, told, booked.has(status)),
  };
}

function takeAppointment(slate: Slate, told: ToldContact, isBooked: boolean): Verdict {
  const { id, known } = contactUnder(slate, told.key);
  if (!isBooked) {
    if (known === undefined) return isLongOver(told, slate.at) ? "historic" : "unchanged";
    slate.record({ kind: "appointment.cancelled", body: { appointment: known.id } });
    return "applied";
  }
  if (known === undefined && isLongOver(told, slate.at)) return "historic";
  const said = sayContact(slate, told);
  if ("reason" in said) return said;
  const contact = { type: "appointment", ...said } as const;
  if (known !== undefined && canonical({ ...contact, id: known.id }) === canonical(known))
    return "unchanged";
  const appointment = id ?? slate.id("apt");
  if (id === undefined) slate.write("identifiers", told.key, appointment);
  slate.record({ kind: "appointment.booked", body: { appointment, ...said } });
  return "applied";
}
