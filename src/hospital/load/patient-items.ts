import { directoryRow } from "../../feeds/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type CareTeam, contributionOf, eventsKept, type NewRecord } from "../../world/index.ts";
import { controlLength, messageIdentity } from "../adt-messages.ts";
import type {
  Appointment,
  HospitalContribution,
  HospitalEncounter,
  HospitalPatient,
  SensitiveChart,
} from "../hospital.ts";
import { type Item, identifier } from "./items.ts";

/** A hash of a sender's own text, so that the log holds none (`FeedDeps.hash` of feeds). */
export type MessageHash = (text: string) => string;

/** A patient and the rows that name them. */
export function patientItem({ birthDate, id, name, number, sex }: HospitalPatient): Item {
  const { family, given } = name;
  const born = directoryRow(id, { family, birthDate });
  return {
    records: [{ kind: "patient.registered", body: { patient: id } }],
    side: [
      {
        table: "names",
        key: id,
        value: { type: "patient", family, given: given ?? "", sex, birthDate, number },
      },
      identifier("mrn", number, id),
      ...(born === undefined ? [] : [born]),
    ],
    once: { table: "identifiers", key: `mrn|${number}` },
    known: () => false,
  };
}

/** A visit as its ADT messages told it. */
export function encounterItem(encounter: HospitalEncounter, now: Instant, hash: MessageHash): Item {
  const { events, feed, id, patient, visit } = encounter;
  const records = events.map((heard): NewRecord => {
    const { message: _number, ...event } = heard;
    const control = hash(messageIdentity(feed, heard)).slice(0, controlLength);
    return {
      kind: "adt.accepted",
      actor: { type: "feed", id: feed },
      occurredAt: event.at,
      body: { encounter: id, event: { ...event, control }, feed, patient },
    };
  });
  const last = events.at(-1);
  if (last?.trigger === "A03" && last.at + eventsKept <= now) {
    records.push({ kind: "encounter.settled", body: { encounter: id } });
  }
  return {
    records,
    side: [identifier("visit", visit, id)],
    known: ({ world }) => world.encounters.has(id),
  };
}

/** A patient number that means a patient known under another. */
export function mergeItem(merge: {
  readonly patient: string;
  readonly into: string;
  readonly feed: string;
}): Item {
  return {
    records: [{ kind: "patient.merged", actor: { type: "feed", id: merge.feed }, body: merge }],
    known: ({ world }) => world.merges.has(merge.patient),
  };
}

/** A chart that needs care, as admissions marked it; a colleague's own, as HR says (C10). */
export function sensitiveItem({ patient, marks, person }: SensitiveChart): Item {
  return {
    records: [
      ...marks.map((mark): NewRecord => {
        return { kind: "patient.marked", body: { mark, patient, source: "demonstration" } };
      }),
      ...(person === undefined
        ? []
        : [{ kind: "patient.linked", body: { patient, person } } as const]),
    ],
    known: ({ world }) => world.sensitivities.has(patient),
  };
}

/** A care team. */
export function careTeamItem({ id, members, patient }: CareTeam): Item {
  return {
    records: [{ kind: "care-team.recorded", body: { careTeam: id, members, patient } }],
    known: ({ world }) => world.careTeams.has(id),
  };
}

/** What somebody wrote, ordered or gave. */
export function contributionItem(contribution: HospitalContribution): Item {
  const { patient, person, ward } = contribution;
  return {
    records: [
      { kind: "care.contributed", actor: { type: "person", id: person }, body: contribution },
    ],
    known: ({ world }) => world.contributions.has(contributionOf(person, patient, ward)),
  };
}

/** A planned contact. */
export function appointmentItem({ id, ...appointment }: Appointment): Item {
  return {
    records: [{ kind: "appointment.booked", body: { ...appointment, appointment: id } }],
    known: ({ world }) => world.contacts.has(id),
  };
}
