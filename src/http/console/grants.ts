import type { FastifyReply, FastifyRequest } from "fastify";
import { answering, requesting } from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  findGrant,
  type Granting,
  mayAnswer,
  partiesTo,
  requestGrant,
  returnGrant,
  revokeGrant,
} from "../../exceptions/index.ts";
import { sceneOf } from "../../sessions/index.ts";
import type { Grant, Handling, NewRecord, Session } from "../../world/index.ts";
import {
  grantsOnScreen,
  grantView,
  isNewsOfGrants,
  openGrants,
  readWords,
  type Viewer,
  type Words,
} from "../grants/grant-view.ts";
import { prepareWish, resourceOf } from "../grants/grant-wish.ts";
import type {
  AnswerGrantRequest,
  ConsoleGrantRequest,
  ConsoleGrantsReply,
  GrantForm,
} from "../grants-contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import {
  type Console,
  findSession,
  mayLook,
  requireLook,
  requirePermit,
  type sceneNow,
} from "./console-context.ts";

/** As many ended requests as a page shows; older ones are in the log. */
const mostEnded = 200;

/**
 * Requests for access: what waits for this person's answer, what runs that they could take back, their own, and what has ended
 * (X5). Whoever reviews sees all of the last; that look is recorded.
 *
 * @throws HttpError `refused`
 */
export async function listGrants(context: Console, session: Session): Promise<ConsoleGrantsReply> {
  const reviews = mayLook(context, session, "review.read").type === "permit";
  if (reviews) await requireLook(context, session, "review.read");
  return showGrants(context, session, reviews);
}

async function showGrants(
  context: Console,
  session: Session,
  reviews: boolean,
): Promise<ConsoleGrantsReply> {
  const { app } = context.deps;
  const words = await readWords(app.side, app.world());
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneOf({ bundles: app.bundles }, world, app.now());
    return drawGrants(scene, viewerOf(session, reviews), names, words);
  });
}

/** Says to the page when requests that its person answers, or that are theirs, may have changed. */
export function listenAtConsole(
  context: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
): void {
  const viewer = viewerOf(session, false);
  context.changes.open(reply, {
    session: session.id,
    isIn: () => findSession(context, request)?.id === session.id,
    concerns: (scene, record) => isNewsOfGrants(scene, viewer, record),
  });
}

function viewerOf({ id, person }: Session, reviews: boolean): Viewer {
  return { person, context: { session: id }, reviews };
}

function drawGrants(
  scene: ReturnType<typeof sceneNow>,
  viewer: Viewer,
  names: NameBook,
  words: Words,
): ConsoleGrantsReply {
  const view = (grant: Grant) => grantView(scene, viewer, grant, names, words);
  const answersFor = new Map<string, boolean>();
  const isSeen = (grant: Grant) => {
    if (viewer.reviews === true || partiesTo(grant).includes(viewer.person)) return true;
    const known = answersFor.get(grant.ward) ?? mayAnswer(scene, viewer, grant);
    answersFor.set(grant.ward, known);
    return known;
  };
  const ended = [...scene.world.endedGrants.values()]
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
    .filter(isSeen);
  return {
    ...grantsOnScreen(scene, viewer, names, words),
    running: openGrants(scene)
      .filter((grant) => grant.state !== "pending" && isSeen(grant))
      .map(view),
    ended: ended.slice(0, mostEnded).map(view),
    form: formOf(scene),
  };
}

function formOf({ bundle, world }: ReturnType<typeof sceneNow>): GrantForm {
  const { kinds, reasons } = bundle.grants;
  const wards = [...world.wards.values()].filter(({ type }) => type === "ward");
  return {
    kinds: [...kinds.keys()],
    reasons: [...reasons].map(([code, label]) => ({ code, label })),
    wards: wards
      .map(({ id, name }) => ({ id, name }))
      .toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true })),
    tasks: [...(kinds.get("task")?.of ?? [])].map((action) => ({
      action,
      label: bundle.actions.get(action)?.title ?? action,
    })),
    roles: [...(kinds.get("role")?.of ?? [])].map((role) => ({
      role,
      label: bundle.roles.get(role)?.title ?? role,
    })),
  };
}

