import { Type } from "typebox";

const text = Type.String({ maxLength: 64_000 });
const credential = {
  id: Type.String({ pattern: "^[\\w-]{1,1400}$" }),
  rawId: text,
  type: Type.Literal("public-key"),
  clientExtensionResults: Type.Object({}),
};

/** RegistrationResponseJSON (WebAuthn Level 3, section 5.1); what it holds besides is not read. */
export const registrationBody: Type.TObject = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: text,
    attestationObject: text,
    transports: Type.Optional(Type.Array(Type.String())),
  }),
});

/** AuthenticationResponseJSON, likewise. */
export const assertionBody: Type.TObject = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: Type.Optional(text),
  }),
});
