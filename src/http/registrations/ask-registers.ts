import { type App, system } from "../../app.ts";
import {
  hereSince,
  recheckRegistrations,
  registerFailed,
  registrationKey,
} from "../../lifecycle/index.ts";
import type { Duration, Instant, Register } from "../../ports/index.ts";
import type { Registration, World } from "../../world/index.ts";
import { isRecord, textOf } from "../json.ts";

const hour: Duration = 3_600_000;
const day: Duration = 24 * hour;

/** What registers are asked with. */
export interface AskDeps {
  readonly app: Pick<App, "submit" | "world" | "bundles" | "endings" | "side" | "now">;
  readonly registers: readonly Register[];
}

/**
 * Asks each professional register (L7): about everybody once a day, which the log says, so that of several nodes one asks; in between
 * about whom HR has just named, about whoever has just come (back), and about those whose time has come. One that does not answer is asked again an hour later.
 */
export function createRegisterRounds({ app, registers }: AskDeps): { look(): Promise<void> } {
  /** When each registration was asked about here, and each register last failed. */
  const asked = new Map<string, Instant>();
  const failed = new Map<string, Instant>();
  const look = async (register: Register): Promise<void> => {
    const at = app.now();
    if (at - (failed.get(register.id) ?? Number.NEGATIVE_INFINITY) < hour) return;
    const { isWhole, some } = dueOf(app.world(), register.id, at, asked);
    if (some.length === 0) return;
    const rows = await app.side.get(some.map(({ id }) => registrationKey(id)));
    const numbered = some.flatMap((registration, index) => {
      const row = rows[index];
      const number = isRecord(row) ? textOf(row["number"]) : undefined;
      return number === undefined ? [] : [{ registration, number }];
    });
    const answers = await answersOf(
      register,
      numbered.map(({ number }) => number),
    );
    if (answers === undefined) {
      failed.set(register.id, at);
      await app.submit(registerFailed({ asked: some.length, register: register.id }, system));
      return;
    }
    failed.delete(register.id);
    for (const { id } of some) asked.set(id, at);
    const findings = answers.flatMap((answer, index) => {
      const person = numbered[index]?.registration.person;
      return person === undefined ? [] : [{ answer, person }];
    });
    const round = { findings, isWhole, register: register.id };
    for (let left = 1; left > 0; ) {
      ({ left } = await app.submit(recheckRegistrations(app, round, system)));
    }
  };
  return {
    async look() {
      for (const register of registers) await look(register);
    },
  };
}

/** Who is asked about now. */
function dueOf(
  world: World,
  register: string,
  at: Instant,
  asked: ReadonlyMap<string, Instant>,
): { readonly isWhole: boolean; readonly some: readonly Registration[] } {
  const { failingSince, wholeAt = Number.NEGATIVE_INFINITY } = world.registers.get(register) ?? {};
  const { answeredAt = Number.NEGATIVE_INFINITY } = world.registers.get(register) ?? {};
  const isWhole = failingSince !== undefined || at - wholeAt >= day;
  const some = [...world.registrations.values()].filter((registration) => {
    const { id, lapsed, person, register: of, statedAt, toldAt = wholeAt, until } = registration;
    if (of !== register || !staysHere(world, person, at)) return false;
    const last = asked.get(id);
    const known = Math.max(toldAt, wholeAt);
    const isNew = last === undefined ? statedAt >= known : statedAt > last;
    const since = hereSince(world, person);
    const isBack = Number.isFinite(since) && since > (last ?? known);
    const isOver = lapsed === undefined && until <= at && answeredAt < until;
    return isWhole || isNew || isBack || isOver;
  });
  return { isWhole, some };
}

/** Of whoever is suspended it is asked too: it may be good again. */
function staysHere(world: World, person: string, at: Instant): boolean {
  return world.engagementsByPerson.get(person).some((id) => {
    const { state = "ended", to = at } = world.engagements.get(id) ?? {};
    return state !== "ended" && at < to;
  });
}

/** Undefined: it does not answer, or what it says of most of them is that it never heard of them, which is a fault of ours or its. */
async function answersOf(
  register: Register,
  numbers: readonly string[],
): Promise<Awaited<ReturnType<Register["ask"]>> | undefined> {
  try {
    const answers = await register.ask(numbers);
    const unknown = answers.filter(({ standing }) => standing === "unknown").length;
    const isOdd =
      answers.length !== numbers.length || (unknown > 3 && unknown * 2 > answers.length);
    return isOdd ? undefined : answers;
  } catch {
    // Whatever it was, nothing is known of anybody by it.
    return undefined;
  }
}
