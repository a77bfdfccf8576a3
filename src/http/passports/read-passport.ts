import { Type } from "typebox";
import { Value } from "typebox/value";
import { type Claims, type Passport, PassportError } from "./passport.ts";

const text = Type.String({ minLength: 1, maxLength: 200 });
/** NumericDate (RFC 7519 section 2): seconds since 1970. */
const seconds = Type.Number({ minimum: 0, maximum: 253_402_300_799 });

/** What a staff passport states, of all that it may. */
const shape = Type.Object({
  sub: text,
  exp: seconds,
  name: text,
  role: text,
  proofing: Type.Object({
    level: Type.Integer({ minimum: 1, maximum: 3 }),
    method: text,
    by: text,
    at: seconds,
  }),
  registration: Type.Optional(Type.Object({ body: text, number: text, until: seconds })),
  status: Type.Object({
    status_list: Type.Object({ uri: text, idx: Type.Integer({ minimum: 0 }) }),
  }),
});

/** Reads what a passport says. @throws PassportError `incomplete` for one that does not state what it has to */
export function readPassport(claims: Claims): Omit<Passport, "issuer" | "holder"> {
  if (!Value.Check(shape, claims)) throw new PassportError("incomplete");
  const { exp, name, proofing, registration, role, status, sub } = claims;
  return {
    subject: sub,
    name,
    role,
    proofing: { ...proofing, at: proofing.at * 1000 },
    ...(registration === undefined
      ? {}
      : { registration: { ...registration, until: registration.until * 1000 } }),
    until: exp * 1000,
    status: { uri: status.status_list.uri, index: status.status_list.idx },
  };
}
