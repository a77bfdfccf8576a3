import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { browserKey, pastDoubleRead } from "./plain-seat.ts";
import { bytesOf, type RawAnswer, send } from "./raw-request.ts";
import type { StaffedServer } from "./staffed-server.ts";
import {
  answerAt,
  askForCode,
  assertion,
  codeFor,
  exchanging,
  proved,
  redeeming,
  type Surroundings,
  type WholePerson,
} from "./whole-person.ts";

/** What an access rests on: it is over when any of these is. */
export type Rest = "seat" | "console" | "phone" | "badge" | "passkey" | "duty" | "link";

/** A request that a person's credentials make, as whoever has them would send it. */
export interface Replay {
  /** The route, as the server names it. */
  readonly route: string;
  readonly rests: readonly Rest[];
  /** Its bytes, with a proof, assertion or challenge that nobody has used yet. */
  readonly make: () => Promise<string>;
  readonly isRefused: (answer: RawAnswer) => boolean;
  /** It ends or uses up what others rest on: it is only ever held back. */
  readonly once?: boolean;
  /** Brings back what it has ended, or waits, for the ones that come after it. */
  readonly after?: () => Promise<void>;
}

const said = (code: string) => (answer: RawAnswer) => answer.json?.error?.code === code;
const occupantChanged = said("occupant-changed");
const signedOut = said("signed-out");
/** With its person's last engagement the phone itself has ended. */
const phoneOver = (answer: RawAnswer) => occupantChanged(answer) || isEndedItself(answer);
/** Said of the phone that asks, and not of one that it asks about. */
const isEndedItself = ({ json, status }: RawAnswer) =>
  status === 401 && String(json.error.message).startsWith("This phone was reported lost");
const locked = ({ json, status }: RawAnswer) => status >= 400 || json.state.type === "locked";
/** Off duty a tap says what could be started, and opens nothing by that (L9). */
const opensNothing = (answer: RawAnswer) =>
  locked(answer) || answer.json.state.starts !== undefined;
const notIn = ({ json, status }: RawAnswer) => status >= 400 || json.state.type !== "in";
const notSignedIn = ({ header, json, status }: RawAnswer) =>
  status >= 400 || json.type !== "in" || header("set-cookie").length === 0;
const denied = ({ json }: RawAnswer) => json.decision === false;
const inactive = ({ json }: RawAnswer) => json.active === false;
const noTokens = ({ json, status }: RawAnswer) => status >= 400 && json.access_token === undefined;

/** Every request of theirs; those that use something up come last, in an order in which each still could be made. */
export function replaysOf(
  server: StaffedServer,
  surroundings: Surroundings,
  person: WholePerson,
): readonly Replay[] {
  return [
    ...atTheSeat(server, person),
    ...atTheConsole(server, person),
    ...onThePhone(server, person),
    ...ofDecisions(server, person),
    ...ofTokens(server, surroundings, person),
    ...usingUp(server, surroundings, person),
  ];
}

/** A link that the desk made for the own phone of somebody who was booked. */
export interface BookedLink {
  readonly link: string;
  readonly passkey: WholePerson["passkey"];
}

/** Every request that the link's page makes; what spends it comes last. */
export function replaysOfLink(
  { base }: StaffedServer,
  { link, passkey }: BookedLink,
): readonly Replay[] {
  const headers = { origin: base };
  const post = (name: string, body: object) =>
    bytesOf(base, "POST", `/arrive/api/${name}`, { headers, body });
  const isRefused = ({ json, status }: RawAnswer) =>
    status === 409 && String(json?.error?.said?.[0]?.code).endsWith("invitation-refused.over");
  const ofLink = (name: string, make: Replay["make"]): Replay => ({
    route: `POST /arrive/api/${name}`,
    rests: ["link"],
    make,
    isRefused,
  });
  return [
    ofLink("look", async () => post("look", { link })),
    ofLink("options", async () => post("options", { link })),
    {
      ...ofLink("accept", async () => {
        const { json, text } = await send(base, post("options", { link }));
        const options = json?.options as PublicKeyCredentialCreationOptionsJSON | undefined;
        if (options === undefined) throw new Error(`no options: ${text}`);
        return post("accept", { link, response: passkey.create(options, { origin: base }) });
      }),
      once: true,
    },
  ];
}

