import type { FastifyRequest } from "fastify";
import { parseDate } from "../../feeds/index.ts";
import { receiveEngagement, recordRegistration } from "../../lifecycle/index.ts";
import { enrolPasskey, supplyBadge, zoneOf } from "../../sessions/index.ts";
import { isRunning, type Proofing, type Session } from "../../world/index.ts";
import type {
  GiveLocumRequest,
  LocumPasskeyReply,
  LocumPasskeyRequest,
  LocumRegistrationRequest,
  LocumReply,
  ProofLocumRequest,
} from "../locums-contract.ts";
import { withNames } from "../names.ts";
import { ceremonyOver } from "../passkeys/ceremonies.ts";
import { checkEnrolment, enrolmentOptions } from "../passkeys/enrolment.ts";
import { credentialHash, keptPasskeys } from "../passkeys/kept-passkey.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { refusedBy, spokenOf } from "../spoken.ts";
import { badgeNumber, isAboutChoice } from "./badges.ts";
import { type Console, requirePermit, sceneNow } from "./console-context.ts";
import { type Booking, bookingOf, locumView } from "./list-locums.ts";
import { personView } from "./sign-in.ts";
import { asksForSecond, standBeside, vouchesFor } from "./stand-beside.ts";

/** A locum's booking that is not over. @throws HttpError `not-found` */
export function bookingHere(context: Console, engagement: string): Booking {
  const booking = bookingOf(sceneNow(context), engagement);
  if (booking !== undefined) return booking;
  throw refusedBy("not-found", "locum.unknown");
}

/** Where it is decided about. */
export function wardOf({ shift }: Booking): { readonly type: "ward"; readonly id: string } {
  return { type: "ward", id: shift.ward };
}

/** The booking as it is now. @throws HttpError `not-found` */
export function doneWith(
  context: Console,
  engagement: string,
): Promise<Extract<LocumReply, { type: "done" }>> {
  const { app } = context.deps;
  return withNames(app.side, app.world, (names) => {
    const locum = locumView(sceneNow(context), names, bookingHere(context, engagement));
    return { type: "done", locum };
  });
}

/**
 * A locum has come, and somebody on the ward has seen who they are (L7): from now on they are engaged. Decided, recorded and done in one
 * batch.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; LifecycleError as `receiveEngagement` does
 */
export async function proofOne(
  context: Console,
  session: Session,
  engagement: string,
  { level, method, until: last }: ProofLocumRequest,
): Promise<LocumReply> {
  const booking = bookingHere(context, engagement);
  const until = parseDate(last, zoneOf(context.deps.app.world(), booking.shift.ward), true);
  if (until === undefined) throw refusedBy("bad-request", "locum.evidence-day");
  const actor = { type: "person", id: session.person } as const;
  const command = receiveEngagement({ engagement, level, method, until, actor });
  await requirePermit(context, session, "locum.proof", {
    resource: wardOf(booking),
    also: (handling) => command.handle(handling).records,
  });
  return doneWith(context, engagement);
}

/**
 * Somebody on the ward has seen a locum's professional registration (L7). Where the register itself is asked, it is asked about the number at once.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; LifecycleError as `recordRegistration` does
 */
export async function registerOne(
  context: Console,
  session: Session,
  engagement: string,
  { last, number, register }: LocumRegistrationRequest,
): Promise<LocumReply> {
  const booking = bookingHere(context, engagement);
  const until = parseDate(last, zoneOf(context.deps.app.world(), booking.shift.ward), true);
  if (until === undefined) throw refusedBy("bad-request", "locum.evidence-day");
  const { person } = booking.engagement;
  const actor = { type: "person", id: session.person } as const;
  const command = recordRegistration({ engagement, person, register, number, until, actor });
  await requirePermit(context, session, "locum.proof", {
    resource: wardOf(booking),
    needs: command.needs ?? [],
    also: (handling) => {
      const { records, side = [] } = command.handle(handling);
      return { records, side };
    },
  });
  return doneWith(context, engagement);
}

/** Who they are was seen for just this engagement, and it runs: what was seen counts for what they are given. */
export function proofOf(context: Console, { engagement }: Booking): Proofing {
  const { at } = sceneNow(context);
  const { proof } = engagement;
  if (proof !== undefined && isRunning(engagement, at)) return proof.method;
  throw refusedBy("bad-request", "locum.not-proofed");
}

