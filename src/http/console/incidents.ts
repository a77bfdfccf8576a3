import { conflictOf } from "../../access/index.ts";
import { closeIncident, partiesOf } from "../../reviews/index.ts";
import type { Incident, Session } from "../../world/index.ts";
import type { CloseIncidentRequest, IncidentsReply, IncidentView } from "../incidents-contract.ts";
import { type NameBook, withNames } from "../names.ts";
import { reasonOf } from "../say-reason.ts";
import { type Console, mayLook, requireLook, requirePermit, sceneNow } from "./console-context.ts";

/**
 * The open incidents (X13).
 *
 * @throws HttpError `refused`
 */
export async function listIncidents(context: Console, session: Session): Promise<IncidentsReply> {
  await requireLook(context, session, "incident.read");
  return openIncidents(context, session);
}

function openIncidents(context: Console, session: Session): Promise<IncidentsReply> {
  const { app } = context.deps;
  const mayClose = mayLook(context, session, "incident.close").type === "permit";
  return withNames(app.side, app.world, (names, world) => ({
    mayClose,
    incidents: [...world.incidents.values()]
      .toSorted((a, b) => a.openedAt - b.openedAt)
      .map((incident) => incidentView(context, session, names, incident)),
  }));
}

function incidentView(
  context: Console,
  session: Session,
  names: NameBook,
  incident: Incident,
): IncidentView {
  const { bundle, world, at } = sceneNow(context);
  const { id, cause, happenedAt, openedAt, patient, person, ward } = incident;
  const conflict = conflictOf(bundle, world, session.person, partiesOf(world, incident), at);
  return {
    id,
    cause,
    who: names.person(person),
    ...(patient === undefined ? {} : { patient: names.patient(patient) }),
    ...(incident.type === "re-proofing" ? { whom: names.person(incident.about) } : {}),
    ...(ward === undefined ? {} : { ward }),
    ...reasonOf(bundle, incident),
    at: happenedAt,
    openedAt,
    ...(conflict === undefined ? {} : { conflict }),
  };
}

/**
 * Closes an incident with what it came to, in the batch of the permit for it; the answer is what is left.
 *
 * @throws HttpError `refused`; ReviewError
 */
export async function closeOne(
  context: Console,
  session: Session,
  incident: string,
  { outcome }: CloseIncidentRequest,
): Promise<IncidentsReply> {
  const { bundles } = context.deps.app;
  const actor = { type: "person", id: session.person } as const;
  const closing = closeIncident({ bundles }, { incident, outcome, actor });
  await requirePermit(context, session, "incident.close", {
    also: (handling) => closing.handle(handling).records,
  });
  return openIncidents(context, session);
}
