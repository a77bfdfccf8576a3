import { conflictOf } from "../../access/index.ts";
import { parseDate } from "../../feeds/index.ts";
import {
  type EndedAccess,
  endEngagement,
  exemptEngagement,
  extendEngagement,
  LifecycleError,
  previewEnd,
  reinstateEngagement,
  resumeEngagement,
  suspendEngagement,
} from "../../lifecycle/index.ts";
import type { Instant } from "../../ports/index.ts";
import { zoneOf } from "../../sessions/index.ts";
import type { Actor, Command, EndedKind, Engagement, Session } from "../../world/index.ts";
import type {
  EndEngagementRequest,
  EndPart,
  EndPreview,
  ExemptEngagementRequest,
  ExtendEngagementRequest,
  PersonReply,
  ReceiptReply,
  SuspendEngagementRequest,
} from "../people-contract.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requireLook, requirePermit, sceneNow } from "./console-context.ts";
import { engagementOf, placesFor, viewPerson, wardsOf } from "./people.ts";
import { whereIs } from "./person-view.ts";

/** One of a person's engagements, as a route names it. */
export interface Which {
  readonly person: string;
  readonly engagement: string;
}

/**
 * Decides, records and does something about an engagement, all in one batch: in the last of the places where it has to be
 * permitted. Nobody decides about whom they report to (X19), but for those who look after the whole hospital.
 *
 * @throws HttpError `refused`, `not-found`; LifecycleError as the command does
 */
export async function act(
  context: Console,
  session: Session,
  which: Which,
  {
    action,
    command,
    ward,
  }: {
    readonly action: string;
    readonly command: Command<unknown>;
    /** Where it has to be permitted too, besides where the engagement gives a role. */
    readonly ward?: string;
  },
): Promise<PersonReply> {
  const engagement = engagementOf(context, which);
  const own = placesFor(context, session, engagement)(action);
  const isWards = own.every(({ type }) => type === "ward");
  const isNew = isWards && ward !== undefined && !own.some((at) => "id" in at && at.id === ward);
  const places = isNew ? [...own, { type: "ward", id: ward } as const] : own;
  if (isWards) refuseManagers(context, session, engagement);
  for (const [index, resource] of places.entries()) {
    const isLast = index === places.length - 1;
    const { needs = [] } = command;
    const also = isLast
      ? {
          also: (handling: Parameters<typeof command.handle>[0]) => command.handle(handling),
          needs,
        }
      : {};
    await requirePermit(context, session, action, { resource, ...also });
  }
  return viewPerson(context, session, which.person);
}

function refuseManagers(context: Console, session: Session, { person }: Engagement): void {
  const { at, bundle, world } = sceneNow(context);
  const conflict = conflictOf(bundle, world, session.person, { people: [person] }, at);
  if (conflict !== "of-your-manager") return;
  throw refusedBy("refused", "engagement.of-your-manager");
}

/** Who acts, as the log has it. */
export const by = ({ person }: Session): Actor => ({ type: "person", id: person });

/** Moves the end of an engagement to the end of a day. @throws HttpError `bad-request`, and as {@link act} */
export async function extendOne(
  context: Console,
  session: Session,
  which: Which,
  { last }: ExtendEngagementRequest,
): Promise<PersonReply> {
  const world = context.deps.app.world();
  const [ward] = wardsOf(world, engagementOf(context, which));
  const to = parseDate(last, zoneOf(world, ward), true);
  if (to === undefined) throw refusedBy("bad-request", "engagement.day");
  refuseTooLong(context, which, to);
  const command = extendEngagement({ engagement: which.engagement, to, actor: by(session) });
  return act(context, session, which, { action: "engagement.extend", command });
}

/** What rests on a passport lasts no longer than its issuer is believed for: longer, it would be suspended (L7). */
function refuseTooLong(context: Console, which: Which, to: Instant): void {
  const { from, proof } = engagementOf(context, which);
  const issuer = sceneNow(context).bundle.passports.issuers.get(proof?.passport?.issuer ?? "");
  if (issuer === undefined || to - from <= issuer.longest) return;
  const hours = String(Math.floor(issuer.longest / 3_600_000));
  throw new LifecycleError("passport-too-long", { hours });
}

/** Suspends an engagement; what is open by it ends at once. @throws as {@link act} */
export async function suspendOne(
  context: Console,
  session: Session,
  which: Which,
  { reason }: SuspendEngagementRequest,
): Promise<PersonReply> {
  const { app } = context.deps;
  const wish = { engagement: which.engagement, reason, actor: by(session) };
  const command = suspendEngagement(app, wish);
  return act(context, session, which, { action: "engagement.suspend", command });
}

