import type { Bodies, LogRecord, Mark, Proofing } from "../../world/index.ts";
import type { RecordView } from "../console-contract.ts";
import type { NameBook } from "../names.ts";
import { proofings } from "../say-reason.ts";
import { exceptionSentences } from "./exception-sentences.ts";
import type { Say, Sentences } from "./sentences.ts";
import { workloadSentences } from "./workload-sentences.ts";

/** Whom a care pathway lets in (C11). */
function teamsOf({ own, visiting }: Bodies["pathway.opened"]["teams"]): string {
  return [...(own ? ["the service's own team"] : []), ...visiting].join(", ") || "nobody";
}

/** A record for the console, with its names joined in now: they are not in the log (U3). */
export function recordView(
  record: LogRecord,
  names: NameBook,
  sessionPerson: (session: string) => string | undefined,
): RecordView {
  const { position, at, kind, seat, body, actor } = record;
  const who = actor.type === "system" ? "Wardkey" : names.call(actor.id);
  const session = (id: string) => {
    const person = sessionPerson(id) ?? (actor.type === "person" ? actor.id : undefined);
    return person === undefined ? "somebody" : names.call(person);
  };
  const say: Say = { call: names.call, who, session };
  const sentence = sentences[kind] as
    | ((body: unknown, say: Say, record: LogRecord) => string)
    | undefined;
  const summary = sentence?.(body, say, record) ?? `${who}: ${kind.replace(".", " ")}`;
  return { position, at, kind, actor: who, ...(seat === undefined ? {} : { seat }), summary, body };
}

/** Every kind that a sentence is written for, for the console's filter. */
export function knownKinds(): readonly string[] {
  return Object.keys(sentences).toSorted();
}

