/** One event of a `text/event-stream`. */
export interface StreamEvent {
  /** `message` when the stream named none. */
  readonly event: string;
  readonly data: string;
}

/**
 * A parser of server-sent events (HTML Living Standard, 9.2.6): feed it text as it arrives, cut
 * anywhere, and it gives the events that are whole. `id` and `retry` are read over: a screen is sent
 * whole, so that there is nothing to resume.
 */
export function createEventParser(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = "";
  let first = true;
  let name = "";
  let data: string[] = [];

  const dispatch = (): void => {
    if (data.length > 0) onEvent({ event: name === "" ? "message" : name, data: data.join("\n") });
    name = "";
    data = [];
  };
  const line = (text: string): void => {
    if (text === "") dispatch();
    const colon = text.indexOf(":");
    if (text === "" || colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  };

  return (text) => {
    rest += first ? text.replace(/^\uFEFF/, "") : text;
    if (text !== "") first = false;
    for (;;) {
      const end = /\r\n|\n|\r/.exec(rest);
      // A carriage return at the very end may be the first half of a CR LF.
      if (end === null || (end[0] === "\r" && end.index === rest.length - 1)) return;
      line(rest.slice(0, end.index));
      rest = rest.slice(end.index + end[0].length);
    }
  };
}
