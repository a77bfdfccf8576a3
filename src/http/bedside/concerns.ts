import type { LogRecord } from "../../world/index.ts";
import type { Watch } from "./seat-picture.ts";

/** Whether a record may change what a seat shows. */
export function concerns(watch: Watch, seat: string, record: LogRecord): boolean {
  const { kind, body } = record;
  // That a screen is there is no news for it.
  if (kind === "seat.heard") return false;
  if (record.seat === seat) return true;
  if (kind.startsWith("session.")) return touchesSession(watch, seat, body as SessionBody);
  if (kind.startsWith("seat.")) return (body as { readonly seat: string }).seat === seat;
  // A call is on every screen of its ward, and on those of whoever is rostered for it.
  if (kind.startsWith("emergency.")) return true;
  if (kind.startsWith("downtime.")) return true;
  if (kind === "policy.activated" || kind === "ward.registered") return true;
  // Only somebody who is in is shown patients, duties and feeds; an open case shows one patient to everybody.
  if (watch.person === undefined && watch.patients.size === 0) return false;
  if (kind === "adt.accepted") return touchesPatient(watch, record.body);
  if (isContact(kind) || /^(glass|act|grant)\./.test(kind)) return true;
  if (isClinical(kind)) return watch.patients.has((body as { readonly patient: string }).patient);
  return (
    isAboutPeople(kind) ||
    kind === "feed.heard" ||
    kind === "feed.registered" ||
    kind.startsWith("patient.")
  );
}

interface SessionBody {
  readonly session: string;
  readonly surface?: { readonly id: string };
}

function touchesSession(watch: Watch, seat: string, body: SessionBody): boolean {
  return watch.sessions.has(body.session) || body.surface?.id === seat;
}

/** A patient who is shown, or who comes to a ward that is. */
function touchesPatient(
  watch: Watch,
  { patient, event }: Extract<LogRecord, { kind: "adt.accepted" }>["body"],
): boolean {
  const wards = [event.location?.ward, event.temporary?.ward];
  return (
    watch.patients.has(patient) || wards.some((ward) => ward !== undefined && watch.wards.has(ward))
  );
}

function isClinical(kind: string): boolean {
  return /^care(-team)?\./.test(kind);
}

/** Appointments, requests and care pathways may bring a patient who is not shown yet, and their ends name none; they are few. */
function isContact(kind: string): boolean {
  return /^(appointment|service-request|pathway)\./.test(kind);
}

/** Shifts, roles, engagements and passkeys name their person in no way that can be told apart here; they are few. */
function isAboutPeople(kind: string): boolean {
  return /^(engagement|role|shift|on-call|encounter|passkey|duty|swap|relief|handover)\./.test(
    kind,
  );
}
