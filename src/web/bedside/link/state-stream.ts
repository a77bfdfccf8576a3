import type { SeatState } from "../../../http/bedside-contract.ts";
import { createEventParser } from "../../shared/event-parser.ts";
import { failureOf, ScreenError } from "../../shared/screen-error.ts";
import type { SendSeatRequest } from "./seat-requests.ts";

/** What a seat that is enrolled shows. */
export type KnownSeatState = Exclude<SeatState, { readonly type: "unknown" }>;

/** A stream of seat states that the server has begun. */
export interface StateStream {
  /** Fulfilled by its first state, rejected if it ends before. */
  readonly spoken: Promise<void>;
  /** Fulfilled when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** When something was last heard, a comment included; milliseconds on this screen's own clock. */
  readonly heardAt: () => number;
  readonly close: () => void;
}

/** What a stream needs. */
export interface StreamDeps {
  readonly send: SendSeatRequest;
  readonly local: () => number;
  readonly onState: (state: KnownSeatState) => void;
}

async function read(
  response: Response,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done || signal.aborted) return;
    onText(value);
  }
}

/** Opens one stream, with one proof; throws a `ScreenError` when it is not granted. */
export async function openStateStream(deps: StreamDeps): Promise<StateStream> {
  const closing = new AbortController();
  const signal = closing.signal;
  const response = await deps.send({ method: "GET", path: "/bedside/api/stream", signal });
  const spoken = Promise.withResolvers<void>();
  // Nobody may be listening any more when a stream ends early; that is no error of its own.
  spoken.promise.catch(() => undefined);
  let heardAt = deps.local();
  const parse = createEventParser(({ event, data }) => {
    if (event !== "state" || signal.aborted) return;
    const state = JSON.parse(data) as SeatState;
    if (state.type === "unknown") return spoken.reject(new ScreenError("seat-unknown"));
    deps.onState(state);
    spoken.resolve();
  });
  const ended = read(
    response,
    (text) => {
      heardAt = deps.local();
      parse(text);
    },
    signal,
  )
    .then(() => spoken.reject(new ScreenError("unreachable")))
    .catch((cause: unknown) => spoken.reject(failureOf(cause, false)))
    .finally(() => closing.abort());
  return { spoken: spoken.promise, ended, heardAt: () => heardAt, close: () => closing.abort() };
}
