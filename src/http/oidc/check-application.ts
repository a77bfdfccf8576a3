import type { Application } from "../../world/index.ts";
import { HttpError } from "../errors.ts";
import { isResourceScope, ownScopes, scimScopes, signalScopes } from "./scopes.ts";

/** An application as an administrator describes it. */
export type ApplicationForm = Omit<Application, "id"> & { readonly id?: string };

const kinds: readonly string[] = ["decides-here", "signs-in-here", "only-told"];

/** Members of a JSON Web Key that are nobody else's business (RFC 7518 section 6). */
const secret: readonly string[] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/**
 * Checks what an administrator wants to register, whole, before anything of it is recorded.
 *
 * @throws HttpError `bad-request` with what is wrong and what to write instead
 */
export function checkApplication(form: unknown): ApplicationForm {
  const given = (form ?? {}) as Partial<Record<string, unknown>>;
  const known: ApplicationForm = {
    ...(given["id"] === undefined ? {} : { id: idOf(given["id"]) }),
    name: textIn(given, "name"),
    kind: kindOf(given["kind"]),
    browser: given["browser"] === true,
    redirectUris: addresses(given, "redirectUris"),
    scopes: scopesOf(given["scopes"]),
    serves: addresses(given, "serves"),
    ...optionalAddress(given, "launchUri"),
    ...optionalAddress(given, "fhirServer"),
    ...optionalAddress(given, "logoutUri"),
    ...givesOf(given["gives"]),
    ...keysOf(given),
  };
  const hasKeys = known.jwks !== undefined || known.jwksUri !== undefined;
  if (known.browser && hasKeys) throw wrong("browser", "keeps no key: leave jwks and jwksUri out");
  if (!known.browser && !hasKeys) {
    throw wrong("jwks", "or jwksUri is missing: an application signs with a key of its own");
  }
  return known;
}

function idOf(value: unknown): string {
  if (typeof value === "string" && /^[\w.-]{1,64}$/.test(value)) return value;
  throw wrong("id", "is up to 64 letters, digits, dots, hyphens and underscores");
}

function textIn(form: Partial<Record<string, unknown>>, member: string): string {
  const value = form[member];
  if (typeof value === "string" && value.trim() !== "" && value.length <= 200) return value;
  throw wrong(member, "is missing");
}

function kindOf(value: unknown): Application["kind"] {
  if (kinds.includes(value as string)) return value as Application["kind"];
  throw wrong("kind", `is one of ${kinds.join(", ")}`);
}

function addresses(form: Partial<Record<string, unknown>>, member: string): readonly string[] {
  const value = form[member] ?? [];
  if (!Array.isArray(value)) throw wrong(member, "is a list of addresses");
  return value.map((address) => addressOf(address, member));
}

/** RFC 9700 section 2.1: whole addresses, over https; http on this machine alone, for native applications. */
function addressOf(value: unknown, member: string): string {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined;
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(url?.hostname ?? "");
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && loopback);
  if (typeof value === "string" && isSafe && !value.includes("#") && !value.includes("*")) {
    return value;
  }
  throw wrong(member, "holds whole addresses that begin with https:// and have no # and no *");
}

function optionalAddress<M extends "launchUri" | "logoutUri" | "jwksUri" | "fhirServer">(
  form: Partial<Record<string, unknown>>,
  member: M,
): Partial<Record<M, string>> {
  const value = form[member];
  if (value === undefined) return {};
  return { [member]: addressOf(value, member) } as Partial<Record<M, string>>;
}

function scopesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw wrong("scopes", "is a list of scopes");
  const own: readonly string[] = [...ownScopes, ...signalScopes, ...scimScopes];
  const unknown = value.find((scope) => !own.includes(scope) && !isResourceScope(String(scope)));
  if (unknown === undefined) return value;
  throw wrong("scopes", `may hold ${own.join(", ")} and SMART scopes such as patient/*.rs`);
}

/** Which roles it gives where by SCIM: every one is named, or said to be every one. */
function givesOf(value: unknown): Pick<Application, "gives"> {
  if (value === undefined) return {};
  const isNamed = (one: unknown) =>
    typeof one === "string" && /^(\*|[^@*\s]+)@(\*|[^@*\s]+)$/.test(one);
  if (Array.isArray(value) && value.length <= mostGiven && value.every(isNamed)) {
    return { gives: value as readonly string[] };
  }
  throw wrong(
    "gives",
    "is a list of roles in wards or services, such as nurse@4B, nurse@* or *@4B",
  );
}

const mostGiven = 1000;

function keysOf(form: Partial<Record<string, unknown>>): Pick<Application, "jwks" | "jwksUri"> {
  const { jwks } = form;
  if (jwks === undefined) return optionalAddress(form, "jwksUri");
  if (form["jwksUri"] !== undefined) throw wrong("jwks", "and jwksUri: give one of them");
  const keys = (jwks as { readonly keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) throw wrong("jwks", 'is {"keys": [...]}');
  for (const key of keys as readonly (object | null)[]) {
    if (typeof key !== "object" || key === null)
      throw wrong("jwks", "holds something else than keys");
    if (secret.some((member) => member in key)) {
      throw wrong(
        "jwks",
        "holds a private key, which must stay with the application: make a new one",
      );
    }
  }
  return { jwks: jwks as NonNullable<Application["jwks"]> };
}

function wrong(member: string, why: string): HttpError {
  return new HttpError("bad-request", `The application cannot be registered: ${member} ${why}.`);
}
