import { parseDate } from "../../feeds/index.ts";
import type { RegisterAnswer } from "../../ports/index.ts";

/** One line of what a register says. */
export interface RegisterLine {
  readonly number?: unknown;
  readonly standing?: unknown;
  /** A day such as 2027-03-31: its end, in the register's zone. */
  readonly until?: unknown;
}

/** What a register said cannot be believed; it never says of whom. */
export class RegisterError extends Error {
  readonly code = "register-unusable";

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "RegisterError";
  }
}

const lost = ["expired", "struck-off", "suspended"] as const;

/**
 * What a register's lines say, by number. A line that cannot be read makes all of it unusable: what was meant is not guessed.
 *
 * @throws RegisterError
 */
export function readAnswers(
  lines: readonly RegisterLine[],
  zone: string,
): ReadonlyMap<string, RegisterAnswer> {
  const answers = new Map<string, RegisterAnswer>();
  for (const [index, { number, standing, until }] of lines.entries()) {
    const wrong = (what: string) => new RegisterError(`line ${index + 1}: ${what}`);
    if (typeof number !== "string" || number === "") throw wrong("it has no number");
    if (answers.has(number)) throw wrong("a line before has the same number");
    answers.set(number, answerOf(standing, until, zone, wrong));
  }
  return answers;
}

function answerOf(
  standing: unknown,
  until: unknown,
  zone: string,
  wrong: (what: string) => RegisterError,
): RegisterAnswer {
  if (standing === "unknown") return { standing };
  const known = lost.find((one) => one === standing);
  if (known !== undefined) return { standing: known };
  if (standing !== "registered") {
    throw wrong("standing is none of registered, expired, struck-off, suspended, unknown");
  }
  const at = typeof until === "string" ? parseDate(until, zone, true) : undefined;
  if (at === undefined) throw wrong("until is no day such as 2027-03-31");
  return { standing, until: at };
}

/** Answers in the order of the numbers; what is not said is unknown. */
export function inOrder(
  numbers: readonly string[],
  answers: ReadonlyMap<string, RegisterAnswer>,
): readonly RegisterAnswer[] {
  return numbers.map((number) => answers.get(number) ?? { standing: "unknown" });
}
