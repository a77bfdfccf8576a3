import type { Json } from "../../ports/index.ts";
import type { ScreenSaying } from "../screen-words.ts";
import {
  type Authored,
  givenResource,
  noteResource,
  orderResource,
  prescriptionResource,
} from "./chart-sections.ts";

/** What a screen may write at once, in characters. */
export const longestText = 8_000;

type Resource = { readonly [key: string]: Json };
type Write = (patient: string, text: string, by: Authored) => Resource;

/** What each of a chart's actions writes, and what is said when it is done. */
export const acts: Readonly<
  Record<string, { readonly write: Write; readonly done: ScreenSaying }>
> = {
  "note.write": { write: noteResource, done: "done.note" },
  "order.place": { write: orderResource, done: "done.order" },
  "order.place-controlled": { write: prescriptionResource, done: "done.order" },
  "order.discharge-controlled": {
    write: prescriptionResource,
    done: "done.prescription",
  },
  "medication.administer": { write: givenResource, done: "done.given" },
  "medication.administer-controlled": {
    write: givenResource,
    done: "done.given-controlled",
  },
};

/** Whether a chart has such an action to write for. */
export function isAct(action: string): boolean {
  return Object.hasOwn(acts, action);
}
