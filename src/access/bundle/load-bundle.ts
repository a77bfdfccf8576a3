import {
  compilePolicies,
  createEntityStore,
  createPdp,
  type PolicySet,
  type SchemaAction,
  type ShadowOptions,
  type SourceProblem,
} from "../../engine/index.ts";
import type { Hasher } from "../../ports/index.ts";
import { canonicalBytes } from "../../world/index.ts";
import { sayable } from "../words.ts";
import type { Action, Bundle, BundleProblem, PolicyText } from "./bundle.ts";
import { extremes } from "./extremes.ts";
import { readAssurance, type StatedAssurance } from "./read-assurance.ts";
import { readBreakGlass } from "./read-break-glass.ts";
import { readDevices } from "./read-devices.ts";
import { readEmergencies } from "./read-emergencies.ts";
import { readGrants } from "./read-grants.ts";
import { readPasskeys } from "./read-passkeys.ts";
import { readPassports } from "./read-passports.ts";
import { readPatients } from "./read-patients.ts";
import { readPatterns } from "./read-patterns.ts";
import { readRemedies } from "./read-remedies.ts";
import { readReviews } from "./read-reviews.ts";
import { readRoles } from "./read-roles.ts";
import { readRosters } from "./read-rosters.ts";
import { readWorkloads } from "./read-workloads.ts";
import { type PolicyPart, splitPolicies } from "./split-policies.ts";

/** The bundle, or everything that is wrong with its files. */
export type Loaded =
  | { readonly type: "loaded"; readonly bundle: Bundle }
  | { readonly type: "refused"; readonly problems: readonly BundleProblem[] };

/** What loading a bundle needs of the outside. */
export interface BundlePorts {
  readonly hasher: Hasher;
  /** Has a sample of the decisions compared with Cedar's own evaluator. */
  readonly shadow?: ShadowOptions;
}

type Files = Readonly<Record<string, string>>;

const schemaFile = "schema.cedarschema";
const required = [schemaFile, "roles.yaml", "patterns.yaml", "assurance.yaml", "remedies.yaml"];
/** Absent in bundles from before it: then no passkey is a hardware passkey. */
const passkeysFile = "passkeys.yaml";
/** Likewise: then no staff passport is believed. */
const passportsFile = "passports.yaml";
/** Likewise: then no device counts as managed. */
const devicesFile = "devices.yaml";
/** Likewise: then no glass is broken. */
const breakGlassFile = "break-glass.yaml";
/** Likewise: then no emergency is declared. */
const emergenciesFile = "emergencies.yaml";
/** Likewise: then nothing is granted. */
const grantsFile = "grants.yaml";
/** Likewise: then nobody is found by name, or registered at the bedside. */
const patientsFile = "patients.yaml";
/** Likewise: then nobody is reminded of a review. */
const reviewsFile = "reviews.yaml";
/** Likewise: then nobody starts a shift that the roster does not have. */
const rostersFile = "rosters.yaml";
/** Likewise: then the policy decides nothing about workloads. */
const workloadsFile = "workloads.yaml";
const optional = [
  passkeysFile,
  passportsFile,
  devicesFile,
  breakGlassFile,
  emergenciesFile,
  grantsFile,
  patientsFile,
  reviewsFile,
  rostersFile,
  workloadsFile,
];

/**
 * Loads a bundle from its files (path to text): `schema.cedarschema`, `*.cedar`, `roles.yaml`,
 * `patterns.yaml`, `assurance.yaml`, `remedies.yaml` and, optionally, `passkeys.yaml`, `passports.yaml`, `devices.yaml`,
 * `break-glass.yaml`, `emergencies.yaml`, `grants.yaml`, `patients.yaml`, `reviews.yaml`, `rosters.yaml` and `workloads.yaml`. The
 * whole is checked, and refused as a whole: every problem names file, line and reason.
 */
export async function loadBundle(ports: BundlePorts, files: Files): Promise<Loaded> {
  const misplaced = checkNames(files);
  if (misplaced.length > 0) return { type: "refused", problems: misplaced };
  const policies = await loadPolicies(ports.hasher, files);
  if (policies.type === "refused") return policies;
  const { set, parts } = policies;
  const names = [...set.schema.actions.values()].filter(isAskedOfPeople).map(({ id }) => id);
  const roles = readRoles("roles.yaml", textOf(files, "roles.yaml"), (name) => expand(set, name));
  const patterns = readPatterns("patterns.yaml", textOf(files, "patterns.yaml"));
  const assurance = readAssurance("assurance.yaml", textOf(files, "assurance.yaml"), names);
  const remedies = readRemedies("remedies.yaml", textOf(files, "remedies.yaml"));
  const actions = readActions(set, assurance.assurance);
  const others = readOthers(files, policies, {
    actions,
    patterns: new Set(patterns.patterns.keys()),
    roles: roles.roles,
  });
  const texts = readTexts(set, parts);
  const problems = [
    ...texts.problems,
    ...schemaProblems(set, textOf(files, schemaFile)),
    ...[roles, patterns, assurance, remedies].flatMap(({ yaml }) => yaml.problems),
    ...others.problems,
  ];
  if (problems.length > 0) return { type: "refused", problems };
  const bundle: Bundle = {
    hash: bundleHash(ports.hasher, files),
    files,
    pdp: createPdp(set, createEntityStore(set.schema), {
      onPolicyError: "forbid-denies",
      ...(ports.shadow === undefined ? {} : { shadow: ports.shadow }),
    }),
    actions,
    policies: texts.policies,
    roles: roles.roles,
    patterns: patterns.patterns,
    remedies: remedies.remedies,
    ...others.bundle,
    ...extremes([...patterns.patterns.values()]),
  };
  return { type: "loaded", bundle };
}

