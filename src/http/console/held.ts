import { isPrivileged } from "../../access/index.ts";
import { answerHeldRole, type HeldRole, heldRoles, heldRolesKey } from "../../feeds/index.ts";
import { brake } from "../../lifecycle/index.ts";
import type { Json } from "../../ports/index.ts";
import type { Session } from "../../world/index.ts";
import type {
  AnswerHeldRequest,
  HeldReply,
  HeldRoleView,
  ReleaseClientRequest,
  StoppedClient,
} from "../held-contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { type BrakeRow, brakeKey, releaseBrake, stillAsked } from "../scim/index.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";
import { by } from "./engagements.ts";
import { wardsOf } from "./people.ts";

const day = 24 * 3_600_000;
/** So many are listed by name. */
const mostShown = 200;
/** The feed whose lines wait: files of HR. */
const feed = "staff";

/**
 * What HR's file and clients of SCIM were stopped at, with what each would do. The look is recorded (U4).
 *
 * @throws HttpError `refused`
 */
export async function listHeld(context: Console, session: Session): Promise<HeldReply> {
  await requireLook(context, session, "person.read");
  return viewHeld(context, session);
}

async function viewHeld(context: Console, session: Session): Promise<HeldReply> {
  const { app } = context.deps;
  const clients = clientIds(context);
  const [waiting, ...rows] = await app.side.get([heldRolesKey, ...clients.map(brakeKey)]);
  const all = heldRoles(waiting, app.now());
  const numbers = await app.side.get(
    all.map(({ row }) => ({ table: "identifiers", key: `staff|${row.number}` })),
  );
  return withNames(app.side, app.world, (names) => ({
    roles: all.map((held, index) => roleView(context, held, numbers[index])),
    clients: clients.flatMap((id, index) => clientView(context, names, id, rows[index])),
    may: mayLook(context, session, "held.release").type === "permit",
  }));
}

/** Whoever may bring people and end their access by SCIM. */
function clientIds(context: Console): readonly string[] {
  const { applications, workloads } = context.deps.app.world();
  return [...workloads.values(), ...applications.values()].flatMap(({ id, scopes }) =>
    scopes.includes("scim.manage") ? [id] : [],
  );
}

function roleView(
  context: Console,
  { at, id, row }: HeldRole,
  number: Json | undefined,
): HeldRoleView {
  const { bundle } = sceneNow(context);
  const { from, name, to, ward } = row.role;
  return {
    id,
    name: `${row.given} ${row.family}`.trim(),
    number: row.number,
    known: typeof number === "string",
    role: bundle.roles.get(name)?.title ?? name,
    ward,
    at,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function clientView(
  context: Console,
  names: NameBook,
  id: string,
  row: Json | undefined,
): readonly StoppedClient[] {
  const { at, world } = sceneNow(context);
  const { released, stopped } = (row ?? {}) as BrakeRow;
  if (stopped === undefined || at - stopped.at >= day) return [];
  const { ends: ended, live, percent } = brake(world, { actor: id, asked: 0, at });
  const asked = stillAsked(world, stopped.asked ?? []);
  const listed = asked.slice(0, mostShown).flatMap((engagement) => {
    const known = world.engagements.get(engagement);
    if (known === undefined) return [];
    const wards = wardsOf(world, known);
    return [{ engagement, who: names.person(known.person), type: known.type, wards }];
  });
  return [
    {
      id,
      name: (world.workloads.get(id) ?? world.applications.get(id))?.name ?? id,
      at: stopped.at,
      live,
      percent,
      ended,
      asked: listed,
      more: asked.length - listed.length,
      all: asked.length === 0 ? stopped.ends : ended + asked.length,
      ...(released === undefined || released.until <= at ? {} : { released }),
    },
  ];
}

/**
 * A privileged role that HR's file asks for is meant, and given by whoever says so; or it is not, and waits no more (L7).
 *
 * @throws HttpError `refused`, `not-found`, `bad-request` where its line cannot be taken in any more
 */
export async function answerHeld(
  context: Console,
  session: Session,
  held: string,
  { outcome }: AnswerHeldRequest,
): Promise<HeldReply> {
  const { app } = context.deps;
  await requirePermit(context, session, "held.release");
  const { bundle } = sceneNow(context);
  const { endings, side, submit } = app;
  const answer = await answerHeldRole(
    {
      submit,
      side,
      deps: { bundles: app.bundles, endings },
      feed,
      roles: new Set(bundle.roles.keys()),
      isPrivileged: (role) => isPrivileged(bundle, role),
    },
    { held, isMeant: outcome === "given" },
    by(session),
  );
  if (answer === "gone") throw refusedBy("not-found", "held.gone");
  if (answer === "own") throw refusedBy("refused", "held.own");
  if (typeof answer === "object") {
    throw refusedBy("bad-request", "held.refused", { reason: answer.reason });
  }
  return viewHeld(context, session);
}

/**
 * Just so many ends by a client that the brake stopped are meant (L11). Decided, recorded and done in one batch.
 *
 * @throws HttpError `refused`, `not-stopped`, `not-so-many`
 */
export async function releaseClient(
  context: Console,
  session: Session,
  client: string,
  { ends }: ReleaseClientRequest,
): Promise<HeldReply> {
  const command = releaseBrake({ client, ends, actor: by(session) });
  await requirePermit(context, session, "held.release", {
    needs: command.needs ?? [],
    also: (handling) => {
      const { records, side = [] } = command.handle(handling);
      return { records, side };
    },
  });
  return viewHeld(context, session);
}
