import {
  approversOf,
  type Bundle,
  conflictOf,
  decide,
  grantState,
  type RequestContext,
} from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Grant, World } from "../world/index.ts";
import { partiesTo } from "./answer-grant.ts";

/** Who would answer, and where they are signed in. */
export interface Answerer {
  readonly person: string;
  readonly context: RequestContext;
}

interface Scene {
  readonly bundle: Bundle;
  readonly world: World;
  readonly at: Instant;
}

/** Whether a request waits for this person's answer: they are asked first, or nobody has answered (X2). */
export function isAskedOf(scene: Scene, answerer: Answerer, grant: Grant): boolean {
  const { bundle, world, at } = scene;
  if (grantState(grant, at) !== "pending" || !mayAnswer(scene, answerer, grant)) return false;
  if (isEscalated(grant, at)) return true;
  for (const person of approversOf(bundle, world, grant.ward, at, "first")) {
    if (person === answerer.person) return true;
  }
  return false;
}

/** Whether nobody has answered for so long that more people are asked. */
export function isEscalated(
  { escalated, escalateAt }: Pick<Grant, "escalated" | "escalateAt">,
  at: Instant,
): boolean {
  return escalated === true || escalateAt <= at;
}

/** Whether the policy lets them answer for its ward, and it is not their own (X2, X19). Unrecorded: the answer is decided and recorded. */
export function mayAnswer(
  { bundle, world, at }: Scene,
  { person, context }: Answerer,
  grant: Grant,
): boolean {
  const parties = { people: partiesTo(grant), patient: grant.patient };
  if (conflictOf(bundle, world, person, parties, at) !== undefined) return false;
  const subject = { type: "person", id: person };
  const resource = { type: "ward", id: grant.ward };
  const request = { subject, action: "grant.answer", resource, context };
  return decide({ bundle, world, request, at, remedies: false }).type === "permit";
}
