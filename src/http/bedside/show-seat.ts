import type { Duration, Instant } from "../../ports/index.ts";
import { askingOf, focus, SessionError, sceneOf } from "../../sessions/index.ts";
import type { World } from "../../world/index.ts";
import type { ChartSection } from "../contract.ts";
import { HttpError } from "../errors.ts";
import { withNames } from "../names.ts";
import { refusedBy, saidFrom, spoken } from "../spoken.ts";
import type { Bedside } from "./bedside-context.ts";
import { system } from "./bedside-context.ts";
import { readChart } from "./chart-sections.ts";
import { decideAtSeat } from "./decide-at-seat.ts";
import { noteFarewell } from "./farewell.ts";
import { permitFor, type SeatMemory } from "./seat-memory.ts";
import { drawSeat, type OpenChart, type Recall, type SeatPicture } from "./seat-picture.ts";

/** What a chart's content may be old on a screen that nothing has changed on. */
const chartFresh: Duration = 30_000;
/** A chart that could not be read is tried again after this long. */
const chartRetry: Duration = 5_000;
/** Rounds within this are drawn for one instant; a slow chart store makes it another. */
const sameInstant: Duration = 200;
/** A picture is drawn again when it needed something, but not for ever. */
const rounds = 8;

/**
 * What a seat shows now. The last drawing is of the world as it is at that moment, so nothing of a patient
 * is in it that has meanwhile been taken away. A chart that may not be open any more is closed first, and
 * its person told why.
 *
 * @throws HttpError `seat-unknown`, SessionError `no-policy`
 */
export async function showSeat(bedside: Bedside, id: string): Promise<SeatPicture> {
  const memory = bedside.memories.of(id);
  const drawing = { now: bedside.deps.app.now(), recalled: createRecall() };
  for (let round = 0; ; round++) {
    const now = bedside.deps.app.now();
    if (now - drawing.now > sameInstant) drawing.now = now;
    const picture = await draw(bedside, id, memory, drawing);
    if (round === rounds) return withoutChart(picture);
    if (picture.lost !== undefined) await closeLost(bedside, memory, picture.lost);
    else if (picture.unproved !== undefined) await showAgain(bedside, id, picture.unproved);
    else if (picture.unread !== undefined || isOld(bedside, memory, picture)) {
      await fetchChart(bedside, memory, picture);
    } else {
      settle(bedside, memory, picture);
      return picture;
    }
  }
}

/** One instant for all quick rounds, so that what was worked out once need not be again. */
interface Drawing {
  now: Instant;
  readonly recalled: (moment: string) => Recall;
}

function draw(
  { deps }: Bedside,
  id: string,
  memory: SeatMemory,
  { now, recalled }: Drawing,
): Promise<SeatPicture> {
  const { app, demo } = deps;
  return withNames(app.side, app.world, (names, world) => {
    const scene = sceneOf({ bundles: app.bundles }, world, Math.max(now, world.at));
    const recall = recalled(`${world.next} ${scene.at}`);
    const seat = seatOf(world, id);
    const badges = demo === undefined ? {} : { demoBadges: demo.badges };
    noteFarewell(memory, scene);
    return drawSeat(scene, { seat, memory, names, recall, ...badges });
  });
}

/** A memory of what was worked out, for as long as world and instant stay the same. */
function createRecall(): (moment: string) => Recall {
  let known = new Map<string, unknown>();
  let at = "";
  return (moment) => {
    if (moment !== at) known = new Map();
    at = moment;
    return (key, work) => {
      if (!known.has(key)) known.set(key, work());
      return known.get(key) as ReturnType<typeof work>;
    };
  };
}

function seatOf(world: World, id: string) {
  const seat = world.seats.get(id);
  if (seat !== undefined) return seat;
  throw refusedBy("seat-unknown", "seat.no-more");
}