/**
 * Asks for access, for oneself or for somebody else by staff number.
 *
 * @throws HttpError `refused`, `not-found`; ExceptionError
 */
export async function askAtConsole(
  context: Console,
  session: Session,
  { staff = "", ...request }: ConsoleGrantRequest,
): Promise<ConsoleGrantsReply> {
  const askedBy = { type: "person", id: session.person } as const;
  const person = await personFor(context, session, staff.trim());
  const wish = prepareWish(context.deps, request, { person, askedBy });
  const also = following(context, (granting) => requestGrant(granting, wish));
  await requirePermit(context, session, requesting, { resource: resourceOf(request), also });
  return showGrants(context, session, false);
}

async function personFor(context: Console, session: Session, staff: string): Promise<string> {
  if (staff === "") return session.person;
  const { app } = context.deps;
  const key = `staff|${staff}`;
  const [person] = staff.length > 64 ? [] : await app.side.get([{ table: "identifiers", key }]);
  if (typeof person === "string" && app.world().people.has(person)) return person;
  throw refusedBy("not-found", "person.no-number");
}

/**
 * Answers a request (X2).
 *
 * @throws HttpError `refused`; ExceptionError
 */
export async function answerAtConsole(
  context: Console,
  session: Session,
  { grant, answer }: AnswerGrantRequest,
): Promise<ConsoleGrantsReply> {
  const approver = session.person;
  await answersFor(context, session, grant, (granting) =>
    answerGrant(granting, { grant, approver, answer }),
  );
  return showGrants(context, session, false);
}

/**
 * Ends what was granted: one's own is given back, another's taken back by whoever answers for the ward (X4).
 *
 * @throws HttpError `refused`; ExceptionError
 */
export async function endAtConsole(
  context: Console,
  session: Session,
  grant: string,
): Promise<ConsoleGrantsReply> {
  const { app } = context.deps;
  const { person } = session;
  if (partiesTo(findGrant(app.world(), grant)).includes(person)) {
    await app.submit({
      name: "grant.return",
      actor: { type: "person", id: person },
      handle: (handling) => {
        const { bundle } = sceneOf({ bundles: app.bundles }, handling.world, handling.at);
        const records = returnGrant({ ...handling, bundle }, { grant, person });
        return { records, answer: undefined };
      },
    });
  } else {
    await answersFor(context, session, grant, (granting) =>
      revokeGrant(granting, { grant, approver: person }),
    );
  }
  return showGrants(context, session, false);
}

/**
 * Begins what was approved for whoever is in (X1): a ward's, a task's or a role's, which are asked for here; its patients are seen at
 * the bedside.
 *
 * @throws ExceptionError
 */
export async function startAtConsole(
  context: Console,
  session: Session,
  grant: string,
): Promise<ConsoleGrantsReply> {
  const { app } = context.deps;
  const { person } = session;
  await app.submit({
    name: "grant.activate",
    actor: { type: "person", id: person },
    handle: (handling) => {
      const { bundle } = sceneOf({ bundles: app.bundles }, handling.world, handling.at);
      return {
        records: activateGrant({ ...handling, bundle }, { grant, person }),
        answer: undefined,
      };
    },
  });
  return showGrants(context, session, false);
}

/** What only somebody does who answers for the request's ward: that is decided and recorded with it. */
async function answersFor(
  context: Console,
  session: Session,
  grant: string,
  records: (granting: Granting) => readonly NewRecord[],
): Promise<void> {
  const { ward } = findGrant(context.deps.app.world(), grant);
  const resource = { type: "ward", id: ward };
  await requirePermit(context, session, answering, {
    resource,
    also: following(context, records),
  });
}

function following<F>(
  { deps }: Console,
  follows: (granting: Granting) => F,
): (handling: Handling) => F {
  const { bundles } = deps.app;
  return ({ world, at }) => follows({ bundle: sceneOf({ bundles }, world, at).bundle, world, at });
}
