import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { MllpError } from "./errors.ts";
import { createFramer, type Frame, type Framer, frameOf } from "./framer.ts";

/** How much one listener takes on. Times in milliseconds. */
export interface MllpLimits {
  /** The longest message, in bytes. */
  readonly messageBytes: number;
  /** More connections than this are closed at once. */
  readonly connections: number;
  /** A connection on which nothing happens for this long is closed. */
  readonly idle: number;
  /** A message that has begun must be complete within this time. */
  readonly message: number;
  /** A sender must take its acknowledgement within this time. */
  readonly answer: number;
  /** Bytes outside of messages before a connection is closed: whoever is there does not speak MLLP. */
  readonly garbageBytes: number;
  /** How long closing waits for messages that are being stored. */
  readonly closing: number;
}

/** What is taken on unless said otherwise. */
const usualLimits: MllpLimits = {
  messageBytes: 1024 * 1024,
  connections: 64,
  idle: 30 * 60_000,
  message: 60_000,
  answer: 30_000,
  garbageBytes: 64 * 1024,
  closing: 5_000,
};

/** Why a connection was closed from here. */
export type MllpClosed = "idle" | "slow-message" | "slow-answer" | "garbage" | "fault";

/** A listener's surroundings. */
export interface MllpOptions {
  /** The only address it is bound to. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Takes in a message and gives the acknowledgement to send; it answers only once the message is stored. */
  receive(message: Uint8Array): Promise<Uint8Array>;
  /** The same for the beginning of a message that is longer than the limit. */
  receiveOversize(head: Uint8Array, limit: number): Promise<Uint8Array>;
  /** Keeps what came without a whole frame for people to see; nobody waits for an answer. */
  keepUnframed(head: Uint8Array): Promise<void>;
  readonly limits?: Partial<MllpLimits>;
  /** Hears of connections that were closed from here. */
  onClosed?(why: MllpClosed): void;
}

/** A listener that is open. */
export interface MllpListener {
  readonly host: string;
  readonly port: number;
  connections(): number;
  /** Takes no more, waits for what is being stored, and closes. */
  close(): Promise<void>;
}

interface State {
  readonly options: MllpOptions;
  readonly limits: MllpLimits;
  readonly sockets: Set<Socket>;
  /** Those with a message that is being stored. */
  readonly busy: Set<Socket>;
  readonly serving: Set<Promise<void>>;
  isClosing: boolean;
}

/**
 * Listens for HL7 messages in MLLP frames. On one connection messages are taken in one after the other, in
 * their order, and each is acknowledged before the next is looked at; connections do not wait for each other.
 *
 * @throws MllpError `address-in-use`, `bad-address`
 */
export async function listenMllp(options: MllpOptions): Promise<MllpListener> {
  const limits = { ...usualLimits, ...options.limits };
  const state: State = {
    options,
    limits,
    sockets: new Set(),
    busy: new Set(),
    serving: new Set(),
    isClosing: false,
  };
  // Half open: a sender may end its side at once and still wait for the acknowledgement.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    accept(state, socket),
  );
  server.maxConnections = limits.connections;
  await bind(server, options);
  const bound = server.address();
  if (bound === null || typeof bound === "string")
    throw new MllpError("bad-address", "The listener has no address.");
  return {
    host: bound.address,
    port: bound.port,
    connections: () => state.sockets.size,
    close: () => close(state, server),
  };
}

async function bind(server: Server, { host, port }: MllpOptions): Promise<void> {
  try {
    server.listen({ host, port });
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      const what = `Port ${port} on ${host} is taken already. Stop what listens there, or choose another port.`;
      throw new MllpError("address-in-use", what, error);
    }
    const what = `HL7 messages cannot be listened for on ${host}, port ${port}. Give an address of this machine.`;
    throw new MllpError("bad-address", what, error);
  }
}

function accept(state: State, socket: Socket): void {
  state.sockets.add(socket);
  socket.setTimeout(state.limits.idle, () => drop(state, socket, "idle"));
  // What breaks a connection ends its loop below; without a listener it would end the process.
  socket.on("error", () => undefined);
  socket.on("close", () => state.sockets.delete(socket));
  const served = serve(state, socket).finally(() => state.serving.delete(served));
  state.serving.add(served);
}

async function serve(state: State, socket: Socket): Promise<void> {
  const { limits } = state;
  const framer = createFramer(limits.messageBytes);
  const patience = createPatience(() => drop(state, socket, "slow-message"), limits.message);
  try {
    // Leaving the loop must not throw away an acknowledgement that is still on its way out.
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      patience.pause();
      for (const frame of framer.push(chunk as Uint8Array)) {
        if (state.isClosing || !(await answer(state, socket, frame))) return;
        patience.reset();
      }
      if (framer.garbage() > limits.garbageBytes) {
        for (const frame of framer.rest()) await answer(state, socket, frame);
        return drop(state, socket, "garbage");
      }
      if (state.isClosing) return;
      patience.resume(framer);
    }
    for (const frame of framer.rest()) await answer(state, socket, frame);
  } catch {
    // The sender is gone; it sends again what was not acknowledged.
  } finally {
    patience.pause();
    socket.destroySoon();
  }
}

/** Stores one message and acknowledges it, if it had a frame; false when nobody takes the acknowledgement. */
async function answer(state: State, socket: Socket, frame: Frame): Promise<boolean> {
  const { options, limits } = state;
  let bytes: Uint8Array | undefined;
  state.busy.add(socket);
  try {
    if (frame.type === "message") bytes = await options.receive(frame.bytes);
    else if (frame.type === "unframed") await options.keepUnframed(frame.head);
    else bytes = await options.receiveOversize(frame.head, limits.messageBytes);
  } catch {
    // No acknowledgement is the one honest answer: it is not known to be stored.
    drop(state, socket, "fault");
    return false;
  } finally {
    state.busy.delete(socket);
  }
  if (socket.destroyed) return false;
  if (bytes === undefined) return true;
  if (socket.write(frameOf(bytes))) return true;
  const timer = setTimeout(() => drop(state, socket, "slow-answer"), limits.answer);
  try {
    await Promise.race([once(socket, "drain"), once(socket, "close")]);
  } finally {
    clearTimeout(timer);
  }
  return !socket.destroyed;
}

function drop({ options }: State, socket: Socket, why: MllpClosed): void {
  if (socket.destroyed) return;
  options.onClosed?.(why);
  socket.destroy();
}

/** Runs out when a message has begun and does not end; time that we ourselves take does not count. */
function createPatience(onEnd: () => void, limit: number) {
  let left = limit;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    reset() {
      left = limit;
    },
    pause() {
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      left -= performance.now() - since;
    },
    resume(framer: Framer) {
      if (!framer.isInside()) {
        left = limit;
        return;
      }
      since = performance.now();
      timer = setTimeout(onEnd, Math.max(0, left));
    },
  };
}

async function close(state: State, server: Server): Promise<void> {
  state.isClosing = true;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of state.sockets) if (!state.busy.has(socket)) socket.destroySoon();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, state.limits.closing);
  });
  await Promise.race([Promise.all(state.serving), patience]);
  await Promise.race([closed, patience]);
  clearTimeout(timer);
  for (const socket of state.sockets) socket.destroy();
  await closed;
}
