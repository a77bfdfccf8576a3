import {
  type Actor,
  type Command,
  idsOf,
  type Mark,
  survivorOf,
  type World,
} from "../../world/index.ts";
import { FeedError } from "../shared/errors.ts";

/** The source of marks that people set at the console (C10). */
const source = "console";

/**
 * Marks a chart as one that needs care, or lifts that, whoever marked it and under whichever of its numbers (C10). Nobody does
 * so to their own.
 *
 * @throws FeedError `own-chart`
 */
export function markChart(request: {
  readonly patient: string;
  readonly mark: Mark;
  readonly on: boolean;
  readonly actor: Actor;
}): Command<void> {
  const { mark, on, actor } = request;
  return {
    name: "chart.mark",
    actor,
    handle: ({ world }) => {
      const patient = survivorOf(world, request.patient);
      refuseOwn(world, patient, actor);
      const said = idsOf(world, patient).flatMap((id) =>
        (world.sensitivities.get(id)?.marks ?? [])
          .filter((each) => each.mark === mark && each.on)
          .map((each) => ({ mark, patient: id, source: each.source })),
      );
      if (!on) {
        const records = said.map((body) => ({ kind: "patient.unmarked", body }) as const);
        return { records, answer: undefined };
      }
      if (said.some((each) => each.source === source)) return { records: [], answer: undefined };
      const body = { mark, patient, source };
      return { records: [{ kind: "patient.marked", body }], answer: undefined };
    },
  };
}

/**
 * Makes the chart of `patient` part of that of `into`, by hand (C9): whoever was registered under a made name turns out to be.
 *
 * @throws FeedError `same-chart`
 */
export function mergeCharts(request: {
  readonly patient: string;
  readonly into: string;
  readonly actor: Actor;
}): Command<void> {
  const { patient, into, actor } = request;
  return {
    name: "chart.merge",
    actor,
    handle: ({ world }) => {
      if (survivorOf(world, patient) === survivorOf(world, into)) {
        throw new FeedError("same-chart", "Both numbers lead to one chart already.");
      }
      return { records: [{ kind: "patient.merged", body: { into, patient } }], answer: undefined };
    },
  };
}

/**
 * Takes a merge back (C9), by the id of the patient whose chart became part of the other's.
 *
 * @throws FeedError `not-merged`
 */
export function unmergeCharts(request: {
  readonly patient: string;
  readonly actor: Actor;
}): Command<void> {
  const { patient, actor } = request;
  return {
    name: "chart.unmerge",
    actor,
    handle: ({ world }) => {
      const merge = world.merges.get(patient);
      if (merge === undefined || merge.over !== undefined) {
        throw new FeedError("not-merged", "That was taken back already, or never done.");
      }
      return { records: [{ kind: "patient.unmerged", body: { patient } }], answer: undefined };
    },
  };
}

function refuseOwn(world: World, patient: string, actor: Actor): void {
  const isOwn = idsOf(world, patient).some(
    (id) => world.sensitivities.get(id)?.person === actor.id,
  );
  if (isOwn)
    throw new FeedError("own-chart", "This is your own chart. A colleague has to do this.");
}
