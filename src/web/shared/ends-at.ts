import type { ChartView } from "../../http/contract.ts";
import { clockTime } from "./zoned.ts";

type Ends = NonNullable<ChartView["ends"]>;

/** When access ends, by the clock of where the patient is: the sentence beside it says so too, wherever its reader is on duty. */
export function endsAt(
  { at, said }: Pick<Ends, "at" | "said">,
  zone: string,
  locale: string,
): string {
  return clockTime(at, said[0]?.zone ?? zone, locale);
}
