import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What a request is made of. */
export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, a text as a form. */
  readonly body?: object | string;
}

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  /** Everything: the status line, headers, body. */
  readonly text: string;
  /** The body where it is JSON, typed as loosely as fetch types it. */
  readonly json: Awaited<ReturnType<Response["json"]>>;
  header(name: string): readonly string[];
}

/** A connection on which an answer goes on and on. */
export interface OpenAnswer {
  /** What has come so far. */
  text(): string;
  isClosed(): boolean;
  /** Waits until so much has come that it holds `part`, or until it is closed. */
  until(part: string): Promise<void>;
  /** Waits until the other end has closed it. */
  ended(): Promise<void>;
  close(): void;
}

/** A request's bytes, as somebody on the way would see and keep them. */
export function bytesOf(
  base: string,
  method: string,
  path: string,
  { headers = {}, body }: RequestParts = {},
): string {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const form = "application/x-www-form-urlencoded";
  const type = typeof body === "string" ? form : "application/json";
  const all = {
    host: new URL(base).host,
    connection: "close",
    ...(body === undefined ? {} : { "content-type": type, "content-length": `${text.length}` }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, "", text].join("\r\n");
}

/** Sends bytes as they are, on a connection of their own, and waits for the whole answer. */
export async function send(base: string, bytes: string): Promise<RawAnswer> {
  const { socket, chunks } = dial(base, bytes);
  await once(socket, "close");
  return read(Buffer.concat(chunks));
}

/** Sends bytes whose answer does not end. */
export function open(base: string, bytes: string): OpenAnswer {
  const { socket, chunks } = dial(base, bytes);
  const text = () => Buffer.concat(chunks).toString();
  return {
    text,
    isClosed: () => socket.readableEnded || socket.destroyed,
    async until(part) {
      while (!text().includes(part) && !socket.destroyed) {
        await Promise.race([once(socket, "data"), once(socket, "close")]);
      }
    },
    async ended() {
      if (!socket.readableEnded) await once(socket, "end");
    },
    close: () => void socket.destroy(),
  };
}

function dial(base: string, bytes: string): { socket: Socket; chunks: Buffer[] } {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(base).port) });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => undefined);
  socket.write(bytes);
  return { socket, chunks };
}

function read(answer: Buffer): RawAnswer {
  const text = answer.toString();
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const lines = head.split("\r\n").slice(1);
  const header = (name: string) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim());
  const body = rest.join("\r\n\r\n");
  const isJson = header("content-type").some((type) => type.includes("json"));
  const json = isJson && body !== "" ? JSON.parse(body) : undefined;
  return { status: Number(head.split(" ")[1]), text, json, header };
}
