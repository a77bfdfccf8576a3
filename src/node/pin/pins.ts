import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { checkPin } from "./check-pin.ts";
import { PinError } from "./errors.ts";

/** What argon2id costs: memory in KiB, passes, and lanes. */
export interface PinCost {
  readonly memory: number;
  readonly passes: number;
}

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
export const owaspCost: PinCost = { memory: 19_456, passes: 2 };

/** PINs longer than this are compared with nothing: they are wrong at the usual cost. */
const longestPin = 64;

/**
 * Whose PIN it is: of a surface that has proved what it is (an enrolled seat, a session that is in), or of whoever reaches
 * the address. A flood from anybody takes its own line only.
 */
type PinLine = "surface" | "anybody";

/** At most so many PINs are worked on at once, and so many of a line wait: memory and processors are the ward's too. */
const atOnce = { all: 2, anybody: 1 };
const waiting = 64;

/** Sets and checks PINs. */
export interface Pins {
  /**
   * The verifier of a new PIN, to be kept under `pin|<person>`.
   *
   * @throws PinError `pin-malformed`, `pin-too-common`, `pins-busy`
   */
  hash(pin: string): Promise<string>;
  /**
   * Whether `pin` is the one behind `verifier`. Without a verifier (an unknown badge, a person without a
   * PIN) it is wrong, after the same work: the time taken tells nothing.
   *
   * @throws PinError `pins-busy` when too many of its line wait
   */
  verify(verifier: string | undefined, pin: string, line: PinLine): Promise<boolean>;
}

/**
 * PINs by argon2id (RFC 9106), with the installation's pepper as its secret: a stolen database alone does
 * not do to try four digits on.
 */
export async function createPins(options: {
  /** 32 bytes or more; kept outside the database. */
  readonly pepper: Uint8Array;
  readonly cost: PinCost;
  /** PINs that nobody may choose, beside those that anybody would try. */
  readonly leaked?: ReadonlySet<string>;
}): Promise<Pins> {
  const { pepper, cost, leaked } = options;
  if (pepper.length < 32) throw new RangeError("a pepper has 32 bytes or more");
  const settings = {
    memoryCost: cost.memory,
    timeCost: cost.passes,
    parallelism: 1,
    secret: pepper,
  };
  const take = createGate();
  // Nobody's PIN: what an unknown person's is compared with.
  const dummy = await hash(randomBytes(16), settings);
  return {
    hash: async (pin) => {
      checkPin(pin, leaked);
      return take("surface", () => hash(pin, settings));
    },
    verify: (verifier, pin, line) =>
      take(line, async () => {
        const usable = verifier !== undefined && pin.length <= longestPin;
        const right = await verify(usable ? verifier : dummy, usable ? pin : "", settings);
        return usable && right;
      }),
  };
}

/**
 * Lets {@link atOnce} through and lets {@link waiting} of each line wait. Surfaces go first, and one place is never anybody's: a
 * surface's PIN waits for nobody but other surfaces and, at most, for one that is already worked on.
 */
function createGate(): <T>(line: PinLine, work: () => Promise<T>) => Promise<T> {
  const queues: Record<PinLine, (() => void)[]> = { surface: [], anybody: [] };
  const running: Record<PinLine, number> = { surface: 0, anybody: 0 };
  const isFree = (line: PinLine): boolean => {
    if (running.surface + running.anybody >= atOnce.all) return false;
    return line === "surface" || (queues.surface.length === 0 && running.anybody < atOnce.anybody);
  };
  const letIn = (line: PinLine): void => {
    if (!isFree(line)) return;
    const next = queues[line].shift();
    if (next === undefined) return;
    running[line]++;
    next();
  };
  return async (line, work) => {
    if (!isFree(line) && queues[line].length >= waiting) {
      throw new PinError(
        "pins-busy",
        "Too many PINs are being checked at once. Try again in a moment.",
      );
    }
    await new Promise<void>((resolve) => {
      queues[line].push(resolve);
      letIn(line);
    });
    try {
      return await work();
    } finally {
      running[line]--;
      letIn("surface");
      letIn("anybody");
    }
  };
}
