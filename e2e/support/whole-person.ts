import { createHash, randomBytes } from "node:crypto";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { type TestAuthenticator, testAuthenticator } from "../../tests/support/passkey.ts";
import { type BrowserKey, browserKey, type PlainSeat } from "./plain-seat.ts";
import { bytesOf, type RawAnswer, type RequestParts, send } from "./raw-request.ts";
import type { ConnectedApplication, StaffedServer } from "./staffed-server.ts";

/** Somebody who is in everywhere at once, and everything that proves it. */
export interface WholePerson {
  readonly id: string;
  readonly name: string;
  readonly badge: string;
  readonly pin: string;
  readonly staffNumber: string;
  readonly seat: PlainSeat;
  /** Another seat, where they have tapped and not given their PIN, and the tap that waits for it. */
  readonly other: { readonly seat: PlainSeat; readonly tap: string };
  /** And a third, likewise. */
  readonly third: { readonly seat: PlainSeat; readonly tap: string };
  /** Their session at the seat, as the ward's manager sees it. */
  readonly session: string;
  readonly cookie: string;
  readonly phone: BrowserKey;
  readonly device: string;
  readonly passkey: TestAuthenticator;
  /** What the application got for them at the seat, and what another one exchanged it for. */
  readonly tokens: {
    readonly access: string;
    readonly refresh: string;
    readonly exchanged: string;
    /** For who they are, at the provider itself. */
    readonly own: string;
    /** To ask for decisions about them. */
    readonly decisions: string;
  };
  /** Opens a chart where they are in; the patient's name is in the answer. */
  readonly chart: RawAnswer;
}

/** What people come to: an application that signs them in, one that is sent their tokens, and three seats. */
export interface Surroundings {
  readonly seat: PlainSeat;
  readonly other: PlainSeat;
  readonly third: PlainSeat;
  readonly charts: ConnectedApplication;
  readonly lab: ConnectedApplication;
}

/** The address of the laboratory's own interface. */
export const labServer = "https://lab.example/fhir";

/** A code that an application asked for, as far as the connect page. */
export interface Asked {
  /** `/connect/...` */
  readonly page: string;
  readonly cookie: string;
  readonly verifier: string;
}

/** Asks for a code, and for tokens that are for `resource`; without one, for the application itself. */
export async function askForCode(
  base: string,
  application: ConnectedApplication,
  resource?: string,
): Promise<Asked> {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: application.id,
    redirect_uri: application.redirectUri,
    response_type: "code",
    scope: "openid profile online_access decision.ask user/*.rs",
    ...(resource === undefined ? {} : { resource }),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const asked = await send(base, bytesOf(base, "GET", `/oidc/authorize?${query}`));
  const page = asked.header("location")[0] ?? "";
  if (!page.startsWith("/connect/")) throw new Error(`no connect page: ${asked.text}`);
  return { page, cookie: cookiesOf(asked), verifier };
}

/** The person's seat answers: where the browser goes next. */
export async function answerAt(base: string, seat: PlainSeat, asked: Asked): Promise<string> {
  const { body } = await seat.post(asked.page, {}, { cookie: asked.cookie });
  if (body.type !== "go") throw new Error(`the connect page says ${JSON.stringify(body)}`);
  const { pathname, search } = new URL(body.to, base);
  return pathname + search;
}

/** The code, at the end of the way. */
export async function codeFor(base: string, next: string, { cookie }: Asked): Promise<string> {
  const back = await send(base, bytesOf(base, "GET", next, { headers: { cookie } }));
  return new URL(back.header("location")[0] ?? "").searchParams.get("code") ?? "";
}

/** A form that changes a code into tokens. */
export function redeeming(
  application: ConnectedApplication,
  code: string,
  { verifier }: Asked,
): Promise<string> {
  return application.form({
    grant_type: "authorization_code",
    code,
    redirect_uri: application.redirectUri,
    code_verifier: verifier,
  });
}

