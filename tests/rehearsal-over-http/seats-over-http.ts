import type { SeatState } from "../../src/http/bedside-contract.ts";
import type { Doors, Entry, Tapped } from "../../src/rehearsal/index.ts";
import { keyOf, postAt, type Screens } from "./asking.ts";
import type { Answer } from "./browsers.ts";

type SeatDoors = Pick<
  Doors,
  "tap" | "enterPin" | "respondByTap" | "stepUp" | "park" | "signOut" | "look" | "sense"
>;

/** The PIN of everybody in a rehearsal. */
export const pin = "rehearsed";

/** Getting in at a seat, and leaving it, at its screen. */
export function seatsOverHttp(screens: Screens): SeatDoors {
  const { served, stage, states } = screens;
  const personOf = (badge: string) =>
    [...stage.players.values()].find((player) => player.badge === badge)?.id;
  const tapAt = (seat: string) => {
    const state = states.get(seat);
    if (state?.type === "pin") return state;
    throw new Error(`${seat} asks nobody for a PIN: ${JSON.stringify(state)}`);
  };
  return {
    async tap(seat, badge) {
      return tapped(await postAt(screens, seat, "tap", { badge }), personOf(badge));
    },
    async enterPin(seat, begin) {
      const { tap } = tapAt(seat);
      const answer =
        begin === undefined
          ? await postAt(screens, seat, "pin", { tap, pin })
          : await postAt(screens, seat, "shift/begin", { tap, pin, ...begin });
      return entry(answer);
    },
    async respondByTap(seat) {
      const { tap, calls } = tapAt(seat);
      const about = { emergency: calls[0]?.id ?? "none", tap };
      return entry(await postAt(screens, seat, "emergency/respond", about));
    },
    async stepUp({ seat, session }) {
      const answer = await postAt(screens, seat, "step-up", { pin }, session.person);
      return answer.body.type === "raised";
    },
    async park({ seat, session }, reason) {
      expectDone(await postAt(screens, seat, "lock", { reason }, session.person));
    },
    async signOut({ seat, session }) {
      expectDone(await postAt(screens, seat, "sign-out", {}, session.person));
    },
    look: (seat) => look(screens, seat),
    async sense(seat, badges) {
      const report = { present: badges.length > 0, badges };
      const sensor = keyOf(served.sensors, seat);
      expectDone(await served.wire.postAs(sensor, "/presence/api/report", report));
    },
  };
}

/** What the seat's screen shows now. */
export async function look({ served, states }: Screens, seat: string): Promise<void> {
  const state = await served.wire.firstEvent(keyOf(served.seats, seat), "/bedside/api/stream");
  states.set(seat, state as SeatState);
}

function expectDone({ status, body }: Answer): void {
  if (status !== 200) throw new Error(`It was not done: ${JSON.stringify(body)}`);
}

function tapped({ status, body }: Answer, person: string | undefined): Tapped {
  if (status !== 200) return { type: "refused", said: body.error.message };
  const state = body.state as SeatState;
  if (body.message !== undefined) return { type: "refused", said: body.message };
  if (state.type === "in" && state.witness?.colleague !== undefined) return { type: "witness" };
  if (state.type === "in" && state.who.id === person) return { type: "in", ...turnedTo(state) };
  if (state.type !== "pin") return { type: "out" };
  const { badgeLocked, offDuty, starts, why } = state;
  if (starts !== undefined && badgeLocked !== true) return { type: "off-duty", starts, said: why };
  return { type: "question", byPin: badgeLocked !== true && offDuty !== true, said: why };
}

function entry({ status, body }: Answer): Entry {
  if (status !== 200) return { type: "out", said: body.error.message };
  const state = body.state as SeatState;
  if (state.type === "in") return { type: "in", ...turnedTo(state) };
  return { type: "out", said: body.message };
}

/** The chart of the emergency's patient, where the screen has turned to it, says why it may be seen. */
export function turnedTo(state: SeatState): { readonly said?: readonly string[] } {
  if (state.type !== "in") return {};
  const { chart, declared } = state;
  const isTheirs = declared.some(
    ({ patient, task }) => task !== undefined && patient === chart?.patient.id,
  );
  return isTheirs && chart !== undefined ? { said: chart.because } : {};
}