async function closeLost(
  { deps }: Bedside,
  memory: SeatMemory,
  lost: NonNullable<SeatPicture["lost"]>,
): Promise<void> {
  const { session, patient, reasons, said } = lost;
  try {
    await deps.app.submit(focus({ session, from: patient, actor: system }));
  } catch (error) {
    // The session ended in the meantime, and the chart with it.
    if (!(error instanceof SessionError)) throw error;
  }
  const isOver = memory.permit?.byGlass === true && memory.permit.patient === patient;
  const first = isOver ? spoken("glass.over") : { message: "", said: [] };
  memory.chart = undefined;
  memory.permit = undefined;
  memory.notice = {
    session,
    text: [first.message, ...reasons].join(" ").trim(),
    said: [...first.said, ...saidFrom("reasons", said)],
  };
}

/**
 * A chart that is shown again (after a lock, or past its permit's validity) is decided and recorded again: a
 * permit is for one act (D6). A denial is left to the next drawing, which closes the chart.
 */
async function showAgain(bedside: Bedside, seat: string, open: OpenChart): Promise<void> {
  const { session, patient } = open;
  const known = bedside.deps.app.world().sessions.get(session);
  if (known === undefined) return;
  const wish = { action: "chart.open", resource: { type: "patient", id: patient } };
  try {
    const answer = await decideAtSeat({ bedside, seat }, known, wish);
    if (answer.type === "deny") return;
    bedside.memories.of(seat).permit = permitFor(open, answer);
  } catch (error) {
    // Somebody else is in by now: there is nothing to show again.
    if (!(error instanceof SessionError)) throw error;
  }
}

function isOld({ deps }: Bedside, { chart }: SeatMemory, { state }: SeatPicture): boolean {
  if (!hasChart(state) || chart === undefined) return false;
  return deps.clock.monotonic() - chart.readAt >= chartFresh;
}

async function fetchChart(
  { deps }: Bedside,
  memory: SeatMemory,
  picture: SeatPicture,
): Promise<void> {
  const { chart } = memory;
  const wanted = picture.unread ?? (chart && { session: chart.session, patient: chart.patient });
  if (wanted === undefined) return;
  try {
    const sections = await readChart(deps.charts, wanted.patient);
    memory.chart = { ...wanted, sections, readAt: deps.clock.monotonic() };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const readAt = deps.clock.monotonic() - chartFresh + chartRetry;
    memory.chart = { ...wanted, sections: unreadable(error.message), readAt };
  }
}

function unreadable(title: string): readonly ChartSection[] {
  return [{ id: "summary", title: "Summary", entries: [{ title }] }];
}

/** Whether a screen shows a chart: its occupant's, or that of an open case. */
function hasChart(state: SeatPicture["state"]): boolean {
  if (state.type === "unknown") return false;
  return state.type === "in" ? state.chart !== undefined : state.case !== undefined;
}

/** A seat without an open chart, or case, keeps nothing of one (S7). */
function settle({ deps }: Bedside, memory: SeatMemory, { state, watch }: SeatPicture): void {
  const isIn = state.type === "in";
  const { witness } = memory;
  const asked = deps.app.world().sessions.get(witness?.session ?? "");
  if (askingOf(asked, witness?.asking, deps.app.now()) === undefined) memory.witness = undefined;
  if (!hasChart(state)) memory.chart = undefined;
  if (!isIn || state.chart === undefined) memory.permit = undefined;
  if (isIn) {
    [memory.lastIn] = watch.sessions;
    memory.lastInOffline = deps.app.world().downtime !== undefined;
    memory.farewell = undefined;
  } else {
    memory.notice = undefined;
    const { farewell } = memory;
    if (farewell === undefined || deps.app.now() >= farewell.until) memory.farewell = undefined;
    memory.lastIn = undefined;
  }
}

/** What is shown of a seat that changes faster than it can be drawn. */
function withoutChart(picture: SeatPicture): SeatPicture {
  if (picture.state.type !== "in") return picture;
  const { chart: _chart, ...state } = picture.state;
  return { ...picture, state };
}
