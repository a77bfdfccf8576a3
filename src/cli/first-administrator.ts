import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { Instant } from "../ports/index.ts";
import { issueBadge, setPin } from "../sessions/index.ts";
import type { Actor, Command, World } from "../world/index.ts";
import { UsageError } from "./usage-error.ts";

const year = 365 * 24 * 60 * 60 * 1000;

/** The terminal as an actor: whoever may start the server may name its first administrator. */
const terminal: Actor = { type: "system", id: "terminal" };

/** What naming an administrator needs of the installation. */
export interface AdministratorDeps {
  /** Why one is asked for, as a sentence. */
  readonly because: string;
  readonly submit: <A>(command: Command<A>) => Promise<A>;
  readonly now: () => Instant;
  readonly hashBadge: (number: string) => string;
  readonly hashPin: (pin: string) => Promise<string>;
}

/** Whether somebody may administer this installation. */
export function hasAdministrator(world: World, at: Instant): boolean {
  for (const role of world.roles.values()) {
    const engagement = world.engagements.get(role.engagement);
    // A suspended one can be resumed by whoever else may, and an ended one cannot.
    const ended = engagement === undefined || engagement.state === "ended" || engagement.to <= at;
    if (role.role === "administrator" && !ended) return true;
  }
  return false;
}

/**
 * Asks on the terminal (or reads three lines) for the first administrator: name, badge number, PIN. Asks again after a
 * PIN that will not do.
 *
 * @throws UsageError when the input ends before the third answer
 */
export async function askFirstAdministrator(
  deps: AdministratorDeps,
  input: Readable,
  output: Writable,
): Promise<void> {
  const lines = createInterface({ input, terminal: false });
  const answers = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    output.write(question);
    const { value, done } = await answers.next();
    if (done) {
      throw new UsageError(
        "The input ended before the first administrator was named. Start the server on a terminal, or give name, badge number and PIN as three lines on its standard input.",
      );
    }
    const answer = value.trim();
    return answer === "" ? ask(question) : answer;
  };
  output.write(`${deps.because}\n`);
  const display = await ask("Name: ");
  const badge = await ask("Badge number, as the reader types it: ");
  const verifier = await askPin(ask, deps, output);
  lines.close();
  const person = await deps.submit(engage(display, deps.now()));
  const until = deps.now() + year;
  await deps.submit(issueBadge({ person, number: deps.hashBadge(badge), until, actor: terminal }));
  await deps.submit(setPin({ person, verifier, actor: terminal }));
  output.write(`${display} may now sign in on the console.\n`);
}

async function askPin(
  ask: (question: string) => Promise<string>,
  deps: AdministratorDeps,
  output: Writable,
): Promise<string> {
  const pin = await ask("PIN, 4 to 12 digits: ");
  try {
    return await deps.hashPin(pin);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    output.write(`${error.message}\n`);
    return askPin(ask, deps, output);
  }
}

/** One site and an office, the person, their engagement and role; a year, like every employee's (L2). */
function engage(display: string, now: Instant): Command<string> {
  return {
    name: "administrator.name",
    actor: terminal,
    handle: ({ id, world }) => {
      const person = id("per");
      const engagement = id("eng");
      const office = "administration";
      const site = world.sites.values().next().value?.id ?? "main";
      return {
        records: [
          ...(world.sites.has(site)
            ? []
            : ([
                { kind: "site.registered", body: { site, name: "Main site", zone: "UTC" } },
              ] as const)),
          ...(world.wards.has(office)
            ? []
            : ([
                {
                  kind: "ward.registered",
                  body: {
                    ward: office,
                    site,
                    name: "Administration",
                    type: "service",
                    pattern: "inpatient",
                  },
                },
              ] as const)),
          { kind: "person.registered", body: { person } },
          {
            kind: "engagement.started",
            body: { engagement, person, type: "employee", from: now, to: now + year },
          },
          {
            kind: "role.assigned",
            body: {
              assignment: id("asg"),
              engagement,
              role: "administrator",
              ward: office,
              from: now,
              to: now + year,
            },
          },
        ],
        side: [
          {
            table: "names",
            key: person,
            value: { type: "person", display, initials: initials(display), role: "administrator" },
          },
        ],
        answer: person,
      };
    },
  };
}

function initials(display: string): string {
  const words = display.split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => word?.[0]?.toUpperCase() ?? "").join("");
}
