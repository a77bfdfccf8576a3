import { type AccessRequest, type Bundle, hospital } from "../access/index.ts";
import type { App } from "../app.ts";
import { findByName, isEnough, type NameAndDay } from "../feeds/index.ts";
import { isOverUsual, searched } from "../reviews/index.ts";
import { type Handling, type NewRecord, survivorOf } from "../world/index.ts";
import type { SearchReply, Watched } from "./bedside-contract.ts";
import { demographics, discreetly, withNames } from "./names.ts";
import { refusedBy, spoken } from "./spoken.ts";

type Searched = Pick<App, "side" | "world" | "bundles" | "now">;

/** What a look-up found, and what is decided on for it. */
export interface Found {
  readonly by: "number" | "name";
  readonly ids: readonly string[];
  /** There are more than are shown. */
  readonly more: boolean;
  readonly resource: AccessRequest["resource"];
}

/** The patient with exactly this number. Numbers are typed with spaces and dashes as they stand on a wristband. */
export async function findNumber(app: Searched, asked: string): Promise<Found> {
  const id = await patientByNumber(app, asked);
  const resource = id === undefined ? hospital : { type: "patient", id };
  return { by: "number", ids: id === undefined ? [] : [id], more: false, resource };
}

/**
 * Those with this family name, or its beginning, who were born on this day (C7).
 *
 * @throws HttpError `bad-request`
 */
export async function findName(app: Searched, asked: NameAndDay): Promise<Found> {
  const most = app.bundles.current(app.world())?.search?.results;
  if (most === undefined) {
    throw refusedBy("bad-request", "search.by-number");
  }
  if (!isEnough(asked)) {
    throw refusedBy("bad-request", "search.too-little");
  }
  const found = await findByName(app.side, asked, most * 4);
  const ids = [...new Set(found.map((id) => survivorOf(app.world(), id)))];
  return { by: "name", ids: ids.slice(0, most), more: ids.length > most, resource: hospital };
}

/** The records that follow from a permitted look-up, in its batch. */
export function lookedUp(
  { bundles }: Searched,
  { by, ids }: Found,
  person: string,
  ward: string | undefined,
): (handling: Handling) => readonly NewRecord[] {
  return (handling) => {
    const bundle = bundles.current(handling.world);
    if (bundle === undefined) return [];
    const place = ward === undefined ? {} : { ward };
    return searched({ ...handling, bundle }, { by, person, shown: ids, ...place });
  };
}

/** What whoever looked somebody up is shown, once it was permitted: who it is, and nothing more (C7). */
export async function searchReply(
  app: Searched,
  { by, ids, more }: Found,
  person: string,
  ward: string | undefined,
): Promise<Exclude<SearchReply, { type: "refused" }>> {
  const world = app.world();
  const bundle = app.bundles.current(world);
  const isOver =
    bundle !== undefined && isOverUsual({ bundle, world, at: app.now() }, person, ward);
  const said = isOver ? watched(bundle, world.searches.get(person)?.times.length) : {};
  const [first] = ids;
  if (first === undefined)
    return {
      type: "none",
      ...spoken(by === "number" ? "search.no-number" : "search.no-name"),
      ...said,
    };
  if (by === "name") {
    const patients = await withNames(app.side, app.world, (names) =>
      ids.map((id) => demographics(names.patient(id))),
    );
    return { type: "several", patients, more, ...said };
  }
  const patient = await withNames(app.side, app.world, (names, now) =>
    discreetly(now, names.patient(first)),
  );
  return { type: "found", patient, ...said };
}

function watched({ search }: Bundle, count = 0): Watched {
  const minutes = String(Math.round((search?.within ?? 0) / 60_000));
  const { message, said } = spoken("search.watched", { count: String(count), minutes });
  return { watched: message, watchedSaid: said };
}

/** The patient whom a number means now. */
export async function patientByNumber(
  { side, world }: Searched,
  asked: string,
): Promise<string | undefined> {
  const typed = asked.trim();
  const bare = typed.replace(/[\s-]/g, "");
  if (bare === "" || typed.length > 64) return undefined;
  const capitals = bare.toUpperCase();
  // A made number has a hyphen of its own (C9).
  const made = capitals.replace(/^T(?=[2-9A-HJ-NP-Z]{6}$)/, "T-");
  const forms = [...new Set([typed, bare, capitals, made])];
  const ids = await side.get(forms.map((form) => ({ table: "identifiers", key: `mrn|${form}` })));
  const id = ids.find((value) => typeof value === "string");
  return typeof id === "string" ? survivorOf(world(), id) : undefined;
}
