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

/** At most so many PINs are worked on at once, and so many wait: memory and processors are the ward's too. */
const atOnce = 2;
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
   * @throws PinError `pins-busy`
   */
  verify(verifier: string | undefined, pin: string): Promise<boolean>;
}

/**
 * PINs by argon2id (RFC 9106), with the installation's pepper as its secret: a stolen database alone does
 * not do to try four digits on.
 */
export async function createPins(options: {
  /** 32 bytes or more; kept outside the database. */
  readonly pepper: Uint8Array;
  readonly cost: PinCost;
}): Promise<Pins> {
  const { pepper, cost } = options;
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
      checkPin(pin);
      return take(() => hash(pin, settings));
    },
    verify: (verifier, pin) =>
      take(async () => {
        const usable = verifier !== undefined && pin.length <= longestPin;
        const right = await verify(usable ? verifier : dummy, usable ? pin : "", settings);
        return usable && right;
      }),
  };
}

/** Lets {@link atOnce} through and lets {@link waiting} wait. */
function createGate(): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) {
        throw new PinError(
          "pins-busy",
          "Too many PINs are being checked at once. Try again in a moment.",
        );
      }
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
