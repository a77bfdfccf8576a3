import { describe, expect, test } from "vitest";
import { ScreenError } from "../../shared/screen-error.ts";
import type { SeatRequest } from "../link/seat-requests.ts";
import type { KnownSeatState } from "../link/state-stream.ts";
import { createSeatStore } from "./seat-store.ts";
import type { SeatStore } from "./seat-store-types.ts";

const place = { seat: "4B-1", ward: "4B", wardName: "Cardiology", zone: "Europe/London" };

function locked(position: number): KnownSeatState {
  return { type: "locked", position, ...place, parked: [], calls: [], declare: [] };
}

function signedIn(position: number, person: string): KnownSeatState {
  return {
    type: "in",
    position,
    ...place,
    who: { id: person, name: `Name of ${person}`, initials: person.slice(0, 2), role: "nurse" },
    duty: "Shift to 07:30",
    duties: [],
    until: 0,
    idleLock: 120_000,
    patients: [],
    emergencies: [],
    emergenciesSaid: [],
    declared: [],
    declare: [],
    unsigned: [],
    grants: [],
    roster: { waiting: [], staying: [], stayingSaid: [], swaps: [], mayHandOver: false },
    stale: [],
    staleSaid: [],
  };
}

function withChart(state: KnownSeatState, id: string): KnownSeatState {
  if (state.type !== "in") throw new Error("nobody is in");
  const patient = { id, name: "KOWALSKI, Anna", sex: "F", birthDate: "1958-03-12", number: "1" };
  return {
    ...state,
    chart: { patient, sections: [], actions: [], validUntil: 0, because: [], said: [] },
  };
}

interface Sent extends SeatRequest {
  readonly answer: (body: unknown) => void;
  readonly fail: (error: ScreenError) => void;
}

