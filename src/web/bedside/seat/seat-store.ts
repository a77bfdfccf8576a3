import type {
  DraftsReply,
  LockRequest,
  PinRequest,
  SeatReply,
  SeatState,
  SectionRequest,
  TapRequest,
} from "../../../http/bedside-contract.ts";
import type { StartShiftRequest } from "../../../http/roster-contract.ts";
import { failureOf, ScreenError } from "../../shared/screen-error.ts";
import type { KnownSeatState } from "../link/state-stream.ts";
import type { LinkNews } from "../link/stay-connected.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { emergencyActions } from "./emergency-actions.ts";
import { openApplication } from "./open-application.ts";
import { rosterActions } from "./roster-actions.ts";
import {
  acting,
  type Core,
  flushAtMost,
  lookPause,
  lostAfter,
  patience,
  saveAgain,
  savePause,
  withUnderWay,
} from "./seat-core.ts";
import {
  emptySnapshot,
  type LinkState,
  occupantOf,
  type SeatSnapshot,
  takeState,
  withoutOccupant,
} from "./seat-snapshot.ts";
import type { SeatStore, SeatStoreDeps } from "./seat-store-types.ts";

function show(core: Core, next: SeatSnapshot): void {
  const snapshot = withUnderWay(core, next);
  const before = core.snapshot;
  if (before === snapshot) return;
  if (before.occupancy !== snapshot.occupancy) {
    core.occupancy.abort();
    core.occupancy = new AbortController();
    core.cancelSave();
    core.cancelLook();
    core.looked = undefined;
    // What is kept comes back with its person; only what was typed in the last moment may not be.
    const count = core.drafts.unsaved().filter(({ texts }) => texts.length > 0).length;
    core.drafts = newDrafts(core);
    const who = before.state?.type === "in" ? before.state.who : undefined;
    if (count > 0 && who !== undefined) {
      const dropped = { person: who.id, initials: who.initials, count };
      core.snapshot = { ...snapshot, dropped };
    } else core.snapshot = snapshot;
  } else core.snapshot = snapshot;
  for (const listener of core.listeners) listener();
}

function without(
  snapshot: SeatSnapshot,
  key: "message" | "notice" | "dropped" | "underWay",
): SeatSnapshot {
  const { [key]: _, ...rest } = snapshot;
  return rest;
}

async function post<T>(core: Core, path: string, body: unknown, bound: boolean): Promise<T> {
  const occupant = occupantOf(core.snapshot.state);
  const late = AbortSignal.timeout(patience);
  const signal = bound ? AbortSignal.any([core.occupancy.signal, late]) : late;
  const named = bound && occupant !== undefined ? { occupant } : {};
  const request = { method: "POST", path: `/bedside/api/${path}`, body, signal, ...named } as const;
  const response = await core.deps.send(request);
  const answer: unknown = await response
    .json()
    .catch((cause: unknown) => Promise.reject(failureOf(cause, true)));
  if (bound && signal.aborted) throw new ScreenError("dropped");
  return answer as T;
}

function receive(core: Core, state: KnownSeatState): void {
  const { fresh } = core;
  core.fresh = false;
  // Another chart, or none: it begins anew.
  const open = state.type === "in" ? state.chart?.patient.id : undefined;
  if (core.looked?.patient !== open) core.looked = undefined;
  show(core, takeState(core.snapshot, state, fresh));
  const { locking } = core.snapshot;
  // The server still has the person in whose lock it never heard of.
  if (locking !== undefined && locking === occupantOf(state)) void sendLock(core, "lock", "lock");
}

function receiveReply(core: Core, reply: SeatReply): void {
  if (reply.state.type !== "unknown") receive(core, reply.state);
  const cleared = without(core.snapshot, "message");
  const { message, said = [] } = reply;
  const told = message === undefined ? {} : { message: core.deps.told({ message, said }) };
  show(core, { ...cleared, ...told });
}

