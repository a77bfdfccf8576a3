import type { FastifyReply, FastifyRequest } from "fastify";
import { openConsole, SessionError, signOut } from "../../sessions/index.ts";
import type { World } from "../../world/index.ts";
import type { ConsoleSignInReply, ConsoleSignInRequest } from "../console-contract.ts";
import type { PersonView, Spoken } from "../contract.ts";
import { withNames } from "../names.ts";
import { requireOwnPage } from "../origins.ts";
import { spoken } from "../spoken.ts";
import { type Console, findSession, signedOut } from "./console-context.ts";
import { cookieHash, newCookie, setCookie } from "./cookie.ts";

/** One sentence for a number that is no badge, a wrong PIN, one that came too early, and a locked badge. */
export const refused: Spoken = spoken("console.refused");

/**
 * Signs in at the console by badge number and PIN. An unknown number costs what a wrong PIN costs and is
 * answered the same. The cookie's value is new each time, so that nobody can fix it beforehand.
 *
 * @throws HttpError `foreign-origin`
 */
export async function signIn(
  context: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  { badge: number, pin }: ConsoleSignInRequest,
): Promise<ConsoleSignInReply> {
  const { deps, https, refusals } = context;
  const { app, pins, keyedHash, origins } = deps;
  requireOwnPage(request, origins());
  const badge = keyedHash("badge", number.trim());
  const right = await pins.verify(await verifierOf(context, badge), pin, "anybody");
  const value = newCookie();
  const before = findSession(context, request);
  const recordsRefusal = refusals.at(request.ip);
  const answer = await app.submit(
    openConsole(
      { bundles: app.bundles },
      { badge, right, surface: cookieHash(value), recordsRefusal },
    ),
  );
  if (answer.type === "refused") return { type: "refused", ...refused };
  if (before !== undefined) await end(context, before);
  reply.header("set-cookie", setCookie(value, https()));
  return { type: "in", who: await personView(context, answer.person) };
}

/** Always two look-ups, so that an unknown badge takes the time of a known one. */
export async function verifierOf({ deps }: Console, badge: string): Promise<string | undefined> {
  const { side, world } = deps.app;
  const [id] = await side.get([{ table: "credentials", key: `badge|${badge}` }]);
  const person = typeof id === "string" ? world().badges.get(id)?.person : undefined;
  const key = `pin|${person ?? ""}`;
  const [verifier] = await side.get([{ table: "credentials", key }]);
  return typeof verifier === "string" ? verifier : undefined;
}

/**
 * Signs out: the session ends, the cookie goes.
 *
 * @throws HttpError `foreign-origin`, `signed-out`
 */
export async function signOutHere(
  context: Console,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ readonly type: "out" }> {
  requireOwnPage(request, context.deps.origins());
  const session = findSession(context, request);
  reply.header("set-cookie", setCookie(undefined, context.https()));
  if (session === undefined) throw signedOut();
  await end(context, session);
  return { type: "out" };
}

export async function end(
  { deps }: Console,
  session: { readonly id: string; readonly surface: { readonly id: string } },
): Promise<void> {
  try {
    await deps.app.submit(signOut({ session: session.id, surface: session.surface.id }));
  } catch (error) {
    // It ended by itself in the meantime.
    if (!(error instanceof SessionError)) throw error;
  }
}

/** A person with the role that they are here in. */
export function personView({ deps }: Console, person: string): Promise<PersonView> {
  const { app } = deps;
  return withNames(app.side, app.world, (names, world) => {
    const role = roleOf(world, person, app.now());
    const title = app.bundles.current(world)?.roles.get(role ?? "")?.title;
    return names.person(person, title ?? role);
  });
}

function roleOf(world: World, person: string, at: number): string | undefined {
  return world.rolesByPerson
    .get(person)
    .map((id) => world.roles.get(id))
    .find((role) => role !== undefined && role.from <= at && at < role.to)?.role;
}