/** Everything that follows by itself has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A store whose requests are answered by hand, and whose timers run when told to. */
function seat(): { store: SeatStore; sent: Sent[]; windows: string[]; runTimers: () => void } {
  const sent: Sent[] = [];
  const windows: string[] = [];
  let timers: (() => void)[] = [];
  const store = createSeatStore({
    send: (request) =>
      new Promise((resolve, reject) => {
        sent.push({
          ...request,
          answer: (body) => resolve(Response.json(body)),
          fail: reject,
        });
      }),
    unique: () => "unique",
    later: (_, task) => {
      timers.push(task);
      return () => {
        timers = timers.filter((one) => one !== task);
      };
    },
    openWindow: (url) => {
      if (url === "blocked") return undefined;
      windows.push(`open ${url}`);
      return () => windows.push(`close ${url}`);
    },
    words: ({ code }) => `words for ${code}`,
    told: ({ message }) => message,
    thumbprint: "print",
  });
  const runTimers = (): void => {
    const due = timers;
    timers = [];
    for (const task of due) task();
  };
  return { store, sent, windows, runTimers };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const note = { patient: "pat", action: "note.write" };

test("[S7] a lock takes the person away before the server has heard of it, and is repeated until it has", async () => {
  const { store, sent, runTimers } = seat();
  store.takeState(signedIn(1, "ben"));
  store.lock("idle");
  expect(store.snapshot().state).toBeUndefined();
  expect(sent[0]).toMatchObject({ body: { reason: "idle" }, occupant: "ben" });
  sent[0]?.fail(new ScreenError("unreachable"));
  await settle();
  runTimers();
  await settle();
  expect(sent).toHaveLength(2);
  sent[1]?.answer({ state: locked(2) });
  await settle();
  expect(store.snapshot().state?.type).toBe("locked");
});

test("[S7] a server that comes back with the person still in is told of the lock first", async () => {
  const { store, sent } = seat();
  store.takeState(signedIn(1, "ben"));
  store.lock("lock");
  sent[0]?.fail(new ScreenError("unreachable"));
  await settle();
  store.takeState(signedIn(1, "ben"));
  expect(store.snapshot().state).toBeUndefined();
  expect(sent).toHaveLength(2);
});

describe("[S7] the windows of applications that somebody opened", () => {
  const opened = async (from: ReturnType<typeof seat>, url = "app") => {
    const opening = from.store.openApplication("growth");
    from.sent.at(-1)?.answer({ url });
    return opening;
  };

  test("are closed with the lock, before the server has heard of it, and once", async () => {
    const one = seat();
    one.store.takeState(signedIn(1, "ben"));
    expect(await opened(one, "a")).toBe("opened");
    expect(await opened(one, "b")).toBe("opened");
    one.store.takeState(signedIn(2, "ben"));
    expect(one.windows).toEqual(["open a", "open b"]);
    one.store.lock("idle");
    const closed = ["open a", "open b", "close a", "close b"];
    expect(one.windows).toEqual(closed);
    one.store.takeState(locked(3));
    expect(one.windows).toEqual(closed);
  });

  test("are closed where the server locks, and where somebody else comes in", async () => {
    for (const next of [locked(2), signedIn(2, "anna")]) {
      const one = seat();
      one.store.takeState(signedIn(1, "ben"));
      await opened(one);
      one.store.takeState(next);
      expect(one.windows).toEqual(["open app", "close app"]);
    }
  });

  test("open for nobody who has gone meanwhile; a browser that opens none says so", async () => {
    const one = seat();
    one.store.takeState(signedIn(1, "ben"));
    expect(await opened(one, "blocked")).toBe("blocked");
    const opening = expect(one.store.openApplication("growth")).rejects.toMatchObject({
      code: "dropped",
    });
    one.store.takeState(locked(2));
    one.sent.at(-1)?.answer({ url: "late" });
    await opening;
    expect(one.windows).toEqual([]);
  });
});

test("[S1] a lock that a tap-over has overtaken locks nobody", async () => {
  const { store, sent } = seat();
  store.takeState(signedIn(1, "ben"));
  store.lock("idle");
  sent[0]?.fail(new ScreenError("occupant-changed"));
  await settle();
  store.takeState(signedIn(2, "anna"));
  expect(store.snapshot()).toMatchObject({ state: { who: { id: "anna" } } });
  expect(sent).toHaveLength(1);
});

test("[S7] an answer that comes after its person has gone is not looked at", async () => {
  const { store, sent } = seat();
  store.takeState(signedIn(1, "ben"));
  const opening = store.openChart("pat");
  const outcome = expect(opening).rejects.toMatchObject({ code: "dropped" });
  expect(sent[0]?.occupant).toBe("ben");
  store.takeState(signedIn(2, "anna"));
  sent[0]?.answer({ type: "open", state: signedIn(3, "ben") });
  await outcome;
  expect(store.snapshot()).toMatchObject({ state: { who: { id: "anna" } } });
});

test("[S7] whose act was under way when they left is told so as they come back, and nobody else", async () => {
  const { store, sent } = seat();
  store.takeState(signedIn(1, "ben"));
  const request = { patient: "pat", action: "note.write", text: "slept badly", key: "k" };
  const acted = store.act(request).catch(() => undefined);
  store.takeState(signedIn(2, "anna"));
  expect(store.snapshot()).toMatchObject({ underWay: "ben" });
  expect(JSON.stringify(store.snapshot())).not.toContain("slept");
  sent[0]?.fail(new ScreenError("occupant-changed"));
  await acted;
  store.takeState(signedIn(3, "ben"));
  expect(store.snapshot()).toMatchObject({ underWay: "ben" });
  store.dismissUnderWay();
  expect(store.snapshot()).not.toHaveProperty("underWay");
  // What was answered in time leaves no word.
  const again = store.act(request);
  sent[1]?.answer({ type: "done" });
  await again;
  store.takeState(signedIn(4, "anna"));
  expect(store.snapshot()).not.toHaveProperty("underWay");
});

test("[S2] [S7] half-typed text goes with its person; its loss is known by initials and number alone", () => {
  const { store } = seat();
  store.takeState(signedIn(1, "ben"));
  store.drafts().write(note, "slept badly");
  store.takeState(signedIn(2, "anna"));
  expect(store.drafts().read(note).text).toBe("");
  expect(store.snapshot().dropped).toEqual({ person: "ben", initials: "be", count: 1 });
  expect(JSON.stringify(store.snapshot())).not.toContain("slept");
});

test("[S2] [S6] half-typed text is kept as it is typed, once more at a lock, and before a tap", async () => {
  const { store, sent, runTimers } = seat();
  store.takeState(signedIn(1, "ben"));
  store.drafts().write(note, "slept badly");
  runTimers();
  await settled();
  const texts = [{ action: note.action, key: "unique", text: "slept badly" }];
  expect(sent[0]).toMatchObject({
    path: "/bedside/api/drafts/save",
    occupant: "ben",
    body: { patient: note.patient, texts },
  });
  sent[0]?.answer({ type: "kept" });
  await settled();
  expect(store.drafts().unsaved()).toEqual([]);

  store.drafts().write(note, "slept badly, again");
  const tapped = store.tap("4711");
  await settled();
  expect(sent[1]?.path).toBe("/bedside/api/drafts/save");
  sent[1]?.answer({ type: "kept" });
  await settled();
  expect(sent[2]?.path).toBe("/bedside/api/tap");
  sent[2]?.answer({ state: signedIn(2, "ben") });
  await tapped;

  store.drafts().write(note, "slept badly, again and again");
  store.lock("lock");
  await settled();
  expect(sent[3]).toMatchObject({
    path: "/bedside/api/lock",
    body: { reason: "lock", drafts: [{ patient: note.patient, texts: [{ action: note.action }] }] },
  });
  expect(store.snapshot().dropped).toBeUndefined();
  expect(JSON.stringify(store.snapshot())).not.toContain("slept");
  expect(store.drafts().count()).toBe(0);
});

test("[S2] [S3] the part of the chart that somebody stays at is kept, and goes with a lock and before a tap", async () => {
  const { store, sent, runTimers } = seat();
  store.takeState(withChart(signedIn(1, "ben"), "pat"));
  for (const section of ["problems", "medications", "results"] as const) {
    store.lookAt({ patient: "pat", section });
  }
  expect(store.lookedAt("pat")).toBe("results");
  runTimers();
  await settled();
  const kept = { patient: "pat", section: "results" };
  expect(sent).toMatchObject([{ path: "/bedside/api/chart/section", occupant: "ben", body: kept }]);
  sent[0]?.answer({ type: "kept" });
  await settled();

  store.lookAt({ patient: "pat", section: "notes" });
  const tapped = store.tap("4711");
  await settled();
  expect(sent[1]).toMatchObject({ path: "/bedside/api/chart/section", body: { section: "notes" } });
  sent[1]?.answer({ type: "kept" });
  await settled();
  expect(sent[2]?.path).toBe("/bedside/api/tap");
  sent[2]?.answer({ state: withChart(signedIn(2, "ben"), "pat") });
  await tapped;

  store.lookAt({ patient: "pat", section: "summary" });
  store.lock("idle");
  await settled();
  expect(sent[3]).toMatchObject({
    path: "/bedside/api/lock",
    body: { reason: "idle", section: { patient: "pat", section: "summary" } },
  });
  expect(store.lookedAt("pat")).toBeUndefined();
  runTimers();
  await settled();
  expect(sent).toHaveLength(4);
});

test("another chart begins with its own part, and nothing is said of the one that was left", async () => {
  const { store, sent, runTimers } = seat();
  store.takeState(withChart(signedIn(1, "ben"), "pat"));
  store.lookAt({ patient: "pat", section: "notes" });
  store.takeState(signedIn(2, "ben"));
  store.takeState(withChart(signedIn(3, "ben"), "pat"));
  expect(store.lookedAt("pat")).toBeUndefined();
  runTimers();
  await settled();
  expect(sent).toEqual([]);
});

test("[S2] what comes back from the server fills the form, and never takes the place of what was typed since", async () => {
  const { store, sent } = seat();
  store.takeState(signedIn(1, "ben"));
  expect(store.drafts().isFilled("pat")).toBe(false);
  const place = { patient: "pat", action: "note.write" };
  const order = { patient: "pat", action: "order.place" };
  store.drafts().write(order, "newer");
  const fetching = store.fetchDrafts("pat");
  sent[0]?.answer({
    texts: [
      { action: "note.write", text: "slept badly", key: "k1" },
      { action: "order.place", text: "older", key: "k2" },
    ],
    form: "note.write",
  });
  expect(await fetching).toMatchObject({ form: "note.write" });
  expect(store.drafts().read(place)).toMatchObject({ text: "slept badly", key: "k1" });
  expect(store.drafts().read(order).text).toBe("newer");
  expect(await store.fetchDrafts("pat")).toBeUndefined();
});

test("[S2] signing out ends what was half-typed, and says so", () => {
  const { store } = seat();
  store.takeState(signedIn(1, "ben"));
  store.drafts().write(note, "slept badly");
  store.signOut();
  expect(store.snapshot().dropped).toMatchObject({ person: "ben", count: 1 });
});

test("half-typed text outlives changes while its person is in", () => {
  const { store } = seat();
  store.takeState(signedIn(1, "ben"));
  store.drafts().write(note, "slept badly");
  store.takeState(signedIn(2, "ben"));
  expect(store.drafts().read(note).text).toBe("slept badly");
  expect(store.snapshot().dropped).toBeUndefined();
});

test("[A2] [A3] a PIN goes with the tap that asked for it", async () => {
  const { store, sent } = seat();
  const why = "Please enter your PIN.";
  store.takeState({
    type: "pin",
    position: 1,
    seat: "4B-1",
    wardName: "",
    said: { code: "first", values: {}, zone: "UTC" },
    tap: "t7",
    initials: "BO",
    calls: [],
    why,
  });
  void store.enterPin("4821");
  await settle();
  expect(sent[0]).toMatchObject({ path: "/bedside/api/pin", body: { pin: "4821", tap: "t7" } });
  expect(JSON.stringify(store.snapshot())).not.toContain("4821");
});

test("a reader that sends twice is one tap, and its answer is shown", async () => {
  const { store, sent } = seat();
  store.takeState(locked(1));
  void store.tap("0004417220");
  void store.tap("0004417220");
  expect(sent).toHaveLength(1);
  expect(store.snapshot().reading).toBe(true);
  sent[0]?.answer({ state: locked(1), message: "That badge is not known here." });
  await settle();
  expect(store.snapshot()).toMatchObject({
    reading: false,
    message: "That badge is not known here.",
  });
});

test("a link that is away for a moment troubles nobody; for longer it covers the screen", () => {
  const { store, runTimers } = seat();
  store.takeNews({ type: "live" });
  store.takeState(signedIn(1, "ben"));
  store.takeNews({ type: "interrupted", retryAt: 5, why: "" });
  expect(store.snapshot().link.type).toBe("interrupted");
  runTimers();
  expect(store.snapshot().link.type).toBe("lost");
  expect(store.snapshot().state?.type).toBe("in");
  store.takeNews({ type: "live" });
  expect(store.snapshot().link.type).toBe("live");
});

test("[S0] a browser that is no seat any more keeps nothing on its screen", () => {
  const { store } = seat();
  store.takeState(signedIn(1, "ben"));
  store.takeNews({ type: "unknown", message: "Ask an administrator." });
  expect(store.snapshot().state).toBeUndefined();
  expect(store.snapshot().link).toMatchObject({ type: "unknown", thumbprint: "print" });
});
