import { careNeeded } from "../access/index.ts";
import type { Mark, World } from "../world/index.ts";
import type { ChartView } from "./contract.ts";

const said: Readonly<Record<Mark, string>> = {
  colleague: "This patient works here.",
  sealed: "This chart is sealed.",
  vip: "This chart is protected.",
};

/** What an open chart that needs care says of itself (C10). */
export function careOf(
  { world }: { readonly world: World },
  patient: string,
): Pick<ChartView, "care"> {
  const marks = careNeeded(world, patient);
  if (marks.length === 0) return {};
  const why = marks.map((mark) => said[mark]).join(" ");
  return { care: `${why} It opens for those named in the patient's care only.` };
}
