import type { Bundle } from "../../access/index.ts";
import type { Mutant } from "./mutant.ts";

const assuranceFile = "assurance.yaml";
const hardwareLevel = 4;

/**
 * Why nothing that anybody asks can come out otherwise under a mutant, worked out from its policy; undefined: something may, so
 * that a scenario has to notice it. Only what holds for every request is said here.
 *
 * How old the proof for an action of level 4 may be is asked of nobody where no model of passkey counts as hardware: no session
 * reaches that level and nobody can sign, whatever is asked for.
 */
export function nothingDiffers(
  { file, about }: Pick<Mutant, "file" | "about">,
  { actions, hardware }: Pick<Bundle, "actions" | "hardware">,
): string | undefined {
  const [name = "", ...keys] = about.split(" ");
  if (file !== assuranceFile || keys.at(-1) !== "within" || hardware.size > 0) return undefined;
  const action = actions.get(name);
  const need = keys[0] === "in-patients" ? action?.forInPatients : action?.assurance;
  if (need?.level !== hardwareLevel) return undefined;
  return "no passkey counts as hardware here (passkeys.yaml), so that nobody reaches level 4";
}
