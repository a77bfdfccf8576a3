import type { Answer } from "../../access/index.ts";
import type { Session } from "../../world/index.ts";
import type { ConsoleMe, ConsolePage } from "../contract.ts";
import { type Console, mayLook } from "./console-context.ts";

/** What looking at each page is, in the order in which they are offered. */
const actions = [
  ["records", "log.read"],
  ["feeds", "feed.read"],
  ["parked", "parked.read"],
  ["desk", "passkey.enrol"],
] as const satisfies readonly (readonly [ConsolePage, string])[];

/** A page that a passkey opens is offered: the way forward stands on it (A2). */
function isOpen(answer: Answer): boolean {
  return answer.type === "permit" || answer.remedies.some(({ level }) => level > 2);
}

/** The pages that the session's person may open now, and why not the others. */
export function pagesOf(context: Console, session: Session): Pick<ConsoleMe, "pages" | "refusal"> {
  const asked = actions.map(([page, action]) => ({
    page,
    answer: mayLook(context, session, action),
  }));
  const pages = asked.filter(({ answer }) => isOpen(answer)).map(({ page }) => page);
  // Of the pages that show something; the desk is work, offered to those whose work it is.
  const denials = asked.flatMap(({ page, answer }) =>
    answer.type === "deny" && page !== "desk" && !isOpen(answer) ? [answer] : [],
  );
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
