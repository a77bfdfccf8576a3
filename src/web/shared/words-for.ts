import type { Messages } from "../messages/en.ts";
import type { ScreenError } from "./screen-error.ts";

/** What to say to a person when something was not done: the server's words if it had any. */
export function wordsFor(error: ScreenError, t: Messages): string {
  if (error.message !== "") return error.message;
  if (error.code === "unreachable") return error.uncertain ? t.errorUncertain : t.errorUnreachable;
  if (error.code === "moment") return error.uncertain ? t.momentUncertain : t.momentGone;
  if (error.code === "occupant-changed") return t.errorOccupantChanged;
  return t.errorRefused;
}
