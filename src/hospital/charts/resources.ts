import type { Instant, Json } from "../../ports/index.ts";
import { type Random, randomFrom } from "../random.ts";
import {
  allergies,
  type Coded,
  childMedicines,
  longTerm,
  type Medicine,
  notes,
  reasons,
  regularMedicines,
  usualMedicines,
} from "./content.ts";
import {
  concept,
  date,
  iso,
  type Making,
  type Resource,
  type Subject,
  status,
  subjectReference,
} from "./fhir.ts";
import { observations } from "./observations.ts";

const day = 24 * 60 * 60_000;

const makers: Readonly<Record<string, (making: Making) => readonly Resource[]>> = {
  Encounter: encounters,
  Condition: conditions,
  AllergyIntolerance: intolerances,
  MedicationRequest: prescriptions,
  Observation: observations,
  DocumentReference: documents,
};

/** The resources of a type that the seed gives a patient, newest first, at most `limit`; none of a type that it does not make. */
export function resourcesOf(
  seed: string,
  subject: Subject,
  type: string,
  at: Instant,
  limit: number,
): readonly Resource[] {
  const maker = Object.hasOwn(makers, type) ? makers[type] : undefined;
  if (maker === undefined) return [];
  return maker({ seed, subject, at, limit }).slice(0, limit);
}

function streamOf({ seed, subject }: Making, what: string): Random {
  return randomFrom(seed, `chart|${subject.patient.id}|${what}`);
}

/** Why the patient came. */
function reasonOf(making: Making): Coded {
  const known = reasons[making.subject.service] ?? (reasons.medicine as readonly Coded[]);
  return streamOf(making, "reason").pick(known);
}

function encounters(making: Making): readonly Resource[] {
  const { admittedAt, dischargedAt, patient } = making.subject;
  const reason = reasonOf(making);
  return [
    {
      resourceType: "Encounter",
      id: `stay-${admittedAt}`,
      status: dischargedAt === undefined ? "in-progress" : "finished",
      subject: subjectReference(patient.id),
      type: [{ text: `Admitted with: ${reason.text}` }],
      period: {
        start: iso(admittedAt),
        ...(dischargedAt === undefined ? {} : { end: iso(dischargedAt) }),
      },
    },
  ];
}

function conditions(making: Making): readonly Resource[] {
  const { admittedAt, age, patient } = making.subject;
  const random = streamOf(making, "conditions");
  const most = Math.min(5, Math.floor(age / 18));
  const own = several(random, longTerm, random.between(0, most)).map((condition) => ({
    condition,
    recorded: admittedAt - random.between(200, 200 + age * 60) * day,
  }));
  return [{ condition: reasonOf(making), recorded: admittedAt }, ...own]
    .sort((a, b) => b.recorded - a.recorded)
    .map(({ condition, recorded }) => ({
      resourceType: "Condition",
      id: `condition-${condition.code}-${recorded}`,
      clinicalStatus: status("http://terminology.hl7.org/CodeSystem/condition-clinical"),
      code: concept("http://snomed.info/sct", condition),
      subject: subjectReference(patient.id),
      recordedDate: date(recorded),
    }));
}

function intolerances(making: Making): readonly Resource[] {
  const { admittedAt, patient } = making.subject;
  const random = streamOf(making, "allergies");
  const count = random.chance(0.65) ? 0 : random.between(1, 2);
  const recorded = date(admittedAt - random.between(30, 3_000) * day);
  return several(random, allergies, count).map((allergy) => ({
    resourceType: "AllergyIntolerance",
    id: `allergy-${allergy.code}-${allergy.reaction}`,
    clinicalStatus: status("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"),
    criticality: allergy.high ? "high" : "low",
    code: concept("http://snomed.info/sct", allergy),
    patient: subjectReference(patient.id),
    recordedDate: recorded,
    reaction: [{ manifestation: [{ text: allergy.reaction }] }],
  }));
}

function prescriptions(making: Making): readonly Resource[] {
  const { admittedAt, age, attending, dischargedAt, patient } = making.subject;
  const random = streamOf(making, "medicines");
  const chosen =
    age < 16
      ? several(random, childMedicines, random.between(1, 3))
      : [
          ...several(
            random,
            regularMedicines,
            random.between(0, Math.min(6, Math.floor(age / 12))),
          ),
          ...several(random, usualMedicines, random.between(2, 4)),
        ];
  return chosen
    .map((medicine, order) => ({
      medicine,
      order,
      authored: admittedAt + random.between(5, 90) * 60_000,
    }))
    .filter(({ authored }) => authored <= making.at)
    .sort((a, b) => b.authored - a.authored)
    .map(({ authored, medicine, order }) => ({
      resourceType: "MedicationRequest",
      id: `medication-${order + 1}`,
      status: dischargedAt === undefined ? "active" : "completed",
      intent: "order",
      medicationCodeableConcept: { text: medicine.text },
      subject: subjectReference(patient.id),
      authoredOn: iso(authored),
      ...requester(attending),
      dosageInstruction: [dosage(medicine)],
    }));
}

/** Notes at hours of their own, a ward round and some entries a day. */
function documents(making: Making): readonly Resource[] {
  const { admittedAt, attending, dischargedAt, patient } = making.subject;
  const reason = reasonOf(making).text;
  const until = Math.min(making.at, dischargedAt ?? making.at);
  const slot = 9 * 60 * 60_000;
  const made: Resource[] = [];
  for (let index = Math.floor(until / slot); made.length < making.limit; index--) {
    const random = streamOf(making, `note|${index}`);
    const written = index * slot + random.below(60) * 60_000;
    if (written <= admittedAt) break;
    if (written > until) continue;
    const { text, type } = random.pick(notes);
    made.push({
      resourceType: "DocumentReference",
      id: `note-${index}`,
      status: "current",
      type: { text: type },
      subject: subjectReference(patient.id),
      date: iso(written),
      ...(attending.length === 0
        ? {}
        : { author: attending.map((one) => ({ reference: `Practitioner/${one}` })) }),
      description: text.replace("{reason}", reason),
      content: [{ attachment: { contentType: "text/plain", title: type } }],
    });
  }
  return made;
}

function dosage({ dosage: text }: Medicine): Json {
  return { text };
}

function requester(attending: readonly string[]): Resource {
  const [first] = attending;
  return first === undefined ? {} : { requester: { reference: `Practitioner/${first}` } };
}

/** `count` different ones of `list`. */
function several<T>(random: Random, list: readonly T[], count: number): readonly T[] {
  const left = [...list];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) {
    chosen.push(...left.splice(random.below(left.length), 1));
  }
  return chosen;
}