function atTheSeat({ base, demo }: StaffedServer, { id, pin, seat, passkey }: WholePerson) {
  const patient = demo.patients[0]?.id ?? "";
  const act = { patient, action: "note.write", text: "Slept well" };
  const dummy = noAssertion(passkey);
  const bodies: Readonly<Record<string, object>> = {
    "chart/open": { patient },
    "chart/section": { patient, section: "results" },
    "drafts/save": { patient, texts: [{ action: "note.write", text: "half", key: "k" }] },
    "drafts/read": { patient },
    search: { number: demo.patients[1]?.number },
    "search/name": { family: "Smith", birthDate: "1958-03-12" },
    "case/open": { patient },
    "case/close": {},
    "glass/break": { patient, reason: "none" },
    "glass/renew": {},
    "glass/return": {},
    "emergency/respond": { emergency: "emg_none" },
    "emergency/task": { emergency: "emg_none", task: "records" },
    "emergency/renew": { emergency: "emg_none" },
    "emergency/send-away": { emergency: "emg_none", person: "per_none" },
    "emergency/stand-down": { emergency: "emg_none" },
    "emergency/act": { ...act, performer: "per_none" },
    "emergency/sign": { patient },
    "grants/request": { kind: "patient", patient, reason: "covering" },
    "grants/start": { grant: "gnt_none" },
    "grants/return": { grant: "gnt_none" },
    act,
    "witness/ask": act,
    "witness/cancel": {},
    "witness/pin": { tap: "tap", pin },
    "sign/options": act,
    sign: { ...act, ...dummy },
    "step-up": { pin },
    "passkey/options": {},
    "passkey/step-up": dummy,
    phones: {},
    "phones/end": { device: "dev_none", why: "lost" },
    "shift/start": { ward: demo.ward, role: "nurse" },
    "shift/stay": { ward: demo.ward },
    "shifts/answer": { confirm: [], refuse: [] },
    "handover/takers": {},
    handover: { patients: [], to: "nobody" },
    "swap/choices": {},
    "swap/propose": { shift: "none", colleague: "nobody" },
    "swap/answer": { swap: "none", agrees: false },
    applications: {},
    launch: { application: "charts" },
    // Opens the chart of who has arrived: what is done on the other comes before.
    "arrivals/register": { why: "unknown" },
    "chart/close": {},
  };
  return Object.entries(bodies).map(([name, body]): Replay => {
    const path = `/bedside/api/${name}`;
    const headers = { "wardkey-occupant": id };
    return {
      route: `POST ${path}`,
      rests: ["seat"],
      make: () => proved(base, seat.key, "POST", path, { headers, body }),
      isRefused: occupantChanged,
    };
  });
}

const engagements = "/people/:person/engagements/:engagement";
const oneEngagement = "/people/per_none/engagements/eng_none";

const noLocum = {
  ward: "none",
  role: "nurse",
  day: "2030-01-01",
  from: "07:00",
  to: "19:00",
  name: "None",
  agency: "",
};
const locumActs: Readonly<Record<string, object>> = {
  proof: { method: "photo-id", level: 2, until: "2030-01-01" },
  registration: { register: "nmc", number: "1", last: "2030-01-01" },
  badge: { badge: "1", pin: "1" },
  "passkey/options": {},
  passkey: noRegistration(),
};

