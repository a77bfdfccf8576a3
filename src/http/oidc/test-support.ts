import { createHash, randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { registerApplication } from "../../sessions/index.ts";
import type { Application } from "../../world/index.ts";
import { type Answer, openWard, origin, type TestSeat, type TestWard } from "../test-support.ts";

/** Where tokens come from. */
export const issuer: string = `${origin}/oidc`;

/** The FHIR server beside the provider. */
export const fhirServer: string = `${origin}/fhir`;

const administrator = { type: "system", id: "test" } as const;

/** A connected application in the hands of a test. */
export interface TestApplication {
  readonly id: string;
  readonly redirectUri: string;
  /** Signs an assertion of itself (RFC 7523); `claims` replaces what it says. */
  assertion(claims?: Readonly<Record<string, unknown>>, lives?: string): Promise<string>;
}

/** Registers an application with a P-384 key. */
export async function addApplication(
  ward: TestWard,
  id: string,
  options: Partial<Application> = {},
): Promise<TestApplication> {
  const { privateKey, publicKey } = await generateKeyPair("ES384");
  const redirectUri = `https://${id}.example/callback`;
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: "1", alg: "ES384", use: "sig" };
  const keys = options.browser === true ? {} : { jwks: { keys: [jwk] } as never };
  const application = {
    id,
    name: id,
    kind: "signs-in-here",
    browser: false,
    redirectUris: [redirectUri],
    scopes: [
      "openid",
      "profile",
      "fhirUser",
      "launch",
      "launch/patient",
      "online_access",
      "offline_access",
      "patient/*.rs",
      "user/*.rs",
    ],
    serves: [],
    ...keys,
    ...options,
  } as const;
  await ward.app.submit(registerApplication(application, administrator));
  return {
    id,
    redirectUri,
    assertion: (claims = {}, lives = "1m") =>
      new SignJWT({
        iss: id,
        sub: id,
        aud: issuer,
        jti: randomBytes(12).toString("hex"),
        ...claims,
      })
        .setProtectedHeader({ alg: "ES384", kid: "1" })
        .setIssuedAt()
        .setExpirationTime(lives)
        .sign(privateKey),
  };
}

/** A ward with an application, and a seat at which Amy is in. */
export interface ConnectedWard {
  readonly ward: TestWard;
  readonly seat: TestSeat;
  readonly app: TestApplication;
}

/** Opens one at `now`, which is the present: libraries judge tokens by their own clock. */
export async function openConnectedWard(
  now: number,
  id = "charts",
  options: Partial<Application> = {},
): Promise<ConnectedWard> {
  const ward = await openWard({}, now);
  const seat = await ward.seat("4B-1");
  const app = await addApplication(ward, id, options);
  await ward.signIn(seat, "amy");
  return { ward, seat, app };
}

/** A browser's cookies, as far as tests need them: by name, each for its path. */
export interface Jar {
  take(answer: Pick<Answer, "headers">): void;
  /** The Cookie header for a path. */
  for(path: string): string;
}

/** An empty jar. */
function createJar(): Jar {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();
  return {
    take({ headers }) {
      for (const line of [headers["set-cookie"] ?? []].flat() as string[]) {
        const [pair = "", ...attributes] = line.split(/; */);
        const [name = "", value = ""] = pair.split("=");
        const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? "/";
        if (value === "") cookies.delete(name);
        else cookies.set(name, { value, path });
      }
    },
    for: (path) =>
      [...cookies]
        .filter(([, cookie]) => path.startsWith(cookie.path))
        .map(([name, { value }]) => `${name}=${value}`)
        .join("; "),
  };
}

/** What an application asks for. */
export type Asked = Readonly<Record<string, string>>;

/** A code and the verifier that goes with it. */
export interface GotCode {
  readonly code: string;
  readonly verifier: string;
  /** The parameters that the application was called back with. */
  readonly callback: URLSearchParams;
}

