import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { MllpError } from "./errors.ts";
import { createFramer, frameOf } from "./framer.ts";

/** A connection to a listener: messages out, one after the other, and their acknowledgements back. */
export interface MllpConnection {
  /** Sends a message and gives its acknowledgement. Rejects with MllpError `closed` or `no-answer`; then the connection is of no use any more. */
  send(message: Uint8Array): Promise<Uint8Array>;
  close(): void;
}

interface Waiting {
  resolve(answer: Uint8Array): void;
  reject(error: MllpError): void;
}

/**
 * Connects to an MLLP listener.
 *
 * @param options.timeout milliseconds to wait for the connection, and for each answer
 * @throws MllpError `bad-address`
 */
export async function connectMllp(options: {
  readonly host: string;
  readonly port: number;
  readonly timeout?: number;
}): Promise<MllpConnection> {
  const { host, port, timeout = 30_000 } = options;
  const socket = connect({ host, port, noDelay: true });
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    socket.destroy();
    throw new MllpError(
      "bad-address",
      `Nothing takes HL7 messages on ${host}, port ${port}.`,
      error,
    );
  }
  let waiting: Waiting | undefined;
  const fail = (error: MllpError) => {
    socket.destroy();
    waiting?.reject(error);
    waiting = undefined;
  };
  const framer = createFramer(1024 * 1024);
  socket.on("data", (chunk) => {
    for (const frame of framer.push(chunk)) {
      if (frame.type === "message") waiting?.resolve(frame.bytes);
      waiting = undefined;
    }
  });
  socket.on("error", () => undefined);
  socket.on("close", () =>
    fail(new MllpError("closed", "The connection was closed before the answer came.")),
  );
  let last: Promise<unknown> = Promise.resolve();
  return {
    send(message) {
      const answer = last.then(() =>
        exchange(socket, message, timeout, (next) => (waiting = next), fail),
      );
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => socket.destroy(),
  };
}

function exchange(
  socket: Socket,
  message: Uint8Array,
  timeout: number,
  wait: (waiting: Waiting) => void,
  fail: (error: MllpError) => void,
): Promise<Uint8Array> {
  if (socket.destroyed) {
    return Promise.reject(new MllpError("closed", "The connection is closed."));
  }
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const timer = setTimeout(
    () => fail(new MllpError("no-answer", `No answer came in ${timeout} ms.`)),
    timeout,
  );
  wait({ resolve, reject });
  socket.write(frameOf(message));
  return promise.finally(() => clearTimeout(timer));
}