async function seatAct(core: Core, path: string, body: unknown, bound: boolean): Promise<void> {
  try {
    receiveReply(core, await post<SeatReply>(core, path, body, bound));
  } catch (cause) {
    const error = failureOf(cause, true);
    if (error.code === "dropped" || error.code === "occupant-changed") return;
    show(core, { ...core.snapshot, message: core.deps.words(error) });
  }
}

async function sendLock(
  core: Core,
  path: "lock" | "sign-out",
  reason: LockRequest["reason"],
  left: Pick<LockRequest, "drafts" | "section"> = {},
): Promise<void> {
  const occupant = core.snapshot.locking;
  if (core.lockInFlight || occupant === undefined) return;
  core.lockInFlight = true;
  try {
    const request = {
      method: "POST",
      path: `/bedside/api/${path}`,
      body: { reason, ...left },
      occupant,
      signal: AbortSignal.timeout(patience),
    };
    const response = await core.deps.send({ ...request, method: "POST" });
    const reply = (await response.json()) as SeatReply;
    if (reply.state.type !== "unknown") receive(core, reply.state);
  } catch (cause) {
    const error = failureOf(cause, true);
    // Somebody else is in: there is nothing of ours left to lock. Otherwise the next state decides.
    if (error.code === "occupant-changed") {
      const { locking: _, ...rest } = core.snapshot;
      show(core, rest);
    } else {
      core.deps.later(lostAfter, () => void sendLock(core, path, reason, left));
    }
  } finally {
    core.lockInFlight = false;
  }
}

function newDrafts(core: Core): Drafts {
  return createDrafts(core.deps.unique, () => saveSoon(core, savePause));
}

function saveSoon(core: Core, pause: number): void {
  core.cancelSave();
  core.cancelSave = core.deps.later(pause, () => void save(core));
}

/** Keeps what was half-typed at the server, one save at a time. */
async function save(core: Core): Promise<void> {
  core.cancelSave();
  await core.saving;
  const { drafts } = core;
  const requests = drafts.unsaved();
  if (requests.length === 0 || occupantOf(core.snapshot.state) === undefined) return;
  const sent = async (): Promise<void> => {
    try {
      for (const request of requests) {
        await post(core, "drafts/save", request, true);
        drafts.saved([request]);
      }
    } catch (cause) {
      const error = failureOf(cause, false);
      if (drafts !== core.drafts || error.code === "dropped") return;
      const message = core.deps.words(error);
      if (error.code !== "moment") show(core, { ...core.snapshot, message });
      saveSoon(core, saveAgain);
    }
  };
  core.saving = sent();
  await core.saving;
  core.saving = undefined;
}

function lookAt(core: Core, section: SectionRequest): void {
  core.looked = { ...section, unsaved: true };
  core.cancelLook();
  core.cancelLook = core.deps.later(lookPause, () => void keepLook(core));
}

/** What the server does not know of where its person looks; from now on it does. */
function takeLook(core: Core): SectionRequest | undefined {
  core.cancelLook();
  if (core.looked?.unsaved !== true) return undefined;
  const { patient, section } = core.looked;
  core.looked = { patient, section, unsaved: false };
  return { patient, section };
}

/** Where somebody looked is a convenience: if it cannot be kept, they choose it again. */
async function keepLook(core: Core): Promise<void> {
  const look = takeLook(core);
  if (look !== undefined) await post(core, "chart/section", look, true).catch(() => undefined);
}

async function fetchDrafts(core: Core, patient: string): Promise<DraftsReply | undefined> {
  const { drafts } = core;
  if (drafts.isFilled(patient)) return undefined;
  const reply = await post<DraftsReply>(core, "drafts/read", { patient }, true);
  drafts.fill(patient, reply);
  show(core, { ...core.snapshot, fetched: (core.snapshot.fetched ?? 0) + 1 });
  return reply;
}

