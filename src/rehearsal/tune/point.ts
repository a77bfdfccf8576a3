import type { People } from "../simulate/parameters.ts";

/** Assumptions about people under which settings are compared. */
export interface Point {
  readonly what: string;
  readonly people: Partial<People>;
}

/** How much friction makes people work around: half of what is assumed, as much, twice as much. */
export function workingAround({ borrowsMore }: Pick<People, "borrowsMore">): readonly Point[] {
  return [0.5, 1, 2].map((times) => ({
    what: `working around x ${times}`,
    people: { borrowsMore: borrowsMore * times },
  }));
}

/** The same with 10, 35 and 70 sign-ins a shift, never one constant (design/rehearsal.md). */
export function pointsAround(people: Pick<People, "borrowsMore">): readonly Point[] {
  return [10, 35, 70].flatMap((signIns) =>
    workingAround(people).map((point) => ({
      what: `${signIns} sign-ins, ${point.what}`,
      people: { ...point.people, signIns },
    })),
  );
}
