import type { EnrolReply } from "../../../http/bedside-contract.ts";
import { type BackOff, backOff } from "../../shared/back-off.ts";
import { ScreenError } from "../../shared/screen-error.ts";
import type { StateStream } from "./state-stream.ts";

/** What is said about the link as it changes. */
export type LinkNews =
  | { readonly type: "live" }
  /** The stream has ended or was not granted; the next try is at `retryAt`, on this screen's clock. */
  | { readonly type: "interrupted"; readonly retryAt: number; readonly why: string }
  /** This browser is no seat; what the server said to that. */
  | { readonly type: "unknown"; readonly message: string };

/** What staying connected needs. */
export interface LinkDeps {
  readonly open: () => Promise<StateStream>;
  readonly enrol: () => Promise<EnrolReply>;
  readonly tell: (news: LinkNews) => void;
  /** Waits so many milliseconds, or less when there is reason to try at once. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Waits exactly so many milliseconds. */
  readonly after: (milliseconds: number) => Promise<void>;
  readonly local: () => number;
  readonly chance: () => number;
}

/** A stream is proved again within 60 s (S0). */
const renewAfter = 50_000;
/** The server says something at least every 15 s; after two omissions a new stream is tried. */
const silentAfter = 35_000;
const look = 5_000;
/** A stream that does not show the present state by then is no stream. */
const firstWord = 10_000;
const retry: BackOff = { first: 500, longest: 15_000 };
const askAgain: BackOff = { first: 10_000, longest: 60_000 };

interface Link {
  current: StateStream | undefined;
  failures: number;
}

async function openAndHear(deps: LinkDeps): Promise<StateStream> {
  const stream = await deps.open();
  const late = deps.after(firstWord).then(() => Promise.reject(new ScreenError("unreachable")));
  late.catch(() => undefined);
  try {
    await Promise.race([stream.spoken, late]);
    return stream;
  } catch (error) {
    stream.close();
    throw error;
  }
}

function adopt(deps: LinkDeps, link: Link, stream: StateStream): void {
  link.current?.close();
  link.current = stream;
  link.failures = 0;
  deps.tell({ type: "live" });
  void stream.ended.then(() => {
    if (link.current !== stream) return;
    link.current = undefined;
    deps.tell({ type: "interrupted", retryAt: deps.local(), why: "" });
  });
}

async function untilRenewal(deps: LinkDeps, stream: StateStream): Promise<void> {
  const due = deps.local() + renewAfter;
  let ended = false;
  const end = stream.ended.then(() => {
    ended = true;
  });
  while (!ended && deps.local() < due && deps.local() - stream.heardAt() < silentAfter) {
    await Promise.race([end, deps.wait(Math.min(look, due - deps.local()))]);
  }
}

async function enrolOrWait(deps: LinkDeps, link: Link): Promise<void> {
  link.current?.close();
  link.current = undefined;
  const reply = await deps.enrol();
  if (reply.type === "enrolled" && link.failures <= 1) return;
  deps.tell({ type: "unknown", message: reply.type === "refused" ? reply.message : "" });
  await deps.wait(backOff(askAgain, link.failures, deps.chance()));
}

async function waitAfter(deps: LinkDeps, link: Link, error: ScreenError): Promise<void> {
  const pause = backOff(retry, link.failures, deps.chance());
  // A renewal that fails while the old stream still speaks is nobody's concern yet.
  if (link.current === undefined) {
    deps.tell({ type: "interrupted", retryAt: deps.local() + pause, why: error.message });
  }
  await deps.wait(pause);
}

async function recover(deps: LinkDeps, link: Link, cause: unknown): Promise<void> {
  link.failures += 1;
  const error = cause instanceof ScreenError ? cause : new ScreenError("unreachable");
  if (error.code !== "seat-unknown") return await waitAfter(deps, link, error);
  try {
    await enrolOrWait(deps, link);
  } catch (again) {
    const unreachable = again instanceof ScreenError ? again : new ScreenError("unreachable");
    await waitAfter(deps, link, unreachable);
  }
}

/**
 * Keeps one stream open until the signal says stop: renews it before its proof is 60 s old, the old one
 * going on until the new one has spoken; comes back after a loss with growing pauses; asks to be
 * enrolled when this browser is no seat.
 */
export async function stayConnected(deps: LinkDeps, signal: AbortSignal): Promise<void> {
  const link: Link = { current: undefined, failures: 0 };
  signal.addEventListener("abort", () => {
    link.current?.close();
    link.current = undefined;
  });
  while (!signal.aborted) {
    try {
      const stream = await openAndHear(deps);
      if (signal.aborted) return stream.close();
      adopt(deps, link, stream);
      await untilRenewal(deps, stream);
    } catch (error) {
      if (!signal.aborted) await recover(deps, link, error);
    }
  }
}
