import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import {
  connectMllp,
  frameOf,
  listenMllp,
  type MllpClosed,
  type MllpLimits,
  type MllpListener,
} from "./index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (raw: Uint8Array) => new TextDecoder().decode(raw);
const frame = (message: string) => `\x0b${message}\x1c\r`;

/** Resolves once a socket is closed, for whatever reason. */
const gone = (socket: Socket) =>
  new Promise<void>((resolve) => socket.once("close", () => resolve()));

const open: { listener: MllpListener; sockets: Socket[] }[] = [];

afterEach(async () => {
  for (const { listener, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await listener.close();
  }
});

async function listen(
  receive: (message: string) => Promise<string> = async (message) => `ack ${message}`,
  limits: Partial<MllpLimits> = {},
) {
  const closed: MllpClosed[] = [];
  const kept: string[] = [];
  const listener = await listenMllp({
    host: "127.0.0.1",
    port: 0,
    receive: async (message) => bytes(await receive(text(message))),
    receiveOversize: async (head, limit) => bytes(`too long ${head.length} of ${limit}`),
    keepUnframed: async (head) => void kept.push(text(head)),
    limits,
    onClosed: (why) => closed.push(why),
  });
  const sockets: Socket[] = [];
  open.push({ listener, sockets });
  const dial = async () => {
    const socket = connect({ host: "127.0.0.1", port: listener.port });
    sockets.push(socket);
    let heard = "";
    socket.on("data", (chunk) => {
      heard += text(chunk);
    });
    socket.on("error", () => undefined);
    await once(socket, "connect");
    return {
      socket,
      heard: () => heard,
      until: async (wanted: string) => {
        while (!heard.includes(wanted))
          await once(socket, "data", { signal: AbortSignal.timeout(5_000) });
      },
    };
  };
  return { listener, dial, closed, kept };
}

describe("the MLLP listener", () => {
  test("binds to the address it was given and no other", async () => {
    const { listener } = await listen();
    expect(listener.host).toBe("127.0.0.1");
    await expect(connectMllp({ host: "127.0.0.2", port: listener.port })).rejects.toMatchObject({
      code: "bad-address",
    });
  });

  test("a taken port and an address that is not ours are refused with a reason", async () => {
    const { listener } = await listen();
    const options = {
      receive: async () => bytes(""),
      receiveOversize: async () => bytes(""),
      keepUnframed: async () => undefined,
    };
    await expect(
      listenMllp({ ...options, host: "127.0.0.1", port: listener.port }),
    ).rejects.toMatchObject({
      code: "address-in-use",
    });
    await expect(listenMllp({ ...options, host: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      code: "bad-address",
    });
  });

  test("messages of one connection are acknowledged in their order, each after it was stored", async () => {
    const log: string[] = [];
    const { listener } = await listen(async (message) => {
      log.push(`begin ${message}`);
      await new Promise((resolve) => setTimeout(resolve, message === "1" ? 20 : 0));
      log.push(`stored ${message}`);
      return `ack ${message}`;
    });
    const connection = await connectMllp({ host: "127.0.0.1", port: listener.port });
    const answers = await Promise.all(
      ["1", "2", "3"].map((message) => connection.send(bytes(message))),
    );
    connection.close();
    expect(answers.map(text)).toEqual(["ack 1", "ack 2", "ack 3"]);
    expect(log).toEqual(["begin 1", "stored 1", "begin 2", "stored 2", "begin 3", "stored 3"]);
  });

  test("two messages in one segment, a message in many, and noise between them", async () => {
    const { dial } = await listen();
    const { socket, heard, until } = await dial();
    socket.write(`${frame("one")}\r\n${frame("two")}noise\x0bth`);
    await until("ack two");
    socket.write("ree");
    socket.write("\x1c");
    await until("ack three");
    expect(heard()).toBe(
      ["one", "two", "three"].map((message) => frame(`ack ${message}`)).join(""),
    );
  });

  test("a slow connection does not hold up another", async () => {
    const stored = Promise.withResolvers<void>();
    const { dial } = await listen(async (message) => {
      if (message === "slow") await stored.promise;
      return `ack ${message}`;
    });
    const [one, two] = [await dial(), await dial()];
    one.socket.write(frame("slow"));
    two.socket.write(frame("quick"));
    await two.until("ack quick");
    expect(one.heard()).toBe("");
    stored.resolve();
    await one.until("ack slow");
  });

  test("a sender that ends its side still gets its acknowledgement", async () => {
    const { dial } = await listen();
    const { socket, heard } = await dial();
    socket.end(frame("last"));
    await gone(socket);
    expect(heard()).toBe(frame("ack last"));
  });

  test("a message that is too long is answered, and the connection goes on", async () => {
    const { dial } = await listen(undefined, { messageBytes: 100 });
    const { socket, until } = await dial();
    socket.write(`${frame("x".repeat(5_000))}${frame("next")}`);
    await until("too long 100 of 100");
    await until("ack next");
  });

  test("no acknowledgement when storing fails for a reason of ours", async () => {
    const { dial, closed } = await listen(() => Promise.reject(new Error("fault")));
    const { socket, heard } = await dial();
    socket.write(frame("one"));
    await gone(socket);
    expect(heard()).toBe("");
    expect(closed).toEqual(["fault"]);
  });

  test("what comes without a whole frame is kept and not answered; what comes after is", async () => {
    const { dial, kept } = await listen();
    const { socket, heard, until } = await dial();
    socket.write("\x0bMSH|first\x0bsecond\x1c\rMSH|third\r");
    await until("ack second");
    socket.write(frame("fourth"));
    await until("ack fourth");
    socket.end("MSH|fifth");
    await gone(socket);
    expect(kept).toEqual(["MSH|first", "MSH|third\r", "MSH|fifth"]);
    expect(heard()).toBe(frame("ack second") + frame("ack fourth"));
  });

  test("idle connections, half messages, and what is no MLLP are closed", async () => {
    const { dial, closed } = await listen(undefined, { idle: 60, message: 30, garbageBytes: 100 });
    const [idle, half, web] = [await dial(), await dial(), await dial()];
    half.socket.write("\x0bnever ends");
    web.socket.write(`GET / HTTP/1.1\r\n${"x".repeat(200)}`);
    // The slow sender keeps the connection busy, but its message does not end.
    const drip = setInterval(() => half.socket.write("."), 10);
    await Promise.all([idle, half, web].map(({ socket }) => gone(socket)));
    clearInterval(drip);
    expect(closed.sort()).toEqual(["garbage", "idle", "slow-message"]);
  });

  test("a sender that never takes its answers is closed and keeps nobody else from theirs", async () => {
    const long = "y".repeat(200_000);
    const { dial, closed } = await listen(async () => long, { answer: 50 });
    const { socket } = await dial();
    socket.pause();
    for (let n = 0; n < 100; n++) socket.write(frame(String(n)));
    const other = await dial();
    other.socket.write(frame("me"));
    await other.until("\x1c");
    while (!closed.includes("slow-answer")) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  test("more connections than allowed are closed at once", async () => {
    const { listener, dial } = await listen(undefined, { connections: 2 });
    await dial();
    await dial();
    const third = await dial();
    await gone(third.socket);
    expect(listener.connections()).toBe(2);
  });

  test("closing waits for what is being stored, and acknowledges it", async () => {
    const stored = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const { listener, dial } = await listen(async (message) => {
      begun.resolve();
      await stored.promise;
      return `ack ${message}`;
    });
    const [busy, idle] = [await dial(), await dial()];
    busy.socket.write(frame("one"));
    await begun.promise;
    const closing = listener.close();
    await once(idle.socket, "end");
    stored.resolve();
    await closing;
    await busy.until("ack one");
  });

  test("closing does not wait for ever", async () => {
    const { listener, dial } = await listen(() => new Promise(() => undefined), { closing: 30 });
    const { socket } = await dial();
    socket.write(frame("one"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    void listener.close();
    await gone(socket);
  });

  test("a sender that resets the connection in the middle leaves the listener up", async () => {
    const { dial } = await listen();
    for (let n = 0; n < 5; n++) {
      const { socket } = await dial();
      socket.write(frame("one").slice(0, n));
      socket.resetAndDestroy();
    }
    const { socket, until } = await dial();
    socket.write(frame("after"));
    await until("ack after");
  });
});

describe("the MLLP client", () => {
  test("says when no answer comes, or the connection ends before it", async () => {
    const { listener } = await listen(() => new Promise(() => undefined), { closing: 30 });
    const connection = await connectMllp({ host: "127.0.0.1", port: listener.port, timeout: 50 });
    await expect(connection.send(bytes("one"))).rejects.toMatchObject({ code: "no-answer" });
    await expect(connection.send(bytes("two"))).rejects.toMatchObject({ code: "closed" });
    const failing = await listen(() => Promise.reject(new Error("fault")));
    const other = await connectMllp({ host: "127.0.0.1", port: failing.listener.port });
    await expect(other.send(bytes("one"))).rejects.toMatchObject({ code: "closed" });
  });

  test("frames are SB, message, EB, CR", () => {
    expect([...frameOf(bytes("x"))]).toEqual([0x0b, 0x78, 0x1c, 0x0d]);
  });
});
