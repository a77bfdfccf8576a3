import type { Duration, Register, RegisterAnswer } from "../../ports/index.ts";
import { RegisterError, type RegisterLine, readAnswers } from "./read-answers.ts";

/** A register that answers over HTTP. */
export interface HttpRegister {
  readonly id: string;
  /** https, or this machine; what is asked is in the body, so that nothing of it is part of an address. */
  readonly url: string;
  /** Sent as `authorization: Bearer`. */
  readonly token?: string;
  /** The IANA zone of its days. */
  readonly zone: string;
  /** A register that is silent for so long does not answer. */
  readonly patience?: Duration;
}

/** So many are asked about in one request. */
const atOnce = 500;
/** A line of an answer is some hundred bytes. */
const longestAnswer = 256 * 1024;
const usualPatience: Duration = 20_000;

/**
 * A professional register over HTTP: `POST {"numbers": [...]}`, answered by `{"answers": [{"number", "standing", "until"}]}`, one for
 * each. It is asked at the address that the administrator wrote down and nowhere else: a redirection is not followed, whoever is silent
 * is given up, and of an answer no more is read than it can have.
 */
export function openHttpRegister({
  id,
  patience = usualPatience,
  token,
  url,
  zone,
}: HttpRegister): Register {
  const post = async (numbers: readonly string[]): Promise<readonly RegisterAnswer[]> => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ numbers }),
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new RegisterError(`it answers ${response.status}`);
    }
    const answers = readAnswers(linesOf(await readAll(response)), zone);
    return numbers.map((number) => {
      const answer = answers.get(number);
      if (answer === undefined) throw new RegisterError("it does not answer for everybody asked");
      return answer;
    });
  };
  return {
    id,
    async ask(numbers) {
      const answers: RegisterAnswer[] = [];
      for (let from = 0; from < numbers.length; from += atOnce) {
        answers.push(...(await post(numbers.slice(from, from + atOnce))));
      }
      return answers;
    },
  };
}

async function readAll(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // What is said of its length may be wrong, or not said at all.
    if (length > longestAnswer) throw new RegisterError("its answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function linesOf(text: string): readonly RegisterLine[] {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    // The words of the failure may hold what was answered.
    throw new RegisterError("its answer is no JSON");
  }
  const answers = isObject(said) ? said["answers"] : undefined;
  if (!Array.isArray(answers) || !answers.every(isObject)) {
    throw new RegisterError("its answer has no list of answers");
  }
  return answers;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
