import type { lookup } from "node:dns";
import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { readBlocks } from "../network.ts";
import { fetchKeySet } from "./fetch-key-set.ts";
import { createKeySets } from "./key-sets.ts";
import { startIssuer, type TestIssuer } from "./test-support.ts";

const here = readBlocks(["127.0.0.0/8", "::1/128"]);
const nowhere = readBlocks([]);
const open: TestIssuer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
const publisher = async (answer: Parameters<typeof startIssuer>[0]) => {
  const started = await startIssuer(answer);
  open.push(started);
  return started;
};

describe("keys are asked for where somebody said, and nowhere else", () => {
  test("a set is had, with how long it may be kept", async () => {
    const { url } = await publisher((response) =>
      response.setHeader("cache-control", "max-age=60").end('{"keys":[{"kty":"EC"}]}'),
    );
    expect(await fetchKeySet(url, here)).toEqual({
      keys: { keys: [{ kty: "EC" }] },
      lives: 60_000,
    });
  });

  test.each([
    "http://127.0.0.1:1/",
    "http://[::1]:1/",
    "http://[::ffff:127.0.0.1]:1/",
    "https://10.0.0.1/keys",
    "https://192.168.0.1/keys",
    "https://192.88.99.1/keys",
    "https://[::7f00:1]/keys",
    "https://[64:ff9b:1::7f00:1]/keys",
    "https://[2001:0:7f00:1::]/keys",
    "https://[2002:7f00:1::]/keys",
    "https://[fec0::1]/keys",
    "https://172.16.0.1/keys",
    "http://169.254.169.254/latest/meta-data",
    "https://[fd00::1]/keys",
    "https://[fe80::1]/keys",
    "http://2130706433/",
    "http://localhost:1/keys",
  ])("%s leads inwards, and is not asked", async (address) => {
    await expect(fetchKeySet(address, nowhere)).rejects.toThrow(
      /network that is not allowed|leads inwards/,
    );
  });

  test("a redirection, an answer of megabytes, one that is no set, and silence are refused, each with why", async () => {
    const inner = await publisher((response) => response.end('{"keys":[]}'));
    const answers: readonly (readonly [Parameters<typeof startIssuer>[0], RegExp])[] = [
      [(response) => response.writeHead(302, { location: inner.url }).end(), /something else/],
      [(response) => response.end(Buffer.alloc(4 * 1024 * 1024, 32)), /too long/],
      [(response) => response.end("<html>"), /no JSON/],
      [(response) => response.end('{"keys":[1]}'), /no key set/],
      [(response) => response.end(JSON.stringify({ keys: Array(101).fill({}) })), /no key set/],
      [() => undefined, /in time/],
      [(response) => void response.write("{"), /in time/],
    ];
    for (const [answer, why] of answers) {
      const { url } = await publisher(answer);
      await expect(fetchKeySet(url, here, 300)).rejects.toThrow(why);
    }
    expect(inner.asked()).toBe(0);
    await expect(fetchKeySet("file:///etc/passwd", here)).rejects.toThrow(/no address/);
  });
});

describe("a name that leads elsewhere a moment later (DNS rebinding)", () => {
  /** What a name server answers, one answer after the other; the last one for good. */
  const answering = (...answers: readonly (readonly string[])[]) => {
    let asked = 0;
    const look = (_host: string, _options: object, done: (...told: unknown[]) => void) => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked++;
      done(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );
    };
    return { asked: () => asked, look: look as unknown as typeof lookup };
  };
  /** 127.0.0.2 stands for somewhere outside, 127.0.0.1 for this machine. */
  const outside = readBlocks(["127.0.0.2"]);
  const pair = async () => {
    const inner = await publisher((response) => response.end('{"keys":[{"kty":"inner"}]}'));
    const { port } = new URL(inner.url);
    const outer = createServer((_request, response) => response.end('{"keys":[{"kty":"outer"}]}'));
    await new Promise<void>((resolve) => outer.listen(Number(port), "127.0.0.2", resolve));
    open.push({
      url: "",
      asked: () => 0,
      close: () => new Promise((resolve) => outer.close(() => resolve())),
    });
    return { inner, address: `http://keys.example:${port}/jwks` };
  };

  test("it is looked up once for a connection, which goes to the very address that was looked at", async () => {
    const { address, inner } = await pair();
    const names = answering(["127.0.0.2"], ["127.0.0.1"]);
    const had = await fetchKeySet(address, outside, 1_000, names.look);
    expect([had.keys.keys[0]?.kty, names.asked(), inner.asked()]).toEqual(["outer", 1, 0]);
    await expect(fetchKeySet(address, outside, 1_000, names.look)).rejects.toThrow("leads inwards");
    expect(inner.asked()).toBe(0);
  });

  test("of several addresses only those outside are connected to; inwards alone, in whatever way it is written, none", async () => {
    const { address, inner } = await pair();
    const both = answering(["127.0.0.1", "127.0.0.2", "10.0.0.1"]);
    expect((await fetchKeySet(address, outside, 1_000, both.look)).keys.keys[0]?.kty).toBe("outer");
    for (const inwards of [
      "127.0.0.1",
      "::ffff:127.0.0.1",
      "169.254.169.254",
      "0.0.0.0",
      "fd00::1",
    ]) {
      const names = answering([inwards]);
      await expect(fetchKeySet(address, outside, 1_000, names.look)).rejects.toThrow(
        "leads inwards",
      );
    }
    expect(inner.asked()).toBe(0);
  });
});

describe("what was had is kept a while", () => {
  test("one that hangs holds up nobody else, and is not asked again at once", async () => {
    let now = 0;
    let asked = 0;
    const keySets = createKeySets(
      (address) => {
        asked++;
        return address === "hangs"
          ? new Promise(() => undefined)
          : Promise.resolve({ keys: { keys: [] }, lives: undefined });
      },
      () => now,
    );
    void keySets.get("hangs");
    void keySets.get("hangs");
    expect(await keySets.get("answers")).toEqual({ keys: [] });
    expect(asked).toBe(2);
    now = 9 * 60_000;
    await keySets.get("answers");
    expect(asked).toBe(2);
    now = 11 * 60_000;
    await keySets.get("answers");
    expect(asked).toBe(3);
  });

  test("a failure is remembered for five seconds, and not longer", async () => {
    let now = 0;
    let asked = 0;
    const keySets = createKeySets(
      () => {
        asked++;
        return Promise.reject(new Error("No answer."));
      },
      () => now,
    );
    for (let tries = 0; tries < 3; tries++) await expect(keySets.get("x")).rejects.toThrow();
    expect(asked).toBe(1);
    now = 5_000;
    await expect(keySets.get("x")).rejects.toThrow();
    expect(asked).toBe(2);
  });
});