/** What was checked before a badge, PIN or passkey was given to somebody who had one, and who vouched beside who gave it. */
function proofing(
  { checked, second }: { readonly checked?: Proofing; readonly second?: string },
  { call }: Pick<Say, "call">,
): string {
  const said = [
    ...(checked === undefined ? [] : [proofings[checked] ?? checked]),
    ...(second === undefined ? [] : [`${call(second)} vouched`]),
  ];
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

const people: Sentences = {
  "person.registered": (body, { call }) => `${call(body.person)} was registered`,
  "engagement.started": (body, { call }) => `${call(body.person)} has an engagement (${body.type})`,
  "engagement.extended": () => "An engagement was extended",
  "engagement.offered": (body, { call }) =>
    `${call(body.person)} is offered an engagement (${body.type})`,
  "engagement.proofed": (body, { who }) =>
    `${who} saw who somebody is (${body.method}, level ${body.level})`,
  "passport.refused": (body) => `A staff passport was not believed (${body.why})`,
  "passport-key.turned": ({ compromised }, { who }) =>
    compromised
      ? `${who} turned the key for staff passports at once: the one before is compromised`
      : `${who} turned the key for staff passports`,
  "passport.issued": (_body, { who }) => `${who} gave somebody a staff passport of this house`,
  "engagement.moved": (body) => `Somebody moved to ${body.ward} as ${body.role}`,
  "dormancy.exempted": (_body, { who }) => `${who} let an engagement stay though it is not used`,
  "ending.warned": (body, { call }) =>
    `${call(body.person)} is told what ends for them in days: ${body.days} (${body.type})`,
  "registration.recorded": (body, { call }) =>
    `${call(body.person)} is registered with ${body.register}, HR says`,
  "registration.confirmed": (body, { call }) =>
    `${call(body.person)} is registered with ${body.register}, the register says`,
  "registration.unknown": (body, { call }) =>
    `The register ${body.register} does not know the number of ${call(body.person)}`,
  "registration.lapsed": (body, { call }) =>
    `The registration of ${call(body.person)} with ${body.register} counts no more: ${body.why}`,
  "register.answered": (body) =>
    `The register ${body.register} was asked about ${body.asked} people; ${body.unknown} it does not know`,
  "register.failed": (body) => `The register ${body.register} does not answer`,
  "registrations.stopped": (body) =>
    `${body.lapses} of ${body.live} registrations with ${body.register} would have lapsed: stopped, and somebody is asked`,
  "registrations.released": (body, { who }) =>
    `${who} said that ${body.lapses} registrations with ${body.register} are meant to lapse`,
  "warning.settled": () => "A past warning was put away",
  "dormancy.warned": (body) => `An engagement that is not used is suspended in days: ${body.days}`,
  "invitation.sent": (_body, { who }) =>
    `${who} made a link for the phone of somebody who is booked`,
  "invitation.accepted": () => "Whoever has the link took the offer and made a passkey",
  "invitation.withdrawn": (_body, { who }) => `${who} withdrew a link for a phone`,
  "invitation.mismatched": (_body, { who }) => `${who} typed a code that is not the phone's`,
  "invitation.bound": (_body, { who }) => `${who} found whose phone it is`,
  "proof.lost": (body) => `The evidence of who somebody is counts no more (${body.why})`,
  "proof.unsure": () => "Whether a staff passport still counts cannot be found out",
  "proof.sure": () => "A staff passport was found to count still",
  "engagement.activated": () => "An engagement was activated",
  "engagement.suspended": (body) => `An engagement was suspended: ${body.reason}`,
  "engagement.resumed": () => "An engagement was resumed",
  "engagement.ended": (body) => `An engagement ended: ${body.reason}`,
  "access.ended": (body, { call }) =>
    body.others.length === 0
      ? `All access of ${call(body.person)} ended`
      : `The access of ${call(body.person)} under one of their engagements ended`,
  "brake.stopped": (body) =>
    `${body.ends} of ${body.live} engagements would have ended: stopped, and somebody is asked`,
  "brake.released": (body, { who }) =>
    `${who} said that ${body.ends} of ${body.live} engagements are meant to end`,
  "role.assigned": (body) => `A role was given: ${body.role} in ${body.ward}`,
  "role.ended": () => "A role ended",
  "shift.rostered": (body) => `A shift was rostered: ${body.role} in ${body.ward}`,
  "shift.cancelled": () => "A shift was cancelled",
  "shift.ended": () => "A past shift was put away",
  "on-call.rostered": (body) => `An on-call period was rostered: ${body.role} for ${body.service}`,
  "on-call.cancelled": () => "An on-call period was cancelled",
  "on-call.ended": () => "A past on-call period was put away",
  "badge.issued": (body, say) =>
    `${say.call(body.person)} was ${body.pool === undefined ? "given" : "lent"} a badge${proofing(body, say)}`,
  "badge.ended": (body) => `A badge ended: ${body.reason}`,
  "badge.questioned": (body, { who }) =>
    `${who} tapped at ${body.seat} and was asked for the PIN (${body.why})`,
  "badge.refused": (body) =>
    `A badge was refused (${[body.why, ...(body.policies ?? [])].join(": ")})`,
  "badge.unlocked": (_body, { who }) => `${who} unlocked a badge after wrong PINs`,
  "pin.set": (body, say) => `${say.call(body.person)} has a new PIN${proofing(body, say)}`,
  "pin.mistyped": (body) => `A wrong PIN was typed at ${body.place}`,
  "pin.proved": (_body, { who }) => `${who} gave the right PIN`,
};

const passkeys: Sentences = {
  "passkey.enrolled": (body, say) =>
    `${say.call(body.person)} has a new passkey, enrolled by ${say.who}${proofing(body, say)}`,
  "passkey.used": (_body, { who }) => `${who} used a passkey`,
  "passkey.locked": (_body, { who }) =>
    `A passkey of ${who} was locked: its counter went back, there may be a copy of it`,
  "passkey.refused": (body, { who }) => `A passkey of ${who} was refused (${body.why})`,
  "passkey.removed": (body, { who }) => `${who} removed a passkey (${body.reason})`,
};

const sessions: Sentences = {
  "session.opened": (body, { call }) =>
    `${call(body.person)} signed in at ${placeOf(body.surface)}`,
  "session.parked": (body, { session }) =>
    `The seat of ${session(body.session)} locked (${body.reason})`,
  "session.resumed": (body, { session }) =>
    `${session(body.session)} came back in at ${placeOf(body.surface)}`,
  "session.continued": (body, { session }) => `${session(body.session)} is still at the console`,
  "session.raised": (body, { session }) =>
    `${session(body.session)} signed in again, to level ${body.level}`,
  "session.closed": (body, { session }) =>
    `A session of ${session(body.session)} ended (${body.reason})`,
  "session.placed": (body, { session }) =>
    body.site === undefined
      ? `The phone of ${session(body.session)} left the hospital's networks`
      : `The phone of ${session(body.session)} is on a network of ${body.site}`,
  "session.focused": (body, { session, call }) =>
    body.patient === undefined
      ? `${session(body.session)} left the chart`
      : `${session(body.session)} looks at the chart of ${call(body.patient)}${body.screen === undefined ? "" : `: ${body.screen}`}`,
};

const acts: Sentences = {
  "witness.asked": (body, { session, call }) =>
    `${session(body.session)} asked for a witness for ${call(body.patient)}`,
  "witness.withdrawn": (body, { session }) => `${session(body.session)} asks for a witness no more`,
  "witness.proved": (body, { session, call }) =>
    `${call(body.person)} gave their PIN to witness for ${session(body.session)}`,
  "witness.agreed": (body, { session, call }) =>
    `${call(body.person)} witnesses for ${session(body.session)}`,
  "witness.used": (body, { call }) =>
    `${call(body.person)} did it for ${call(body.patient)}, witnessed by ${call(body.witness)}`,
  "signature.given": (body, { session, call }) =>
    `${session(body.session)} signed with a passkey for ${call(body.patient)}`,
  "signature.used": (body, { session }) => `The signature of ${session(body.session)} was used`,
};

const marks: Readonly<Record<Mark, string>> = {
  colleague: "a colleague's",
  sealed: "sealed",
  vip: "protected",
};

const patients: Sentences = {
  "patient.registered": (body, { call }) => `${call(body.patient)} was registered`,
  "patient.merged": (body, { call }) => `${call(body.patient)} was merged into ${call(body.into)}`,
  "patient.marked": (body, { call }) =>
    `The chart of ${call(body.patient)} was marked as ${marks[body.mark]}`,
  "patient.unmarked": (body, { call }) =>
    `The chart of ${call(body.patient)} is no longer marked as ${marks[body.mark]}`,
  "patient.linked": (body, { call }) =>
    `The chart of ${call(body.patient)} is the own chart of ${call(body.person)}`,
  "patient.unlinked": (body, { call }) =>
    `The chart of ${call(body.patient)} is no colleague's own any more`,
  "patient.arrived": (body, { call }) =>
    `${call(body.patient)} was registered by hand on ${body.ward}${body.why === "expected" ? ", before they came" : ""}`,
  "arrival.ended": () => "A registration by hand ended: admissions never told of it",
  "patient.searched": (body, { call }) => `${call(body.person)} looked a patient up by ${body.by}`,
  "patient.unmerged": (body, { call }) => `${call(body.patient)} is a patient of their own again`,
  "adt.accepted": (body, { call }) => {
    const { location, trigger } = body.event;
    const where =
      location === undefined
        ? ""
        : `, ${location.ward}${location.bed ? ` bed ${location.bed}` : ""}`;
    return `${call(body.patient)}: ${events[trigger] ?? trigger}${where}`;
  },
  "encounter.settled": () => "A past stay was put away",
  "encounter.lapsed": () => "A past stay left the world",
  "care-team.recorded": (body, { call }) => `The care team of ${call(body.patient)} was recorded`,
  "care.contributed": (body, { call }) =>
    `${call(body.person)} contributed to the care of ${call(body.patient)} on ${body.ward}`,
  "appointment.booked": (body, { call }) => `${call(body.patient)} was booked with ${body.service}`,
  "appointment.cancelled": () => "An appointment was cancelled",
  "service-request.placed": (body, { call }) =>
    `${body.service} was asked for ${call(body.patient)}: ${body.type}`,
  "service-request.completed": () => "A request to a service was completed",
  "service-request.revoked": () => "A request to a service was taken back",
  "pathway.opened": (body, { call }) =>
    `A care pathway of ${call(body.patient)} with ${body.service} lets in ${teamsOf(body.teams)}: ${body.type}`,
  "pathway.closed": () => "A care pathway is over",
};

/** The ADT events that a reader meets every day (HL7 v2.5.1 chapter 3); others are named by their code. */
const events: Partial<Record<string, string>> = {
  A01: "admitted",
  A02: "moved",
  A03: "discharged",
  A04: "registered as an out-patient",
  A08: "details updated",
  A11: "admission cancelled",
  A12: "move cancelled",
  A13: "discharge cancelled",
  A17: "beds swapped",
  A21: "went on leave",
  A22: "back from leave",
};

const places: Sentences = {
  "site.registered": (body) => `Site ${body.site} was registered`,
  "ward.registered": (body) => `${body.ward} was registered`,
  "seat.registered": (body) => `Seat ${body.seat} was registered`,
  "seat.enrolled": (body) => `A screen was enrolled as seat ${body.seat}`,
  "seat.withdrawn": (body) => `The screen of seat ${body.seat} was withdrawn`,
  "device.registered": (body, { call }) =>
    body.person === undefined
      ? "A device was registered"
      : `${call(body.person)} has a registered device`,
  "device.reported": (body) =>
    `A device was reported ${body.managed ? "managed" : "unmanaged"}, ${body.encrypted ? "encrypted" : "not encrypted"}`,
  "device.seen": ({ site, ward }) =>
    site === undefined
      ? "A device was seen in no place of the hospital's"
      : `A device was seen at ${ward ?? site}`,
  "device.lost": (_body, { who }) => `${who} reported a device lost`,
  "device.withdrawn": (body) => `A device was withdrawn (${body.reason})`,
  "seat.walk-timed": ({ seats, least }) =>
    least === undefined
      ? `The way between seats ${seats.join(" and ")} takes what is usual`
      : `The way between seats ${seats.join(" and ")} takes ${least / 1000} s at least`,
  "site.networked": (body) => `Site ${body.site} has ${body.networks.length} networks`,
  "feed.registered": (body) => `Feed ${body.feed} was registered`,
  "feed.heard": (body) => `Feed ${body.feed} was heard`,
  "message.parked": (body) => `A message of ${body.feed} was parked`,
  "message.cleared": (body, { who }) => `${who} cleared a parked message (${body.outcome})`,
};

const applications: Sentences = {
  "application.registered": (body, { who }) => `${who} connected the application ${body.name}`,
  "application.retired": (body, { who }) => `${who} ended the application ${body.application}`,
  "application.connected": (body, { call }) =>
    `${call(body.person)} signed in to ${body.application}`,
  "application.disconnected": (body) =>
    body.reason === "revoked"
      ? "An application gave its tokens back"
      : "A code or token came back a second time: all that came of it ended",
  "logout.told": (body) =>
    body.outcome === "given-up"
      ? "An application was owed word of a sign-out, and was ended before it was told"
      : `An application was owed word of a sign-out: ${body.outcome}`,
};

const presence: Sentences = {
  "sensor.enrolled": (body) => `A presence sensor was enrolled for seat ${body.seat}`,
  "sensor.withdrawn": (body) => `The presence sensor of seat ${body.seat} was withdrawn`,
  "sensor.heard": (body) => `The presence sensor of seat ${body.seat} was heard`,
  "seat.deserted": (body, { session }) => `${session(body.session)} went away from ${body.seat}`,
  "seat.heard": (body) => `The screen of seat ${body.seat} was heard`,
  "seat.attended": (body, { session }) => `${session(body.session)} is back at ${body.seat}`,
};

const signals: Sentences = {
  "stream.created": (_body, { who }) => `${who} asked for a stream of security events`,
  "stream.changed": (body, { who }) =>
    `${who} changed a stream of security events${body.status === undefined ? "" : `: ${body.status}`}`,
  "stream.deleted": (_body, { who }) => `${who} gave up a stream of security events`,
};

const others: Sentences = {
  "policy.activated": () => "A policy was activated",
  "log.resumed": (body) => `The server started again after ${Math.round(body.gap / 1000)} s`,
  "decider.differed": (body) =>
    `Of ${body.checked} decisions compared with Cedar's own evaluator, ${body.differed} differ. Report it, with the policy`,
  "log.read": (body, { who }) => `${who} read the log (${body.what})`,
  "decision.permitted": (body, { call }) =>
    `${call(body.subject.id)} was permitted ${body.action} on ${call(body.resource.id)}`,
  "decision.denied": (body, { call }) =>
    `${call(body.subject.id)} was denied ${body.action} on ${call(body.resource.id)}`,
};

const sentences: Sentences = {
  ...people,
  ...passkeys,
  ...sessions,
  ...acts,
  ...patients,
  ...places,
  ...workloadSentences,
  ...applications,
  ...presence,
  ...signals,
  ...exceptionSentences,
  ...others,
};

function placeOf(surface: { readonly type: string; readonly id: string }): string {
  return surface.type === "seat" ? surface.id : `a ${surface.type}`;
}
