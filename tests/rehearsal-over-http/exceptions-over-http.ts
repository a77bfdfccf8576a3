import type { GrantsOnScreen } from "../../src/http/grants-contract.ts";
import type { Decided, Doors, Work } from "../../src/rehearsal/index.ts";
import { decidedOf, getAtDesk, postAt, postFor, postFrom, type Screens } from "./asking.ts";
import type { Answer } from "./browsers.ts";
import { turnedTo } from "./seats-over-http.ts";
import { opened } from "./work-over-http.ts";

type CoverDoors = Pick<
  Doors,
  "askForAccess" | "whoWaits" | "answerCover" | "beginCover" | "handCoverBack"
>;
type EmergencyDoors = Pick<
  Doors,
  "declare" | "respond" | "takeTask" | "renewEmergency" | "standDown" | "record" | "sign"
>;
type RosterDoors = Pick<
  Doors,
  "startShift" | "stay" | "confirm" | "handOver" | "proposeSwap" | "agreeSwap"
>;

/** Access for a time (X1), at the screens. */
export function coverOverHttp(screens: Screens): CoverDoors {
  const { cookies, served, stage } = screens;
  const atDesk = async ({ session }: Work, path: string, body: unknown) => {
    const cookie = cookies.get(session.person) ?? "";
    const headers = { cookie };
    return decidedOf(await served.wire.post(`/console/api/grants${path}`, body, { headers }));
  };
  const isDesk = ({ place }: Work) => place.type === "console";
  return {
    async askForAccess(_turn, work, { holder, lasts, ...wish }) {
      const [reason] = stage.bundle.grants.reasons.keys();
      const minutes = lasts === undefined ? {} : { minutes: lasts / 60_000 };
      const asked = { ...wish, ...minutes, reason };
      const staff = holder === undefined ? {} : { staff: holder.name };
      if (isDesk(work)) return atDesk(work, "", { ...asked, ...staff });
      return begun(await postFor(screens, work, "grants/request", asked));
    },
    async whoWaits(_turn, work) {
      const { place, session } = work;
      const shown: GrantsOnScreen | undefined =
        place.type === "phone"
          ? (await postFrom(screens, place.device, "state", {}, session.person)).body.state.grants
          : (await getAtDesk(screens, session.person, "grants")).body;
      return (shown?.waiting ?? []).map(({ who }) => who.id);
    },
    async answerCover(_turn, work, grant, answer) {
      if (isDesk(work)) return atDesk(work, `/${grant}/answer`, { answer });
      return decidedOf(await postFor(screens, work, "grants/answer", { grant, answer }));
    },
    beginCover: async (_turn, work, grant) =>
      begun(await postFor(screens, work, "grants/start", { grant })),
    async handCoverBack(work, grant) {
      if (isDesk(work)) return atDesk(work, `/${grant}/end`, {});
      return decidedOf(await postFor(screens, work, "grants/return", { grant }));
    },
  };
}

/** A chart that opens with it says why; what was only asked for or begun says nothing. */
function begun(answer: Answer): Decided {
  const { type } = answer.body as { readonly type?: string };
  return type === "asked" || type === "done" ? decidedOf(answer) : opened(answer);
}

/** Declared emergencies (X16 to X18), at the seats' screens. */
export function emergenciesOverHttp(screens: Screens): EmergencyDoors {
  const { states } = screens;
  const shown = (seat: string) => {
    const state = states.get(seat);
    return state?.type === "in" ? state : undefined;
  };
  return {
    async declare(seat, type, patient) {
      const whom = whomOf(screens, seat, patient);
      return decidedOf(
        await postAt(screens, seat, "emergency/declare", { type, whom }, shown(seat)?.who.id),
      );
    },
    async respond({ seat, session }, emergency) {
      const asked = { emergency };
      const answer = await postAt(screens, seat, "emergency/respond", asked, session.person);
      return decidedOf(answer, () => turnedTo(answer.body.state).said ?? []);
    },
    takeTask: async ({ seat, session }, emergency, task) =>
      decidedOf(await postAt(screens, seat, "emergency/task", { emergency, task }, session.person)),
    renewEmergency: async ({ seat, session }, emergency) =>
      decidedOf(await postAt(screens, seat, "emergency/renew", { emergency }, session.person)),
    standDown: async ({ seat, session }, emergency) =>
      decidedOf(await postAt(screens, seat, "emergency/stand-down", { emergency }, session.person)),
    async record(_turn, { seat, session }, act) {
      const asked = { ...act, text: "Recorded in a rehearsal", confirmed: true };
      return decidedOf(await postAt(screens, seat, "emergency/act", asked, session.person));
    },
    sign: async (_turn, { seat, session }, patient) =>
      decidedOf(await postAt(screens, seat, "emergency/sign", { patient }, session.person)),
  };
}

/** Whom the screen can declare it for: whoever lies at it, or whose chart is open on it. */
function whomOf({ states }: Screens, seat: string, patient: string | undefined): string {
  if (patient === undefined) return "ward";
  const state = states.get(seat);
  if (state?.type === "in" && state.chart?.patient.id === patient) return "chart";
  return "bed";
}

/** Where the roster is wrong (L9, S9, L10), at the seats' screens. */
export function rostersOverHttp(screens: Screens): RosterDoors {
  const done = async (
    { seat, session }: Parameters<Doors["stay"]>[1],
    path: string,
    body: unknown,
  ): Promise<Decided> => decidedOf(await postAt(screens, seat, path, body, session.person));
  return {
    startShift: (_turn, at, start) => done(at, "shift/start", start),
    stay: (_turn, at, ward) => done(at, "shift/stay", { ward }),
    confirm: (_turn, at, confirm) => done(at, "shifts/answer", { confirm, refuse: [] }),
    handOver: (_turn, at, patient, to) => done(at, "handover", { patients: [patient], to }),
    proposeSwap: (_turn, at, { shift, colleague }) =>
      done(at, "swap/propose", { shift, colleague }),
    agreeSwap: (_turn, at, swap) => done(at, "swap/answer", { swap, agrees: true }),
  };
}
