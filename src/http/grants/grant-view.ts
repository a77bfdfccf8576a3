import {
  type Bundle,
  decide,
  dutyOf,
  grantState,
  patientsOn,
  type RequestContext,
  restsOnGrant,
} from "../../access/index.ts";
import {
  askerOf,
  isAskedOf,
  isEscalated,
  mayAnswer,
  partiesTo,
  wordsKey,
} from "../../exceptions/index.ts";
import type { Instant, Side } from "../../ports/index.ts";
import { type Scene, sayWard } from "../../sessions/index.ts";
import { type Grant, type LogRecord, survivorOf, type World } from "../../world/index.ts";
import type { GrantRequest, GrantsOnScreen, GrantView } from "../grants-contract.ts";
import type { NameBook } from "../names.ts";
import { reasonOf } from "../say-reason.ts";

/** Who looks at requests, and where they are signed in. */
export interface Viewer {
  readonly person: string;
  readonly context: RequestContext;
  /** They review exceptions, and see whose chart each is about. */
  readonly reviews?: boolean;
}

/** What was said with requests, by request. */
export type Words = ReadonlyMap<string, string>;

/** The words that go with requests: read each time, and kept nowhere else (U3). */
export async function readWords(side: Pick<Side, "get">, world: World): Promise<Words> {
  const said = [...world.grants.values(), ...world.endedGrants.values()].filter(
    ({ words }) => words !== undefined,
  );
  if (said.length === 0) return new Map();
  const rows = await side.get(said.map(({ id }) => wordsKey(id)));
  const texts = rows.map((row) => (row as { readonly text?: string } | undefined)?.text);
  return new Map(
    said.flatMap(({ id }, index) => {
      const text = texts[index];
      return text === undefined ? [] : [[id, text]];
    }),
  );
}

/** A person's own requests that have not ended, and those that wait for their answer; the oldest first. */
export function grantsOnScreen(
  scene: Scene,
  viewer: Viewer,
  names: NameBook,
  words: Words = new Map(),
): GrantsOnScreen {
  const open = openGrants(scene);
  const view = (grant: Grant) => grantView(scene, viewer, grant, names, words);
  return {
    own: open.filter((grant) => partiesTo(grant).includes(viewer.person)).map(view),
    waiting: open.filter((grant) => isAskedOf(scene, viewer, grant)).map(view),
  };
}

/** Those that have not ended, the oldest first. */
export function openGrants({ world, at }: Scene): readonly Grant[] {
  return [...world.grants.values()]
    .filter((grant) => ["pending", "approved", "active"].includes(grantState(grant, at)))
    .toSorted((a, b) => a.askedAt - b.askedAt);
}

/** Whether a record is of a request that they answer, or that is theirs. */
export function isNewsOfGrants(scene: Scene, viewer: Viewer, { kind, body }: LogRecord): boolean {
  if (!kind.startsWith("grant.")) return false;
  const { grant: id } = body as { readonly grant: string };
  const { grants, endedGrants } = scene.world;
  const grant = grants.get(id) ?? endedGrants.get(id);
  if (grant === undefined) return false;
  return partiesTo(grant).includes(viewer.person) || mayAnswer(scene, viewer, grant);
}

/** One request as a person sees it. */
export function grantView(
  scene: Scene,
  viewer: Viewer,
  grant: Grant,
  names: NameBook,
  words: Words,
): GrantView {
  const { bundle, world, at } = scene;
  const { id, kind, ward, from, askedAt, answeredBy, rule, endedAt } = grant;
  const state = grantState(grant, at);
  const asker = partiesTo(grant)[1];
  // Through a program, too (X5).
  const answerer = answeredBy && askerOf(answeredBy);
  const own = partiesTo(grant).includes(viewer.person);
  const patient = patientShown(scene, viewer, grant);
  const text = words.get(id);
  const more = extensionOf(scene, viewer, grant);
  return {
    id,
    state,
    kind,
    who: names.person(grant.person),
    ...(asker === undefined ? {} : { askedBy: names.person(asker) }),
    ...(patient === undefined ? {} : { patient: names.patient(patient) }),
    wardName: sayWard(world, ward),
    ...titlesOf(bundle, grant),
    ...reasonOf(bundle, { type: "break-glass", reason: grant.reason }),
    ...(text === undefined ? {} : { words: text }),
    askedAt,
    minutes: Math.round(grant.lasts / 60_000),
    ...(from === undefined ? {} : { from }),
    ...difference(scene, grant),
    ...(answerer === undefined ? {} : { answeredBy: names.person(answerer) }),
    ...(rule === undefined ? {} : { rule: titleOfRule(bundle, rule) }),
    escalated: state === "pending" && isEscalated(grant, at),
    ...(endedAt === undefined ? {} : { endedAt }),
    own,
    mayAnswer: endedAt === undefined && mayAnswer(scene, viewer, grant),
    mayStart: state === "approved" && grant.person === viewer.person && (from ?? at) <= at,
    ...(more === undefined ? {} : { extend: more }),
  };
}