function atTheConsole({ base, demo }: StaffedServer, person: WholePerson): readonly Replay[] {
  const { badge, cookie, id, passkey, pin } = person;
  const dummy = noAssertion(passkey);
  const requests: readonly (readonly [string, string, (string | undefined)?, object?])[] = [
    ["GET", "/me"],
    ["GET", "/records"],
    ["GET", "/wards"],
    ["GET", "/wards/:ward", `/wards/${demo.ward}`],
    ["GET", "/sessions"],
    ["POST", "/sessions/:id/end", "/sessions/ses_none/end", { person: id }],
    ["GET", "/feeds"],
    ["GET", "/parked"],
    ["GET", "/applications"],
    ["POST", "/applications", undefined, { application: "none" }],
    ["POST", "/applications/:id/end", "/applications/none/end", {}],
    ["GET", "/workloads"],
    ["GET", "/workloads/:id", "/workloads/none"],
    [
      "POST",
      "/workloads/stop",
      undefined,
      { target: { type: "vendor", vendor: "none" }, done: true },
    ],
    ["POST", "/workloads/:id/act", "/workloads/none/act", { act: "resume" }],
    ["POST", "/workloads/:id/retire", "/workloads/none/retire", {}],
    ["POST", "/findings/accept", undefined, { finding: "none", because: "none", days: 1 }],
    ["POST", "/findings/remedy", undefined, { finding: "none", shown: "retire" }],
    ["POST", "/people/find", undefined, { text: "none" }],
    ["GET", "/people/:person", "/people/per_none"],
    ...["end", "move", "receipt"].map(
      (what) => ["GET", `${engagements}/${what}`, `${oneEngagement}/${what}`] as const,
    ),
    ["POST", `${engagements}/passport`, `${oneEngagement}/passport`, {}],
    ["POST", `${engagements}/passport-offer`, `${oneEngagement}/passport-offer`, {}],
    ["GET", `${engagements}/passport/:passport`, `${oneEngagement}/passport/none`],
    [
      "POST",
      `${engagements}/passport/:passport/accept`,
      `${oneEngagement}/passport/none/accept`,
      {},
    ],
    ["POST", `${engagements}/end`, `${oneEngagement}/end`, { reason: "left" }],
    ["POST", `${engagements}/extend`, `${oneEngagement}/extend`, { last: "2030-01-01" }],
    ...["move", "move/difference"].map(
      (what) =>
        [
          "POST",
          `${engagements}/${what}`,
          `${oneEngagement}/${what}`,
          { role: "nurse", ward: demo.ward },
        ] as const,
    ),
    ["POST", `${engagements}/exempt`, `${oneEngagement}/exempt`, { last: "2030-01-01" }],
    ["POST", `${engagements}/suspend`, `${oneEngagement}/suspend`, { reason: "other" }],
    ["POST", `${engagements}/resume`, `${oneEngagement}/resume`, {}],
    ["POST", `${engagements}/reinstate`, `${oneEngagement}/reinstate`, {}],
    ["GET", "/held"],
    ["POST", "/held/roles/:held", "/held/roles/hld_none", { outcome: "given" }],
    ["POST", "/held/clients/:client", "/held/clients/wrk_none", { ends: 1 }],
    ["GET", "/locums"],
    ["POST", "/locums", undefined, noLocum],
    ...Object.entries(locumActs).map(
      ([what, body]) =>
        ["POST", `/locums/:engagement/${what}`, `/locums/eng_none/${what}`, body] as const,
    ),
    ["POST", "/locums/:engagement/phone", "/locums/eng_none/phone", {}],
    ["POST", "/locums/:engagement/phone/withdraw", "/locums/eng_none/phone/withdraw", {}],
    ["POST", "/locums/:engagement/phone/code", "/locums/eng_none/phone/code", { code: "000000" }],
    ["GET", "/phones"],
    ["GET", "/notices"],
    ["GET", "/rehearsals"],
    ["GET", "/rehearsals/:task", "/rehearsals/none"],
    ["GET", "/rehearsals/plot/:scheme", "/rehearsals/plot/light"],
    ["GET", "/rehearsals/drawings/:drawing/:scheme", "/rehearsals/drawings/exposure/light"],
    ["GET", "/observed"],
    ["GET", "/reviews"],
    ["GET", "/grants"],
    ["POST", "/grants", undefined, { kind: "ward", ward: demo.ward, reason: "covering" }],
    ["POST", "/grants/:id/answer", "/grants/gnt_none/answer", { answer: "deny" }],
    ["POST", "/grants/:id/start", "/grants/gnt_none/start", {}],
    ["POST", "/grants/:id/end", "/grants/gnt_none/end", {}],
    ["GET", "/rosters"],
    ["POST", "/rosters", undefined, { confirm: [], refuse: [] }],
    ["GET", "/charts"],
    ["POST", "/charts/mark", undefined, { number: "none", mark: "sealed", on: true }],
    ["POST", "/charts/merge", undefined, { number: "none", into: "none" }],
    ["POST", "/charts/:id/unmerge", "/charts/pat_none/unmerge", {}],
    ["POST", "/reviews/close", undefined, { reviews: ["rev_none"], outcome: "justified" }],
    ["GET", "/standing"],
    ["POST", "/standing/:id/confirm", "/standing/rev_none/confirm", {}],
    ["POST", "/standing/:id/end", "/standing/rev_none/end", {}],
    ["GET", "/campaigns"],
    ["POST", "/campaigns", undefined, { scope: { type: "all" } }],
    ...Object.entries(campaignActs).map(
      ([what, body]) =>
        ["POST", `/campaigns/:id/${what}`, `/campaigns/cmp_none/${what}`, body] as const,
    ),
    ["GET", "/incidents"],
    ["POST", "/incidents/:id/close", "/incidents/inc_none/close", { outcome: "dealt-with" }],
    ["GET", "/proposals"],
    ["POST", "/proposals/:id/decide", "/proposals/prp_none/decide", { decision: "decline" }],
    ["POST", "/step-up/options", undefined, {}],
    ["POST", "/step-up", undefined, dummy],
    ["POST", "/desk/begin", undefined, { badge, pin }],
    ["POST", "/desk/enrol", undefined, noRegistration()],
    ["POST", "/vouch/options", undefined, { person: "per_none" }],
    ["POST", "/badges/find", undefined, { number: person.staffNumber }],
    ["POST", "/badges/give", undefined, { person: "per_none", badge: "1", pin: "" }],
    ["POST", "/badges/end", undefined, { person: "per_none" }],
    ["POST", "/parked/:id", "/parked/msg_none", { outcome: "dismissed" }],
    ["POST", "/passkeys/:id/remove", "/passkeys/psk_none/remove", { reason: "lost" }],
    ["POST", "/phones/:id/end", "/phones/dev_none/end", { why: "lost" }],
    ["POST", "/seats/:seat/enrol", "/seats/seat_none/enrol", { code: "x" }],
    ["POST", "/seats/:seat/lock", "/seats/seat_none/lock", { session: "ses_none" }],
    ["POST", "/seats/:seat/sensor/enrol", "/seats/seat_none/sensor/enrol", { code: "x" }],
    ["POST", "/seats/:seat/sensor/withdraw", "/seats/seat_none/sensor/withdraw", {}],
    ["POST", "/wards/:ward/badge-lost", "/wards/none/badge-lost", { person: id }],
    ["POST", "/wards/:ward/badge-lend", "/wards/none/badge-lend", { person: id, badge: "1" }],
    ["POST", "/wards/:ward/badge-unlock", "/wards/none/badge-unlock", { person: id }],
  ];
  return requests.map(([method, route, path = route, body]): Replay => {
    const parts = { headers: { origin: base, cookie }, ...(body === undefined ? {} : { body }) };
    return {
      route: `${method} /console/api${route}`,
      rests: ["console"],
      make: async () => bytesOf(base, method, `/console/api${path}`, parts),
      isRefused: signedOut,
    };
  });
}

