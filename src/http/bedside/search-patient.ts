import type { NameAndDay } from "../../feeds/index.ts";
import type { SearchReply } from "../bedside-contract.ts";
import { type Found, findName, findNumber, lookedUp, searchReply } from "../find-patients.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { occupantIn, type Visit } from "./visit.ts";

/**
 * Looks a patient up by exact number: an action of its own, recorded and counted, that shows who it is and nothing more (C7).
 * The number itself is recorded nowhere.
 *
 * @throws SessionError `occupant-changed`
 */
export function searchPatient(visit: Visit, number: string): Promise<SearchReply> {
  return search(visit, (app) => findNumber(app, number));
}

/**
 * The same by family name and day of birth: a few at most. Neither is recorded.
 *
 * @throws SessionError `occupant-changed`; HttpError `bad-request`
 */
export function searchByName(visit: Visit, asked: NameAndDay): Promise<SearchReply> {
  return search(visit, (app) => findName(app, asked));
}

async function search(
  visit: Visit,
  find: (app: Visit["bedside"]["deps"]["app"]) => Promise<Found>,
): Promise<SearchReply> {
  const { app } = visit.bedside.deps;
  const session = occupantIn(visit);
  visit.memory.notice = undefined;
  const found = await find(app);
  const ward = app.world().seats.get(visit.seat)?.ward;
  const { person } = session;
  const record = lookedUp(app, found, person, ward);
  const wish = { action: "patient.search", resource: found.resource };
  const answer = await decideAtSeat(visit, session, wish, (_session, _permit, handling) =>
    record(handling),
  );
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, "patient.search", answer) };
  }
  return searchReply(app, found, person, ward);
}