/** The same again, from its end on: asked for so early that somebody can answer before that. */
function extensionOf(
  { bundle, world, at }: Scene,
  { person }: Viewer,
  grant: Grant,
): GrantRequest | undefined {
  const { action, id, kind, lasts, patient, reason, role, until, ward } = grant;
  const isRunning = grantState(grant, at) === "active" && until !== undefined;
  if (!isRunning || grant.person !== person || at < extendsFrom(bundle, until)) return undefined;
  const isAsked = world.grantsByPerson
    .get(person)
    .some((other) => world.grants.get(other)?.renews === id);
  if (isAsked) return undefined;
  return {
    kind,
    ...(patient === undefined ? { ward } : { patient }),
    ...(action === undefined ? {} : { action }),
    ...(role === undefined ? {} : { role }),
    reason,
    minutes: Math.round(lasts / 60_000),
    from: until,
    renews: id,
  };
}

/** When more time is offered for what ends then. */
export function extendsFrom({ grants }: Bundle, until: Instant): Instant {
  return until - grants.answerWithin;
}

function titlesOf(
  bundle: Bundle,
  { action, role }: Grant,
): Pick<GrantView, "action" | "task" | "role"> {
  return {
    ...(action === undefined ? {} : { action, task: bundle.actions.get(action)?.title ?? action }),
    ...(role === undefined ? {} : { role: bundle.roles.get(role)?.title ?? role }),
  };
}

function titleOfRule(bundle: Bundle, rule: string): string {
  return bundle.grants.rules.find(({ id }) => id === rule)?.title ?? rule;
}

/**
 * Whose chart it is about: for those who could look the patient up where they are (C7), at a console for whoever is on duty, and
 * for those who review.
 */
function patientShown(
  { bundle, world, at }: Scene,
  { person, context, reviews }: Viewer,
  { patient: asked }: Grant,
): string | undefined {
  if (asked === undefined) return undefined;
  const patient = survivorOf(world, asked);
  if (!world.patients.has(patient)) return undefined;
  if (context.device === undefined && context.seat === undefined) {
    const isOnDuty = dutyOf(bundle, world, person, at).length > 0;
    return isOnDuty || reviews === true ? patient : undefined;
  }
  const subject = { type: "person", id: person };
  const resource = { type: "patient", id: patient };
  const request = { subject, action: "patient.search", resource, context };
  const answer = decide({ bundle, world, request, at, remedies: false });
  return answer.type === "permit" ? patient : undefined;
}

/** What it would add: how many more patients they may see, and until when. */
function difference(
  { bundle, world, at: now }: Scene,
  grant: Grant,
): Pick<GrantView, "more" | "until"> {
  const at = Math.max(now, grant.from ?? now);
  const until = grant.until ?? at + grant.lasts;
  // What has ended adds nothing, and there are thirty days of them.
  if (grant.endedAt !== undefined) return { more: 0, until };
  // An action more opens no further chart.
  if (grant.kind === "task") return { more: 0, until };
  const patients =
    grant.patient === undefined
      ? patientsOn(world, grant.ward)
      : [survivorOf(world, grant.patient)];
  const more = patients.filter((patient) => restsOnGrant(bundle, world, grant, patient, at));
  return { more: more.length, until };
}