/** Of reviews that are not there. */
const campaignActs: Readonly<Record<string, object>> = {
  confirm: { ward: "none", spent: 0 },
  decide: { part: "prt_none", assignment: "rol_none", outcome: "confirmed", spent: 0 },
  delegate: { ward: "none", to: "per_none" },
  evidence: {},
};

function onThePhone({ base, demo }: StaffedServer, person: WholePerson): readonly Replay[] {
  const { id, phone } = person;
  const post = (
    name: string,
    body: object,
    rests: readonly Rest[],
    isRefused: Replay["isRefused"],
  ) => {
    const path = `/pocket/api/${name}`;
    const headers = { "wardkey-occupant": id };
    const make = () => proved(base, phone, "POST", path, { headers, body });
    return { route: `POST ${path}`, rests, make, isRefused };
  };
  const refused = (answer: RawAnswer) => phoneOver(answer) || answer.json.type === "refused";
  const noPatients = ({ json }: RawAnswer) => (json.state.patients ?? []).length === 0;
  return [
    post("state", {}, ["phone"], notIn),
    post("state", {}, ["phone", "duty"], noPatients),
    post("chart/open", { patient: demo.patients[0]?.id }, ["phone", "duty"], refused),
    post("search", { number: demo.patients[1]?.number }, ["phone", "duty"], refused),
    post("search/name", { family: "Smith", birthDate: "1958-03-12" }, ["phone", "duty"], refused),
    post(
      "grants/request",
      { kind: "ward", ward: demo.ward, reason: "covering" },
      ["phone"],
      phoneOver,
    ),
    post("grants/answer", { grant: "gnt_none", answer: "deny" }, ["phone"], phoneOver),
    post("grants/start", { grant: "gnt_none" }, ["phone"], phoneOver),
    post("grants/return", { grant: "gnt_none" }, ["phone"], phoneOver),
    ...Object.entries(exceptionsOnPhone).map(([name, body]) =>
      post(name, body, ["phone"], phoneOver),
    ),
    post("phones/end", { device: "dev_none", why: "lost" }, ["phone"], phoneOver),
    post("shift/start", { ward: demo.ward, role: "nurse" }, ["phone"], phoneOver),
    post("shifts/answer", { confirm: [], refuse: [] }, ["phone"], phoneOver),
    post(
      "note",
      { patient: demo.patients[0]?.id, text: "x", key: "x" },
      ["phone", "duty"],
      phoneOver,
    ),
    post("chart/close", {}, ["phone"], phoneOver),
  ];
}

