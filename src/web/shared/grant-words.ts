import type { GrantView } from "../../http/grants-contract.ts";
import type { Messages } from "../messages/en.ts";

/** What a request is for, in a few words: "OSEI, Kofi, on 6A". */
export function whatFor(t: Messages, grant: GrantView): string {
  const { kind, patient, wardName, task = "", role = "" } = grant;
  const where = t.grantPatient(patient?.name ?? t.grantSomePatient, wardName);
  switch (kind) {
    case "patient":
      return where;
    case "ward":
      return t.grantWard(wardName);
    case "task":
      return t.grantTask(task, patient === undefined ? t.grantWard(wardName) : where);
    case "role":
      return t.grantRole(role, wardName);
  }
}
