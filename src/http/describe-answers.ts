/** An operation of an OpenAPI description, as far as it is completed here. */
interface Operation {
  readonly tags?: readonly string[];
  readonly requestBody?: unknown;
  responses?: Record<string, unknown>;
  security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** A description, as far as it is completed here. */
export interface Described {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

/** How callers show who they are. */
const securitySchemes = {
  apiKey: {
    type: "http",
    scheme: "bearer",
    description: "An API key of a workload, with the scope that the operation names.",
  },
  accessToken: {
    type: "http",
    scheme: "bearer",
    description:
      "The access token that a connected application got at /oidc, of whoever signed in to it.",
  },
  workloadToken: {
    type: "http",
    scheme: "bearer",
    description:
      "The access token that a workload got at /oidc/token, with the scope that the operation names.",
  },
  keyProof: {
    type: "apiKey",
    in: "header",
    name: "DPoP",
    description:
      "A DPoP proof (RFC 9449) by the enrolled key of the seat, the sensor or the phone, a new one with each request.",
  },
  consoleCookie: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-wardkey-console",
    description:
      "The cookie that a sign-in at the console sets; wardkey-console where the server is reached by http.",
  },
  signedEvent: {
    type: "http",
    scheme: "Signature",
    description:
      "No credential of the request: the event itself is signed by a transmitter that the hospital lists (RFC 8935).",
  },
} as const;

type Scheme = keyof typeof securitySchemes;

/** What the operations of a tag ask for, unless their address is listed below. */
const byTag: Readonly<Record<string, Scheme>> = {
  bedside: "keyProof",
  console: "consoleCookie",
  databases: "workloadToken",
  decisions: "apiKey",
  devices: "apiKey",
  grants: "apiKey",
  pocket: "keyProof",
  presence: "keyProof",
  scim: "apiKey",
  signals: "apiKey",
};

/** What is asked for at single addresses; nothing where it is undefined. */
const byPath: ReadonlyMap<string, Scheme | undefined> = new Map([
  ["/.well-known/authzen-configuration", undefined],
  ["/.well-known/ssf-configuration", undefined],
  ["/console/api/passkey/options", undefined],
  ["/console/api/passkey/sign-in", undefined],
  ["/console/api/sign-in", undefined],
  ["/oidc/evaluation", "accessToken"],
  ["/ssf/events", "signedEvent"],
  ["/ssf/jwks.json", undefined],
]);

/** What the answers that are no success mean, whatever was asked. */
const meanings: Readonly<Record<string, string>> = {
  "400":
    "The request cannot be read, or a member of it is missing or of the wrong kind; the message names it.",
  "401": "Who asks is not known: sign in, enrol, or prove the key anew.",
  "403": "It is known who asks, and they may not.",
  "404": "There is nothing of that name.",
  "409": "It does not fit what is so now: something has changed, is over, or is somebody else's.",
  "413": "The body is too large.",
  "415": "The body is of another media type.",
  "422": "The request is well formed, and what it says cannot be done.",
  "500": "A fault of Wardkey, and nothing was done; the message has a reference.",
  "502": "What Wardkey asks for the answer could not be reached.",
  "503": "Wardkey cannot do this at the moment; send it again.",
};
/** Only what has a body can have a wrong one. */
const ofBodies: ReadonlySet<string> = new Set(["413", "415", "422"]);

const remedy = {
  type: "object",
  description: "What would lead to a permit; its type says what to show.",
  required: ["type"],
  properties: { type: { type: "string" } },
};

const sentence = {
  type: "object",
  description:
    "A sentence of the message by its code, for a screen that says it in another language.",
  required: ["code", "values", "zone"],
  properties: {
    code: { type: "string" },
    values: { type: "object", description: "What fills it: words, or an instant in its zone." },
    zone: { type: "string" },
  },
};

/** The components that all operations share: the form of an error, and each answer that is one. */
export const sharedComponents: Readonly<Record<string, object>> = {
  securitySchemes,
  schemas: {
    ErrorReply: {
      type: "object",
      required: ["error"],
      properties: {
        error: {
          type: "object",
          required: ["code", "message"],
          properties: {
            code: { type: "string", description: "For programs: it does not change." },
            message: { type: "string", description: "For people: what happened, and what to do." },
            remedies: { type: "array", items: remedy },
            said: { type: "array", items: sentence },
          },
        },
      },
    },
  },
  responses: Object.fromEntries(
    Object.entries(meanings).map(([status, description]) => [
      `error${status}`,
      {
        description,
        content: { "application/json": { schema: { $ref: "#/components/schemas/ErrorReply" } } },
      },
    ]),
  ),
};

const challenge = {
  description: "A challenge in WWW-Authenticate (RFC 6750 section 3, RFC 9470 section 3).",
};

/** Where a standard has a form of its own for an error. */
const ownForms: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "/oidc/evaluation": { "401": challenge, "403": challenge },
  "/ssf/events": {
    "400": {
      description: "Why the event is not believed (RFC 8935 section 2.4).",
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["err", "description"],
            properties: { err: { type: "string" }, description: { type: "string" } },
          },
        },
      },
    },
    "503": { description: "The transmitter's keys could not be reached; send it again." },
  },
};

/** AuthZEN answers every error in text, and its operations say so themselves. */
const authzen = /^\/access\/v1\//;

/** Completes a description: what each operation asks for of its caller, and which errors it may answer with. */
export function describeAnswers<D extends Described>(description: D): D {
  for (const [path, item] of Object.entries(description.paths ?? {})) {
    for (const operation of Object.values(item ?? {})) complete(path, operation as Operation);
  }
  return description;
}

function complete(path: string, operation: Operation): void {
  const [tag = ""] = operation.tags ?? [];
  // To leave it out would be to call it open to all.
  if (!byPath.has(path) && !Object.hasOwn(byTag, tag))
    throw new Error(`Say in describe-answers.ts which credential ${path} asks for.`);
  const scheme = byPath.has(path) ? byPath.get(path) : byTag[tag];
  operation.security = scheme === undefined ? [] : [{ [scheme]: [] }];
  if (authzen.test(path)) return;
  const responses = { ...operation.responses, ...ownForms[path] };
  for (const status of Object.keys(meanings)) {
    if (ofBodies.has(status) && operation.requestBody === undefined) continue;
    // Of the open ones only a sign-in says whether somebody is known.
    const isAboutCallers = status === "401" || status === "403";
    if (isAboutCallers && scheme === undefined && tag !== "console") continue;
    responses[status] ??= { $ref: `#/components/responses/error${status}` };
  }
  operation.responses = responses;
}