/** Of glass and emergencies that are not there: what is left of a person's work by these would change the requests after them. */
const exceptionsOnPhone: Readonly<Record<string, object>> = {
  "glass/break": { patient: "pat_none", reason: "covering" },
  "glass/renew": {},
  "glass/return": {},
  "emergency/declare": { type: "none", whom: "ward", ward: "none" },
  "emergency/respond": { emergency: "emg_none" },
  "emergency/renew": { emergency: "emg_none" },
  "emergency/stand-down": { emergency: "emg_none" },
};

/** What another program asks about them, with its own API key. */
function ofDecisions({ base, demo }: StaffedServer, { id, session }: WholePerson) {
  const subject = { type: "person", id };
  const resource = { type: "patient", id: demo.patients[0]?.id };
  const action = { name: "chart.open" };
  const context = { session };
  const headers = { authorization: `Bearer ${demo.apiKey}` };
  const ask = (name: string, body: object, isRefused: Replay["isRefused"]): Replay => ({
    route: `POST /access/v1/${name}`,
    rests: ["seat"],
    make: async () => bytesOf(base, "POST", `/access/v1/${name}`, { headers, body }),
    isRefused,
  });
  const finds =
    (member: string, wanted: unknown) =>
    ({ json }: RawAnswer) =>
      !json.results.some((one: Record<string, unknown>) => one[member] === wanted);
  return [
    ask("evaluation", { subject, action, resource, context }, denied),
    ask(
      "evaluations",
      { subject, action, context, evaluations: [{ resource }] },
      ({ json }) => json.evaluations[0].decision === false,
    ),
    ask(
      "search/subject",
      { subject: { type: "person" }, action, resource, context },
      finds("id", id),
    ),
    ask(
      "search/resource",
      { subject, action, resource: { type: "patient" }, context },
      finds("id", resource.id),
    ),
    ask("search/action", { subject, resource, context }, finds("name", action.name)),
  ];
}

