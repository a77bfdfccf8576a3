import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import { type TProperties, Type } from "typebox";
import {
  acceptInvitation,
  invitationKey,
  openInvitation,
  sceneOf,
  zoneOf,
} from "../../sessions/index.ts";
import type { Engagement, Invitation, Shift } from "../../world/index.ts";
import type {
  ArriveAcceptReply,
  ArriveAcceptRequest,
  ArriveOptionsReply,
  ArriveReply,
  ArriveRequest,
} from "../arrive-contract.ts";
import type { ServerDeps } from "../deps.ts";
import { withNames } from "../names.ts";
import { requireOwnPage } from "../origins.ts";
import { type Ceremonies, createCeremonies } from "../passkeys/ceremonies.ts";
import { checkEnrolment, enrolmentOptions } from "../passkeys/enrolment.ts";
import { credentialHash } from "../passkeys/kept-passkey.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { registrationBody } from "../passkeys/schema.ts";
import { codeOf, linkHash, newCode } from "./link.ts";

type ArriveDeps = Pick<ServerDeps, "app" | "clock" | "keyedHash" | "origins">;

interface Context {
  readonly deps: ArriveDeps;
  readonly ceremonies: Ceremonies;
}

/**
 * What a locum does from their own phone before they come: no cookie and no key, but the secret of a link that the desk made. It gives
 * nothing by itself: what is made here waits for the desk.
 */
export function arrive(deps: ArriveDeps): FastifyPluginAsync {
  return async (server) => {
    const context: Context = { deps, ceremonies: createCeremonies(deps.clock) };
    const link = Type.String({ pattern: "^[\\w-]{43}$" });
    post<ArriveRequest>(server, deps, {
      path: "/look",
      members: { link },
      answer: (_, body) => look(context, body),
    });
    post<ArriveRequest>(server, deps, {
      path: "/options",
      members: { link },
      answer: (request, body) => optionsFor(context, request, body),
    });
    const made = { link, response: registrationBody };
    post<ArriveAcceptRequest>(server, deps, {
      path: "/accept",
      members: made,
      answer: (_, body) => accept(context, body),
    });
  };
}

function post<B>(
  server: FastifyInstance,
  { origins }: ArriveDeps,
  route: {
    readonly path: string;
    readonly members: TProperties;
    readonly answer: (request: FastifyRequest, body: B) => Promise<unknown>;
  },
): void {
  const body = Type.Object(route.members, { additionalProperties: false });
  const schema = { summary: "What the page of a locum's link says", hide: true, body };
  server.post(route.path, { schema }, async (request) => {
    requireOwnPage(request, origins());
    return route.answer(request, request.body as B);
  });
}

/** What a link is for, while it is good. @throws SessionError `invitation-refused` */
async function opened(
  { deps: { app } }: Context,
  link: string,
): Promise<{ readonly engagement: Engagement; readonly invitation: Invitation }> {
  const [row] = await app.side.get([invitationKey(linkHash(link))]);
  return openInvitation(app.world(), row, app.now());
}

async function look(context: Context, { link }: ArriveRequest): Promise<ArriveReply> {
  const { app } = context.deps;
  const { engagement } = await opened(context, link);
  const shift = shiftOf(context, engagement);
  const role = sceneOf(app, app.world(), app.now()).bundle.roles.get(shift?.role ?? "");
  return withNames(app.side, app.world, (names, world) => ({
    name: names.person(engagement.person).name,
    role: role?.title ?? shift?.role ?? "",
    ward: world.wards.get(shift?.ward ?? "")?.name ?? shift?.ward ?? "",
    zone: zoneOf(world, shift?.ward ?? ""),
    from: shift?.from ?? engagement.from,
    to: shift?.to ?? engagement.to,
  }));
}

function shiftOf({ deps: { app } }: Context, { id, person }: Engagement): Shift | undefined {
  const { shifts, shiftsByPerson } = app.world();
  return shiftsByPerson
    .get(person)
    .flatMap((each) => shifts.get(each) ?? [])
    .find(({ engagement }) => engagement === id);
}

/** Begun as often as it takes: an attempt that comes to nothing leaves the link as it is. */
async function optionsFor(
  context: Context,
  request: FastifyRequest,
  { link }: ArriveRequest,
): Promise<ArriveOptionsReply> {
  const { ceremonies, deps } = context;
  const { app } = deps;
  const origin = passkeyOrigin(request, deps.origins());
  const { engagement, invitation } = await opened(context, link);
  const { person } = engagement;
  const { name } = await withNames(app.side, app.world, (names) => names.person(person));
  const { bundle } = sceneOf(app, app.world(), app.now());
  const whose = { session: boundTo(invitation), origin, badge: "", person, name };
  // Which passkeys they have is told to nobody who only has a link.
  const enrolling = { ...whose, known: [], attested: bundle.hardware.size > 0 };
  return { options: await enrolmentOptions(ceremonies, enrolling) };
}

async function accept(
  context: Context,
  { link, response }: ArriveAcceptRequest,
): Promise<ArriveAcceptReply> {
  const { app, keyedHash } = context.deps;
  const { invitation } = await opened(context, link);
  const { bundle } = sceneOf(app, app.world(), app.now());
  const bound = boundTo(invitation);
  const {
    badge: _none,
    kept,
    ...made
  } = await checkEnrolment(context.ceremonies, bundle, bound, response);
  const code = newCode();
  await app.submit(
    acceptInvitation({
      ...made,
      link: linkHash(link),
      code: keyedHash("invitation-code", codeOf(invitation.id, code)),
      credential: credentialHash(kept.credential),
      secret: { ...kept },
    }),
  );
  return { code };
}

function boundTo({ id }: Invitation): string {
  return `invitation|${id}`;
}
