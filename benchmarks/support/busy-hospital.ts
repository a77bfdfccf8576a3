/**
 * The demonstration as a real server, with as many live sessions at seats as one wants: people come by a staff file and a roster,
 * as they do in a hospital; their sessions are written into the log while the server is down, since each by badge and PIN would
 * take minutes.
 */
import { calculateJwkThumbprint } from "jose";
import { type BrowserKey, browserKey } from "../../e2e/support/plain-seat.ts";
import { type StaffedServer, startStaffedServer } from "../../e2e/support/staffed-server.ts";
import { openApp, system } from "../../src/app.ts";
import { machineClock, nodeHasher, nodeIds, openSqliteStore, wait } from "../../src/node/index.ts";
import type { SideWrite } from "../../src/ports/index.ts";
import type { NewRecord, World } from "../../src/world/index.ts";

const hour = 3_600_000;
/** The inpatient pattern's margin after a shift, in milliseconds. */
export const margin: number = 30 * 60_000;

/** Somebody who is in at a seat. */
export interface Occupant {
  readonly person: string;
  readonly staffNumber: string;
  readonly family: string;
  readonly badge: string;
  readonly session: string;
  readonly key: BrowserKey;
}

/** A server with people in. */
export interface BusyHospital {
  readonly server: StaffedServer;
  /** Those whose keys the benchmark has, all of one ward. */
  readonly occupants: readonly Occupant[];
  readonly ward: string;
}

const wards = ["4A", "5A", "6A", "6B", "ICU", "TH"];

/**
 * Starts one with its data in `data`: `sessions` live sessions, of which `known` are in the benchmark's hands, in `knownIn`; if nothing
 * is said in the ward that the demonstration shows at this hour, where its first patients lie.
 */
export async function openBusyHospital(
  data: string,
  {
    known,
    sessions,
    knownIn,
  }: { readonly known: number; readonly sessions: number; readonly knownIn?: string },
): Promise<BusyHospital> {
  const hiring = await startStaffedServer(data);
  const { port } = new URL(hiring.base);
  const ward = knownIn ?? hiring.demo.ward;
  const numbers = Array.from({ length: sessions }, (_, index) => `R${10_000 + index}`);
  const wardOf = (index: number) => (index < known ? ward : wards[index % wards.length]) as string;
  await hiring.takeIn("staff", staffOf(numbers, wardOf));
  await hiring.takeIn("roster", rosterOf(numbers, wardOf));
  await hiring.process.stop();
  const keys = await Promise.all(
    numbers.slice(0, known).map(() => browserKey(`http://localhost:${port}`)),
  );
  const occupants = await letIn(data, numbers, wardOf, keys);
  const server = await startStaffedServer(data, { PORT: port });
  return { server, occupants, ward };
}

/** A line of the staff file. */
export function staffLine(
  { staffNumber, family, badge }: Pick<Occupant, "staffNumber" | "family" | "badge">,
  ward: string,
  to = "",
): string {
  return `${staffNumber},${family},Robin,2026-01-01,${to},nurse,${ward},${badge}`;
}

export const staffColumns = "staff_number,family,given,from,to,role,ward,badge";
export const rosterColumns = "uid,staff_number,ward,role,from,to";

function staffOf(numbers: readonly string[], wardOf: (index: number) => string): string {
  const lines = numbers.map((staffNumber, index) =>
    staffLine(
      { staffNumber, family: familyOf(staffNumber), badge: badgeOf(staffNumber) },
      wardOf(index),
    ),
  );
  return [staffColumns, ...lines, ""].join("\n");
}

function rosterOf(numbers: readonly string[], wardOf: (index: number) => string): string {
  const from = new Date(Date.now() - hour).toISOString();
  const to = new Date(Date.now() + 10 * hour).toISOString();
  const lines = numbers.map(
    (number, index) => `${number},${number},${wardOf(index)},nurse,${from},${to}`,
  );
  return [rosterColumns, ...lines, ""].join("\n");
}

const familyOf = (staffNumber: string): string => `Benchmark${staffNumber}`;
const badgeOf = (staffNumber: string): string => `55000${staffNumber.slice(1)}`;

async function letIn(
  data: string,
  numbers: readonly string[],
  wardOf: (index: number) => string,
  keys: readonly BrowserKey[],
): Promise<readonly Occupant[]> {
  const ids = nodeIds();
  const store = await openSqliteStore({ directory: data, clock: machineClock });
  const ports = { clock: machineClock, ids, hasher: nodeHasher, wait };
  const app = await openApp({ log: store.log, side: store.side, ...ports });
  const people = await app.side.get(
    numbers.map((number) => ({ table: "identifiers", key: `staff|${number}` })),
  );
  const thumbprints = await Promise.all(keys.map(({ jwk }) => calculateJwkThumbprint(jwk)));
  const sessions = numbers.map(() => ids.next("ses"));
  for (let first = 0; first < numbers.length; first += 100) {
    const some = numbers.slice(first, first + 100).map((_, index) => first + index);
    await app.submit({
      name: "benchmark.let-in",
      actor: system,
      handle: ({ at, world }) => {
        const written = some.map((index) =>
          inAtSeat(world, at, {
            person: String(people[index]),
            seat: `benchmark-${index}`,
            session: sessions[index] as string,
            ward: wardOf(index),
            thumbprint: thumbprints[index],
          }),
        );
        return {
          records: written.flatMap(({ records }) => records),
          side: written.flatMap(({ side }) => side),
          answer: undefined,
        };
      },
    });
  }
  await app.stop();
  await store.close();
  return keys.map((key, index) => {
    const staffNumber = numbers[index] as string;
    return {
      person: String(people[index]),
      staffNumber,
      family: familyOf(staffNumber),
      badge: badgeOf(staffNumber),
      session: sessions[index] as string,
      key,
    };
  });
}

/** What is on record of somebody who has come in by badge and PIN. */
function inAtSeat(
  world: World,
  at: number,
  one: {
    readonly person: string;
    readonly seat: string;
    readonly session: string;
    readonly ward: string;
    readonly thumbprint: string | undefined;
  },
): { readonly records: readonly NewRecord[]; readonly side: readonly SideWrite[] } {
  const { person, seat, session, thumbprint, ward } = one;
  const [engagement = ""] = world.engagementsByPerson.get(person);
  const [badge = ""] = world.badgesByPerson.get(person);
  const opened = {
    session,
    person,
    engagement,
    surface: { type: "seat", id: seat },
    level: 2,
    provedAt: at,
    until: at + 8 * hour,
    method: "pin",
    badge,
  } as const;
  return {
    records: [
      { kind: "seat.registered", body: { seat, ward, name: seat } },
      ...(thumbprint === undefined
        ? []
        : [{ kind: "seat.enrolled", body: { seat, key: thumbprint } } as const]),
      { kind: "session.opened", body: opened },
    ],
    side:
      thumbprint === undefined
        ? []
        : [{ table: "credentials", key: `seat-key|${thumbprint}`, value: seat }],
  };
}
