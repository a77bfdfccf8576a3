import type { Question } from "./doors.ts";
import type { Performer, Run } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

/** An application asks about somebody over AuthZEN: decided and recorded, for a caller that hears of no revocation (D6). */
export async function askAsApplication(
  run: Run,
  turn: Turn,
  { id: person }: Performer,
  question: Question,
): Promise<Ending> {
  const decided = await run.doors.askAsApplication(turn, person, question);
  if (decided.type === "permit" || decided.type === "deny") turn.isDecided = true;
  if (decided.type === "permit") return { type: "permit", said: decided.said, by: person };
  if (decided.type !== "deny") return refused("The application was not answered.");
  turn.remedies.push(...decided.remedies);
  turn.advice.push(...decided.advice);
  return { type: "refused", said: decided.reasons, denial: decided };
}