/** A form that exchanges an access token. */
export function exchanging(
  base: string,
  { form }: ConnectedApplication,
  token: string,
): Promise<string> {
  return form({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: token,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    resource: `${base}/fhir`,
    scope: "user/Observation.rs",
  });
}

/** A request with a proof of a browser's key. */
export async function proved(
  base: string,
  key: BrowserKey,
  method: string,
  path: string,
  { headers = {}, body }: RequestParts = {},
): Promise<string> {
  const dpop = await key.proof(method, path);
  const all = { origin: base, dpop, ...headers };
  return bytesOf(base, method, path, { headers: all, ...(body === undefined ? {} : { body }) });
}

/** Hires somebody as a nurse of the demonstration's ward who is privacy officer too, puts them on shift, and lets them in everywhere. */
export async function bringIn(
  server: StaffedServer,
  { charts, lab, seat, other, third }: Surroundings,
  number: number,
): Promise<WholePerson> {
  const { base, demo } = server;
  const staffNumber = `Z90${number}`;
  const badge = `990000000${number}`;
  const pin = `83${number}6`;
  const name = `Quillfeather${number}`;
  await hire(server, { staffNumber, badge, family: name });
  const manager = demo.people.find(({ part }) => part === "manager");
  const managers = await server.consoleCookie(manager?.badge ?? "", manager?.pin ?? "");
  const found = await server.console("badges/find", { number: staffNumber }, managers);
  const { who } = await found.json();
  await server.console("badges/give", { person: who.id, badge: "", pin }, managers);
  const passkey = await enrol(server, managers, { badge, pin });
  // Only now: a manager without a passkey gives no PIN to whoever may more than they.
  await server.takeIn("staff", staff({ staffNumber, family: name, badge, ward: demo.ward }), {
    privileged: 1,
  });

  const tapAt = async (at: PlainSeat) => {
    const { state } = (await at.post("/bedside/api/tap", { badge })).body;
    return { seat: at, tap: state.tap as string };
  };
  const waiting = { other: await tapAt(other), third: await tapAt(third) };
  await seat.signIn({ id: who.id, badge, pin });
  const cookie = await server.consoleCookie(badge, pin);
  const { key: phone, device } = await registerPhone(server, passkey);
  const tokens = await getTokens(base, { charts, lab, seat });
  const watched = await fetch(`${base}/console/api/wards/${demo.ward}`, {
    headers: { cookie: managers },
  });
  const { seats } = await watched.json();
  const here = seats.find(
    (one: { occupant?: { who: { id: string } } }) => one.occupant?.who.id === who.id,
  );
  const patient = demo.patients[0]?.id ?? "";
  const opening = { headers: { "wardkey-occupant": who.id }, body: { patient } };
  const path = "/bedside/api/chart/open";
  const chart = await send(base, await proved(base, seat.key, "POST", path, opening));
  return {
    id: who.id,
    name: who.name,
    badge,
    pin,
    staffNumber,
    seat,
    ...waiting,
    session: here.occupant.session,
    cookie,
    phone,
    device,
    passkey,
    tokens,
    chart,
  };
}

async function getTokens(
  base: string,
  { charts, lab, seat }: Omit<Surroundings, "other" | "third">,
): Promise<WholePerson["tokens"]> {
  const token = async (form: string) =>
    (await send(base, bytesOf(base, "POST", "/oidc/token", { body: form }))).json;
  const signIn = async (resource?: string) => {
    const asked = await askForCode(base, charts, resource);
    const code = await codeFor(base, await answerAt(base, seat, asked), asked);
    return token(await redeeming(charts, code, asked));
  };
  const { access_token: own } = await signIn();
  const { access_token: decisions } = await signIn(`${base}/oidc/evaluation`);
  const { access_token: access, refresh_token: refresh } = await signIn(labServer);
  const { access_token: exchanged } = await token(await exchanging(base, lab, access));
  return { access, refresh, exchanged, own, decisions };
}