type Others = Pick<
  Bundle,
  | "hardware"
  | "passports"
  | "breakGlass"
  | "emergencies"
  | "grants"
  | "search"
  | "arrivalLasts"
  | "reviews"
  | "rosters"
  | "workloads"
  | "checkIn"
  | "placeLasts"
>;

/** The files that bundles from before them do not have. */
function readOthers(
  files: Files,
  { set, parts }: Extract<LoadedPolicies, { readonly type: "loaded" }>,
  {
    actions,
    patterns,
    roles,
  }: Pick<Bundle, "actions" | "roles"> & {
    readonly patterns: ReadonlySet<string>;
  },
): { readonly bundle: Others; readonly problems: readonly BundleProblem[] } {
  const passkeys = readPasskeys(passkeysFile, files[passkeysFile]);
  const passports = readPassports(passportsFile, files[passportsFile], roles);
  const devices = readDevices(devicesFile, files[devicesFile]);
  const breakGlass = readBreakGlass(
    breakGlassFile,
    files[breakGlassFile],
    liftedByGlass(set, parts),
  );
  const emergencies = readEmergencies(emergenciesFile, files[emergenciesFile], {
    roles,
    expand: (name) => expand(set, name),
    isClinical: (action) => isClinical(set, action),
  });
  const grants = readGrants(grantsFile, files[grantsFile], { roles, actions });
  const found = readPatients(patientsFile, files[patientsFile], patterns);
  const reviews = readReviews(reviewsFile, files[reviewsFile]);
  const rosters = readRosters(rostersFile, files[rostersFile]);
  const ofWorkloads = [...actions.values()].filter(({ subjectTypes }) =>
    subjectTypes.has("workload"),
  );
  const workloads = readWorkloads(
    workloadsFile,
    files[workloadsFile],
    new Set(ofWorkloads.map(({ name }) => name)),
  );
  const all = [
    passkeys,
    passports,
    devices,
    breakGlass,
    emergencies,
    grants,
    found,
    reviews,
    rosters,
    workloads,
  ];
  return {
    bundle: {
      hardware: passkeys.hardware,
      passports: passports.passports,
      breakGlass: breakGlass.breakGlass,
      emergencies: emergencies.emergencies,
      grants: grants.grants,
      ...found.patients,
      reviews: reviews.reviews,
      rosters: rosters.rosters,
      workloads: workloads.workloads,
      checkIn: devices.checkIn,
      placeLasts: devices.placeLasts,
    },
    problems: all.flatMap(({ problems }) => problems),
  };
}

/** The name of a bundle: SHA-256, in hexadecimal, of its files in canonical form. */
export function bundleHash(hasher: Hasher, files: Files): string {
  return hex(hasher.sha256(canonicalBytes(files)));
}

function textOf(files: Files, file: string): string {
  return files[file] ?? "";
}

function checkNames(files: Files): readonly BundleProblem[] {
  const missing = required
    .filter((file) => !Object.hasOwn(files, file))
    .map((file) => ({ file, line: 1, message: "this file is missing" }));
  const unknown = Object.keys(files)
    .filter(
      (file) =>
        !optional.includes(file) && !required.includes(file) && !/^[a-z0-9-]+\.cedar$/.test(file),
    )
    .map((file) => ({ file, line: 1, message: "a bundle has no such file" }));
  return [...missing, ...unknown];
}

type LoadedPolicies =
  | { readonly type: "loaded"; readonly set: PolicySet; readonly parts: readonly PolicyPart[] }
  | { readonly type: "refused"; readonly problems: readonly BundleProblem[] };

async function loadPolicies(hasher: Hasher, files: Files): Promise<LoadedPolicies> {
  const parts: PolicyPart[] = [];
  const problems: BundleProblem[] = [];
  const byId = new Map<string, PolicyPart>();
  for (const file of Object.keys(files)
    .filter((name) => name.endsWith(".cedar"))
    .sort()) {
    const split = splitPolicies(file, textOf(files, file));
    problems.push(...split.problems);
    for (const part of split.parts) {
      const other = byId.get(part.id);
      if (other === undefined) byId.set(part.id, part);
      else problems.push(problemAt(part, `the id "${part.id}" is taken by ${other.file}`));
      parts.push(part);
    }
  }
  if (problems.length > 0) return { type: "refused", problems };
  const texts = Object.fromEntries(parts.map(({ id, text }) => [id, text]));
  const source = { schema: textOf(files, schemaFile), policies: texts };
  const compiled = await compilePolicies(source, { sha256: (bytes) => hasher.sha256(bytes) });
  const inFile = (problem: SourceProblem) => placed(problem, byId);
  if (compiled.type === "refused") {
    return { type: "refused", problems: compiled.problems.map(inFile) };
  }
  // A policy that can never apply is a mistake, and the sooner it is seen the better.
  if (compiled.warnings.length > 0) {
    return { type: "refused", problems: compiled.warnings.map(inFile) };
  }
  return { type: "loaded", set: compiled.set, parts };
}

