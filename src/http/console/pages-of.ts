import type { Session } from "../../world/index.ts";
import type { ConsoleMe, ConsolePage } from "../contract.ts";
import { type Console, mayLook } from "./console-context.ts";

/** What looking at each page is, in the order in which they are offered. */
const actions = [
  ["records", "log.read"],
  ["feeds", "feed.read"],
  ["parked", "parked.read"],
] as const satisfies readonly (readonly [ConsolePage, string])[];

/** The pages that the session's person may open now, and why not the others. */
export function pagesOf(context: Console, session: Session): Pick<ConsoleMe, "pages" | "refusal"> {
  const asked = actions.map(([page, action]) => ({
    page,
    answer: mayLook(context, session, action),
  }));
  const pages = asked.filter(({ answer }) => answer.type === "permit").map(({ page }) => page);
  const denials = asked.flatMap(({ answer }) => (answer.type === "deny" ? [answer] : []));
  if (denials.length === 0) return { pages };
  const each = (texts: readonly string[]) => [...new Set(texts)];
  return {
    pages,
    refusal: {
      reasons: each(denials.flatMap(({ reasons }) => reasons)),
      advice: each(denials.flatMap(({ advice }) => advice.map(({ text }) => text))),
    },
  };
}