/** Lets an engagement be until the end of a day though nobody signs in by it. @throws HttpError `bad-request`, and as {@link act} */
export async function exemptOne(
  context: Console,
  session: Session,
  which: Which,
  { last }: ExemptEngagementRequest,
): Promise<PersonReply> {
  const world = context.deps.app.world();
  const [ward] = wardsOf(world, engagementOf(context, which));
  const until = parseDate(last, zoneOf(world, ward), true);
  if (until === undefined) throw refusedBy("bad-request", "engagement.day");
  const command = exemptEngagement({ engagement: which.engagement, until, actor: by(session) });
  return act(context, session, which, { action: "engagement.suspend", command });
}

/** Resumes a suspended engagement. @throws as {@link act} */
export async function resumeOne(
  context: Console,
  session: Session,
  which: Which,
): Promise<PersonReply> {
  const command = resumeEngagement({ engagement: which.engagement, actor: by(session) });
  return act(context, session, which, { action: "engagement.suspend", command });
}

/** Ends an engagement, and everything that hangs on it (L3). @throws as {@link act} */
export async function endOne(
  context: Console,
  session: Session,
  which: Which,
  { reason }: EndEngagementRequest,
): Promise<PersonReply> {
  const wish = { engagement: which.engagement, reason, actor: by(session) };
  const command = endEngagement(context.deps.app, wish);
  return act(context, session, which, { action: "engagement.end", command });
}

/** Gives back an engagement that should not have been ended (L11). @throws as {@link act} */
export async function reinstateOne(
  context: Console,
  session: Session,
  which: Which,
): Promise<PersonReply> {
  const command = reinstateEngagement({ engagement: which.engagement, actor: by(session) });
  return act(context, session, which, { action: "engagement.reinstate", command });
}

/** Looks at a person for whoever may end this engagement or read of it. @throws HttpError `refused`, `not-found` */
export async function look(context: Console, session: Session, which: Which): Promise<Engagement> {
  const engagement = engagementOf(context, which);
  const [place] = placesFor(context, session, engagement)("person.read");
  await requireLook(context, session, "person.read", place);
  return engagement;
}

/**
 * What would end with an engagement if it ended now, by name where there is a name.
 *
 * @throws HttpError `refused`, `not-found`; LifecycleError `engagement-ended`
 */
export async function previewOne(
  context: Console,
  session: Session,
  which: Which,
): Promise<EndPreview> {
  await look(context, session, which);
  const { app } = context.deps;
  const { at, world } = sceneNow(context);
  const preview = previewEnd(app, world, which.engagement, at);
  return {
    parts: partsOf(context, preview),
    others: preview.others.flatMap((id) => {
      const other = world.engagements.get(id);
      return other === undefined ? [] : [{ id, type: other.type, to: other.to }];
    }),
  };
}

/** The order in which they are read: what stops somebody's work first. */
const inOrder: readonly EndedKind[] = [
  "sessions",
  "connections",
  "logouts",
  "badges",
  "passkeys",
  "devices",
  "roles",
  "shifts",
  "onCalls",
  "grants",
  "glasses",
  "duties",
  "reliefs",
  "swaps",
  "workloads",
];

function partsOf(context: Console, { ended }: EndedAccess): readonly EndPart[] {
  return inOrder.flatMap((kind) => {
    const ids = ended[kind] ?? [];
    if (ids.length === 0) return [];
    const named = ids.flatMap((id) => nameOf(context, kind, id) ?? []);
    return [{ kind, count: ids.length, names: [...new Set(named)] }];
  });
}

function nameOf(context: Console, kind: EndedKind, id: string): string | undefined {
  const scene = sceneNow(context);
  const { bundle, world } = scene;
  const session = world.sessions.get(id);
  if (kind === "sessions" && session !== undefined) return whereIs(scene, session);
  const role = world.roles.get(id);
  if (kind === "roles" && role !== undefined) {
    return `${bundle.roles.get(role.role)?.title ?? role.role}, ${role.ward}`;
  }
  if (kind === "connections" || kind === "logouts") {
    return world.applications.get(world.connections.get(id)?.application ?? "")?.name;
  }
  if (kind === "devices") return world.devices.get(id)?.platform;
  if (kind === "workloads") return world.workloads.get(id)?.name;
  if (kind === "grants") return world.grants.get(id)?.ward;
  return undefined;
}

/**
 * The receipt that an engagement's access ended (L3).
 *
 * @throws HttpError `refused`, `not-found`, `unsigned` while no checkpoint covers it
 */
export async function receiptOf(
  context: Console,
  session: Session,
  which: Which,
): Promise<ReceiptReply> {
  const { ended } = await look(context, session, which);
  if (ended?.receipt === undefined) {
    throw refusedBy("not-found", "engagement.no-receipt");
  }
  const made = await context.deps.receipts?.(ended.receipt);
  if (made !== undefined) return made;
  throw refusedBy("unsigned", "engagement.unsigned");
}
