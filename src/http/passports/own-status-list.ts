import { createHeaderAndPayload, StatusList } from "@sd-jwt/jwt-status-list";
import { SignJWT } from "jose";
import type { Instant, Position } from "../../ports/index.ts";
import type { Engagement, World } from "../../world/index.ts";
import { type IssuingKey, issuingAlgorithm } from "./issuing-key.ts";
import type { StatusReference } from "./passport.ts";

/** Places in one list. A passport's is where the record of it stands, so that no place is ever given twice. */
const perList = 2 ** 17;

/** Whoever keeps a list asks again after so many seconds: for so long an end may be unknown to them. */
const ttl = 300;

/** Token Status List, section 7.1, in two bits. */
const [valid, invalid, suspended] = [0, 1, 2];

/** Where the passport stands whose record stands at a position. */
export function statusOf(issuer: string, position: Position): StatusReference {
  return {
    uri: `${issuer}/status/${Math.floor(position / perList)}`,
    index: position % perList,
  };
}

/** How many lists there are. */
export function countLists(world: World): number {
  return Math.floor(Math.max(world.next - 1, 0) / perList) + 1;
}

/**
 * A list, made from the world as it is: a passport is good while the engagement is live under which it was issued, and nothing has
 * to be written for it to end. A place that is no passport's, or of one that is forgotten, is invalid.
 */
export async function ownStatusList(
  world: World,
  {
    at,
    issuer,
    number,
  }: { readonly at: Instant; readonly issuer: string; readonly number: number },
  key: IssuingKey,
): Promise<string> {
  const list = new StatusList(new Array<number>(perList).fill(invalid), 2);
  for (const engagement of world.engagements.values()) {
    for (const { position } of engagement.issued ?? []) {
      if (Math.floor(position / perList) !== number) continue;
      list.setStatus(position % perList, standing(engagement, at));
    }
  }
  const sub = statusOf(issuer, number * perList).uri;
  const iat = Math.floor(at / 1000);
  const { header, payload } = createHeaderAndPayload(
    list,
    { iss: issuer, sub, iat, ttl, exp: iat + 24 * 3600 },
    { alg: issuingAlgorithm, typ: "statuslist+jwt", kid: key.kid },
  );
  return new SignJWT(payload).setProtectedHeader(header).sign(key.privateKey);
}

function standing({ state, to }: Engagement, at: Instant): number {
  if (to <= at) return invalid;
  if (state === "suspended") return suspended;
  return state === "active" ? valid : invalid;
}
