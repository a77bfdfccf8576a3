import type { Answer, Intent } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { caseAt, parkedAt, type Scene, takesCase, zoneOf } from "../../sessions/index.ts";
import type { CaseAtSeat, CaseView } from "../bedside-contract.ts";
import type { OpenChart, Sources } from "./seat-picture.ts";

/** The chart of an open case, as it is kept while nobody is in: it is the seat's, and no session's. */
const ofTheSeat = "";

/** What a screen shows of its case while nobody is in, and what that rests on. */
export interface DrawnCase {
  readonly view?: CaseView;
  readonly lookAt: Instant;
  readonly patients: ReadonlySet<string>;
  readonly todo?: { readonly unread: OpenChart };
}

/**
 * The open case of a free or locked seat: that patient's chart, to be read, and nothing of anybody else's (S7). Undefined parts:
 * none is open, or its chart is to be read first. `case.open` was permitted and recorded for just this.
 */
export function drawCase(scene: Scene, { memory, names, seat }: Sources): DrawnCase {
  const known = caseAt(scene, seat);
  if (known === undefined) return { lookAt: Number.POSITIVE_INFINITY, patients: new Set() };
  const { patient, since, until } = known;
  const about = { lookAt: until, patients: new Set([patient]) };
  const { chart } = memory;
  if (chart?.patient !== patient) {
    return { ...about, todo: { unread: { session: ofTheSeat, patient } } };
  }
  const { sections } = chart;
  const section = sections.find(({ id }) => id === lookedAt(scene, seat.id, patient))?.id;
  const view: CaseView = {
    patient: names.patient(patient),
    since,
    until,
    zone: zoneOf(scene.world, seat.ward),
    sections,
    ...(section === undefined ? {} : { section }),
  };
  return { ...about, view };
}

/** What an occupied seat says of cases: the open one, and whether one can be opened for the patient on the screen. */
export function drawCaseBesides(
  scene: Scene,
  { names, seat }: Sources,
  shown: string | undefined,
  asked: (intent: Intent) => Answer,
): CaseAtSeat | undefined {
  const known = caseAt(scene, seat);
  const opens =
    shown !== undefined &&
    known?.patient !== shown &&
    takesCase(scene, seat, shown) &&
    isTheirWork(asked({ action: "case.open", patient: shown }));
  if (known === undefined && !opens) return undefined;
  if (known === undefined) return { opens };
  const { patient, since, until } = known;
  return { open: { patient: names.patient(patient), since, until }, opens };
}

/** The part of the chart at which whoever left the case's patient open here was looking. */
function lookedAt(scene: Scene, seat: string, patient: string): string | undefined {
  return parkedAt(scene, seat).find((session) => session.patient === patient)?.screen;
}

function isTheirWork(answer: Answer): boolean {
  return answer.type === "permit" || !answer.codes.some((code) => code.startsWith("not-in-role"));
}