function ofTokens(
  { base, demo }: StaffedServer,
  { charts, lab }: Surroundings,
  { tokens }: WholePerson,
): readonly Replay[] {
  const { access, decisions, exchanged, own, refresh } = tokens;
  const post = (name: string, form: () => Promise<string>, isRefused: Replay["isRefused"]) => ({
    route: `POST /oidc/${name}`,
    rests: ["seat"] as const,
    make: async () => bytesOf(base, "POST", `/oidc/${name}`, { body: await form() }),
    isRefused,
  });
  const headers = { authorization: `Bearer ${own}` };
  const userinfo = (method: string): Replay => ({
    route: `${method} /oidc/userinfo`,
    rests: ["seat"],
    make: async () => bytesOf(base, method, "/oidc/userinfo", { headers }),
    isRefused: ({ status }) => status === 401,
  });
  const deciding = {
    headers: { authorization: `Bearer ${decisions}` },
    body: {
      action: { name: "chart.open" },
      resource: { type: "patient", id: demo.patients[0]?.id },
    },
  };
  const decision: Replay = {
    route: "POST /oidc/evaluation",
    rests: ["seat"],
    make: async () => bytesOf(base, "POST", "/oidc/evaluation", deciding),
    isRefused: ({ json, status }) => status >= 400 || json.decision === false,
  };
  return [
    decision,
    post("introspect", () => charts.form({ token: access }), inactive),
    post("introspect", () => charts.form({ token: refresh }), inactive),
    post("introspect", () => lab.form({ token: access }), inactive),
    post("introspect", () => lab.form({ token: exchanged }), inactive),
    userinfo("GET"),
    userinfo("POST"),
    post("token", () => exchanging(base, lab, access), noTokens),
  ];
}

/** What can be done once, each in an order in which the one before has left it possible. */
function usingUp(
  server: StaffedServer,
  { charts }: Surroundings,
  person: WholePerson,
): readonly Replay[] {
  const { base } = server;
  const { badge, cookie, id, other, passkey, phone, pin, seat, third, tokens } = person;
  const once = (
    route: string,
    rests: readonly Rest[],
    make: Replay["make"],
    isRefused: Replay["isRefused"],
  ): Replay => ({ route, rests, make, isRefused, once: true });
  const bedside = (name: string, body: object | (() => Promise<object>), key = seat.key) => {
    const path = `/bedside/api/${name}`;
    return async () =>
      proved(base, key, "POST", path, {
        headers: { "wardkey-occupant": id },
        body: typeof body === "function" ? await body() : body,
      });
  };
  const seatPasskey = async () => {
    const path = "/bedside/api/passkey/sign-in/options";
    return assertion(base, passkey, await proved(base, other.seat.key, "POST", path, { body: {} }));
  };
  const onPhone = async (name: string, more: object, key = phone) => {
    const path = `/pocket/api/${name}`;
    const asking = await proved(base, key, "POST", `${path}/options`, { body: {} });
    const body = { ...(await assertion(base, passkey, asking)), ...more };
    return proved(base, key, "POST", path, { body });
  };
  const headers = { origin: base };
  const consolePasskey = async () => {
    const path = "/console/api/passkey/options";
    const asking = bytesOf(base, "POST", path, { headers, body: {} });
    const body = await assertion(base, passkey, asking);
    return bytesOf(base, "POST", "/console/api/passkey/sign-in", { headers, body });
  };
  return [
    ...codesInFlight(server, { charts }, person),
    once(
      "POST /oidc/token",
      ["seat"],
      async () => {
        const form = { grant_type: "refresh_token", refresh_token: tokens.refresh };
        return bytesOf(base, "POST", "/oidc/token", { body: await charts.form(form) });
      },
      noTokens,
    ),
    {
      ...once(
        "POST /bedside/api/lock",
        ["seat"],
        bedside("lock", { reason: "lock" }),
        occupantChanged,
      ),
      after: pastDoubleRead,
    },
    {
      ...once("POST /bedside/api/tap", ["badge", "duty"], bedside("tap", { badge }), opensNothing),
      after: () => seat.signIn(person),
    },
    once("POST /bedside/api/sign-out", ["seat"], bedside("sign-out", {}), occupantChanged),
    once(
      "POST /bedside/api/shift/begin",
      ["badge"],
      bedside(
        "shift/begin",
        { tap: third.tap, pin, ward: server.demo.ward, role: "nurse" },
        third.seat.key,
      ),
      notIn,
    ),
    once(
      "POST /bedside/api/pin",
      ["badge", "duty"],
      bedside("pin", { tap: other.tap, pin }, other.seat.key),
      notIn,
    ),
    once(
      "POST /bedside/api/passkey/sign-in",
      ["passkey", "duty"],
      bedside("passkey/sign-in", seatPasskey, other.seat.key),
      notIn,
    ),
    once(
      "POST /console/api/sign-out",
      ["console"],
      async () =>
        bytesOf(base, "POST", "/console/api/sign-out", {
          headers: { ...headers, cookie },
          body: {},
        }),
      signedOut,
    ),
    once(
      "POST /console/api/sign-in",
      ["badge"],
      async () => bytesOf(base, "POST", "/console/api/sign-in", { headers, body: { badge, pin } }),
      notSignedIn,
    ),
    once("POST /console/api/passkey/sign-in", ["passkey"], consolePasskey, notSignedIn),
    once(
      "POST /pocket/api/sign-out",
      ["phone"],
      () =>
        proved(base, phone, "POST", "/pocket/api/sign-out", {
          headers: { "wardkey-occupant": id },
          body: {},
        }),
      phoneOver,
    ),
    once("POST /pocket/api/sign-in", ["passkey"], () => onPhone("sign-in", {}), notIn),
    once(
      "POST /pocket/api/register",
      ["passkey"],
      async () => onPhone("register", { platform: "Android" }, await browserKey(base)),
      notIn,
    ),
  ];
}

