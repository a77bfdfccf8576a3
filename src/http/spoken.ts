import { SaidError } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import { sayRefusal, type TapAnswer, type Told, tell, tellOffDuty } from "../sessions/index.ts";
import type { World } from "../world/index.ts";
import type { SaidView, Spoken } from "./contract.ts";
import { HttpError, type HttpErrorCode } from "./errors.ts";
import { saidBy, saidOf } from "./said.ts";
import { type ScreenSaying, screenWords } from "./screen-words.ts";

/** A sentence for a screen, with its code; instants in it are said in `zone`, at `at`. */
export function spoken(
  code: ScreenSaying,
  values: Told["values"] = {},
  { zone, at }: { readonly zone: string; readonly at: number } = { zone: "UTC", at: 0 },
): Required<Spoken> {
  const told = tell(screenWords, { code, values, zone }, at);
  return { message: told.text, said: [saidOf(told)] };
}

/** An error that a screen says. */
export function refusedBy(
  status: HttpErrorCode,
  code: ScreenSaying,
  values: Readonly<Record<string, string>> = {},
): HttpError {
  const { message, said } = spoken(code, values);
  return new HttpError(status, message, { said });
}

/** Sentences of the policy's answer, by the tables that they are of. */
export function saidFrom(
  table: "reasons" | "advice",
  said: readonly SaidView[],
): readonly SaidView[] {
  return said.map((one) => (one.code === "" ? one : { ...one, code: `${table}/${one.code}` }));
}

/** What is said where a tap, a PIN or a passkey led to nothing: that the badge opens nothing, or that its person is off duty. */
export function refusalOfTap(
  answer: Extract<TapAnswer, { readonly type: "refused" }>,
  world: World,
  at: Instant,
): Spoken {
  if (answer.why !== "off-duty") return spoken("badge.unknown");
  const told = saidOf(tellOffDuty(answer.next, world, at));
  const said = { ...told, code: `questions/off-duty.${told.code}` };
  return { message: sayRefusal(answer, world, at), said: [said] };
}

/** What an error says that a screen shows in its place. */
export function spokenOf(error: Error): Spoken {
  if (error instanceof SaidError) {
    return { message: error.message, said: [{ zone: "UTC", ...error.said }] };
  }
  // What has no sentence of its own has the one of its code.
  const code = "code" in error ? String(error.code) : "";
  return { message: error.message, said: [saidBy(code)] };
}
