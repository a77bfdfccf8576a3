import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWard, type TestWard } from "../test-support.ts";
import { pollTransmitter } from "./poll-transmitter.ts";
import { readTransmitters } from "./transmitters.ts";
import { createSetVerifier } from "./verify-set.ts";

const audience = "https://wardkey.example";
const compliance = "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change";

let key: CryptoKey;
let jwk: JWK;
beforeAll(async () => {
  const pair = await generateKeyPair("RS256");
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "mdm-1" };
});

/** What a poll asked, as the transmitter sees it. */
interface Asked {
  readonly authorization: string | undefined;
  readonly ack: readonly string[];
  readonly setErrs: Readonly<Record<string, { readonly err: string }>>;
}

type Answer = { readonly status: number; readonly body: string } | "silent";

let ward: TestWard;
let asked: Asked[];
let waits: number[];
let faults: unknown[];
beforeEach(async () => {
  ward = await openWard(async () => ({}));
  for (const device of ["dev_1", "dev_2"]) {
    const body = { device, person: "amy", managed: true, encrypted: true };
    await ward.record("device.registered", body);
  }
  ward.clock.pass(60_000);
  [asked, waits, faults] = [[], [], []];
});
afterEach(() => ward.close());

const list = (keys: object) => [
  {
    id: "mdm",
    issuer: "https://mdm.example",
    audience,
    poll: { endpoint_url: "https://mdm.example/poll", authorization_header: "Bearer secret" },
    ...keys,
  },
  { id: "other", issuer: "https://other.example", audience, jwks: { keys: [jwk] } },
];

/** Polls until the answers are used up; what comes after them is held until the test stops it. */
async function pollThrough(answers: readonly Answer[], keys: object = { jwks: { keys: [jwk] } }) {
  const transmitters = readTransmitters(JSON.stringify(list(keys)));
  const [mdm] = transmitters;
  if (mdm === undefined) throw new Error("no transmitter");
  const left = [...answers];
  const done = Promise.withResolvers<void>();
  const polling = pollTransmitter(
    {
      app: ward.app,
      clock: ward.clock,
      verify: createSetVerifier(transmitters),
      post: async (_endpoint, headers, body, signal) => {
        const { ack, setErrs } = JSON.parse(body) as Asked;
        asked.push({ authorization: headers["authorization"], ack, setErrs });
        const answer = left.shift();
        if (answer === "silent") throw new Error("https://mdm.example/poll?secret: nobody answers");
        if (answer !== undefined) return answer;
        done.resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        });
      },
      wait: async (duration) => {
        waits.push(duration);
      },
      onFault: (error) => faults.push(error),
    },
    mdm,
  );
  await done.promise;
  await polling.stop();
}

function sign(jti: string, more: object = {}): Promise<string> {
  const device = { format: "iss_sub", iss: "https://mdm.example", sub: "dev_1" };
  const claims = {
    iss: "https://mdm.example",
    aud: audience,
    iat: Math.floor(ward.clock.now() / 1000),
    jti,
    sub_id: { format: "complex", device },
    events: { [compliance]: { previous_status: "compliant", current_status: "not-compliant" } },
    ...more,
  };
  const header = { alg: "RS256", typ: "secevent+jwt", kid: "mdm-1" };
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

const answer = (sets: object): Answer => ({ status: 200, body: JSON.stringify({ sets }) });
const managed = (id: string) => ward.app.world().devices.get(id)?.managed;

describe("[SS12] SETs are fetched from a transmitter that is polled (RFC 8936)", () => {
  test("what was taken in is acknowledged with the next poll, and has its effect", async () => {
    await pollThrough([answer({ one: await sign("one") }), answer({})]);
    expect(managed("dev_1")).toBe(false);
    expect(asked).toEqual([
      { authorization: "Bearer secret", ack: [], setErrs: {} },
      { authorization: "Bearer secret", ack: ["one"], setErrs: {} },
      { authorization: "Bearer secret", ack: [], setErrs: {} },
    ]);
  });

  test("one that is not as it should be is said to be so, and holds up none of the others", async () => {
    const answers = answer({
      one: await sign("one", { aud: "https://somebody.example" }),
      two: await sign("another"),
      three: 3,
      four: await sign("four", { iss: "https://other.example" }),
      five: await sign("five"),
    });
    await pollThrough([answers]);
    expect(asked[1]).toMatchObject({
      ack: ["five"],
      setErrs: {
        one: { err: "invalid_audience" },
        two: { err: "invalid_request" },
        three: { err: "invalid_request" },
        four: { err: "invalid_issuer" },
      },
    });
    expect(managed("dev_1")).toBe(false);
  });

  test("one that cannot be checked now is neither acknowledged nor refused, and comes again", async () => {
    const unreachable = { jwks_uri: "http://127.0.0.1:9/jwks.json" };
    await pollThrough([answer({ one: await sign("one") })], unreachable);
    expect(asked[1]).toMatchObject({ ack: [], setErrs: {} });
    expect(managed("dev_1")).toBe(true);
    expect(faults).toHaveLength(1);
  });

  test("what one poll could not say, because nobody answered, the next one says", async () => {
    await pollThrough([answer({ one: await sign("one") }), "silent"]);
    expect(asked.map(({ ack }) => ack)).toEqual([[], ["one"], ["one"]]);
  });

  test.each<[string, Answer]>([
    ["nobody answers", "silent"],
    ["an error is answered", { status: 401, body: "" }],
    ["something else is answered", { status: 200, body: "<html>" }],
    ["a list is answered", { status: 200, body: '{"sets":[]}' }],
  ])("where %s it waits longer each time, and says so once", async (_what, wrong) => {
    await pollThrough([wrong, wrong, wrong, answer({}), wrong]);
    expect(waits).toEqual([1_000, 2_000, 4_000, 5_000, 1_000]);
    expect(faults).toHaveLength(2);
    expect(String(faults[0])).toContain("The transmitter mdm");
    expect(String(faults[0])).not.toContain("secret");
  });
});