function lock(core: Core, path: "lock" | "sign-out", reason: LockRequest["reason"]): void {
  if (occupantOf(core.snapshot.state) === undefined) return;
  const { state } = core.snapshot;
  const count = core.drafts.count();
  const drafts = core.drafts.unsaved();
  // They go with the lock; nothing of them stays here.
  if (path === "lock") core.drafts.saved(drafts);
  const section = takeLook(core);
  show(core, withoutOccupant(core.snapshot));
  // With the session its texts end, kept or not.
  if (path === "sign-out" && count > 0 && state?.type === "in") {
    const dropped = { person: state.who.id, initials: state.who.initials, count };
    show(core, { ...core.snapshot, dropped });
  }
  const left = {
    ...(drafts.length === 0 ? {} : { drafts }),
    ...(section === undefined ? {} : { section }),
  };
  void sendLock(core, path, reason, path === "lock" ? left : {});
}

async function tap(core: Core, badge: string, typed = false): Promise<void> {
  if (core.snapshot.reading) return;
  show(core, { ...without(core.snapshot, "message"), reading: true });
  const body: TapRequest = typed ? { badge, typed } : { badge };
  // A tap-over parks whoever is in: their last words are kept first, but nobody waits for long.
  const looks = core.looked?.unsaved === true;
  if (looks || core.saving !== undefined || core.drafts.unsaved().length > 0)
    await Promise.race([
      Promise.all([save(core), keepLook(core)]),
      new Promise<void>((resolve) => core.deps.later(flushAtMost, resolve)),
    ]);
  // Whoever is in, a tap is for whoever holds the badge: it is not bound to the person on the screen.
  await seatAct(core, "tap", body, false);
  show(core, { ...core.snapshot, reading: false });
}

async function enterPin(core: Core, pin: string, start?: StartShiftRequest): Promise<void> {
  const { state } = core.snapshot;
  if (state?.type !== "pin") return;
  const body: PinRequest = { pin, tap: state.tap };
  if (start === undefined) await seatAct(core, "pin", body, false);
  else await seatAct(core, "shift/begin", { ...body, ...startOf(start) }, false);
}

function startOf(start: StartShiftRequest | undefined): object {
  return start === undefined ? {} : { ward: start.ward, role: start.role };
}

function linkOf(core: Core, news: LinkNews): LinkState {
  if (news.type === "live") return news;
  if (news.type === "unknown") return { ...news, thumbprint: core.deps.thumbprint };
  const { link } = core.snapshot;
  // Going from trouble to trouble changes the time of the next try and nothing else.
  if (link.type === "lost") return { type: "lost", retryAt: news.retryAt, why: news.why };
  if (link.type === "starting") return { type: "lost", retryAt: news.retryAt, why: news.why };
  return { type: "interrupted", retryAt: news.retryAt };
}

function takeNews(core: Core, news: LinkNews): void {
  const before = core.snapshot.link.type;
  const link = linkOf(core, news);
  if (news.type !== "live") core.fresh = true;
  if (link.type !== "interrupted") core.cancelLost();
  if (link.type === "interrupted" && before === "live") {
    core.cancelLost = core.deps.later(lostAfter, () => {
      const now = core.snapshot.link;
      if (now.type !== "interrupted") return;
      show(core, { ...core.snapshot, link: { type: "lost", retryAt: now.retryAt, why: "" } });
    });
  }
  // A browser that is no seat shows enrolment and nothing that came before (S0).
  const base =
    link.type === "unknown"
      ? { occupancy: core.snapshot.occupancy + 1, reading: false }
      : core.snapshot;
  show(core, { ...base, link });
}

function forget(core: Core): void {
  core.cancelLost();
  const { link, occupancy } = core.snapshot;
  show(core, { ...emptySnapshot, link, occupancy: occupancy + 1 });
}

/** Does something for the occupant; a state that comes with the answer is taken in. */
async function work<T extends object>(core: Core, path: string, body: unknown): Promise<T> {
  const reply = await post<T & { readonly state?: SeatState }>(core, path, body, true);
  const { state } = reply;
  if (state !== undefined && state.type !== "unknown") receive(core, state);
  return reply;
}

