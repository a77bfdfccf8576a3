import type { Json } from "./json.ts";

/** Where chart content comes from: a FHIR R4 server, or the demonstration's own. Content never enters the log. */
export interface Charts {
  /** The resources of `type` (e.g. `Observation`) that belong to a patient, newest first, at most `limit`. */
  read(
    patient: string,
    type: string,
    limit: number,
  ): Promise<readonly { readonly [key: string]: Json }[]>;
  /**
   * Stores a resource that a clinician wrote (a note, an order) and returns its id. One whose `identifier` the patient's chart has
   * already is there: nothing is stored again, and its id is returned (FHIR R4, 3.1.0.8.1, conditional create).
   */
  write(patient: string, resource: { readonly [key: string]: Json }): Promise<string>;
}
