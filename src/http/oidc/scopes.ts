/** Scopes that are not about a resource of a FHIR server. */
export const ownScopes = [
  "openid",
  "profile",
  "fhirUser",
  "launch",
  "launch/patient",
  "launch/encounter",
  "online_access",
  "offline_access",
  // To ask for decisions about whoever signed in: see ask-decision.ts.
  "decision.ask",
] as const;

/**
 * What an application may be registered for that is about no person's sign-in: to hear of what ends here (CAEP
 * Interoperability Profile section 2.7.2), and people by their e-mail addresses in that.
 */
export const signalScopes = ["ssf.read", "ssf.manage", "ssf.email"] as const;

/** Whether a scope is for hearing what ends here. */
export function isSignalScope(scope: string): boolean {
  return scope.startsWith("ssf.");
}

/** What an application may be registered for to bring people and their roles (RFC 7644 section 2). */
export const scimScopes = ["scim.read", "scim.manage"] as const;

/** Whether a scope is an application's own, for one of our services: never part of what somebody who signs in gives. */
export function isServiceScope(scope: string): boolean {
  return isSignalScope(scope) || scope.startsWith("scim.") || scope.startsWith("database.");
}

/** A scope of SMART App Launch 2.2.0, section Scopes for requesting FHIR resources; version 1 is read as version 2. */
interface SmartScope {
  readonly who: string;
  readonly type: string;
  /** Of `cruds`, those it gives. */
  readonly may: string;
  readonly query: string;
}

const smart = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]*)\.([a-z*]+)(?:\?(.+))?$/;

/** What the words of version 1 mean (section 3.1.5.2). */
const versionOne: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };

function readScope(scope: string): SmartScope | undefined {
  const [, who, type, word, query = ""] = smart.exec(scope) ?? [];
  if (who === undefined || type === undefined || word === undefined) return undefined;
  const may = versionOne[word] ?? word;
  // In this order and each at most once: "c?r?u?d?s?" (section 3.1.2).
  if (!/^(?=.)c?r?u?d?s?$/.test(may)) return undefined;
  return { who, type, may, query };
}

/** Whether a scope is about resources of a FHIR server. */
export function isResourceScope(scope: string): boolean {
  return readScope(scope) !== undefined;
}

/**
 * Those of the scopes that are asked for which an application is registered for: as they stand, or under a wider one.
 * `patient/` scopes are worth nothing without a patient, and are left out where there is none; `user/` scopes reach every
 * patient that the person may see, and are left out where the policy lets none be reached: off duty, on an unmanaged device (C8).
 */
export function grantedScopes(
  asked: readonly string[],
  registered: readonly string[],
  context: { readonly hasPatient: boolean; readonly reachesAll: boolean },
): readonly string[] {
  const wide = registered.map(readScope).filter((scope) => scope !== undefined);
  return asked.filter((scope) => {
    const wanted = readScope(scope);
    if (wanted === undefined) return registered.includes(scope) && !isServiceScope(scope);
    if (wanted.who === "patient" && !context.hasPatient) return false;
    if (wanted.who === "user" && !context.reachesAll) return false;
    return wide.some((known) => covers(known, wanted));
  });
}

/** A registered scope with a query covers that very query only: what lies within another one is not worked out. */
function covers(known: SmartScope, wanted: SmartScope): boolean {
  return (
    known.who === wanted.who &&
    (known.type === "*" || known.type === wanted.type) &&
    [...wanted.may].every((letter) => known.may.includes(letter)) &&
    (known.query === "" || known.query === wanted.query)
  );
}
