import type { Instant, Json } from "../../ports/index.ts";
import { type Random, randomFrom } from "../random.ts";
import { bloodPressure, laboratory, type Measure, vitalSigns } from "./content.ts";
import { concept, iso, type Making, type Resource, subjectReference } from "./fhir.ts";

const hour = 60 * 60_000;
/** How often each kind is taken. */
const rounds = { vitals: 4 * hour, laboratory: 24 * hour } as const;

/** A day's work in the laboratory is back by then (UTC). */
const laboratoryAt = 10 * hour;

const loinc = "http://loinc.org";

/**
 * Vital signs and laboratory results, newest first. Each round stands at its own time of the clock and has its own stream
 * of chance, so that reading an hour later gives the same ones and the new.
 */
export function observations(making: Making): readonly Resource[] {
  const { subject, limit } = making;
  const until = Math.min(making.at, subject.dischargedAt ?? making.at);
  const made: { at: Instant; resource: Resource }[] = [];
  let vitals = lastRound(until, rounds.vitals, 0);
  let results = lastRound(until, rounds.laboratory, laboratoryAt);
  while (made.length < limit && Math.max(vitals, results) >= subject.admittedAt) {
    if (vitals >= results) {
      made.push(...vitalRound(making, vitals));
      vitals -= rounds.vitals;
    } else {
      made.push(...laboratoryRound(making, results));
      results -= rounds.laboratory;
    }
  }
  return made.map(({ resource }) => resource);
}

function lastRound(until: Instant, every: number, offset: number): Instant {
  return Math.floor((until - offset) / every) * every + offset;
}

interface Made {
  readonly at: Instant;
  readonly resource: Resource;
}

function vitalRound(making: Making, at: Instant): readonly Made[] {
  const random = roundStream(making, "vitals", at);
  const single = vitalSigns.map((measure) => one(making, random, measure, at, "vital-signs"));
  const pressure: Resource = {
    ...frame(making, at, "85354-9", "vital-signs"),
    code: concept(loinc, { code: "85354-9", text: "Blood pressure" }),
    component: [bloodPressure.systolic, bloodPressure.diastolic].map((measure) => ({
      code: concept(loinc, measure),
      valueQuantity: quantity(measure, draw(making, random, measure)),
    })),
  };
  return [...single, pressure].map((resource) => ({ at, resource }));
}

function laboratoryRound(making: Making, at: Instant): readonly Made[] {
  const random = roundStream(making, "laboratory", at);
  return laboratory.map((measure) => ({
    at,
    resource: one(making, random, measure, at, "laboratory"),
  }));
}

function roundStream({ seed, subject }: Making, kind: string, at: Instant): Random {
  return randomFrom(seed, `chart|${subject.patient.id}|${kind}|${at}`);
}

function one(
  making: Making,
  random: Random,
  measure: Measure,
  at: Instant,
  category: string,
): Resource {
  const value = draw(making, random, measure);
  return {
    ...frame(making, at, measure.code, category),
    code: concept(loinc, measure),
    valueQuantity: quantity(measure, value),
    referenceRange: [
      { low: quantity(measure, measure.low), high: quantity(measure, measure.high) },
    ],
    ...interpretation(measure, value),
  };
}

function frame({ subject }: Making, at: Instant, code: string, category: string): Resource {
  return {
    resourceType: "Observation",
    id: `${code}-${at}`,
    status: "final",
    category: [
      {
        coding: [
          { system: "http://terminology.hl7.org/CodeSystem/observation-category", code: category },
        ],
      },
    ],
    subject: subjectReference(subject.patient.id),
    effectiveDateTime: iso(at),
  };
}

/** Somebody's values lie around a middle of their own: ill people are ill for days. */
function draw({ seed, subject }: Making, random: Random, measure: Measure): number {
  const own = randomFrom(seed, `chart|${subject.patient.id}|${measure.code}`);
  const share = (stream: Random): number => stream.next() / 2 ** 32;
  const middle = measure.low + share(own) * (measure.high - measure.low);
  // Downwards only from a range that ends where values end, upwards only from one that begins there.
  const down = measure.unit === "%" ? 1 : measure.low === 0 ? 0 : 0.5;
  const ill = (share(own) - down) * (measure.spread / 2) * share(own);
  const value = middle + ill + (share(random) - 0.5) * (measure.spread / 5);
  const bounded = Math.max(0, measure.unit === "%" ? Math.min(100, value) : value);
  return Number(bounded.toFixed(measure.decimals));
}

function quantity(measure: Measure, value: number): Json {
  return { value, unit: measure.shown, system: "http://unitsofmeasure.org", code: measure.unit };
}

function interpretation({ low, high }: Measure, value: number): Resource {
  if (value >= low && value <= high) return {};
  const code = value < low ? "L" : "H";
  const system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
  return { interpretation: [{ coding: [{ system, code }] }] };
}
