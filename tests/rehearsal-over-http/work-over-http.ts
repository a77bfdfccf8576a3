import type { SeatState } from "../../src/http/bedside-contract.ts";
import type { PhoneState } from "../../src/http/pocket-contract.ts";
import {
  bornOn,
  type Decided,
  type Doors,
  isDoneAt,
  sayFound,
  type Wish,
  type Work,
} from "../../src/rehearsal/index.ts";
import {
  askAuthzen,
  decidedOf,
  evaluate,
  noteValidity,
  postAt,
  postFor,
  type Screens,
} from "./asking.ts";
import type { Answer } from "./browsers.ts";
import { look, pin } from "./seats-over-http.ts";

type WorkDoors = Pick<
  Doors,
  | "decide"
  | "register"
  | "closeChart"
  | "keepHalf"
  | "lookForName"
  | "renewGlass"
  | "showsCase"
  | "askWitness"
  | "witness"
  | "askAsApplication"
  | "askAboutWorkload"
>;

/** What is done for patients, at the screens. */
export function workOverHttp(screens: Screens): WorkDoors {
  const note = noteValidity(screens);
  return {
    async decide(turn, work, wish) {
      const decided = await decide(screens, work, wish);
      note(turn);
      return decided;
    },
    async register(_turn, { seat, session }, patient) {
      const asked = { why: "unknown" };
      const answer = await postAt(screens, seat, "arrivals/register", asked, session.person);
      const chart = chartOf(answer);
      if (chart !== undefined) screens.stage.adt.giveNumber(patient, chart.patient.number);
      return decidedOf(answer, () => chart?.because ?? []);
    },
    async closeChart(work) {
      if (work.place.type !== "console") await postFor(screens, work, "chart/close");
    },
    async keepHalf({ seat, session }, patient) {
      const texts = [{ action: "note.write", text: "Half a note", key: "half" }];
      await postAt(screens, seat, "drafts/save", { patient, texts }, session.person);
    },
    async lookForName(turn, work, family) {
      const answer = await postFor(screens, work, "search/name", { family, birthDate: bornOn });
      note(turn);
      const { patients = [], more = false } = answer.body;
      return decidedOf(answer, () => [sayFound(patients.length, more)]);
    },
    renewGlass: async ({ seat, session }) =>
      decidedOf(await postAt(screens, seat, "glass/renew", {}, session.person)),
    async showsCase(seat) {
      await look(screens, seat);
      const state = screens.states.get(seat);
      return state?.type === "locked" && state.case !== undefined;
    },
    async askWitness({ seat, session }, act) {
      const asked = { ...act, text: written, confirmed: true };
      await postAt(screens, seat, "witness/ask", asked, session.person);
    },
    async witness(turn, { seat, session }) {
      const shown = screens.states.get(seat);
      const colleague = shown?.type === "in" ? shown.witness?.colleague : undefined;
      const given = { tap: colleague?.tap ?? "none", pin };
      const answer = await postAt(screens, seat, "witness/pin", given, session.person);
      note(turn);
      const { message, type } = answer.body;
      if (type === "wrong") return { type: "impossible", said: message };
      return type === "no" ? notThisColleague(message) : decidedOf(answer, () => whyShown(shown));
    },
    async askAsApplication(turn, person, { action, resource, seat }) {
      const context: Record<string, string> = seat === undefined ? {} : { seat };
      const decided = await askAuthzen(screens, person, { action, resource, context });
      note(turn);
      return decided;
    },
    async askAboutWorkload(turn, workload, { context, ...call }) {
      const asked = { ...call, context: { ...context } };
      const decided = await askAuthzen(screens, workload, asked, "workload");
      note(turn);
      return decided;
    },
  };
}

const written = "Written in a rehearsal";

/** Two people stand there: the screen says to whom it says why not, and how it goes on. */
function notThisColleague(message: string): Decided {
  const why = /^.*, you can't witness this\. (.*) Nothing was done\. /.exec(message)?.[1];
  return { type: "deny", reasons: [why ?? message], remedies: [], advice: [] };
}

async function decide(screens: Screens, work: Work, wish: Wish): Promise<Decided> {
  const { action, resource } = wish;
  const { type } = work.place;
  if (!isDoneAt(work.place, wish)) return evaluate(screens, work, wish);
  const patient = resource.id;
  if (action === "chart.open")
    return opened(await postFor(screens, work, "chart/open", { patient }));
  if (action === "glass.break") {
    const [reason] = screens.stage.bundle.breakGlass.reasons.keys();
    return opened(await postFor(screens, work, "glass/break", { patient, reason }));
  }
  if (action === "patient.search") {
    const number = await numberOf(screens, patient);
    return decidedOf(await postFor(screens, work, "search", { number }));
  }
  if (action === "case.open") {
    return decidedOf(await postFor(screens, work, "case/open", { patient }));
  }
  if (action === "case.close") return decidedOf(await postFor(screens, work, "case/close"));
  const text = written;
  if (type === "phone") {
    const key = String(screens.stage.clock.now());
    return opened(await postFor(screens, work, "note", { patient, text, key }));
  }
  // Why it may be stands beside the chart while it is done: afterwards it may have closed.
  const shown = "seat" in work.place ? screens.states.get(work.place.seat) : undefined;
  const answer = await postFor(screens, work, "act", { patient, action, text, confirmed: true });
  return decidedOf(answer, () => whyShown(shown));
}

async function numberOf({ stage }: Screens, id: string): Promise<string> {
  for (const { id: name } of stage.scenario.given.patients) {
    if ((await stage.adt.isKnown(name)) && (await stage.adt.patientId(name)) === id) {
      return stage.adt.numberOf(name);
    }
  }
  throw new Error(`${id} has no number.`);
}

/** What the screen says of the chart that is open on it: why, and what of it may be out of date. */
export function opened(answer: Answer): Decided {
  return decidedOf(answer, () => whyShown(answer.body.state));
}

function whyShown(state: SeatState | PhoneState | undefined): readonly string[] {
  if (state?.type !== "in") return [];
  // What a screen says of its own sensor is no answer to anything that was asked.
  const stale = state.stale.filter((text) => !text.startsWith("This screen's presence sensor"));
  return [...(state.chart?.because ?? []), ...stale];
}

function chartOf({ body }: Answer) {
  const state = body?.state as SeatState | PhoneState | undefined;
  return state?.type === "in" ? state.chart : undefined;
}