/** A problem's place in its file, from its place in the policy. */
function placed(problem: SourceProblem, byId: ReadonlyMap<string, PolicyPart>): BundleProblem {
  const { line, column, message } = problem;
  const part = byId.get(problem.id ?? "");
  if (part === undefined) return { file: schemaFile, line, column, message };
  return {
    file: part.file,
    line: part.line + line - 1,
    column: line === 1 ? part.column + column - 1 : column,
    policy: part.id,
    message,
  };
}

function problemAt({ id, file, line, column }: PolicyPart, message: string): BundleProblem {
  return { file, line, column, policy: id, message };
}

/** Whether it can be asked about; a group applies to nothing. */
function isAsked({ resourceTypes }: SchemaAction): boolean {
  return resourceTypes.size > 0;
}

/** How sure we are that it is this person is asked of people. */
function isAskedOfPeople(action: SchemaAction): boolean {
  return isAsked(action) && subjectsOf(action).has("person");
}

function subjectsOf({ principalTypes }: SchemaAction): ReadonlySet<string> {
  return new Set([...principalTypes].map((type) => type.toLowerCase()));
}

function expand({ schema }: PolicySet, name: string): readonly string[] {
  return [...schema.actions.values()]
    .filter((action) => isAsked(action) && (action.id === name || action.groups.has(name)))
    .map(({ id }) => id);
}

function isClinical({ schema }: PolicySet, name: string): boolean {
  return [...schema.actions.values()].some(
    ({ id, groups }) => id === name && groups.has("clinical"),
  );
}

function readTexts(
  set: PolicySet,
  parts: readonly PolicyPart[],
): { readonly policies: Map<string, PolicyText>; readonly problems: readonly BundleProblem[] } {
  const policies = new Map<string, PolicyText>();
  const problems: BundleProblem[] = [];
  for (const part of parts) {
    const { id, file, line } = part;
    const policy = set.policies.get(id);
    if (policy === undefined) continue;
    const title = policy.annotations.get("title") ?? "";
    const says = policy.annotations.get("says");
    const limit = policy.annotations.get("limit");
    const refuse = (message: string) => problems.push(problemAt(part, message));
    if (title === "") refuse('say in plain language what the policy does: @title("...")');
    if (says !== undefined && !sayable(policy.effect, says)) {
      refuse(`@says("${says}") is not in the catalogue of a ${policy.effect}'s words`);
    }
    if (limit !== undefined && limit !== "summary") refuse('@limit can only be "summary"');
    policies.set(id, {
      id,
      effect: policy.effect,
      title,
      says,
      limit: limit === "summary" ? limit : undefined,
      file,
      line,
    });
  }
  return { policies, problems };
}

/** The forbids whose text asks whether the glass is broken. */
function liftedByGlass(set: PolicySet, parts: readonly PolicyPart[]): ReadonlySet<string> {
  const asks = parts.filter(({ text }) => /\bcontext\.glassBroken\b/.test(withoutComments(text)));
  return new Set(
    asks.map(({ id }) => id).filter((id) => set.policies.get(id)?.effect === "forbid"),
  );
}

function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n\r]*/g, " ");
}

function schemaProblems({ schema }: PolicySet, text: string): readonly BundleProblem[] {
  return [...schema.actions.values()]
    .filter((action) => (action.annotations.get("title") ?? "") === "")
    .map(({ id }) => ({
      file: schemaFile,
      line: text.slice(0, text.indexOf(`action "${id}"`)).split("\n").length,
      message: `say what the action "${id}" is: @title("...")`,
    }));
}

const unasked: StatedAssurance = {
  always: { level: 0, within: undefined },
  inPatients: { level: 0, within: undefined },
};

function readActions(
  { schema }: PolicySet,
  assurance: ReadonlyMap<string, StatedAssurance>,
): ReadonlyMap<string, Action> {
  const actions = new Map<string, Action>();
  for (const action of schema.actions.values()) {
    const stated = isAskedOfPeople(action) ? assurance.get(action.id) : unasked;
    if (!isAsked(action) || stated === undefined) continue;
    actions.set(action.id, {
      name: action.id,
      title: action.annotations.get("title") ?? action.id,
      groups: action.groups,
      clinical: action.groups.has("clinical"),
      contributes: action.annotations.has("contributes"),
      resourceTypes: new Set([...action.resourceTypes].map((type) => type.toLowerCase())),
      subjectTypes: subjectsOf(action),
      assurance: stated.always,
      forInPatients: stated.inPatients,
    });
  }
  return actions;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