function newCore(deps: SeatStoreDeps): Core {
  const core: Core = {
    deps,
    listeners: new Set(),
    snapshot: emptySnapshot,
    drafts: createDrafts(deps.unique),
    occupancy: new AbortController(),
    fresh: true,
    lockInFlight: false,
    acting: 0,
    cancelLost: () => undefined,
    cancelSave: () => undefined,
    looked: undefined,
    cancelLook: () => undefined,
    saving: undefined,
  };
  core.drafts = newDrafts(core);
  return core;
}

/** The seat's state on this screen, fed by the stream and by the answers to what is done here. */
export function createSeatStore(deps: SeatStoreDeps): SeatStore {
  const core = newCore(deps);
  return {
    snapshot: () => core.snapshot,
    subscribe: (listener) => {
      core.listeners.add(listener);
      return () => core.listeners.delete(listener);
    },
    drafts: () => core.drafts,
    takeState: (state) => receive(core, state),
    takeNews: (news) => takeNews(core, news),
    tap: (badge, typed) => tap(core, badge, typed),
    signInOptions: () => post(core, "passkey/sign-in/options", {}, false),
    signInByPasskey: (answer, start) =>
      seatAct(core, "passkey/sign-in", { ...answer, ...startOf(start) }, false),
    enterPin: (pin, start) => enterPin(core, pin, start),
    cancelPin: () => seatAct(core, "lock", { reason: "cancel" } satisfies LockRequest, false),
    lock: (reason) => lock(core, "lock", reason),
    signOut: () => lock(core, "sign-out", "lock"),
    openChart: (patient) => work(core, "chart/open", { patient }),
    breakGlass: (request) => work(core, "glass/break", request),
    askForCover: (request) => work(core, "grants/request", request),
    startCover: (choice) => work(core, "grants/start", choice),
    returnCover: (choice) => seatAct(core, "grants/return", choice, true),
    renewGlass: () => seatAct(core, "glass/renew", {}, true),
    returnGlass: () => seatAct(core, "glass/return", {}, true),
    lookAt: (section) => lookAt(core, section),
    lookedAt: (patient) => (core.looked?.patient === patient ? core.looked.section : undefined),
    closeChart: () => seatAct(core, "chart/close", {}, true),
    openCase: (patient) => work(core, "case/open", { patient }),
    closeCase: () => work(core, "case/close", {}),
    fetchDrafts: (patient) => fetchDrafts(core, patient),
    register: (request) => work(core, "arrivals/register", request),
    search: (request) => post(core, "family" in request ? "search/name" : "search", request, true),
    act: (request) => acting(core, work(core, "act", request)),
    askWitness: (request) => work(core, "witness/ask", request),
    signOptions: (request) => work(core, "sign/options", request),
    sign: (request) => acting(core, work(core, "sign", request)),
    cancelWitness: () => seatAct(core, "witness/cancel", {}, true),
    witnessByPin: (pin) => acting(core, work(core, "witness/pin", pin)),
    ...emergencyActions({
      act: (path, body, bound) => seatAct(core, path, body, bound),
      work: (path, body) => work(core, path, body),
      isIn: () => core.snapshot.state?.type === "in",
    }),
    stepUp: (pin) => post(core, "step-up", { pin } satisfies PinRequest, true),
    passkeyOptions: () => post(core, "passkey/options", {}, true),
    stepUpByPasskey: (answer) => post(core, "passkey/step-up", answer, true),
    applications: () => post(core, "applications", {}, true),
    openApplication: (application) =>
      openApplication(core, (request) => post(core, "launch", request, true), application),
    ...rosterActions((path, body) => work(core, path, body)),
    phones: () => post(core, "phones", {}, true),
    endPhone: (request) => post(core, "phones/end", request, true),
    dismissNotice: () => show(core, without(core.snapshot, "notice")),
    dismissDropped: () => show(core, without(core.snapshot, "dropped")),
    dismissUnderWay: () => show(core, without(core.snapshot, "underWay")),
    dismissMessage: () => show(core, without(core.snapshot, "message")),
    forget: () => forget(core),
  };
}
