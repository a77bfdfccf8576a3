import { makeIdentity, registerArrival } from "../../feeds/index.ts";
import type { OpenChartReply, RegisterArrivalRequest } from "../bedside-contract.ts";
import { refusedBy } from "../spoken.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { openChart } from "./open-chart.ts";
import { occupantIn, type Visit } from "./visit.ts";

/** Names that are made at most, until one is nobody else's. */
const tries = 8;

/**
 * Registers somebody whose chart is not here, in the seat's ward, under a made name and number (C9), and opens the new chart.
 *
 * @throws SessionError `occupant-changed`; HttpError `bad-request`
 */
export async function registerAtSeat(
  visit: Visit,
  { why, sex, bed }: RegisterArrivalRequest,
): Promise<OpenChartReply> {
  const { app } = visit.bedside.deps;
  const session = occupantIn(visit);
  const ward = app.world().seats.get(visit.seat)?.ward ?? "";
  const place = bed === undefined || bed.trim() === "" ? {} : { bed: bed.trim() };
  // It goes into the log as it is: what does not look like a bed's code does not.
  if (place.bed !== undefined && !/^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,15}$/u.test(place.bed)) {
    throw refusedBy("bad-request", "arrival.bed");
  }
  const identity = await unusedIdentity(visit);
  const wish = { action: "patient.register", resource: { type: "ward", id: ward } };
  let patient = "";
  const answer = await decideAtSeat(visit, session, wish, (_session, _permit, handling) => {
    const lasts = app.bundles.current(handling.world)?.arrivalLasts;
    if (lasts === undefined) {
      throw refusedBy("bad-request", "arrival.never");
    }
    const told = { ward, why, identity, ...place, ...(sex === undefined ? {} : { sex }) };
    const made = registerArrival(handling, told, lasts);
    patient = made.patient;
    return made;
  });
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, wish.action, answer) };
  }
  return openChart(visit, patient);
}

/** One whose number leads to nobody, and whose name nobody has who is here under one. */
async function unusedIdentity({ bedside }: Visit) {
  const { app, newId } = bedside.deps;
  const here = [...app.world().encounters.values()]
    .filter(({ byHandUntil }) => byHandUntil !== undefined)
    .map(({ told, patient }) => ({ table: "names", key: told ?? patient }) as const);
  const rows = await app.side.get(here);
  const taken = new Set(rows.map((row) => (row as { readonly given?: string } | undefined)?.given));
  for (let count = 1; ; count++) {
    const identity = makeIdentity(newId("arr"));
    const key = `mrn|${identity.number}`;
    const [known] = await app.side.get([{ table: "identifiers", key }]);
    if (known === undefined && (!taken.has(identity.given) || count >= tries)) return identity;
  }
}
