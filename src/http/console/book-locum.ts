import { parseTime } from "../../feeds/index.ts";
import { agencyKey, bookLocum } from "../../lifecycle/index.ts";
import type { Instant } from "../../ports/index.ts";
import { zoneOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import type { BookLocumReply, BookLocumRequest } from "../locums-contract.ts";
import { withNames } from "../names.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, requirePermit, sceneNow } from "./console-context.ts";
import { bookingOf, locumView } from "./list-locums.ts";
import { wardsOf, wordsOf } from "./people.ts";

/** What the page says where it is none of those of that name. */
const nobodyKnown = "new";

/** Names are fetched in turns, so that a search keeps no tap waiting. */
const atOnce = 500;

/**
 * Books a locum for a shift on a ward: decided, recorded and done in one batch. Where people of that name were locums there, it is asked
 * first whether it is one of them: one person is one person, for life.
 *
 * @throws HttpError `refused`, `not-found`, `bad-request`; LifecycleError as `bookLocum` does
 */
export async function bookOne(
  context: Console,
  session: Session,
  request: BookLocumRequest,
): Promise<BookLocumReply> {
  const { app } = context.deps;
  const { agency, name, role, ward } = request;
  if (app.world().wards.get(ward)?.type !== "ward") throw refusedBy("not-found", "ward.unknown");
  const resource = { type: "ward", id: ward } as const;
  const times = timesOf(request, zoneOf(app.world(), ward));
  if (request.person === undefined) {
    await requirePermit(context, session, "locum.book", { resource });
    const known = await ofThatName(context, ward, name);
    if (known.length > 0) {
      const people = await withNames(app.side, app.world, (names) =>
        known.map((person) => names.person(person)),
      );
      return { type: "known", people };
    }
  }
  // Whoever is on the staff otherwise is not booked by their id: what they would be given opens what they have anyway.
  const isKnown = request.person !== undefined && request.person !== nobodyKnown;
  if (isKnown && !(await ofThatName(context, ward, name)).includes(request.person ?? "")) {
    throw refusedBy("not-found", "person.unknown");
  }
  const sender = agency.trim() === "" ? {} : { agency };
  const command = bookLocum(app, {
    ...(isKnown ? { person: request.person } : { name }),
    ...sender,
    ...times,
    role,
    ward,
    booker: session.person,
  });
  let engagement = "";
  await requirePermit(context, session, "locum.book", {
    resource,
    needs: agency.trim() === "" ? [] : [agencyKey(agency)],
    also: (handling) => {
      const outcome = command.handle(handling);
      ({ engagement } = outcome.answer);
      return { records: outcome.records, side: outcome.side ?? [] };
    },
  });
  return withNames(app.side, app.world, (names): BookLocumReply => {
    const scene = sceneNow(context);
    const booking = bookingOf(scene, engagement);
    if (booking === undefined) throw refusedBy("not-found", "locum.unknown");
    return { type: "booked", locum: locumView(scene, names, booking) };
  });
}

/** @throws HttpError `bad-request` */
function timesOf(
  { day, from, to }: BookLocumRequest,
  zone: string,
): { readonly from: Instant; readonly to: Instant } {
  const begin = parseTime(`${day}T${from}`, zone);
  const end = parseTime(`${to > from ? day : dayAfter(day)}T${to}`, zone);
  if (begin === undefined || end === undefined) throw refusedBy("bad-request", "locum.times");
  return { from: begin, to: end };
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00Z`);
  return Number.isNaN(at) ? "" : new Date(at + 24 * 3_600_000).toISOString().slice(0, 10);
}

/** Those who were or are locums on the ward, and are called just so: case, accents and the order of names do not matter. */
async function ofThatName(
  { deps }: Console,
  ward: string,
  name: string,
): Promise<readonly string[]> {
  const { app } = deps;
  const world = app.world();
  const wanted = wordsOf(name).toSorted().join(" ");
  const locums = [...world.engagements.values()].filter(
    (engagement) => engagement.type === "locum" && wardsOf(world, engagement).includes(ward),
  );
  const people = [...new Set(locums.map(({ person }) => person))];
  const found: string[] = [];
  for (let from = 0; from < people.length; from += atOnce) {
    const some = people.slice(from, from + atOnce);
    const rows = await app.side.get(some.map((key) => ({ table: "names", key })));
    for (const [index, row] of rows.entries()) {
      const shown = typeof row === "object" && row !== null && "display" in row ? row.display : "";
      const words = wordsOf(typeof shown === "string" ? shown : "");
      if (words.toSorted().join(" ") === wanted) found.push(some[index] ?? "");
    }
  }
  return found;
}
