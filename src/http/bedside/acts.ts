import type { Json } from "../../ports/index.ts";
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
export const acts: Readonly<Record<string, { readonly write: Write; readonly done: string }>> = {
  "note.write": { write: noteResource, done: "The note is in the chart." },
  "order.place": { write: orderResource, done: "The order is placed." },
  "order.place-controlled": { write: prescriptionResource, done: "The order is placed." },
  "order.discharge-controlled": {
    write: prescriptionResource,
    done: "The prescription is signed and placed.",
  },
  "medication.administer": { write: givenResource, done: "The medication is recorded as given." },
  "medication.administer-controlled": {
    write: givenResource,
    done: "The controlled drug is recorded as given, with its witness.",
  },
};

/** Whether a chart has such an action to write for. */
export function isAct(action: string): boolean {
  return Object.hasOwn(acts, action);
}
