import type { Duty } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Scene, zoneOf } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { Spoken } from "../contract.ts";
import type { NameBook } from "../names.ts";
import { spoken } from "../spoken.ts";

/** What somebody on duty is told of emergency access on their ward, and until when (X12). */
export interface Emergency {
  readonly told: Required<Spoken>;
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
      const when = { zone: zoneOf(world, ward), at };
      const values = { name, whom, until: { instant: until } };
      return { told: spoken("ward.glass", values, when), until };
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
          const title = bundle.emergencies.get(type)?.title.toLowerCase() ?? type;
          const { message, said } = spoken("ward.responds", {
            name: names.person(who).name,
            emergency: title,
            ward,
          });
          // A screen of another language has the kind's name by its code.
          const coded = said.map((one) => ({ ...one, values: { ...one.values, emergency: type } }));
          return { told: { message, said: coded }, until };
        }),
    );
}
