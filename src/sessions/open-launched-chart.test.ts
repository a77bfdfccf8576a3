import * as crypto from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createRepeats, decideHere } from "../access/index.ts";
import {
  type Connected,
  connectApplication,
  enterPin,
  launchContextNow,
  openConsole,
  park,
  registerApplication,
  reopenLaunchedChart,
  standingOf,
} from "./index.ts";
import { sceneOf } from "./scene.ts";
import { minute, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
let events = 0;
const hasher = {
  sha256: (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest(),
};
let repeats = createRepeats({ hasher });
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  repeats = createRepeats({ hasher });
  hospital.submit(registerApplication(growth, { type: "system", id: "test" }));
  hospital.record("feed.registered", { feed: "adt", type: "adt" });
  hospital.record("patient.registered", { patient: "anna" });
  move("A01", "4B");
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
});

const growth = {
  id: "growth",
  name: "Growth chart",
  kind: "signs-in-here",
  browser: true,
  redirectUris: ["https://growth.example/back"],
  scopes: ["openid", "launch", "patient/*.rs"],
  serves: [],
} as const;

function move(trigger: "A01" | "A02", ward: string): void {
  const at = start - 10 * minute + ++events;
  const event = { trigger, at, control: `c${events}`, class: "I", location: { ward } } as const;
  hospital.record("adt.accepted", { feed: "adt", encounter: "enc", patient: "anna", event });
}

const deps = () => ({ ...hospital.deps, repeats });
const session = () => hospital.world.sessionsByPerson.get("eve")[0] ?? "";
const launch = (): Connected =>
  hospital.submit(
    connectApplication(deps(), {
      application: "growth",
      session: session(),
      surface: { type: "seat", id: "4B-1" },
      scopes: ["launch", "patient/*.rs"],
      patient: "anna",
    }),
  );
function launched(): string {
  const connected = launch();
  if (connected.type === "refused") throw new Error("refused");
  return connected.connection.id;
}
const standing = (id: string) =>
  standingOf(sceneOf(hospital.deps, hospital.world, hospital.now), id);
const last = () => hospital.log.at(-1);

test("[D8] a launch opens its chart on record, in the batch of the connection", () => {
  const before = hospital.log.length;
  expect(launch()).toMatchObject({
    type: "connected",
    connection: { patient: "anna", encounter: "enc" },
  });
  expect(hospital.kindsSince(before)).toEqual(["decision.permitted", "application.connected"]);
  expect(hospital.log[before]).toMatchObject({
    actor: { type: "person", id: "eve" },
    seat: "4B-1",
    body: { action: "chart.open", resource: { type: "patient", id: "anna" } },
  });
});

test("[C3] who may not open the chart gets no connection, and the denial is on record", () => {
  move("A02", "6A");
  const before = hospital.log.length;
  expect(launch()).toEqual({ type: "refused" });
  expect(hospital.kindsSince(before)).toEqual(["decision.denied"]);
});

test("[C3] a connection is suspended while its chart is refused, and lives again with it", () => {
  const id = launched();
  expect(standing(id)).toBe("live");
  move("A02", "6A");
  expect(standing(id)).toBe("suspended");
  expect(hospital.submit(reopenLaunchedChart(deps(), id))).toBe(false);
  expect(last()).toMatchObject({ kind: "decision.denied", actor: { onBehalfOf: "eve" } });
  move("A02", "4B");
  expect(standing(id)).toBe("live");
  expect(hospital.submit(reopenLaunchedChart(deps(), id))).toBe(true);
  expect(last()).toMatchObject({ kind: "decision.permitted", actor: { onBehalfOf: "eve" } });
});

test("[C3] after discharge, when summaries alone are left, no application is launched and none goes on", () => {
  const id = launched();
  for (const [trigger, more] of [
    ["A08", { consulting: ["eve"] }],
    ["A03", {}],
  ] as const) {
    const at = start - 10 * minute + ++events;
    const event = { trigger, at, control: `c${events}`, class: "I", ...more } as const;
    hospital.record("adt.accepted", { feed: "adt", encounter: "enc", patient: "anna", event });
  }
  const scene = sceneOf(hospital.deps, hospital.world, hospital.now);
  const eve = hospital.world.sessions.get(session());
  if (eve === undefined) throw new Error("she is in");
  // She was responsible: at our own screens she has the summaries.
  expect(decideHere(scene, eve, { action: "chart.open", patient: "anna" })).toMatchObject({
    type: "permit",
    obligations: expect.arrayContaining([expect.objectContaining({ type: "summary-only" })]),
  });
  expect(standing(id)).toBe("suspended");
  expect(hospital.submit(reopenLaunchedChart(deps(), id))).toBe(false);
  expect(launch()).toEqual({ type: "refused" });
});

test("[S6] while the session is parked nothing is decided", () => {
  const id = launched();
  hospital.submit(park(hospital.deps, { seat: "4B-1", session: session(), reason: "lock" }));
  const before = hospital.log.length;
  expect(() => hospital.submit(reopenLaunchedChart(deps(), id))).toThrow(
    expect.objectContaining({ code: "occupant-changed" }) as Error,
  );
  expect(hospital.log).toHaveLength(before);
});

