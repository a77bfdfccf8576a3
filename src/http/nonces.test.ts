import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openApp } from "../app.ts";
import { createMemoryStore, type MemoryStore } from "../memory/index.ts";
import { openSealer } from "../node/index.ts";
import { createNonces, type Nonces } from "./nonces.ts";
import { createServer } from "./server.ts";
import {
  type Answer,
  openWard,
  origin,
  send,
  type TestSeat,
  type TestWard,
} from "./test-support.ts";

type Server = TestWard["server"];

/** A node: its server, and the nonces that it offers. */
interface Node {
  readonly server: Server;
  readonly nonces: Nonces;
  close(): Promise<void>;
}

let store: MemoryStore;
let ward: TestWard;
let seat: TestSeat;
let other: Node;
beforeEach(async () => {
  ward = await openWard({}, undefined, (clock) => {
    store = createMemoryStore({ clock });
    return store;
  });
  seat = await ward.seat("4B-1");
  other = await openNode();
});
afterEach(async () => {
  await other.close();
  await ward.close();
});

/** Another node on the ward's database: it shares the log and the side tables, and nothing that is remembered. */
async function openNode(): Promise<Node> {
  const { clock } = ward;
  const { log, side } = store;
  const ids = {
    next: (prefix: string) => `${prefix}_${randomBytes(16).toString("base64url")}`,
    salts: (count: number) => randomBytes(16 * count),
  };
  const hasher = { sha256: (bytes: Uint8Array) => createHmac("sha256", "").update(bytes).digest() };
  const app = await openApp({ log, side, clock, ids, hasher, wait: async () => undefined });
  const bundle = ward.app.bundles.current(ward.app.world());
  if (bundle !== undefined) app.bundles.add(bundle);
  const nonces = createNonces(clock);
  const server = await createServer({
    app,
    log,
    clock,
    nonces,
    charts: { read: async () => [], write: async () => "written" },
    pins: { hash: async () => "", verify: async () => false },
    keyedHash: (use, number) =>
      createHmac("sha256", "pepper").update(`${use} ${number}`).digest("base64url"),
    sealer: openSealer(randomBytes(32)),
    fetchStatusList: () => Promise.reject(new Error("Nobody's list can be had here.")),
    parked: { retry: async () => ({ type: "applied" }), dismiss: async () => undefined },
    newId: ids.next,
    origins: () => [origin],
    report: () => undefined,
  });
  const close = async () => {
    await server.close();
    await app.stop();
  };
  return { server, nonces, close };
}

const path = "/bedside/api/tap";
const body = { badge: "nobody" };
const tapAt = (server: Server, dpop: string): Promise<Answer> =>
  send(server, "POST", path, body, { dpop });
const codeOf = ({ body: { error } }: Answer): string | undefined => error?.code;

describe("[S0] a proof is good once, of all nodes on one database (RFC 9449 sections 8 and 11.1)", () => {
  test("what one node has answered another refuses, names its nonce, and does nothing", async () => {
    const proof = await ward.proof(seat, "POST", path);
    expect((await tapAt(ward.server, proof)).status).toBe(200);
    const before = ward.app.world().next;
    const replayed = await tapAt(other.server, proof);
    expect(replayed).toMatchObject({
      status: 401,
      headers: {
        "dpop-nonce": other.nonces.current(),
        "www-authenticate": 'DPoP error="use_dpop_nonce"',
      },
    });
    expect(codeOf(replayed)).toBe("use-dpop-nonce");
    expect(ward.app.world().next).toBe(before);
    expect(codeOf(await tapAt(ward.server, proof))).toBe("proof-refused");
  });

  test("the screen itself goes on at the other node, with the nonce that it was told", async () => {
    const nonce = other.nonces.current();
    const proof = await ward.proof(seat, "POST", path, { nonce });
    expect((await tapAt(other.server, proof)).status).toBe(200);
    expect(codeOf(await tapAt(other.server, proof))).toBe("proof-refused");
    expect(codeOf(await tapAt(ward.server, proof))).toBe("use-dpop-nonce");
  });

  test("a node that is started anew remembers none, and takes none of before", async () => {
    const proof = await ward.proof(seat, "POST", path, { nonce: other.nonces.current() });
    expect((await tapAt(other.server, proof)).status).toBe(200);
    await other.close();
    other = await openNode();
    expect(codeOf(await tapAt(other.server, proof))).toBe("use-dpop-nonce");
  });

  test("phones, sensors and pages that connect are told it too, whatever they are answered", async () => {
    for (const url of [
      "/pocket/api/state",
      "/presence/api/report",
      "/bedside/api/enrol",
      "/bedside/api/launch",
      "/bedside/api/applications",
      "/connect/none",
    ]) {
      const { headers } = await send(other.server, "POST", url, {}, { origin });
      expect(headers["dpop-nonce"], url).toBe(other.nonces.current());
    }
  });

  test("whoever has heard none yet asks for it", async () => {
    const asked = await send(other.server, "GET", "/bedside/api/nonce", undefined);
    expect([asked.status, asked.text]).toEqual([204, ""]);
    expect(asked.headers["dpop-nonce"]).toBe(other.nonces.current());
  });

  test("in whatever order proofs are sent to two nodes, each is answered once", async () => {
    const order = fc.array(fc.record({ proof: fc.nat(3), at: fc.nat(1) }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(1), { minLength: 4, maxLength: 4 }),
        order,
        async (of, sent) => {
          const nonces = [ward.nonces, other.nonces];
          const servers = [ward.server, other.server];
          const proofs = await Promise.all(
            of.map((node) => ward.proof(seat, "POST", path, { nonce: nonces[node]?.current() })),
          );
          const answered = new Map<number, number>();
          for (const { at, proof } of sent) {
            const answer = await tapAt(servers[at] as Server, proofs[proof] ?? "");
            const isFirst = of[proof] === at && !answered.has(proof);
            expect(answer.status).toBe(isFirst ? 200 : 401);
            if (answer.status === 200) answered.set(proof, at);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
