import type { Bundle } from "../../access/index.ts";
import type { Mutant } from "./mutant.ts";

const assuranceFile = "assurance.yaml";
const passportsFile = "passports.yaml";
const hardwareLevel = 4;
const byTap = 1;

/**
 * Why nothing that anybody asks can come out otherwise under a mutant, worked out from its policy; undefined: something may, so
 * that a scenario has to notice it. Only what holds for every request is said here.
 *
 * How old the proof for an action of level 4 may be is asked of nobody where no model of passkey counts as hardware: no session
 * reaches that level and nobody can sign, whatever is asked for. How old a staff passport's proof may be is asked of nobody where
 * no issuer's are believed. And whoever is in at level 1 is so by a tap alone in an emergency, which is enough for nothing but its
 * patients, finding others and the glass (X17): of what is about a ward, a seat or the hospital, level 1 asks for as much as level 2.
 */
export function nothingDiffers(
  { file, about }: Pick<Mutant, "file" | "about">,
  { actions, hardware, passports }: Pick<Bundle, "actions" | "hardware" | "passports">,
): string | undefined {
  if (file === passportsFile && passports.issuers.size === 0) {
    return "nobody's staff passports are believed here, however old what they rest on may be";
  }
  const [name = "", ...keys] = about.split(" ");
  if (file === assuranceFile && isAlikeByTap(actions.get(name), keys)) {
    return "who is in at level 1 is in by a tap alone in an emergency, which is enough for its patients only (X17)";
  }
  if (file !== assuranceFile || keys.at(-1) !== "within" || hardware.size > 0) return undefined;
  const action = actions.get(name);
  const need = keys[0] === "in-patients" ? action?.forInPatients : action?.assurance;
  if (need?.level !== hardwareLevel) return undefined;
  return "no passkey counts as hardware here (passkeys.yaml), so that nobody reaches level 4";
}

/** Of the mutant's own policy, in which the level is lowered by one already. */
function isAlikeByTap(
  action: ReturnType<Bundle["actions"]["get"]>,
  keys: readonly string[],
): boolean {
  if (action === undefined || keys.length !== 1 || keys[0] !== "level") return false;
  const { level, within } = action.assurance;
  return level === byTap && within === undefined && !action.resourceTypes.has("patient");
}
