import { passportTerms, proofByPassport } from "../../lifecycle/index.ts";
import type { AssuranceOfIdentity, Session } from "../../world/index.ts";
import { withNames } from "../names.ts";
import type { BelievedPassport } from "../passports/index.ts";
import { faultWords, issuerOf, offerLink, requestPassport } from "../passports/index.ts";
import type {
  PassportOfferReply,
  PassportReply,
  PassportRequestReply,
  PassportView,
} from "../passports-contract.ts";
import type { PersonReply } from "../people-contract.ts";
import { saidBy } from "../said.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, refusedAs, requirePermit, sceneNow } from "./console-context.ts";
import { act, by, type Which } from "./engagements.ts";
import { engagementOf, placesFor } from "./people.ts";

/** One request for a passport, as a route names it. */
export interface WhichPassport extends Which {
  readonly passport: string;
}

const action = "engagement.proof";

/**
 * Begins a request for a staff passport, which a wallet reads from the screen and answers. Nothing is proofed by that.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function askPassport(
  context: Console,
  session: Session,
  which: Which,
): Promise<PassportRequestReply> {
  const engagement = engagementOf(context, which);
  for (const place of placesFor(context, session, engagement)(action)) {
    const answer = mayLook(context, session, action, place);
    if (answer.type === "deny") throw refusedAs(answer);
  }
  if (engagement.person === session.person) throw refusedBy("refused", "passport.your-own");
  const { passports } = sceneNow(context).bundle;
  if (passports.issuers.size === 0) throw refusedBy("refused", "passport.nobody-believed");
  const [origin = ""] = context.deps.origins();
  const { id: desk, person } = session;
  const asked = { session: desk, person, engagement: engagement.id, origin };
  const begun = await context.presentations.begin(asked);
  return { id: begun.id, link: requestPassport(begun, passports.type), until: begun.until };
}

/** What became of a request that this session began. @throws HttpError `not-found` */
export async function passportAnswer(
  context: Console,
  session: Session,
  which: WhichPassport,
): Promise<PassportReply> {
  const { id: engagement } = engagementOf(context, which);
  const asked = { session: session.id, engagement };
  const verdict = await context.presentations.verdict(which.passport, asked);
  if (verdict === undefined) return { type: "over" };
  if (verdict.type === "waiting") return { type: "waiting" };
  if (verdict.type === "refused") {
    const { why } = verdict;
    const said = [saidBy(`passport.${why}`)];
    return { type: "refused", code: why, message: faultWords[why], said };
  }
  return { type: "believed", passport: await viewPassport(context, which, verdict.passport) };
}

async function viewPassport(
  context: Console,
  { person }: Which,
  passport: BelievedPassport,
): Promise<PassportView> {
  const { app } = context.deps;
  const { bundle } = sceneNow(context);
  const { issuer, name, proofing, registration, role, until } = passport;
  const expected = await withNames(app.side, app.world, (names) => names.person(person).name);
  return {
    name,
    expected,
    isSameName: wordsOf(name) === wordsOf(expected),
    role: bundle.roles.get(role)?.title ?? role,
    issuer: bundle.passports.issuers.get(issuer)?.title ?? issuer,
    ...proofing,
    until,
    ...(registration === undefined ? {} : { registration }),
  };
}

/** Names in any order of their parts, without case and accents. */
function wordsOf(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain
    .split(/[\s,.'’-]+/u)
    .filter((word) => word !== "")
    .toSorted()
    .join(" ");
}

/**
 * Somebody at the desk has compared it with who stands there: the passport is the evidence from now on (L7).
 *
 * @throws HttpError `refused`, `not-found`, `ceremony-over`; LifecycleError as {@link proofByPassport} does
 */
export async function acceptPassport(
  context: Console,
  session: Session,
  which: WhichPassport,
): Promise<PersonReply> {
  const { id: engagement } = engagementOf(context, which);
  const asked = { session: session.id, engagement };
  const verdict = await context.presentations.verdict(which.passport, asked);
  if (verdict?.type !== "believed") throw refusedBy("ceremony-over", "passport.over");
  const { issuer, proofing, role, status, subject, until } = verdict.passport;
  const command = proofByPassport(context.deps.app, {
    engagement,
    passport: {
      index: status.index,
      issuer,
      list: status.uri,
      subject,
      role,
      level: proofing.level as AssuranceOfIdentity,
      until,
    },
    actor: by(session),
  });
  const reply = await act(context, session, which, { action, command });
  await context.presentations.forget(which.passport);
  return reply;
}

/**
 * Offers somebody a staff passport of this house, for the wallet on their own phone. What is on the screen is told to nobody else.
 *
 * @throws HttpError `refused`, `not-found`; LifecycleError where there is none to give now
 */
export async function offerPassport(
  context: Console,
  session: Session,
  which: Which,
): Promise<PassportOfferReply> {
  const { app } = context.deps;
  const engagement = engagementOf(context, which);
  passportTerms(app.world(), { engagement: engagement.id, actor: by(session) }, app.now());
  for (const resource of placesFor(context, session, engagement)("passport.issue")) {
    await requirePermit(context, session, "passport.issue", { resource });
  }
  const { person } = session;
  const { code, pin, until } = await context.offers.begin({ engagement: engagement.id, person });
  return { link: offerLink(issuerOf(context.deps), code), pin, until };
}
