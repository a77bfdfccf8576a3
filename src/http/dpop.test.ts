import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { createProofs, type ProvenRequest, proofWindow } from "./dpop.ts";
import { createNonces } from "./nonces.ts";

const now = Date.parse("2026-11-23T02:14:00Z");
const origins = () => ["http://localhost:8080", "https://wardkey.example.org"];
const path = "/bedside/api/tap";

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let jwk: JWK;
beforeAll(async () => {
  keys = await generateKeyPair("ES256");
  jwk = await exportJWK(keys.publicKey);
});

const clock = { at: now, now: () => clock.at, monotonic: () => clock.at - now };
const nonces = createNonces(clock);
const proofs = () => createProofs({ clock, nonces, origins });

interface Forged {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
}

async function proof({ header = {}, claims = {} }: Forged = {}): Promise<string> {
  return new SignJWT({
    htm: "POST",
    htu: `http://localhost:8080${path}`,
    iat: Math.floor(clock.at / 1000),
    jti: crypto.randomUUID(),
    nonce: nonces.current(),
    ...claims,
  })
    .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk, ...header })
    .sign(keys.privateKey);
}

const request = (header: ProvenRequest["header"]): ProvenRequest => ({
  method: "POST",
  path,
  header,
});

test("[S0] a right proof names its key", async () => {
  const { thumbprint, jti } = await proofs().verify(
    request(await proof({ claims: { jti: "one" } })),
  );
  expect(thumbprint).toMatch(/^[\w-]{43}$/);
  expect(jti).toBe("one");
});

const refused: [string, () => Promise<ProvenRequest["header"]>][] = [
  ["no proof", async () => undefined],
  ["two proofs", async () => [await proof(), await proof()]],
  ["two proofs in one line", async () => `${await proof()}, ${await proof()}`],
  ["no JWT", async () => "x.y.z"],
  ["an empty one", async () => ""],
  ["another type", () => proof({ header: { typ: "JWT" } })],
  ["another method", () => proof({ claims: { htm: "GET" } })],
  ["another path", () => proof({ claims: { htu: "http://localhost:8080/bedside/api/pin" } })],
  ["another host", () => proof({ claims: { htu: `http://evil.example${path}` } })],
  ["no address", () => proof({ claims: { htu: 17 } })],
  ["too old", () => proof({ claims: { iat: Math.floor((now - proofWindow) / 1000) - 2 } })],
  ["from the future", () => proof({ claims: { iat: Math.floor((now + proofWindow) / 1000) + 2 } })],
  ["no instant", () => proof({ claims: { iat: undefined } })],
  ["no number", () => proof({ claims: { jti: undefined } })],
  ["an empty number", () => proof({ claims: { jti: "" } })],
  ["a huge number", () => proof({ claims: { jti: "j".repeat(500) } })],
  ["no key", () => proof({ header: { jwk: undefined } })],
  ["the private key in it", async () => proof({ header: { jwk: { ...jwk, d: jwk.x } } })],
  [
    "another key",
    async () =>
      proof({ header: { jwk: await exportJWK((await generateKeyPair("ES256")).publicKey) } }),
  ],
  ["a key that is no point", () => proof({ header: { jwk: { ...jwk, y: jwk.x } } })],
  ["unsigned", async () => new UnsecuredJWT({ htm: "POST" }).encode()],
  [
    "another algorithm",
    async () => {
      const other = await generateKeyPair("ES384");
      return new SignJWT({ htm: "POST", htu: `http://localhost:8080${path}`, jti: "j" })
        .setIssuedAt(now / 1000)
        .setProtectedHeader({
          typ: "dpop+jwt",
          alg: "ES384",
          jwk: await exportJWK(other.publicKey),
        })
        .sign(other.privateKey);
    },
  ],
];

test.each(refused)("[S0] refused: %s", async (_name, forge) => {
  clock.at = now;
  await expect(proofs().verify(request(await forge()))).rejects.toMatchObject({
    code: "proof-refused",
  });
});

test("[S0] one that names no nonce of this node, or one of too long ago, is asked for again with it (RFC 9449 section 8)", async () => {
  clock.at = now;
  const wanted = { code: "use-dpop-nonce" };
  const another = createNonces(clock).current();
  for (const nonce of [undefined, "", 17, another]) {
    const sent = request(await proof({ claims: { nonce } }));
    await expect(proofs().verify(sent)).rejects.toMatchObject(wanted);
  }
  const claims = { nonce: nonces.current(), iat: Math.floor(now / 1000) + 5 * 60 };
  const turn = 5 * 60_000;
  clock.at = now + turn;
  expect(nonces.current()).not.toBe(claims.nonce);
  const kept = await proof({ claims });
  await expect(proofs().verify(request(kept))).resolves.toMatchObject({ iat: claims.iat });
  clock.at = now + 2 * turn;
  await expect(proofs().verify(request(kept))).rejects.toMatchObject(wanted);
  clock.at = now;
});

test("[S0] a proof is good once for its key, and forgotten when it is too old anyway", async () => {
  clock.at = now;
  const checks = proofs();
  const first = await checks.verify(request(await proof({ claims: { jti: "same" } })));
  checks.use(first);
  expect(() => checks.use(first)).toThrow(expect.objectContaining({ code: "proof-refused" }));
  expect(() => checks.use({ ...first, thumbprint: "another" })).not.toThrow();
  clock.at = now + 2 * proofWindow;
  expect(() => checks.use(first)).not.toThrow();
  clock.at = now;
});

test("[S0] the memory for proofs is bounded", () => {
  const checks = proofs();
  const use = (index: number) => checks.use({ thumbprint: "key", jti: `${index}` });
  for (let index = 0; index < 2_000; index++) use(index);
  expect(() => use(2_000)).toThrow(expect.objectContaining({ code: "proof-refused" }));
});
