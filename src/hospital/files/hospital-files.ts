import { type MessageOptions, messageWriter } from "../adt-messages.ts";
import type { Hospital } from "../hospital.ts";
import { fhirFiles } from "./fhir-files.ts";
import { rosterCalendar, rosterCsv } from "./roster-files.ts";
import { staffFile } from "./staff-file.ts";

/**
 * The hospital as files for the real interfaces, by name: `staff.csv`, `roster.csv` and (the same) `roster.ics`, the
 * messages of each ADT feed as `<feed>.hl7`, and FHIR R4 bulk data, a file for each type of resource. Sites, wards,
 * services, seats and devices have no file of their own: they are set up.
 */
export function hospitalFiles(
  hospital: Hospital,
  options: MessageOptions = {},
): Readonly<Record<string, string>> {
  return {
    "staff.csv": staffFile(hospital),
    "roster.csv": rosterCsv(hospital),
    "roster.ics": rosterCalendar(hospital),
    ...messageFiles(hospital, options),
    ...fhirFiles(hospital),
  };
}

/**
 * A feed's messages in the order in which they happened: the segments of each end with a carriage return, and a line feed
 * follows each message. Merges come last.
 */
function messageFiles(
  hospital: Hospital,
  options: MessageOptions,
): Readonly<Record<string, string>> {
  const writer = messageWriter(hospital, options);
  const told = hospital.encounters
    .flatMap((encounter) => encounter.events.map((event) => ({ encounter, event })))
    .sort((a, b) => a.event.at - b.event.at);
  const feeds = hospital.feeds.filter(({ type }) => type === "adt");
  const files = feeds.map(({ id }) => {
    const events = told
      .filter(({ encounter }) => encounter.feed === id)
      .map(({ encounter, event }) => writer.event(encounter, event));
    const merges = hospital.merges
      .filter(({ feed }) => feed === id)
      .map((merge) => writer.merge(merge, hospital.now));
    return [`${id}.hl7`, [...events, ...merges].map((text) => `${text}\n`).join("")] as const;
  });
  return Object.fromEntries(files);
}
