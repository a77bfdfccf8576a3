import { comeToDesk, SessionError } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { SecondPerson } from "../console-contract.ts";
import type { Spoken } from "../contract.ts";
import { spoken, spokenOf } from "../spoken.ts";
import type { Console } from "./console-context.ts";
import { refused, verifierOf } from "./sign-in.ts";

/** Who vouches beside the supervisor, or what is said to whoever could not. */
export type Beside =
  | { readonly type: "present"; readonly second?: string }
  | ({ readonly type: "refused" } & Spoken);

/**
 * A colleague beside whoever supervises reads their badge and types their PIN: wrong ones count as anywhere (A3). Nobody is there
 * where nothing was read.
 */
export async function standBeside(
  context: Console,
  session: Session,
  given: SecondPerson | undefined,
): Promise<Beside> {
  if (given === undefined) return { type: "present" };
  const { app, keyedHash, pins } = context.deps;
  const badge = keyedHash("badge", given.badge.trim());
  const right = await pins.verify(await verifierOf(context, badge), given.pin, "surface");
  const here = await app.submit(comeToDesk({ badge, right, supervisor: session.person }));
  if (here.type === "present") return { type: "present", second: here.person };
  return { type: "refused", ...(here.type === "refused" ? refused : spoken("desk.yourself")) };
}

/** What is said where a second person is asked for, or is not one; undefined for any other error. */
export function asksForSecond(error: unknown): Spoken | undefined {
  if (!(error instanceof SessionError)) return undefined;
  const isAboutIt = error.code === "reaches-further" || error.code === "second-refused";
  return isAboutIt ? spokenOf(error) : undefined;
}
