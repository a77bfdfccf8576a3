import type { Duration } from "../../ports/index.ts";
import type { BundleProblem, Passports, Role, TrustedIssuer } from "./bundle.ts";
import {
  durationOf,
  type Entry,
  entriesOf,
  itemsOf,
  numberOf,
  readYaml,
  recordOf,
  textOf,
  type YamlFile,
} from "./yaml.ts";

/** Without the file nobody's passports are believed. */
const none: Passports = {
  type: "",
  proofWithin: 0,
  statusWithin: 0,
  knownAs: new Set(),
  issuers: new Map(),
};

/** Levels of identity assurance (NIST SP 800-63A). */
const [leastProofing, mostProofing] = [1, 3];

/** Reads passports.yaml: whose staff passports are believed, by whose keys, and how far. */
export function readPassports(
  file: string,
  text: string | undefined,
  roles: ReadonlyMap<string, Role>,
): { readonly passports: Passports; readonly problems: readonly BundleProblem[] } {
  if (text === undefined) return { passports: none, problems: [] };
  const { yaml, root } = readYaml(file, text);
  if (root === undefined) return { passports: none, problems: yaml.problems };
  const whole: Entry = { key: "the file", keyNode: root, value: root };
  const stated = recordOf(
    yaml,
    whole,
    ["type", "proof-within", "status-within", "issuers"],
    ["known-as"],
  );
  if (stated === undefined) return { passports: none, problems: yaml.problems };
  const taken = new Set<string>();
  const knownAs = namesOf(yaml, stated["known-as"], taken);
  const issuers = new Map<string, TrustedIssuer>();
  for (const entry of entriesOf(yaml, stated.issuers.value, "issuers")) {
    const issuer = readIssuer(yaml, entry, roles, taken);
    if (issuer !== undefined) issuers.set(entry.key, issuer);
  }
  const passports = {
    type: textOf(yaml, stated.type),
    proofWithin: durationOf(yaml, stated["proof-within"]),
    statusWithin: durationOf(yaml, stated["status-within"]),
    knownAs,
    issuers,
  };
  return { passports, problems: yaml.problems };
}

function readIssuer(
  yaml: YamlFile,
  entry: Entry,
  roles: ReadonlyMap<string, Role>,
  taken: Set<string>,
): TrustedIssuer | undefined {
  if (!isAddress(entry.key)) yaml.refuse(entry.keyNode, `"${entry.key}" is no https address`);
  const stated = recordOf(
    yaml,
    entry,
    ["title", "status-lists", "proofing", "roles", "longest", "keys"],
    ["known-as"],
  );
  if (stated === undefined) return undefined;
  const statusLists = textOf(yaml, stated["status-lists"]);
  if (!isAddress(statusLists) || !statusLists.endsWith("/")) {
    const message = `"${statusLists}" is no https address of a folder, which ends with a slash`;
    yaml.refuse(stated["status-lists"].value, message);
  }
  const named = itemsOf(yaml, stated.roles).map(({ text, node }) => {
    if (!roles.has(text)) yaml.refuse(node, `there is no role "${text}"`);
    return text;
  });
  const longest: Duration = durationOf(yaml, stated.longest);
  return {
    issuer: entry.key,
    title: textOf(yaml, stated.title),
    statusLists,
    proofing: numberOf(yaml, stated.proofing, leastProofing, mostProofing),
    roles: new Set(named),
    longest,
    knownAs: namesOf(yaml, stated["known-as"], taken),
    keys: keysOf(yaml, stated.keys),
  };
}

/** What an organisation is called by others: one name is one organisation's, or a pathway would let in the wrong team. */
function namesOf(
  yaml: YamlFile,
  entry: Entry | undefined,
  taken: Set<string>,
): ReadonlySet<string> {
  const names = entry === undefined ? [] : itemsOf(yaml, entry);
  for (const { text, node } of names) {
    if (taken.has(text)) yaml.refuse(node, `"${text}" is what an organisation is known as already`);
    taken.add(text);
  }
  return new Set(names.map(({ text }) => text));
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

/** Public keys alone: a private one in a policy would be everybody's. */
function keysOf(yaml: YamlFile, entry: Entry): TrustedIssuer["keys"] {
  const refuse = (message: string) => {
    yaml.refuse(entry.value, message);
    return [];
  };
  let set: unknown;
  try {
    set = JSON.parse(textOf(yaml, entry));
  } catch {
    return refuse("keys is no JSON");
  }
  const keys = typeof set === "object" && set !== null && "keys" in set ? set.keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0) {
    return refuse('keys is no JWK set: {"keys": [...]} with one key at least');
  }
  if (keys.some((key) => typeof key !== "object" || key === null || "d" in key || "k" in key)) {
    return refuse("keys holds what is no public key");
  }
  return keys;
}
