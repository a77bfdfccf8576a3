import { mayHere, patientAtBed } from "../../access/index.ts";
import { SessionError } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { ActRequest, ConfirmReply } from "../bedside-contract.ts";
import { withNames } from "../names.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

type Handle<Body, Reply> = (visit: Visit, body: Body) => Promise<Reply>;

/**
 * Makes something that is done to a patient one that asks back at another patient's bed (S8): nothing is done then and nothing
 * recorded, since nothing was refused. What it would be done to, and where the screen stands, goes with the question.
 */
export function orConfirm<Body extends ActRequest, Reply>(
  handle: Handle<Body, Reply>,
): Handle<Body, Reply | ConfirmReply> {
  return async (visit, body) => {
    try {
      return await handle(visit, body);
    } catch (error) {
      if (!(error instanceof SessionError) || error.code !== "unconfirmed") throw error;
      return askBack(visit, body.patient);
    }
  };
}

/** @throws SessionError `occupant-changed` */
function askBack(visit: Visit, asked: string): Promise<ConfirmReply> {
  const { bedside, seat: id } = visit;
  const { app } = bedside.deps;
  // Of the one in the bed the name is said to those who may see their chart, and to nobody else.
  const session = occupantIn(visit);
  return withNames(app.side, app.world, (names, world) => {
    const seat = world.seats.get(id);
    const lying = seat && patientAtBed(world, seat);
    const { bundle, at } = sceneNow(bedside);
    const may =
      lying !== undefined &&
      mayHere({ bundle, world, at }, session, { action: "chart.open", patient: lying });
    return {
      type: "confirm",
      patient: names.patient(survivorOf(world, asked)),
      bed: {
        ward: seat?.ward ?? "",
        bed: seat?.bed ?? "",
        ...(may ? { patient: names.patient(lying) } : {}),
      },
    };
  });
}
