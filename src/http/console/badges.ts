import { isEngaged, loseBadges, supplyBadge } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type {
  BadgeLostReply,
  BadgeLostRequest,
  FindStaffReply,
  FindStaffRequest,
  GiveBadgeReply,
  GiveBadgeRequest,
} from "../console-contract.ts";
import { ceremonyOver } from "../passkeys/ceremonies.ts";
import { refusedBy, spokenOf } from "../spoken.ts";
import { type Console, requirePermit } from "./console-context.ts";
import { personView } from "./sign-in.ts";
import { asksForSecond, standBeside, vouchesFor } from "./stand-beside.ts";

/**
 * Finds who a badge or PIN is to be for, by staff number.
 *
 * @throws HttpError `refused`
 */
export async function findStaff(
  context: Console,
  session: Session,
  { number }: FindStaffRequest,
): Promise<FindStaffReply> {
  const { app } = context.deps;
  await requirePermit(context, session, "badge.issue");
  const [person] = await app.side.get([{ table: "identifiers", key: `staff|${number.trim()}` }]);
  const world = app.world();
  if (typeof person !== "string" || !world.people.has(person)) return { type: "unknown" };
  const [verifier] = await app.side.get([{ table: "credentials", key: `pin|${person}` }]);
  const at = app.now();
  const ends = world.engagementsByPerson
    .get(person)
    .filter((id) => isEngaged(world, id, at))
    .map((id) => world.engagements.get(id)?.to ?? 0);
  const badges = world.badgesByPerson
    .get(person)
    .filter((id) => (world.badges.get(id)?.until ?? 0) > at);
  return {
    type: "found",
    who: await personView(context, person),
    badges: badges.length,
    hasPin: typeof verifier === "string",
    ...(ends.length === 0 ? {} : { until: Math.max(...ends) }),
  };
}

/**
 * Gives somebody who stands there a badge, a PIN, or both; the record says who supervised.
 *
 * @throws HttpError `refused`, `bad-request`; PinError `pins-busy`; SessionError as {@link supplyBadge} does
 */
export async function giveBadge(
  context: Console,
  session: Session,
  { person, badge, pin, checked, second }: GiveBadgeRequest,
): Promise<GiveBadgeReply> {
  const { app, keyedHash, pins } = context.deps;
  const number = badgeNumber(badge);
  if (number === "" && pin === "") {
    throw refusedBy("bad-request", "badge.nothing");
  }
  await requirePermit(context, session, "badge.issue");
  if (!vouchesFor(second, person)) throw ceremonyOver();
  const beside = await standBeside(context, session, second);
  if (beside.type === "refused") return { ...beside, type: "second" };
  try {
    const { until } = await app.submit(
      supplyBadge(
        { bundles: app.bundles },
        {
          person,
          ...(number === "" ? {} : { number: keyedHash("badge", number) }),
          ...(pin === "" ? {} : { verifier: await pins.hash(pin) }),
          ...(checked === undefined ? {} : { checked }),
          ...(beside.second === undefined ? {} : { second: beside.second }),
          supervisor: session,
        },
      ),
    );
    const given = number === "" ? "pin" : pin === "" ? "badge" : "both";
    return { type: "given", given, ...(until === undefined ? {} : { until }) };
  } catch (error) {
    if (isAboutChoice(error)) return { type: "another", ...spokenOf(error) };
    const asked = asksForSecond(error);
    if (asked !== undefined) return { type: "second", ...asked };
    throw error;
  }
}

/**
 * Somebody has lost their badge, on duty or not: all of theirs end, with every session that was entered by one.
 *
 * @throws HttpError `refused`; SessionError `person-unknown`, `badge-unknown`
 */
export async function endBadgesOf(
  context: Console,
  session: Session,
  { person }: BadgeLostRequest,
): Promise<BadgeLostReply> {
  await requirePermit(context, session, "badge.issue");
  const actor = { type: "person", id: session.person } as const;
  return context.deps.app.submit(loseBadges({ person, actor }));
}

/**
 * The number of a badge that was read to be given.
 *
 * @throws HttpError `bad-request`
 */
export function badgeNumber(read: string): string {
  const number = read.trim();
  if (number.length <= longestNumber) return number;
  throw refusedBy("bad-request", "badge.long", { longest: String(longestNumber) });
}

/** Whether another PIN or badge, or a word more, will do. */
export function isAboutChoice(error: unknown): error is Error {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const codes = ["pin-malformed", "pin-too-common", "badge-taken", "proofing-unstated"];
  return codes.includes(String(error.code));
}

/** Readers type some twenty characters at most. */
const longestNumber = 64;
