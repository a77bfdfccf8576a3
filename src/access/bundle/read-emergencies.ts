import { signing } from "../emergencies.ts";
import type { BundleProblem, EmergencyKind, Role } from "./bundle.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  itemsOf,
  readYaml,
  recordOf,
  textOf,
  type YamlFile,
} from "./yaml.ts";

/** What of the other files the kinds of emergencies must fit. */
export interface Known {
  readonly roles: ReadonlyMap<string, Role>;
  /** The actions that a name of an action or a group stands for. */
  readonly expand: (name: string) => readonly string[];
  readonly isClinical: (action: string) => boolean;
}

const keys = [
  "title",
  "for",
  "lasts",
  "longest",
  "warn-before",
  "review-within",
  "sign-within",
  "on-shift",
  "on-call",
  "teams",
  "may",
] as const;

type Stated = Readonly<Record<(typeof keys)[number], Entry>>;

/** None is open for longer, whatever a hospital states: nobody keeps what an emergency opened into the next day. */
const longestEver = 24 * 3_600_000;

/** Reads emergencies.yaml. Without the file none is declared. */
export function readEmergencies(
  file: string,
  text: string | undefined,
  known: Known,
): {
  readonly emergencies: ReadonlyMap<string, EmergencyKind>;
  readonly problems: readonly BundleProblem[];
} {
  const emergencies = new Map<string, EmergencyKind>();
  if (text === undefined) return { emergencies, problems: [] };
  const { yaml, root } = readYaml(file, text);
  for (const entry of root === undefined ? [] : entriesOf(yaml, root, "the file")) {
    // It is recorded: a word, and no text in which something about a patient could stand (U3).
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(entry.key)) {
      yaml.refuse(entry.keyNode, "a kind is a word of small letters, digits and hyphens");
      continue;
    }
    const stated = recordOf(yaml, entry, keys);
    if (stated === undefined) continue;
    emergencies.set(entry.key, {
      name: entry.key,
      title: textOf(yaml, stated.title),
      ...readWhom(yaml, stated.for),
      ...readTimes(yaml, stated),
      onShift: readRoles(yaml, stated["on-shift"], known),
      onCall: readRoles(yaml, stated["on-call"], known),
      teams: new Set(itemsOf(yaml, stated.teams).map(({ text: service }) => service)),
      may: readActions(yaml, stated.may, known),
    });
  }
  return { emergencies, problems: yaml.problems };
}

function readWhom(yaml: YamlFile, entry: Entry): Pick<EmergencyKind, "forPatient" | "forWard"> {
  const listed = itemsOf(yaml, entry);
  for (const { text, node } of listed) {
    if (text !== "patient" && text !== "ward") yaml.refuse(node, "for lists patient, ward or both");
  }
  if (listed.length === 0) yaml.refuse(entry.value, "for lists patient, ward or both");
  const has = (whom: string) => listed.some(({ text }) => text === whom);
  return { forPatient: has("patient"), forWard: has("ward") };
}

type Times = "lasts" | "longest" | "warnBefore" | "reviewWithin" | "signWithin";

function readTimes(yaml: YamlFile, stated: Stated): Pick<EmergencyKind, Times> {
  const lasts = durationOf(yaml, stated.lasts);
  const longest = durationOf(yaml, stated.longest);
  const warnBefore = durationOf(yaml, stated["warn-before"]);
  const refuse = ({ value }: Entry, message: string) => yaml.refuse(value, message);
  if (lasts === 0) refuse(stated.lasts, "lasts must be longer than 0");
  if (longest < lasts) refuse(stated.longest, "longest must be no shorter than lasts");
  if (longest > longestEver) refuse(stated.longest, "longest is 24 h at most");
  if (warnBefore >= lasts) refuse(stated["warn-before"], "warn-before must be shorter than lasts");
  return {
    lasts,
    longest,
    warnBefore,
    reviewWithin: durationOf(yaml, stated["review-within"]),
    signWithin: durationOf(yaml, stated["sign-within"]),
  };
}

/** X17: rostered responders are clinicians. */
function readRoles(yaml: YamlFile, entry: Entry, { roles }: Known): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text: name, node } of itemsOf(yaml, entry)) {
    const role = roles.get(name);
    if (role === undefined) yaml.refuse(node, `"${name}" is no role of roles.yaml`);
    else if (!role.clinical) yaml.refuse(node, "only a clinical role responds (X17)");
    found.add(name);
  }
  return found;
}

function readActions(yaml: YamlFile, entry: Entry, known: Known): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { text: name, node } of itemsOf(yaml, entry)) {
    const actions = known.expand(name);
    if (actions.length === 0) {
      yaml.refuse(node, `"${name}" is no action and no group of the schema`);
    }
    if (actions.includes(signing)) {
      yaml.refuse(node, `${signing} needs the PIN, in an emergency too (X18)`);
    }
    if (!actions.every(known.isClinical)) yaml.refuse(node, `"${name}" concerns no patient`);
    for (const action of actions) found.add(action);
  }
  return found;
}
