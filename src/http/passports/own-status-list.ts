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

/** Which list, of whom, when. */
export interface ListAsked {
  readonly at: Instant;
  readonly issuer: string;
  readonly number: number;
}

/** Answers a list, a JWT. */
export type OwnStatusLists = (world: World, asked: ListAsked, key: IssuingKey) => Promise<string>;

/**
 * Lists as the world is: a passport is good while the engagement is live under which it was issued, and nothing has to be written for
 * it to end. A place that is no passport's, or of one that is forgotten, is invalid. Anybody may ask, and packing one takes as long
 * as some dozens of taps: one that says the same is given again, for half as long as others may keep it.
 */
export function createOwnStatusLists(): OwnStatusLists {
  const made = new Map<
    number,
    { readonly says: string; readonly at: Instant; jwt: Promise<string> }
  >();
  return (world, asked, key) => {
    const { at, issuer, number } = asked;
    const places = placesOf(world, number, at);
    const says = JSON.stringify([issuer, key.kid, places]);
    const known = made.get(number);
    if (known?.says === says && at - known.at < (ttl * 1000) / 2) return known.jwt;
    const jwt = signList(places, asked, key);
    made.set(number, { says, at, jwt });
    return jwt;
  };
}

/** What is not invalid. */
function placesOf(
  world: World,
  number: number,
  at: Instant,
): readonly (readonly [index: number, status: number])[] {
  const places: (readonly [number, number])[] = [];
  for (const engagement of world.engagements.values()) {
    for (const { position } of engagement.issued ?? []) {
      if (Math.floor(position / perList) !== number) continue;
      const status = standing(engagement, at);
      if (status !== invalid) places.push([position % perList, status]);
    }
  }
  return places;
}

async function signList(
  places: readonly (readonly [index: number, status: number])[],
  { at, issuer, number }: ListAsked,
  key: IssuingKey,
): Promise<string> {
  const list = new StatusList(new Array<number>(perList).fill(invalid), 2);
  for (const [index, status] of places) list.setStatus(index, status);
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