/** A request that stands at the connect page. */
export interface AtConnectPage {
  readonly path: string;
  readonly jar: Jar;
  readonly verifier: string;
}

/** Sends a form. */
export async function postForm(
  ward: TestWard,
  path: string,
  form: Asked,
  headers: Asked = {},
): Promise<Answer> {
  const response = await ward.server.inject({
    method: "POST",
    url: path,
    headers: {
      host: "localhost:8080",
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    payload: new URLSearchParams(form).toString(),
  });
  const isJson = String(response.headers["content-type"]).includes("json");
  return {
    status: response.statusCode,
    body: isJson ? response.json() : undefined,
    text: response.body,
    headers: response.headers,
  };
}

/** Gets a path with the jar's cookies. */
export async function getPage(ward: TestWard, path: string, jar: Jar): Promise<Answer> {
  const response = await ward.server.inject({
    method: "GET",
    url: path,
    headers: { host: "localhost:8080", cookie: jar.for(path.split("?")[0] as string) },
  });
  const answer = {
    status: response.statusCode,
    body: undefined,
    text: response.body,
    headers: response.headers,
  };
  jar.take(answer);
  return answer;
}

/** Asks for a code, as far as the connect page. */
export async function ask(
  ward: TestWard,
  { id, redirectUri }: TestApplication,
  asked: Asked = {},
): Promise<AtConnectPage | Answer> {
  const jar = createJar();
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: id,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid online_access",
    state: "s1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...asked,
  });
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  const answer = await getPage(ward, `/oidc/authorize?${query}`, jar);
  const to = String(answer.headers["location"] ?? "");
  if (!to.startsWith("/connect/")) return answer;
  return { path: to, jar, verifier };
}

/** The connect page asks how it goes on, from a seat. */
export async function connectFrom(
  ward: TestWard,
  seat: TestSeat | undefined,
  { path, jar }: AtConnectPage,
  body: object = {},
): Promise<Answer> {
  const dpop = seat === undefined ? {} : { dpop: await ward.proof(seat, "POST", path) };
  const response = await ward.server.inject({
    method: "POST",
    url: path,
    headers: { host: "localhost:8080", origin, cookie: jar.for(path), ...dpop },
    payload: body,
  });
  return {
    status: response.statusCode,
    body: response.json(),
    text: response.body,
    headers: response.headers,
  };
}

/** Follows where the connect page goes, back to the application. */
export async function comeBack(
  ward: TestWard,
  { jar, verifier }: AtConnectPage,
  to: string,
): Promise<GotCode> {
  const answer = await getPage(ward, to.slice(origin.length), jar);
  const callback = new URL(String(answer.headers["location"])).searchParams;
  return { code: callback.get("code") ?? "", verifier, callback };
}

/** All of it: the code that an application gets for whoever is in at the seat. */
export async function codeAt(
  ward: TestWard,
  seat: TestSeat,
  application: TestApplication,
  asked: Asked = {},
): Promise<GotCode> {
  const waiting = await ask(ward, application, asked);
  if (!("path" in waiting)) throw new Error(`no connect page: ${JSON.stringify(waiting)}`);
  const reply = await connectFrom(ward, seat, waiting);
  if (reply.body.type !== "go") throw new Error(`not on: ${reply.text}`);
  return comeBack(ward, waiting, reply.body.to);
}

/** Sends a form in the application's name. */
export async function postAs(
  ward: TestWard,
  application: TestApplication,
  path: string,
  form: Asked,
): Promise<Answer> {
  return postForm(ward, path, {
    client_id: application.id,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await application.assertion(),
    ...form,
  });
}

/** Changes a code into tokens. */
export function redeem(
  ward: TestWard,
  application: TestApplication,
  { code, verifier }: Pick<GotCode, "code" | "verifier">,
): Promise<Answer> {
  return postAs(ward, application, "/oidc/token", {
    grant_type: "authorization_code",
    code,
    redirect_uri: application.redirectUri,
    code_verifier: verifier,
  });
}
