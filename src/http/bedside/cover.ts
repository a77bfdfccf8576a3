import { requesting } from "../../access/index.ts";
import { activateGrant, requestGrant, returnGrant } from "../../exceptions/index.ts";
import { asOccupant, sceneOf } from "../../sessions/index.ts";
import type { Command, NewRecord } from "../../world/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { AskCoverReply, OpenChartReply, SeatReply } from "../bedside-contract.ts";
import { prepareWish, resourceOf } from "../grants/grant-wish.ts";
import type { GrantChoice, GrantRequest } from "../grants-contract.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { openChart } from "./open-chart.ts";
import { seatReply } from "./reply.ts";
import { occupantIn, type Visit } from "./visit.ts";

/**
 * Asks for access that the rules do not give, as the refusal offers it (X1). Where a rule approves it (X6), a patient's chart
 * opens at once.
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export async function askForCover(visit: Visit, request: GrantRequest): Promise<AskCoverReply> {
  const { app } = visit.bedside.deps;
  const session = occupantIn(visit);
  const { person } = session;
  const asked = request.patient && survivorOf(app.world(), request.patient);
  const about = asked === undefined ? request : { ...request, patient: asked };
  const askedBy = { type: "person", id: person } as const;
  const wish = prepareWish(visit.bedside.deps, about, { person, askedBy });
  let granted: string | undefined;
  const answer = await decideAtSeat(
    visit,
    session,
    { action: requesting, resource: resourceOf(about) },
    (_session, _permit, { world, at }) => {
      const { bundle } = sceneOf({ bundles: app.bundles }, world, at);
      const made = requestGrant({ bundle, world, at }, wish);
      granted = made.rule === undefined ? undefined : made.grant;
      return made;
    },
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, requesting, answer) };
  }
  if (granted !== undefined && about.kind === "patient" && about.from === undefined) {
    return startCover(visit, { grant: granted });
  }
  return { type: "asked", ...(await seatReply(visit)) };
}

/**
 * Begins what was approved (X1); a patient's chart opens with it.
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export async function startCover(visit: Visit, { grant }: GrantChoice): Promise<AskCoverReply> {
  const { app } = visit.bedside.deps;
  const { person } = occupantIn(visit);
  await doWith(visit, "grant.activate", (granting) => activateGrant(granting, { grant, person }));
  const patient = app.world().grants.get(grant)?.patient;
  if (patient === undefined) return { type: "asked", ...(await seatReply(visit)) };
  return openChart(visit, patient) satisfies Promise<OpenChartReply>;
}

/**
 * It is not needed any more, or not asked for: charts that are open by it close (X4).
 *
 * @throws SessionError `occupant-changed`; ExceptionError
 */
export async function returnCover(visit: Visit, { grant }: GrantChoice): Promise<SeatReply> {
  const { person } = occupantIn(visit);
  await doWith(visit, "grant.return", (granting) => returnGrant(granting, { grant, person }));
  return seatReply(visit);
}

/** What the occupant does with a request of theirs. */
async function doWith(
  visit: Visit,
  name: string,
  records: (granting: Parameters<typeof activateGrant>[0]) => readonly NewRecord[],
): Promise<void> {
  const { bedside, seat } = visit;
  const { bundles, submit } = bedside.deps.app;
  const session = occupantIn(visit);
  const command: Command<void> = {
    name,
    actor: { type: "person", id: session.person },
    handle: ({ world, at }) => {
      const { bundle } = sceneOf({ bundles }, world, at);
      return { records: records({ bundle, world, at }), answer: undefined };
    },
  };
  await submit(asOccupant({ bundles }, { seat, session: session.id }, command));
}
