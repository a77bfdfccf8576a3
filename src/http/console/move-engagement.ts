import { hospital } from "../../access/index.ts";
import { parseDate } from "../../feeds/index.ts";
import { type Difference, type Move, moveEngagement, previewMove } from "../../lifecycle/index.ts";
import { sayWard, zoneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type {
  MoveChoices,
  MoveDifference,
  MoveEngagementRequest,
  PersonReply,
} from "../people-contract.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, sceneNow } from "./console-context.ts";
import { act, by, look, type Which } from "./engagements.ts";
import { placesFor } from "./people.ts";

/**
 * What a move would change, for whoever may read of the engagement. Nothing happens.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; LifecycleError as the move does
 */
export async function previewMoveOne(
  context: Console,
  session: Session,
  which: Which,
  request: MoveEngagementRequest,
): Promise<MoveDifference> {
  await look(context, session, which);
  const { at, world } = sceneNow(context);
  const move = moveFrom(context, which, request);
  return differenceIn(context, previewMove(context.deps.app, world, move, at));
}

/**
 * Moves somebody to another role or ward (L4): where it is not permitted for the whole hospital, it has to be in every ward that
 * they leave, and in the one to which they come.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; LifecycleError as the command does
 */
export async function moveOne(
  context: Console,
  session: Session,
  which: Which,
  request: MoveEngagementRequest,
): Promise<PersonReply> {
  const move = moveFrom(context, which, request);
  const command = moveEngagement(context.deps.app, { ...move, actor: by(session) });
  return act(context, session, which, { action: "engagement.move", command, ward: move.ward });
}

/**
 * To which roles and wards the one who asks may move somebody.
 *
 * @throws HttpError `refused`, `not-found`
 */
export async function moveChoices(
  context: Console,
  session: Session,
  which: Which,
): Promise<MoveChoices> {
  const engagement = await look(context, session, which);
  const { bundle, world } = sceneNow(context);
  const everywhere = placesFor(context, session, engagement)("engagement.move").includes(hospital);
  const may = (id: string): boolean =>
    everywhere ||
    mayLook(context, session, "engagement.move", { type: "ward", id }).type === "permit";
  return {
    roles: [...bundle.roles.values()].filter(isMovedTo).map(({ name, title }) => ({ name, title })),
    wards: [...world.wards.values()]
      .filter(({ id }) => may(id))
      .map(({ id }) => ({ id, name: sayWard(world, id) })),
  };
}

/** Whether the console moves somebody to a role. */
function isMovedTo({
  clinical,
  may,
}: {
  readonly clinical: boolean;
  readonly may: ReadonlySet<string>;
}): boolean {
  return clinical && !may.has("engagement.move");
}

/**
 * Roles that look after the whole house, and those that move people themselves, come from HR: nobody at the console makes a
 * colleague an administrator, or gives away what they decide by.
 */
function moveFrom(
  context: Console,
  { engagement }: Which,
  { first, role, ward }: MoveEngagementRequest,
): Move {
  const { bundle, world } = sceneNow(context);
  const known = bundle.roles.get(role);
  if (known === undefined || !isMovedTo(known)) {
    throw refusedBy("refused", "engagement.move-clinical");
  }
  if (first === undefined) return { engagement, role, ward };
  const from = parseDate(first, zoneOf(world, ward));
  if (from === undefined) throw refusedBy("bad-request", "engagement.first-day");
  return { engagement, from, role, ward };
}

function differenceIn(
  context: Console,
  { gained, lost, lostActions, overlap, unrostered }: Difference,
): MoveDifference {
  const { bundle } = sceneNow(context);
  const title = (role: string): string => bundle.roles.get(role)?.title ?? role;
  const named = (names: readonly string[]) =>
    names.map((name) => ({ name, title: bundle.actions.get(name)?.title ?? name }));
  return {
    gained: { ...gained, title: title(gained.role), actions: named(gained.actions) },
    lost: lost.map((one) => ({ ...one, title: title(one.role) })),
    lostActions: named(lostActions),
    ...(overlap === undefined ? {} : { overlap }),
    unrostered: unrostered.length,
  };
}
