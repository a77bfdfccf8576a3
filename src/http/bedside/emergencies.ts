import type { Duty } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Scene, sayTime, zoneOf } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { NameBook } from "../names.ts";

/** What somebody on duty is told of emergency access on their ward, and until when (X12). */
export interface Emergency {
  readonly text: string;
  readonly until: Instant;
}

/** Who has broken the glass for a patient of a ward on which the person is on duty; of one's own the chart says it. */
export function emergenciesOn(
  { world, at, bundle }: Scene,
  person: string,
  duties: readonly Duty[],
  names: NameBook,
): readonly Emergency[] {
  const isTheirs = (ward: string | undefined) =>
    duties.some((duty) => duty.type === "shift" && duty.late === undefined && duty.ward === ward);
  const broken = [...world.glasses.values()]
    .filter((glass) => glass.person !== person && at < glass.until)
    .filter(({ ward }) => isTheirs(ward))
    .map(({ patient, person: who, until, ward = "" }) => {
      const [name, whom] = [names.person(who).name, names.patient(survivorOf(world, patient)).name];
      const time = sayTime(until, at, zoneOf(world, ward));
      return { text: `${name} has emergency access to the chart of ${whom} until ${time}.`, until };
    });
  return [...broken, ...respondingOn({ world, at, bundle }, person, isTheirs, names)];
}

/** Who has said that they respond to an emergency on one's ward without being rostered for it (X17). */
function respondingOn(
  { world, at, bundle }: Scene,
  person: string,
  isTheirs: (ward: string) => boolean,
  names: NameBook,
): readonly Emergency[] {
  return [...world.emergencies.values()]
    .filter(({ until, ward }) => at < until && isTheirs(ward))
    .flatMap(({ responders, type, until, ward }) =>
      responders
        .filter(({ how, person: who }) => how === "said-so" && who !== person)
        .map(({ person: who }) => {
          const what = bundle.emergencies.get(type)?.title.toLowerCase() ?? type;
          const name = names.person(who).name;
          return { text: `${name} says they are responding to the ${what} on ${ward}.`, until };
        }),
    );
}
