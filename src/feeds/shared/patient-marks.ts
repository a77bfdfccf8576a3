import type { Instant } from "../../ports/index.ts";
import type { Mark } from "../../world/index.ts";
import type { Slate } from "./deps.ts";

/** What a source says of how sensitive a chart is (C10); what it does not say stays as it was. */
export type ToldMarks = { readonly [M in Mark]?: boolean };

/**
 * Notes what `source` says at `asOf`; older news changes nothing that newer did (C1). That a chart is not marked is no news
 * where it never was: should the two come in the wrong order, the chart stays marked until the source speaks again.
 */
export function markPatient(
  slate: Slate,
  source: string,
  patient: string,
  told: ToldMarks,
  asOf: Instant,
): void {
  const known = slate.world.sensitivities.get(patient)?.marks ?? [];
  for (const mark of ["colleague", "sealed", "vip"] as const) {
    const on = told[mark];
    if (on === undefined) continue;
    const before = known.find((each) => each.mark === mark && each.source === source);
    if (before === undefined ? !on : before.asOf >= asOf || (!on && !before.on)) continue;
    const kind = on ? "patient.marked" : "patient.unmarked";
    slate.record({ kind, occurredAt: asOf, body: { mark, patient, source } });
  }
}

/** Notes that a patient and a member of staff are one human being (C10); undefined: that they are not, any more. */
export function linkPatient(slate: Slate, patient: string, person: string | undefined): void {
  const known = slate.world.sensitivities.get(patient)?.person;
  if (known === person) return;
  slate.record(
    person === undefined
      ? { kind: "patient.unlinked", body: { patient } }
      : { kind: "patient.linked", body: { patient, person } },
  );
}
