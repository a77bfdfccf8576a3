import type { Actor, Command, World } from "../../world/index.ts";
import type { Hospital } from "../hospital.ts";
import { makeStrangers } from "../patients.ts";
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
  sensitiveItem,
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
    lazily(hospital.staff, (one) => staffItem(one, deps.hash)),
  );
  yield* inCommands("hospital.register-devices", loader, hospital.devices.map(deviceItem));
  yield* rosterCommands(hospital.roster);
  yield* inCommands("hospital.register-patients", loader, lazily(hospital.patients, patientItem));
  yield* inCommands(
    "hospital.register-encounters",
    loader,
    lazily(hospital.encounters, (one) => encounterItem(one, now, deps.messageHash)),
  );
  const rest = [
    ...hospital.merges.map(mergeItem),
    ...hospital.sensitive.map(sensitiveItem),
    ...hospital.careTeams.map(careTeamItem),
    ...hospital.contributions.map(contributionItem),
    ...hospital.appointments.map(appointmentItem),
    ...hospital.workloads.map(workloadItem),
  ];
  yield* inCommands("hospital.register-care", loader, rest);
  yield* inCommands("hospital.register-feeds", loader, hospital.feeds.map(feedItem));
}

/** Commands that register the patients of earlier years (`size.strangers`): rows beside the log, nothing in the world. */
export function* strangerCommands(hospital: Hospital): Generator<Command<number>> {
  const strangers = makeStrangers(hospital, hospital.patients.length);
  yield* inCommands("hospital.register-strangers", loader, lazily(strangers, patientItem));
}

/** Commands that take in a roster; shifts that were taken in before stay as they are. */
export function* rosterCommands(roster: Hospital["roster"]): Generator<Command<number>> {
  const feed: Actor = { type: "feed", id: rosterFeed };
  yield* inCommands("hospital.roster-shifts", feed, lazily(roster.shifts, shiftItem));
  yield* inCommands("hospital.roster-on-calls", feed, lazily(roster.onCalls, onCallItem));
}

/** Whether the hospital was registered to its end. */
export function isLoaded(hospital: Pick<Hospital, "feeds">, world: World): boolean {
  return hospital.feeds.every(({ id }) => world.feeds.has(id));
}

/** One at a time: a large hospital's items are never all there at once. */
function* lazily<T, U>(rows: Iterable<T>, change: (row: T) => U): Generator<U> {
  for (const row of rows) yield change(row);
}
