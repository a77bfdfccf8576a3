import { bindPhone, invitePhone, withdrawInvitation } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { codeOf, linkHash, linkOf, newLink, sealMail } from "../arrive/index.ts";
import type {
  LocumCodeRequest,
  LocumPhoneReply,
  LocumPhoneRequest,
  LocumReply,
} from "../locums-contract.ts";
import { ceremonyOver } from "../passkeys/ceremonies.ts";
import { refusedBy, spoken } from "../spoken.ts";
import { type Console, requirePermit } from "./console-context.ts";
import { bookingHere, doneWith, proofOf, wardOf } from "./receive-locum.ts";
import { asksForSecond, standBeside, vouchesFor } from "./stand-beside.ts";

/**
 * Makes a link for the own phone of whoever is booked. It is in this answer, in the mail where an address is said, and nowhere else
 * once that has gone; one from before is withdrawn. Decided, recorded and done in one batch.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request` where nobody is told by mail; SessionError `invitation-refused`
 */
export async function inviteOne(
  context: Console,
  session: Session,
  engagement: string,
  { mail: to }: LocumPhoneRequest = {},
): Promise<LocumPhoneReply> {
  const booking = bookingHere(context, engagement);
  const { deps } = context;
  if (to !== undefined && deps.told?.includes("mail") !== true) {
    throw refusedBy("bad-request", "locum.no-mail");
  }
  const secret = newLink();
  const link = linkHash(secret);
  const actor = { type: "person", id: session.person } as const;
  const mail = to === undefined ? {} : { mail: sealMail(deps.sealer, { link, secret, to }) };
  const command = invitePhone({ engagement, link, actor, ...mail });
  let until = 0;
  await requirePermit(context, session, "locum.book", {
    resource: wardOf(booking),
    also: (handling) => {
      const { answer, records, side = [] } = command.handle(handling);
      ({ until } = answer);
      return { records, side };
    },
  });
  const [origin = ""] = context.deps.origins();
  const { locum } = await doneWith(context, engagement);
  return { link: linkOf(origin, secret), until, locum };
}

/**
 * Withdraws the link, and what was made with it. Whoever receives locums may: it only ever takes.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `invitation-refused`
 */
export async function withdrawOne(
  context: Console,
  session: Session,
  engagement: string,
): Promise<LocumReply> {
  const booking = bookingHere(context, engagement);
  const actor = { type: "person", id: session.person } as const;
  const command = withdrawInvitation({ engagement, actor });
  await requirePermit(context, session, "locum.proof", {
    resource: wardOf(booking),
    also: (handling) => {
      const { records, side = [] } = command.handle(handling);
      return { records, side };
    },
  });
  return doneWith(context, engagement);
}

/**
 * Whoever stands here, and was proofed, says the code that their phone shows: the passkey on it is theirs.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; SessionError as `bindPhone` does
 */
export async function bindOne(
  context: Console,
  session: Session,
  engagement: string,
  { code, second }: LocumCodeRequest,
): Promise<LocumReply> {
  const { app, keyedHash } = context.deps;
  const booking = bookingHere(context, engagement);
  const { invitation, person } = booking.engagement;
  await requirePermit(context, session, "locum.issue", { resource: wardOf(booking) });
  const checked = proofOf(context, booking);
  if (invitation === undefined) throw refusedBy("not-found", "locum.unknown");
  if (!vouchesFor(second, person)) throw ceremonyOver();
  const beside = await standBeside(context, session, second);
  if (beside.type === "refused") return { ...beside, type: "second" };
  const binding = {
    engagement,
    person,
    invitation: invitation.id,
    code: keyedHash("invitation-code", codeOf(invitation.id, code)),
    checked,
    ...(beside.second === undefined ? {} : { second: beside.second }),
    actor: { type: "person", id: session.person },
  } as const;
  try {
    const answer = await app.submit(bindPhone({ bundles: app.bundles }, binding));
    if (answer.type === "wrong") return { type: "another", ...spoken("locum.code") };
  } catch (error) {
    const asked = asksForSecond(error);
    if (asked !== undefined) return { type: "second", ...asked };
    throw error;
  }
  return doneWith(context, engagement);
}
