import { hospital } from "../../access/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { SearchReply } from "../bedside-contract.ts";
import { discreetly, withNames } from "../names.ts";
import { decideAtSeat, refusalOf } from "./decide-at-seat.ts";
import { occupantIn, type Visit } from "./visit.ts";

/**
 * Looks a patient up by exact number: an action of its own, recorded, that shows who it is and nothing more
 * (C7). The number itself is recorded nowhere.
 *
 * @throws SessionError `occupant-changed`
 */
export async function searchPatient(visit: Visit, asked: string): Promise<SearchReply> {
  const { app } = visit.bedside.deps;
  const session = occupantIn(visit);
  visit.memory.notice = undefined;
  const found = await patientByNumber(app, asked);
  const resource = found === undefined ? hospital : { type: "patient", id: found };
  const answer = await decideAtSeat(visit, session, { action: "patient.search", resource });
  if (answer.type === "deny") {
    return { type: "refused", refusal: await refusalOf(visit, "patient.search", answer) };
  }
  if (found === undefined) {
    return { type: "none", message: "No patient has this number. Check it and try again." };
  }
  return {
    type: "found",
    patient: await withNames(app.side, app.world, (names, world) =>
      discreetly(world, names.patient(found)),
    ),
  };
}

/** Numbers are typed with spaces and dashes as they stand on a wristband. */
export async function patientByNumber(
  app: Pick<Visit["bedside"]["deps"]["app"], "side" | "world">,
  asked: string,
): Promise<string | undefined> {
  const typed = asked.trim();
  const bare = typed.replace(/[\s-]/g, "");
  if (bare === "" || typed.length > 64) return undefined;
  const forms = [...new Set([typed, bare, bare.toUpperCase()])];
  const ids = await app.side.get(
    forms.map((form) => ({ table: "identifiers", key: `mrn|${form}` })),
  );
  const id = ids.find((value) => typeof value === "string");
  return typeof id === "string" ? survivorOf(app.world(), id) : undefined;
}