test("[C2] a merged patient's launch means the surviving chart, and goes on hanging on who may open that", () => {
  const id = launched();
  hospital.record("patient.registered", { patient: "anne" });
  hospital.record("patient.merged", { patient: "anna", into: "anne" });
  const connection = hospital.world.connections.get(id) ?? {};
  expect(launchContextNow(hospital.world, connection)).toEqual({
    patient: "anne",
    encounter: "enc",
  });
  expect(standing(id)).toBe("live");
});

test("[C8] what reaches every patient is for a seat on duty: at a console, which can be any browser, it is refused, or suspended where it stood", () => {
  const seated = hospital.submit(
    connectApplication(deps(), {
      application: "growth",
      session: session(),
      surface: { type: "seat", id: "4B-1" },
      scopes: ["openid", "user/*.rs"],
    }),
  );
  if (seated.type === "refused") throw new Error("refused");
  expect(standing(seated.connection.id)).toBe("live");
  const opened = hospital.submit(
    openConsole(hospital.deps, { badge: "number-eve", right: true, surface: "console-eve" }),
  );
  if (opened.type !== "in") throw new Error("she is not in");
  const surface = { type: "console", id: "console-eve" } as const;
  const connected = (scopes: readonly string[]) =>
    hospital.submit(
      connectApplication(deps(), {
        application: "growth",
        session: opened.session,
        surface,
        scopes,
      }),
    );
  const before = hospital.log.length;
  expect(connected(["openid", "user/*.rs"])).toEqual({ type: "refused" });
  expect(hospital.log).toHaveLength(before);
  const none = connected(["openid", "profile"]);
  expect(none.type === "connected" && standing(none.connection.id)).toBe("live");
  // One of a policy that said nothing of it.
  hospital.record("application.connected", {
    application: "growth",
    connection: "con-old",
    session: opened.session,
    person: "eve",
    surface,
    scopes: ["openid", "user/*.rs"],
  });
  expect(standing("con-old")).toBe("suspended");
});

test("[S8] back at another patient's bed, what was launched for the one before sleeps until that chart is chosen; it never becomes the other's", () => {
  hospital.record("patient.registered", { patient: "bert" });
  const event = { trigger: "A01", at: start, control: "b1", class: "I" } as const;
  const location = { ward: "4B", bed: "2" };
  const stay = { feed: "adt", encounter: "enc-b", patient: "bert" };
  hospital.record("adt.accepted", { ...stay, event: { ...event, location } });
  hospital.record("seat.registered", { seat: "at-bed", ward: "4B", name: "Bed 2", bed: "2" });
  const focused = (patient: string) => {
    hospital.now += 1;
    hospital.record("session.focused", { session: session(), patient });
  };
  const enter = (seat: string) => {
    hospital.now += minute;
    hospital.submit(enterPin(hospital.deps, { seat, badge: "bdg-eve", right: true }));
  };
  enter("at-bed");
  focused("anna");
  const launchThere = (patient: string) =>
    hospital.submit(
      connectApplication(deps(), {
        application: "growth",
        session: session(),
        surface: { type: "seat", id: "at-bed" },
        scopes: ["launch", "patient/*.rs"],
        patient,
      }),
    );
  const first = launchThere("anna");
  const id = first.type === "connected" ? first.connection.id : "";
  expect(standing(id)).toBe("live");
  // Another chart in the same stay takes nothing: its person chose that, with the application before them.
  focused("bert");
  expect(standing(id)).toBe("live");
  focused("anna");
  hospital.submit(park(hospital.deps, { seat: "at-bed", session: session(), reason: "lock" }));
  enter("at-bed");
  expect(hospital.world.sessions.get(session())).toMatchObject({ state: "open", patient: "bert" });
  expect([standing(id), launchThere("anna").type]).toEqual(["suspended", "refused"]);
  expect(() => hospital.submit(reopenLaunchedChart(deps(), id))).toThrow();
  expect(launchThere("bert").type).toBe("connected");
  focused("anna");
  expect([standing(id), launchThere("anna").type]).toEqual(["live", "connected"]);
  expect(hospital.world.connections.get(id)?.patient).toBe("anna");
});

test("[S6] [S8] back at the patient of the launch it lives again, with the chart that this is part of by now", () => {
  const id = launched();
  hospital.record("session.focused", { session: session(), patient: "anna" });
  hospital.submit(park(hospital.deps, { seat: "4B-1", session: session(), reason: "lock" }));
  hospital.now += minute;
  hospital.record("patient.registered", { patient: "anna-2" });
  hospital.record("patient.merged", { patient: "anna", into: "anna-2" });
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
  expect(standing(id)).toBe("live");
  const connection = hospital.world.connections.get(id);
  if (connection === undefined) throw new Error("none");
  expect(launchContextNow(hospital.world, connection)).toMatchObject({ patient: "anna-2" });
});
