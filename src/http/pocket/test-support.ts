import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { DeviceReport } from "../../sessions/index.ts";
import { listNetworks, reportDevices, type Sighting, seeDevices } from "../../sessions/index.ts";
import { occupantHeader } from "../bedside-contract.ts";
import type { PhoneState } from "../pocket-contract.ts";
import { type Answer, origin, send, type TestSeat, type TestWard } from "../test-support.ts";

/** What makes a passkey and answers by it. */
export interface Authenticator {
  create(options: PublicKeyCredentialCreationOptionsJSON): RegistrationResponseJSON;
  get(options: PublicKeyCredentialRequestOptionsJSON): AuthenticationResponseJSON;
}

/** A phone's browser, with its key. */
export interface TestPhone {
  post(path: string, body?: unknown, occupant?: string): Promise<Answer>;
  /** By the passkey of whoever this authenticator is. */
  register(by: Authenticator): Promise<Answer>;
  signIn(by: Authenticator): Promise<Answer>;
  state(): Promise<PhoneState>;
  readonly key: TestSeat;
}

const system = { type: "system", id: "test" } as const;

/** A browser on a phone; `headers` go with each of its requests. */
export async function openPhone(
  ward: TestWard,
  headers: Readonly<Record<string, string>> = {},
): Promise<TestPhone> {
  const key = await ward.seat();
  const post = async (path: string, body: unknown = {}, occupant?: string) => {
    const url = `/pocket/api/${path}`;
    const dpop = await ward.proof(key, "POST", url);
    const named = occupant === undefined ? {} : { [occupantHeader]: occupant };
    return send(ward.server, "POST", url, body, { origin, dpop, ...headers, ...named });
  };
  const by = async (what: string, authenticator: Authenticator, more: object = {}) => {
    const asked = await post(`${what}/options`);
    if (asked.status !== 200) return asked;
    const options = asked.body.options as PublicKeyCredentialRequestOptionsJSON;
    return post(what, { response: authenticator.get(options), ...more });
  };
  return {
    key,
    post,
    register: (authenticator) => by("register", authenticator, { platform: "Android" }),
    signIn: (authenticator) => by("sign-in", authenticator),
    state: async () => (await post("state")).body.state,
  };
}

/** Makes somebody a passkey at the desk, which Ada supervises. */
export async function givePasskey<A extends Authenticator>(
  ward: TestWard,
  person: string,
  authenticator: A,
): Promise<A> {
  const post = (path: string, body: unknown, cookie = "") =>
    send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
  const supervisor = await post("sign-in", { badge: "ada", pin: "pin-ada" });
  const cookie = String(supervisor.headers["set-cookie"]).split(";")[0] as string;
  const begun = await post("desk/begin", { badge: person, pin: `pin-${person}` }, cookie);
  const { isRecovery, options } = begun.body;
  const checked = isRecovery ? { checked: "photo-id" } : {};
  const made = await post(
    "desk/enrol",
    { response: authenticator.create(options), ...checked },
    cookie,
  );
  if (made.status !== 200) throw new Error(made.text);
  return authenticator;
}

/** Says which addresses are the hospital's. */
export async function setNetworks(ward: TestWard, ...networks: string[]): Promise<void> {
  await ward.app.submit(listNetworks({ site: "north", networks, actor: system }));
}

/** Says that a phone is managed and encrypted, as of now, or otherwise. */
export async function report(
  ward: TestWard,
  device: string,
  posture: Partial<DeviceReport> = {},
): Promise<void> {
  const checkedInAt = ward.app.now();
  const said = { device, managed: true, encrypted: true, checkedInAt, ...posture };
  await ward.app.submit(reportDevices([said], system));
}

/** Says where a phone was seen, as of now or earlier. */
export async function see(
  ward: TestWard,
  device: string,
  place: Omit<Sighting, "device" | "seenAt"> & { readonly seenAt?: number },
): Promise<void> {
  await ward.app.submit(seeDevices([{ device, seenAt: ward.app.now(), ...place }], system));
}
