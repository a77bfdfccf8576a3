import type { FastifyRequest } from "fastify";
import { comeToDesk, SessionError, vouchByPasskey } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { SecondByPasskey, SecondPerson, VouchOptionsRequest } from "../console-contract.ts";
import type { PasskeyOptionsReply, Spoken } from "../contract.ts";
import { assertionOptions, checkAssertion } from "../passkeys/assertion.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { spoken, spokenOf } from "../spoken.ts";
import type { Console } from "./console-context.ts";
import { refused, verifierOf } from "./sign-in.ts";

/** Who vouches beside the supervisor, or what is said to whoever could not. */
export type Beside =
  | { readonly type: "present"; readonly second?: string }
  | ({ readonly type: "refused" } & Spoken);

/** For whom, and in whose session, a passkey vouches: for anybody else it was not used. */
function boundTo({ id }: Session, person: string): string {
  return `${id}|${person}`;
}

/**
 * What the browser asks a colleague's authenticator with; which of its passkeys answers, the colleague chooses.
 *
 * @throws HttpError `bad-request`
 */
export async function vouchOptions(
  { ceremonies, deps }: Console,
  request: FastifyRequest,
  session: Session,
  { person }: VouchOptionsRequest,
): Promise<PasskeyOptionsReply> {
  const origin = passkeyOrigin(request, deps.origins());
  const ceremony = { purpose: "console-vouch", bound: boundTo(session, person), origin } as const;
  return { options: await assertionOptions(ceremonies, ceremony) };
}

/**
 * A colleague beside whoever supervises reads their badge and types their PIN: wrong ones count as anywhere (A3); or uses their
 * passkey. Nobody is there where nothing was read.
 *
 * @throws HttpError `ceremony-over`, `passkey-refused`
 */
export async function standBeside(
  context: Console,
  session: Session,
  given: SecondPerson | undefined,
): Promise<Beside> {
  if (given === undefined) return { type: "present" };
  if ("response" in given) return besideByPasskey(context, session, given);
  const { app, keyedHash, pins } = context.deps;
  const badge = keyedHash("badge", given.badge.trim());
  const right = await pins.verify(await verifierOf(context, badge), given.pin, "surface");
  const here = await app.submit(comeToDesk({ badge, right, supervisor: session.person }));
  if (here.type === "present") return { type: "present", second: here.person };
  return { type: "refused", ...(here.type === "refused" ? refused : spoken("desk.yourself")) };
}

async function besideByPasskey(
  { ceremonies, deps }: Console,
  session: Session,
  { person, response }: SecondByPasskey,
): Promise<Beside> {
  const { app } = deps;
  const asked = { purpose: "console-vouch", bound: boundTo(session, person) } as const;
  const use = await checkAssertion(
    { ceremonies, side: app.side, world: app.world },
    asked,
    response,
  );
  const vouching = { ...use, supervisor: session.person };
  const here = await app.submit(vouchByPasskey({ bundles: app.bundles }, vouching));
  if (here.type === "present") return { type: "present", second: here.person };
  return {
    type: "refused",
    ...spoken(here.type === "refused" ? "desk.other-passkey" : "desk.your-passkey"),
  };
}

/** Whether a passkey was used to vouch for this person; a badge and PIN name nobody. */
export function vouchesFor(given: SecondPerson | undefined, person: string): boolean {
  return given === undefined || !("response" in given) || given.person === person;
}

/** What is said where a second person is asked for, or is not one; undefined for any other error. */
export function asksForSecond(error: unknown): Spoken | undefined {
  if (!(error instanceof SessionError)) return undefined;
  const isAboutIt = error.code === "reaches-further" || error.code === "second-refused";
  return isAboutIt ? spokenOf(error) : undefined;
}
