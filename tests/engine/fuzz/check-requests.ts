/** Whether the engine refuses just those requests that Cedar refuses with the schema. */
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import {
  compilePolicies,
  createCedar,
  createPdp,
  type TemplateLink,
} from "../../../src/engine/index.ts";
import type { Differ } from "./compare.ts";
import {
  entityJson,
  exact,
  linkJson,
  linkValues,
  nativeLong,
  rawLong,
  requestJson,
} from "./json.ts";
import { ids } from "./literals.ts";
import { faultyContext } from "./make-faults.ts";
import { uidOf } from "./make-values.ts";
import { type PrintedSet, readAnswer } from "./oracle.ts";
import { type Random, randomOf } from "./random.ts";
import { count, type Stats } from "./stats.ts";
import { asked, sha256, type Typed } from "./subject-typed.ts";
import type { FuzzSet, Link, Request, Schema, Uid } from "./types.ts";

/**
 * Asks some requests as they are and some that just miss the schema, of all that takes a schema: the decision point,
 * and the drop-in with the policies, the schema and the entities, held to it or not. Contexts that miss it are asked
 * of the drop-in where it is not to hold requests to it.
 */
export function checkRequests(
  set: FuzzSet,
  printed: PrintedSet,
  typed: Typed,
  stats: Stats,
  differ: Differ,
): void {
  const random = randomOf(`${set.seed} requests`, set.index);
  const dropIn = createCedar();
  const pdp = createPdp(typed.set, typed.store, { onPolicyError: "skip" });
  const policies = {
    staticPolicies: { ...printed.policies },
    templates: { ...printed.templates },
    templateLinks: set.links.map(linkJson),
  };
  for (let tries = 4; tries > 0; tries--) {
    const at = random.below(set.requests.length);
    const request = random.chance(0.3)
      ? (set.requests[at] as Request)
      : unfit(random, set.schema, set.requests[at] as Request);
    const { phase } = request;
    const call = (long: typeof rawLong, further: object): cedar.AuthorizationCall =>
      ({
        ...requestJson(request, long),
        policies,
        schema: printed.schema,
        entities: set.entities[phase].map((entity) => entityJson(entity, long)),
        ...further,
      }) as unknown as cedar.AuthorizationCall;
    const compare = (way: string, context: object): ReturnType<typeof readAnswer> => {
      const exactly = exact(context) as object;
      const expected = readAnswer(cedar.isAuthorized(call(rawLong, exactly)));
      const actual = readAnswer(dropIn.isAuthorized(call(nativeLong, context)));
      count(stats, way);
      if (expected.type === "refused") count(stats, `${way}, refused`);
      if (!isSame(expected, actual)) {
        differ("refusal", way, undefined, { ...said(request, expected), ...context }, actual);
      }
      return expected;
    };
    const held = compare("drop-in, requests held to the schema", { validateRequest: true });
    compare("drop-in, requests held to no schema", { validateRequest: false });
    const { json: context } = faultyContext(random, set, at);
    compare("drop-in, contexts held to no schema", { validateRequest: false, context });
    const [first] = pdp.decide(asked(request)).errors;
    const isRefused = first !== undefined && first.policy === undefined;
    if (isRefused !== (held.type === "refused")) {
      differ("refusal", "request", undefined, said(request, held), first?.message);
    }
  }
}

function isSame(expected: ReturnType<typeof readAnswer>, actual: typeof expected): boolean {
  if (expected.type === "refused" || actual.type === "refused") {
    return expected.type === actual.type;
  }
  return JSON.stringify(expected) === JSON.stringify(actual);
}

function said(request: Request, expected: unknown): object {
  return { request: requestJson(request, (value) => String(value)), expected };
}

/** One part of the request is another than the action takes. */
function unfit(random: Random, schema: Schema, request: Request): Request {
  const anyone = (): Uid => uidOf(random.pick(schema.entities).name, random.pick(ids));
  const { type, id } = request.action;
  switch (random.below(7)) {
    case 0:
    case 1:
      return { ...request, principal: anyone() };
    case 2:
    case 3:
      return { ...request, resource: anyone() };
    case 4:
      return { ...request, action: random.pick(schema.actions).uid };
    case 5:
      return {
        ...request,
        action: random.chance(0.5) ? uidOf(`X::${type}`, id) : uidOf(type, "no"),
      };
    default:
      return random.chance(0.5)
        ? { ...request, principal: uidOf("Nothing::Such", "a") }
        : { ...request, resource: request.action };
  }
}

/** Gives a template's links values that miss or exceed its slots: both must refuse the same. */
export async function checkLinks(
  set: FuzzSet,
  printed: PrintedSet,
  stats: Stats,
  differ: Differ,
): Promise<void> {
  const random = randomOf(`${set.seed} links`, set.index);
  const [template] = set.templates;
  if (template === undefined) return;
  const links = [...set.links, faultyLink(random, set, template.id)];
  const texts = faultyTexts(random, printed);
  const cedarSet = {
    staticPolicies: texts.policies,
    templates: texts.templates,
    templateLinks: links.map(linkJson),
  };
  const expected = cedar.preparsePolicySet("fuzz links", cedarSet);
  count(stats, "faulty sets");
  if (expected.type === "failure") count(stats, "faulty sets refused");
  const dropIn = createCedar().preparsePolicySet("fuzz links", cedarSet);
  if (dropIn.type !== expected.type) {
    differ("refusal", "drop-in, faulty set", undefined, { cedarSet, expected }, dropIn);
  }
  const source = {
    ...texts,
    schema: printed.schema,
    links: links.map(
      (link): TemplateLink => ({
        template: link.template,
        id: link.id,
        values: linkValues(link),
      }),
    ),
  };
  const compiled = await compilePolicies(source, { sha256, validation: "none" });
  if ((compiled.type === "refused") !== (expected.type === "failure")) {
    const actual = compiled.type === "refused" ? compiled.problems : compiled.type;
    differ("refusal", "faulty set", undefined, { cedarSet, expected }, actual);
  }
}

function faultyLink(random: Random, { links, policies }: FuzzSet, template: string): Link {
  const someone = uidOf("User", "a");
  const id = random.chance(0.7)
    ? "a new link"
    : random.pick([...links, ...policies, { id: "" }]).id;
  const values = random.pick([
    {},
    { principal: someone },
    { resource: someone },
    { principal: someone, resource: someone },
    { principal: uidOf("not a type", "a"), resource: someone },
  ]);
  return { template: random.chance(0.85) ? template : "no such template", id, ...values };
}

/** Sometimes a template among the policies, or a policy among the templates, or one id for both. */
function faultyTexts(
  random: Random,
  { policies, templates }: PrintedSet,
): { readonly policies: Record<string, string>; readonly templates: Record<string, string> } {
  const [template = ""] = Object.values(templates);
  const [[policyId, policy] = ["", ""]] = Object.entries(policies);
  switch (random.below(8)) {
    case 0:
      return { policies: { ...policies, odd: template }, templates: { ...templates } };
    case 1:
      return { policies: { ...policies }, templates: { ...templates, odd: policy } };
    case 2:
      return { policies: { ...policies }, templates: { ...templates, [policyId]: template } };
    default:
      return { policies: { ...policies }, templates: { ...templates } };
  }
}
