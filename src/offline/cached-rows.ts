import { askScope } from "../access/index.ts";
import { directoryRow } from "../feeds/index.ts";
import { createMemorySide } from "../memory/index.ts";
import type { Cache, Duration, Instant, Json, Side, SideKey, SideWrite } from "../ports/index.ts";
import { currentStay, isWorkloadLive, type World } from "../world/index.ts";

const hour: Duration = 3_600_000;
/** What is kept is used for so long, and erased then (X14). */
const cacheCounts: Duration = 24 * hour;
/** Whoever is rostered this near: who comes on within the time that a node may go by what it saw, and who has just gone. */
const around: Duration = 12 * hour;
/** Rows that are asked for at once. */
const atOnce = 500;

/** A row that is kept. */
type Row = Required<Pick<SideWrite, "table" | "key">> & { readonly value: Json };

interface Kept {
  readonly at: Instant;
  readonly rows: readonly Row[];
}

/**
 * Keeps what seats need while the database is away: of the people rostered now or soon their names, badges and PIN verifiers, of
 * the patients in the building names and numbers, and the keys of programs that ask for decisions. Nothing of anybody else.
 */
export async function keepRows(
  cache: Cache,
  { side, world }: { readonly side: Side; readonly world: World },
  at: Instant,
): Promise<void> {
  const rows = [
    ...(await personRows(side, world, rostered(world, at))),
    ...(await patientRows(side, inTheBuilding(world))),
    ...(await workloadRows(side, world, at)),
  ];
  await cache.keep(JSON.stringify({ at, rows } satisfies Kept));
}

/**
 * The rows as they were kept, and the seats' keys, which the world has; without the rows, where they are too old or cannot be read.
 * What is too old is erased.
 */
export async function cachedSide(cache: Cache, world: World, at: Instant): Promise<Side> {
  const kept = await readKept(cache, at);
  const { side, write } = createMemorySide();
  const seats = [...world.seats.values()].flatMap(({ id, key }): readonly Row[] =>
    key === undefined ? [] : [{ table: "credentials", key: `seat-key|${key}`, value: id }],
  );
  write([...seats, ...kept]);
  return side;
}

/** Erases what is too old, whether or not it is needed. */
export async function dropOldRows(cache: Cache, at: Instant): Promise<void> {
  await readKept(cache, at);
}

async function readKept(cache: Cache, now: Instant): Promise<readonly Row[]> {
  const text = await cache.read();
  if (text === undefined) return [];
  const { at, rows } = JSON.parse(text) as Kept;
  if (now - at < cacheCounts) return rows;
  await cache.erase();
  return [];
}

/** Those whose shift or on-call period is near, or who are in somewhere, and whose engagement runs. */
function rostered(world: World, at: Instant): ReadonlySet<string> {
  const found = new Set<string>();
  const isNear = ({ from, to }: { readonly from: Instant; readonly to: Instant }) =>
    from < at + around && at - around < to;
  const add = (id: string) => {
    const engagement = world.engagements.get(id);
    if (engagement?.state === "active" && at < engagement.to) found.add(engagement.person);
  };
  for (const shift of world.shifts.values()) if (isNear(shift)) add(shift.engagement);
  for (const onCall of world.onCalls.values()) if (isNear(onCall)) add(onCall.engagement);
  for (const { engagement } of world.sessions.values()) add(engagement);
  return found;
}

function inTheBuilding(world: World): readonly string[] {
  const found = new Set<string>();
  for (const { patient, state } of world.encounters.values()) {
    if (currentStay(state) !== undefined) found.add(patient);
  }
  return [...found];
}

async function personRows(
  side: Side,
  world: World,
  people: ReadonlySet<string>,
): Promise<readonly Row[]> {
  const ids = [...people];
  const rows = await rowsOf(
    side,
    ids.flatMap((id): readonly SideKey[] => [
      { table: "names", key: id },
      { table: "credentials", key: `pin|${id}` },
    ]),
  );
  const isTheirs = (badge: Json) => {
    const known = typeof badge === "string" ? world.badges.get(badge) : undefined;
    return known !== undefined && people.has(known.person);
  };
  return [...rows, ...(await credentials(side, "badge|", isTheirs))];
}

async function patientRows(side: Side, patients: readonly string[]): Promise<readonly Row[]> {
  const rows = await rowsOf(
    side,
    patients.map((key) => ({ table: "names", key })),
  );
  return [...rows, ...rows.flatMap(({ key, value }) => ways(key, value))];
}

/** How a patient is found by what their name's row says: by number, and by name and day of birth (C7). */
function ways(patient: string, value: Json): readonly Row[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const { number, family, birthDate } = value as { readonly [name: string]: Json };
  const text = (known: Json | undefined) => (typeof known === "string" ? known : "");
  const born = directoryRow(patient, { family: text(family), birthDate: text(birthDate) });
  const numbered: readonly Row[] =
    text(number) === ""
      ? []
      : [{ table: "identifiers", key: `mrn|${text(number)}`, value: patient }];
  return born === undefined
    ? numbered
    : [...numbered, { table: born.table, key: born.key, value: patient }];
}

function workloadRows(side: Side, world: World, at: Instant): Promise<readonly Row[]> {
  return credentials(side, "api-key|", (id) => {
    const known = typeof id === "string" ? world.workloads.get(id) : undefined;
    return isWorkloadLive(known, at) && known.scopes.includes(askScope);
  });
}

async function credentials(
  side: Side,
  prefix: string,
  isWanted: (value: Json) => boolean,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await side.list("credentials", {
      prefix,
      limit: atOnce,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key, value } of page) {
      if (isWanted(value)) found.push({ table: "credentials", key, value });
    }
    after = page.at(-1)?.key;
    if (page.length < atOnce) return found;
  }
}

async function rowsOf(side: Side, keys: readonly SideKey[]): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < keys.length; from += atOnce) {
    const part = keys.slice(from, from + atOnce);
    const values = await side.get(part);
    part.forEach(({ table, key }, index) => {
      const value = values[index];
      if (value !== undefined) found.push({ table, key, value });
    });
  }
  return found;
}
