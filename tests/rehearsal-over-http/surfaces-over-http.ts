import { createHash } from "node:crypto";
import type { ReviewsReply } from "../../src/http/reviews-contract.ts";
import { type Doors, givePasskey, type Performer } from "../../src/rehearsal/index.ts";
import {
  hadPasskeyKey,
  passkeyKey,
  passkeySecretKey,
  phoneSessionOf,
  sceneOf,
} from "../../src/sessions/index.ts";
import type { Command } from "../../src/world/index.ts";
import { type TestAuthenticator, testAuthenticator } from "../support/passkey.ts";
import { decidedOf, getAtDesk, noteValidity, postAt, postFrom, type Screens } from "./asking.ts";

/** Whose passkeys are at hand. */
type Passkeys = (person: string) => Promise<TestAuthenticator>;

/** Phones (C8). */
export function phonesOverHttp(screens: Screens, passkeys: Passkeys): Doors["phones"] {
  const { stage } = screens;
  return {
    async signIn({ id }, device) {
      const by = await passkeys(id);
      const asked = await postFrom(screens, device, "sign-in/options");
      if (asked.status !== 200) return { type: "out", said: asked.body.error.message };
      const response = by.get(asked.body.options);
      const answer = await postFrom(screens, device, "sign-in", { response });
      if (answer.status !== 200) return { type: "out", said: answer.body.error.message };
      const scene = sceneOf(stage.deps, stage.app.world(), stage.clock.now());
      return { type: "in", session: phoneSessionOf(scene, device)?.id ?? "" };
    },
    async signOut(device, { person }) {
      await postFrom(screens, device, "sign-out", {}, person);
    },
    async place(device, { person }) {
      await postFrom(screens, device, "state", {}, person);
    },
    async end({ id, place }, device) {
      const ending = { device, why: "lost" };
      if (place?.type === "seat") await postAt(screens, place.seat, "phones/end", ending, id);
      else if (place?.type === "phone")
        await postFrom(screens, place.device, "phones/end", ending, id);
      else throw new Error("A phone is reported lost at a seat or on another phone.");
    },
  };
}

/** Consoles, each in a browser with its cookie. */
export function consolesOverHttp(screens: Screens, passkeys: Passkeys): Doors["consoles"] {
  const { cookies, stage, served } = screens;
  const note = noteValidity(screens);
  const post = (path: string, body: unknown, cookie = "") =>
    served.wire.post(`/console/api/${path}`, body, { headers: { cookie } });
  const sessionIn = (person: string) =>
    [...stage.app.world().sessions.values()].findLast(
      (session) => session.person === person && session.surface.type === "console",
    )?.id ?? "";
  const signIn = async ({ badge, id }: Performer, by: "pin" | "passkey") => {
    const cookie = cookies.get(id);
    if (by === "pin") return post("sign-in", { badge, pin: "rehearsed" }, cookie);
    const { body } = await post("passkey/options", {});
    return post("passkey/sign-in", { response: (await passkeys(id)).get(body.options) }, cookie);
  };
  return {
    async signIn(performer, by) {
      const answer = await signIn(performer, by);
      const { body, cookie } = answer;
      if (answer.status !== 200 || body.type !== "in") {
        return { type: "out", said: body.message ?? body.error.message };
      }
      cookies.set(performer.id, cookie);
      return { type: "in", session: sessionIn(performer.id) };
    },
    async stepUp({ person }) {
      const by = await passkeys(person);
      const cookie = cookies.get(person);
      const asked = await post("step-up/options", {}, cookie);
      if (asked.status !== 200) return false;
      const answer = await post("step-up", { response: by.get(asked.body.options) }, cookie);
      return answer.body.type === "raised";
    },
    async signOut({ id }) {
      await post("sign-out", {}, cookies.get(id));
    },
    async move(turn, { session }, { engagement: { id, person }, role, ward }) {
      const path = `people/${person}/engagements/${id}/move`;
      const answer = await post(path, { role, ward }, cookies.get(session.person));
      note(turn);
      return decidedOf(answer);
    },
    async openAccessReview(turn, { session }, ward) {
      const scope = { type: "ward", of: ward };
      const answer = await post("campaigns", { scope }, cookies.get(session.person));
      note(turn);
      return decidedOf(answer);
    },
    async decideAccess(turn, { session }, { campaign, one, ward }) {
      const [what, body] =
        one === undefined ? ["confirm", { spent: 0, ward }] : ["decide", { ...one, spent: 0 }];
      const path = `campaigns/${campaign}/${what}`;
      const answer = await post(path, body, cookies.get(session.person));
      note(turn);
      return decidedOf(answer);
    },
    async lookAtReviews(turn, { session }) {
      const answer = await getAtDesk(screens, session.person, "reviews");
      note(turn);
      const decided = decidedOf(answer);
      const { reviews = [] } = answer.body as Partial<ReviewsReply>;
      const ids = reviews.toSorted((a, b) => a.due - b.due).map(({ id }) => id);
      return { decided, ids };
    },
  };
}

/** The passkeys that a scenario takes for granted, made when they are first used. */
export function passkeysOf({ stage }: Screens): Passkeys {
  const made = new Map<string, TestAuthenticator>();
  return async (person) => {
    const passkey = await stage.app.submit(givePasskey(person));
    // Without an engagement there is none: what answers is unknown.
    const known = made.get(passkey ?? "");
    if (known !== undefined) return known;
    const fresh = testAuthenticator();
    const handle = Buffer.from(person, "utf8").toString("base64url");
    const registration = fresh.create({
      user: { id: handle },
      rp: { id: "localhost" },
      challenge: "",
    } as never);
    if (passkey === undefined) return fresh;
    made.set(passkey, fresh);
    await stage.app.submit(keep(person, passkey, registration));
    return fresh;
  };
}

/** What enrolment keeps beside the log: the key is the end of what the authenticator made. */
function keep(
  person: string,
  passkey: string,
  { id: credential, response }: ReturnType<TestAuthenticator["create"]>,
): Command<void> {
  const hash = createHash("sha256").update(`passkey\0${credential}`).digest("base64url");
  const made = Buffer.from(response.attestationObject, "base64url");
  const publicKey = made.subarray(-77).toString("base64url");
  const side = [
    { ...passkeyKey(hash), value: passkey },
    { ...passkeySecretKey(passkey), value: { credential, publicKey, transports: [] } },
    { ...hadPasskeyKey(person), value: true },
  ];
  return {
    name: "test.keep-passkey",
    actor: { type: "system", id: "test" },
    handle: () => ({ records: [], side, answer: undefined }),
  };
}