/**
 * Gives a locum who stands there a badge, and the PIN that they have typed; both end with their shift.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; PinError `pins-busy`; SessionError as `supplyBadge` does
 */
export async function giveOne(
  context: Console,
  session: Session,
  engagement: string,
  { badge, pin, second }: GiveLocumRequest,
): Promise<LocumReply> {
  const { app, keyedHash, pins } = context.deps;
  const booking = bookingHere(context, engagement);
  const { person } = booking.engagement;
  await requirePermit(context, session, "locum.issue", { resource: wardOf(booking) });
  const checked = proofOf(context, booking);
  const number = badgeNumber(badge);
  if (number === "" || pin === "") throw refusedBy("bad-request", "locum.badge");
  if (!vouchesFor(second, person)) throw ceremonyOver();
  const beside = await standBeside(context, session, second);
  if (beside.type === "refused") return { ...beside, type: "second" };
  try {
    const verifier = await pins.hash(pin);
    await app.submit(
      supplyBadge(
        { bundles: app.bundles },
        {
          person,
          number: keyedHash("badge", number),
          verifier,
          checked,
          ...(beside.second === undefined ? {} : { second: beside.second }),
          supervisor: session,
        },
      ),
    );
  } catch (error) {
    if (isAboutChoice(error)) return { type: "another", ...spokenOf(error) };
    const asked = asksForSecond(error);
    if (asked !== undefined) return { type: "second", ...asked };
    throw error;
  }
  return doneWith(context, engagement);
}

/**
 * What the browser makes a passkey of a locum with, who has just been given a badge.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`
 */
export async function passkeyOptionsFor(
  context: Console,
  request: FastifyRequest,
  session: Session,
  engagement: string,
): Promise<LocumPasskeyReply> {
  const { ceremonies, deps } = context;
  const origin = passkeyOrigin(request, deps.origins());
  const booking = bookingHere(context, engagement);
  const { person } = booking.engagement;
  await requirePermit(context, session, "locum.issue", { resource: wardOf(booking) });
  proofOf(context, booking);
  const { at, bundle, world } = sceneNow(context);
  const badge = world.badgesByPerson
    .get(person)
    .findLast((id) => at < (world.badges.get(id)?.until ?? 0));
  if (badge === undefined) throw refusedBy("bad-request", "locum.badge-first");
  const known = await keptPasskeys(deps.app.side, world.passkeysByPerson.get(person));
  const { name } = await personView(context, person);
  const attested = bundle.hardware.size > 0;
  const enrolling = { session: session.id, origin, badge, person, name, known, attested };
  return { options: await enrolmentOptions(ceremonies, enrolling) };
}

/**
 * Enrols the passkey that the browser made; it ends with the locum's shift.
 *
 * @throws HttpError `refused`, `not-found`, `ceremony-over`, `passkey-refused`; SessionError as `enrolPasskey` does
 */
export async function passkeyOf(
  context: Console,
  session: Session,
  engagement: string,
  { response, second }: LocumPasskeyRequest,
): Promise<LocumReply> {
  const { ceremonies, deps } = context;
  const { app } = deps;
  const booking = bookingHere(context, engagement);
  const { person } = booking.engagement;
  await requirePermit(context, session, "locum.issue", { resource: wardOf(booking) });
  const checked = proofOf(context, booking);
  if (!vouchesFor(second, person)) throw ceremonyOver();
  const beside = await standBeside(context, session, second);
  if (beside.type === "refused") return { ...beside, type: "second" };
  const made = await checkEnrolment(ceremonies, sceneNow(context).bundle, session.id, response);
  const { kept, ...rest } = made;
  try {
    await app.submit(
      enrolPasskey(
        { bundles: app.bundles },
        {
          ...rest,
          checked,
          ...(beside.second === undefined ? {} : { second: beside.second }),
          person,
          credential: credentialHash(kept.credential),
          secret: { ...kept },
          actor: { type: "person", id: session.person },
        },
      ),
    );
  } catch (error) {
    const asked = asksForSecond(error);
    if (asked !== undefined) return { type: "second", ...asked };
    throw error;
  }
  return doneWith(context, engagement);
}
