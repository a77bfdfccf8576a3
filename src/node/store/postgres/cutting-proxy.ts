import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What happens to the connection on which a text is seen on its way to the server.
 *
 * - `before`: nothing of it arrives
 * - `half`: half of it arrives
 * - `sent`: it arrives, and the client never hears of it
 * - `answered`: the server's answer is thrown away
 */
export type Cut = "before" | "half" | "sent" | "answered";

/** Stands between clients and a PostgreSQL server, for tests. */
export interface CuttingProxy {
  readonly url: string;
  /** Cuts the next `times` connections on which `text` is sent. */
  cutAt(text: string, how: Cut, times?: number): void;
  /** Cuts all connections and takes no new ones. */
  leave(): Promise<void>;
  /** Takes connections again. */
  comeBack(): Promise<void>;
  /** From now on nothing is passed on, and nothing is cut. */
  swallow(): void;
  stop(): Promise<void>;
}

const socketName = ".s.PGSQL.5432";

interface State {
  upstream: string;
  readonly sockets: Set<Socket>;
  cut: { text: string; how: Cut; times: number } | undefined;
  swallowing: boolean;
}

/** Starts a proxy before the server whose socket is in `directory`. */
export async function startCuttingProxy(
  directory: string,
  database: string,
): Promise<CuttingProxy> {
  const own = mkdtempSync(join(tmpdir(), "wk-px-"));
  const state: State = {
    upstream: join(directory, socketName),
    sockets: new Set(),
    cut: undefined,
    swallowing: false,
  };
  const server = createServer((client) => passOn(state, client));
  const listen = () =>
    new Promise<void>((resolve) => server.listen(join(own, socketName), () => resolve()));
  const leave = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of state.sockets) socket.destroy();
    await closed;
  };
  await listen();
  return {
    url: `postgresql://wardkey@localhost/${database}?host=${encodeURIComponent(own)}`,
    cutAt(text, how, times = 1) {
      state.cut = { text, how, times };
    },
    leave,
    comeBack: listen,
    swallow() {
      state.swallowing = true;
    },
    async stop() {
      if (server.listening) await leave();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

function passOn(state: State, client: Socket): void {
  const upstream = connect(state.upstream);
  for (const socket of [client, upstream]) {
    state.sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => state.sockets.delete(socket));
  }
  let answering = true;
  const cut = () => {
    client.destroy();
    upstream.destroy();
  };
  client.on("data", (chunk) => {
    if (state.swallowing) return;
    const how = takeCut(state, chunk);
    if (how === "before") return cut();
    if (how === "half") return upstream.write(chunk.subarray(0, chunk.length / 2), cut);
    if (how === "answered") answering = false;
    upstream.write(chunk);
    // The server goes on alone, and finds out when it has finished.
    if (how === "sent") client.destroy();
  });
  upstream.on("data", (chunk) => {
    if (state.swallowing) return;
    if (answering) client.write(chunk);
    else cut();
  });
  client.on("end", () => upstream.end());
  client.on("close", () => upstream.end());
  upstream.on("close", () => client.destroy());
}

function takeCut(state: State, chunk: Buffer): Cut | undefined {
  const { cut } = state;
  if (cut === undefined || cut.times === 0 || !chunk.includes(cut.text)) return undefined;
  cut.times--;
  return cut.how;
}