/** Requests for a code at every stage: not answered yet, answered and on the way back, and come back. */
function codesInFlight(
  { base }: StaffedServer,
  { charts }: Pick<Surroundings, "charts">,
  { cookie, seat }: WholePerson,
): readonly Replay[] {
  const rests = ["seat"] as const;
  const back = async () => {
    const asked = await askForCode(base, charts);
    return { asked, next: await answerAt(base, seat, asked) };
  };
  const isSentAway = ({ header, status }: RawAnswer) =>
    status >= 400 || new URL(header("location")[0] ?? "").searchParams.get("code") === null;
  return [
    {
      route: "POST /connect/:uid",
      rests,
      make: async () => {
        const { cookie: asking, page } = await askForCode(base, charts);
        return proved(base, seat.key, "POST", page, { headers: { cookie: asking }, body: {} });
      },
      isRefused: ({ json }) => json.type === "tap",
    },
    {
      route: "POST /connect/:uid",
      rests: ["console"],
      make: async () => {
        const { cookie: asking, page } = await askForCode(base, charts);
        const headers = { origin: base, cookie: `${asking}; ${cookie}` };
        return bytesOf(base, "POST", page, { headers, body: {} });
      },
      isRefused: ({ json }) => json.type === "sign-in",
    },
    {
      route: "GET /oidc/authorize",
      rests,
      make: async () => {
        const { asked, next } = await back();
        return bytesOf(base, "GET", next, { headers: { cookie: asked.cookie } });
      },
      isRefused: isSentAway,
    },
    {
      route: "POST /oidc/token",
      rests,
      make: async () => {
        const { asked, next } = await back();
        const form = await redeeming(charts, await codeFor(base, next, asked), asked);
        return bytesOf(base, "POST", "/oidc/token", { body: form });
      },
      isRefused: noTokens,
    },
  ];
}

/** A passkey's answer to a question that nobody asked: its form is right. */
function noAssertion(passkey: WholePerson["passkey"]): object {
  return { response: passkey.get({ challenge: "AAAA", rpId: "localhost" }) };
}

function noRegistration(): object {
  const response = { clientDataJSON: "e30", attestationObject: "oA", transports: [] };
  return {
    response: { id: "AA", rawId: "AA", type: "public-key", clientExtensionResults: {}, response },
  };
}
