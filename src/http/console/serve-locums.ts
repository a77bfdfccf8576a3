import type { FastifyInstance } from "fastify";
import { type TProperties, Type } from "typebox";
import type { Session } from "../../world/index.ts";
import type {
  BookLocumRequest,
  GiveLocumRequest,
  LocumCodeRequest,
  LocumPasskeyRequest,
  LocumPhoneRequest,
  LocumRegistrationRequest,
  ProofLocumRequest,
} from "../locums-contract.ts";
import { assertionBody, registrationBody } from "../passkeys/schema.ts";
import { bookOne } from "./book-locum.ts";
import { active, type Console } from "./console-context.ts";
import { describe } from "./describe-route.ts";
import { bindOne, inviteOne, withdrawOne } from "./invite-locum.ts";
import { listLocums } from "./list-locums.ts";
import { giveOne, passkeyOf, passkeyOptionsFor, proofOne, registerOne } from "./receive-locum.ts";

const text = Type.String({ maxLength: 200 });

const whoVouches = Type.Optional(
  Type.Union([
    Type.Object({ badge: Type.String(), pin: Type.String() }),
    Type.Object({ person: text, response: assertionBody }),
  ]),
);

/** The routes of the locum desk: booking, and receiving whoever was booked. */
export function serveLocums(server: FastifyInstance, context: Console): void {
  server.get("/locums", { schema: describe("Who is booked as a locum") }, async (request) =>
    listLocums(context, await active(context, request)),
  );
  const booking = describe("Book a locum for a shift", {
    ward: text,
    role: text,
    day: text,
    from: Type.String({ pattern: "^\\d{2}:\\d{2}$" }),
    to: Type.String({ pattern: "^\\d{2}:\\d{2}$" }),
    name: text,
    agency: text,
    person: Type.Optional(text),
  });
  server.post("/locums", { schema: booking }, async (request) =>
    bookOne(context, await active(context, request), request.body as BookLocumRequest),
  );
  serveReceiving(server, context);
}

type Handle<B> = (context: Console, session: Session, of: string, body: B) => Promise<unknown>;

function serveReceiving(server: FastifyInstance, context: Console): void {
  const post = <B>(what: string, about: string, members: TProperties, handle: Handle<B>) =>
    server.post(
      `/locums/:engagement/${what}`,
      { schema: describe(about, members) },
      async (request) => {
        const session = await active(context, request);
        const { engagement } = request.params as { readonly engagement: string };
        return handle(context, session, engagement, request.body as B);
      },
    );
  const proof = {
    method: Type.Enum(["photo-id", "known-with-witness"]),
    level: Type.Union([Type.Literal(1), Type.Literal(2)]),
    until: text,
  };
  post<ProofLocumRequest>("proof", "Who a locum is was seen", proof, proofOne);
  const shown = { register: text, number: text, last: text };
  post<LocumRegistrationRequest>(
    "registration",
    "A professional registration that a locum has shown",
    shown,
    registerOne,
  );
  const given = { badge: Type.String(), pin: Type.String(), second: whoVouches };
  post<GiveLocumRequest>("badge", "Give a locum a badge and a PIN", given, giveOne);
  const options = describe("What a locum's passkey is made with", {});
  server.post("/locums/:engagement/passkey/options", { schema: options }, async (request) => {
    const session = await active(context, request);
    const { engagement } = request.params as { readonly engagement: string };
    return passkeyOptionsFor(context, request, session, engagement);
  });
  const mail = Type.Optional(
    Type.String({ maxLength: 254, pattern: "^[^\\s@<>,;]+@[^\\s@<>,;]+$" }),
  );
  post<LocumPhoneRequest>("phone", "Make a link for a locum's own phone", { mail }, inviteOne);
  post<object>("phone/withdraw", "Withdraw the link for a locum's phone", {}, withdrawOne);
  const said = { code: Type.String({ pattern: "^\\d{6}$" }), second: whoVouches };
  post<LocumCodeRequest>("phone/code", "Bind a locum's phone by its code", said, bindOne);
  const made = { response: registrationBody, second: whoVouches };
  post<LocumPasskeyRequest>("passkey", "Enrol the passkey that was made", made, passkeyOf);
}
