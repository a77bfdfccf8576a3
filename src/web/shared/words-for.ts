import type { Spoken } from "../../http/contract.ts";
import type { Messages } from "../messages/en.ts";
import { type Speech, saySpoken } from "./say-server.ts";
import type { ScreenError } from "./screen-error.ts";

/** What to say to a person when something was not done: the server's words if it had any, in the screen's language. */
export function wordsFor(error: ScreenError, t: Messages, speech: Speech): string {
  if (error.message !== "") return saySpoken(error, speech);
  if (error.code === "unreachable") return error.uncertain ? t.errorUncertain : t.errorUnreachable;
  if (error.code === "moment") return error.uncertain ? t.momentUncertain : t.momentGone;
  if (error.code === "occupant-changed") return t.errorOccupantChanged;
  return t.errorRefused;
}

/** How the errors and replies of the server are said. */
export interface Saying {
  /** Why something was not done. */
  readonly explain: (error: ScreenError) => string;
  /** What came of something. */
  readonly tell: (spoken: Spoken) => string;
}

/** In these words; times in it are of today or not by this screen's clock. */
export function sayingIn(t: Messages, speech: Omit<Speech, "now">): Saying {
  const now = () => ({ ...speech, now: Date.now() });
  return {
    explain: (error) => wordsFor(error, t, now()),
    tell: (spoken) => saySpoken(spoken, now()),
  };
}
