import type { GrantView } from "../../http/grants-contract.ts";
import { own, sayRole } from "./say-server.ts";
import type { Words } from "./words.tsx";

/** What a request is for, in a few words: "OSEI, Kofi, on 6A". */
export function whatFor({ t, server }: Pick<Words, "t" | "server">, grant: GrantView): string {
  const { action = "", kind, patient, wardName, role = "" } = grant;
  const where = t.grantPatient(patient?.name ?? t.grantSomePatient, wardName);
  const task = (server && own(server.actions, action)) ?? grant.task ?? "";
  switch (kind) {
    case "patient":
      return where;
    case "ward":
      return t.grantWard(wardName);
    case "task":
      return t.grantTask(task, patient === undefined ? t.grantWard(wardName) : where);
    case "role":
      return t.grantRole(sayRole(role, server), wardName);
  }
}
