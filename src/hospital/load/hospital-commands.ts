import type { Actor, Command, World } from "../../world/index.ts";
import type { Hospital } from "../hospital.ts";
import { rosterFeed, staffFeed } from "../places.ts";
import { inCommands } from "./items.ts";
import {
  appointmentItem,
  careTeamItem,
  contributionItem,
  encounterItem,
  type MessageHash,
  mergeItem,
  patientItem,
} from "./patient-items.ts";
import { deviceItem, feedItem, seatItem, siteItem, wardItem, workloadItem } from "./place-items.ts";
import { onCallItem, type SecretHash, shiftItem, staffItem } from "./staff-items.ts";

/** What loading needs of the outside. */
export interface LoadDeps {
  /** How badge numbers are looked up. */
  readonly hash: SecretHash;
  /** How the ADT feeds hash the message numbers that they have seen. */
  readonly messageHash: MessageHash;
}

/** Who registers what no feed says. */
export const loader: Actor = { type: "system", id: "demonstration" };

/**
 * Commands that register the whole hospital, in an order in which nothing refers to what is not there yet. The feeds come
 * last: once they are known the load is complete ({@link isLoaded}). Submitted again, they add what is missing.
 */
export function* hospitalCommands(hospital: Hospital, deps: LoadDeps): Generator<Command<number>> {
  const { now } = hospital;
  const hr: Actor = { type: "feed", id: staffFeed };
  const places = [
    ...hospital.sites.map(siteItem),
    ...hospital.wards.map(wardItem),
    ...hospital.seats.map(seatItem),
  ];
  yield* inCommands("hospital.register-places", loader, places);
  yield* inCommands(
    "hospital.register-staff",
    hr,
    mapped(hospital.staff, (one) => staffItem(one, deps.hash)),
  );
  yield* inCommands("hospital.register-devices", loader, hospital.devices.map(deviceItem));
  yield* rosterCommands(hospital.roster);
  yield* inCommands("hospital.register-patients", loader, mapped(hospital.patients, patientItem));
  yield* inCommands(
    "hospital.register-encounters",
    loader,
    mapped(hospital.encounters, (one) => encounterItem(one, now, deps.messageHash)),
  );
  const rest = [
    ...hospital.merges.map(mergeItem),
    ...hospital.careTeams.map(careTeamItem),
    ...hospital.contributions.map(contributionItem),
    ...hospital.appointments.map(appointmentItem),
    ...hospital.workloads.map(workloadItem),
  ];
  yield* inCommands("hospital.register-care", loader, rest);
  yield* inCommands("hospital.register-feeds", loader, hospital.feeds.map(feedItem));
}

/** Commands that take in a roster; shifts that were taken in before stay as they are. */
export function* rosterCommands(roster: Hospital["roster"]): Generator<Command<number>> {
  const feed: Actor = { type: "feed", id: rosterFeed };
  yield* inCommands("hospital.roster-shifts", feed, mapped(roster.shifts, shiftItem));
  yield* inCommands("hospital.roster-on-calls", feed, mapped(roster.onCalls, onCallItem));
}

/** Whether the hospital was registered to its end. */
export function isLoaded(hospital: Pick<Hospital, "feeds">, world: World): boolean {
  return hospital.feeds.every(({ id }) => world.feeds.has(id));
}

/** One at a time: a large hospital's items are never all there at once. */
function* mapped<T, U>(rows: readonly T[], change: (row: T) => U): Generator<U> {
  for (const row of rows) yield change(row);
}
