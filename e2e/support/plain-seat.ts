import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { DemoFile } from "./server.ts";

/** Somebody whose badge may be tapped. */
type Person = Pick<DemoFile["people"][number], "id" | "badge" | "pin">;

/** A browser's key, and the proofs that it makes (RFC 9449 section 4.2). */
export interface BrowserKey {
  readonly jwk: JWK;
  proof(method: string, path: string): Promise<string>;
  /** The server has another nonce by now: it was started anew. */
  hear(nonce: string | null): void;
}

/** A seat without a screen: its key, and what its page would send. */
export interface PlainSeat {
  readonly key: BrowserKey;
  /** Sends a POST with a proof of the seat's key, and the cookies given. */
  post(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: Awaited<ReturnType<Response["json"]>> }>;
  /** Tap and PIN, as somebody who comes to the seat. */
  signIn(person: Person): Promise<void>;
  /** One tap: unlocks within grace. */
  tap(person: Person): Promise<void>;
  lock(person: Person): Promise<void>;
  signOut(person: Person): Promise<void>;
  /** Answers an application's request as the connect page does, and goes back to the application. */
  connect(authorize: URL): Promise<URL>;
}

/** A badge that reads twice at a seat within a second is one tap. */
const doubleRead = 1_500;

/** After this a badge that was read here is a tap of its own. */
export function pastDoubleRead(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, doubleRead));
}

/** A nonce is good for longer than that. */
const nonceLasts = 120_000;

/** What the server at an address named last, and when. */
const heard = new Map<string, { readonly nonce: string; readonly at: number }>();

async function nonceAt(base: string): Promise<string | null> {
  return (await fetch(`${base}/bedside/api/nonce`)).headers.get("dpop-nonce");
}

/** A new key of a browser that calls the server by `base`. */
export async function browserKey(base: string): Promise<BrowserKey> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const jwk = { kty, crv, x, y } as JWK;
  const hear = (nonce: string | null) => {
    if (nonce !== null) heard.set(base, { nonce, at: performance.now() });
  };
  return {
    jwk,
    hear,
    async proof(method, path) {
      const { at = Number.NEGATIVE_INFINITY } = heard.get(base) ?? {};
      if (performance.now() - at > nonceLasts) hear(await nonceAt(base));
      const { nonce = "" } = heard.get(base) ?? {};
      const jti = randomBytes(12).toString("hex");
      return new SignJWT({ htm: method, htu: base + path, jti, nonce })
        .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
        .setIssuedAt()
        .sign(privateKey);
    },
  };
}

/** Makes a free seat of the demonstration at `base` out of a new key. */
export async function plainSeat(base: string): Promise<PlainSeat> {
  const key = await browserKey(base);
  const send = async (path: string, body: unknown, headers: Readonly<Record<string, string>>) =>
    fetch(base + path, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: base,
        dpop: await key.proof("POST", path),
        ...headers,
      },
      body: JSON.stringify(body),
    });
  const post: PlainSeat["post"] = async (path, body, headers = {}) => {
    let response = await send(path, body, headers);
    if (response.status === 401) {
      key.hear(response.headers.get("dpop-nonce"));
      response = await send(path, body, headers);
    }
    return { status: response.status, body: await response.json() };
  };
  const as = ({ id }: Person) => ({ "wardkey-occupant": id });
  const tap = async ({ badge }: Person) => {
    await pastDoubleRead();
    return (await post("/bedside/api/tap", { badge })).body.state;
  };
  await post("/bedside/api/enrol", { jwk: key.jwk });
  return {
    key,
    post,
    async signIn(person) {
      let state = await tap(person);
      // One's own badge taps out: somebody was in already.
      if (state.type === "locked") state = await tap(person);
      if (state.type !== "pin") return;
      await post("/bedside/api/pin", { tap: state.tap, pin: person.pin });
    },
    async tap(person) {
      await tap(person);
    },
    async lock(person) {
      await post("/bedside/api/lock", { reason: "lock" }, as(person));
    },
    async signOut(person) {
      await post("/bedside/api/sign-out", {}, as(person));
    },
    async connect(authorize) {
      const asked = await fetch(authorize, { redirect: "manual" });
      const cookie = asked.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; ");
      const to = asked.headers.get("location") ?? "";
      if (!to.startsWith("/connect/")) throw new Error(`no connect page: ${to}`);
      const page = new URL(to, base);
      const { body } = await post(page.pathname, {}, { cookie });
      if (body.type !== "go") throw new Error(`the connect page says ${JSON.stringify(body)}`);
      const back = await fetch(body.to, { redirect: "manual", headers: { cookie } });
      return new URL(back.headers.get("location") ?? "");
    },
  };
}