/** On shift for eleven hours, until the instant given. */
export function roster(staffNumber: string, ward: string, until: number): string {
  const from = new Date(until - 11 * 3_600_000).toISOString();
  const columns = "uid,staff_number,ward,role,from,to";
  return `${columns}\n${staffNumber},${staffNumber},${ward},nurse,${from},${new Date(until).toISOString()}\n`;
}

/** Somebody as HR knows them. */
interface Hired {
  readonly staffNumber: string;
  readonly family: string;
  readonly badge: string;
  readonly ward: string;
  /** When it ends, if it does. */
  readonly to?: string;
}

/** As HR says it: a nurse of the ward, and privacy officer. */
export function staff(hired: Hired): string {
  const { staffNumber, family, badge, to = "" } = hired;
  const row = `${staffNumber},${family},Ida,employee,2026-01-01,${to},privacy-officer,privacy,${badge}`;
  return `${nurse(hired)}${row}\n`;
}

/** The same before they are privacy officer too. */
function nurse({ staffNumber, family, badge, ward, to = "" }: Hired): string {
  const columns = "staff_number,family,given,type,from,to,role,ward,badge";
  return `${columns}\n${staffNumber},${family},Ida,employee,2026-01-01,${to},nurse,${ward},${badge}\n`;
}

async function hire(
  server: StaffedServer,
  { staffNumber, badge, family }: { staffNumber: string; badge: string; family: string },
): Promise<void> {
  const { ward } = server.demo;
  await server.takeIn("staff", nurse({ staffNumber, family, badge, ward }));
  await server.takeIn("roster", roster(staffNumber, ward, Date.now() + 10 * 3_600_000));
}

async function enrol(
  server: StaffedServer,
  supervisor: string,
  credentials: { readonly badge: string; readonly pin: string },
): Promise<TestAuthenticator> {
  const passkey = testAuthenticator();
  const begun = await (await server.console("desk/begin", credentials, supervisor)).json();
  const options = begun.options as PublicKeyCredentialCreationOptionsJSON;
  const response = passkey.create(options, { origin: server.base });
  const checked = begun.isRecovery ? { checked: "photo-id" } : {};
  const made = await server.console("desk/enrol", { response, ...checked }, supervisor);
  if (!made.ok) throw new Error(`no passkey: ${await made.text()}`);
  return passkey;
}

/** What the passkey makes of the options that a page asks for. */
export async function assertion(
  base: string,
  passkey: TestAuthenticator,
  asking: string,
): Promise<object> {
  const { json, text } = await send(base, asking);
  const options = json?.options as PublicKeyCredentialRequestOptionsJSON | undefined;
  if (options === undefined) throw new Error(`no options: ${text}`);
  return { response: passkey.get(options, { origin: base }) };
}

/** A managed phone that somebody is in on. */
export interface PhoneOf {
  readonly key: BrowserKey;
  readonly device: string;
}

/** Somebody's phone, by a passkey that is made for them at the desk. */
export async function phoneOf(
  server: StaffedServer,
  supervisor: string,
  credentials: { readonly badge: string; readonly pin: string },
): Promise<PhoneOf> {
  return registerPhone(server, await enrol(server, supervisor, credentials));
}

async function registerPhone(
  { base, demo }: StaffedServer,
  passkey: TestAuthenticator,
): Promise<PhoneOf> {
  const key = await browserKey(base);
  const post = (path: string, body: object) =>
    proved(base, key, "POST", `/pocket/api/${path}`, { body });
  const made = await assertion(base, passkey, await post("register/options", {}));
  const { json, text } = await send(base, await post("register", { ...made, platform: "Android" }));
  const device = json?.state?.phone?.id;
  if (typeof device !== "string") throw new Error(`no phone: ${text}`);
  const checkedIn = new Date().toISOString();
  await fetch(`${base}/devices/report`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${demo.apiKey}` },
    body: JSON.stringify({ devices: [{ device, managed: true, encrypted: true, checkedIn }] }),
  });
  return { key, device };
}

function cookiesOf(answer: RawAnswer): string {
  return answer
    .header("set-cookie")
    .map((line) => line.split(";")[0])
    .join("; ");
}
