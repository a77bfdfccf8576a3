import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  believing,
  createIssuer,
  desk,
  type Issuer,
  keys,
  noon,
  present,
} from "../../../tests/support/passports.ts";
import { type CheckStatus, createCheckStatus, createStatusLists } from "./check-status.ts";
import { PassportError } from "./passport.ts";
import { verifyPassport } from "./verify-passport.ts";

const clock = { now: () => noon };
let issuer: Issuer;
let holder: Awaited<ReturnType<typeof keys>>;
let checkStatus: CheckStatus;

beforeAll(async () => {
  issuer = await createIssuer();
  holder = await keys();
  checkStatus = createCheckStatus(createStatusLists(async () => issuer.statusList(), { clock }));
});

const verify = (presentation: string, at = noon) =>
  verifyPassport(presentation, { ...desk, at }, believing(issuer), checkStatus);

/** Why it is not believed. */
async function fault(presentation: Promise<string> | string, at = noon): Promise<string> {
  try {
    await verify(await presentation, at);
    return "believed";
  } catch (error) {
    if (error instanceof PassportError) return error.code;
    throw error;
  }
}

const issued = (change: Readonly<Record<string, unknown>> = {}) => issuer.issue(holder.jwk, change);
const presented = async (change: Readonly<Record<string, unknown>> = {}) =>
  present(await issued(change), holder);

describe("a staff passport", () => {
  test("is believed from an issuer that the policy names, with what it says and its holder's key", async () => {
    const passport = await verify(await presented());
    expect(passport).toMatchObject({
      issuer: { title: "Regional staff bank" },
      subject: "staff-17",
      name: "Nora Lind",
      role: "nurse",
      proofing: { level: 2, method: "passport", by: "desk 3", at: noon - 86_400_000 },
      registration: { body: "NMC", number: "12A3456B" },
      status: { index: 3 },
    });
    expect(passport.holder).toMatch(/^[\w-]{43}$/);
  });

  test("that is forged is refused: another's key, a changed claim, a disclosure that is not in it", async () => {
    const other = await createIssuer();
    expect(await fault(present(await other.issue(holder.jwk), holder))).toBe("forged");
    const [jwt = "", ...rest] = (await issued()).split("~");
    const [header, payload = "", signature] = jwt.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, role: "doctor" })).toString(
      "base64url",
    );
    const forged = [`${header}.${changed}.${signature}`, ...rest].join("~");
    expect(await fault(present(forged, holder))).toBe("forged");
    const none = Buffer.from('{"alg":"none","typ":"dc+sd-jwt"}').toString("base64url");
    expect(await fault(present([`${none}.${changed}.`, ...rest].join("~"), holder))).toBe("forged");
    const added = Buffer.from('["salt","role","doctor"]').toString("base64url");
    expect(await fault(present([jwt, added, ""].join("~"), holder))).not.toBe("believed");
  });

  test("of an issuer that nobody believes, any more or yet, is refused", async () => {
    const other = await createIssuer({ issuer: "https://elsewhere.example" });
    expect(await fault(present(await other.issue(holder.jwk), holder))).toBe("untrusted-issuer");
    const nobody = verifyPassport(await presented(), desk, believing(), checkStatus);
    await expect(nobody).rejects.toMatchObject({ code: "untrusted-issuer" });
  });

  test("has a time: not before it, not after it, and never without an end", async () => {
    const exp = (noon + 60_000) / 1000;
    expect(await fault(presented({ exp }))).toBe("believed");
    expect(await fault(presented({ exp }), noon + 60_000)).toBe("expired");
    expect(await fault(presented({ nbf: noon / 1000 + 61 }))).toBe("not-yet");
    expect(await fault(presented({ nbf: noon / 1000 + 60 }))).toBe("believed");
    expect(await fault(presented({ exp: undefined }))).toBe("incomplete");
  });

  test("is another thing when its type is: a token of the same issuer for something else", async () => {
    expect(await fault(presented({ vct: "urn:wardkey:library-card" }))).toBe("wrong-type");
  });

  test("says who it is, as what, how that was proofed and where it may be revoked, or it is incomplete", async () => {
    for (const name of ["sub", "name", "role", "proofing"]) {
      expect(await fault(presented({ [name]: 7 })), name).toBe("incomplete");
    }
    expect(await fault(presented({ status: undefined }))).toBe("incomplete");
    const half = await present(
      (await issued()).split("~").slice(0, 1).concat("").join("~"),
      holder,
    );
    expect(await fault(half)).toBe("incomplete");
  });

  test("gives no more than the policy believes from its issuer", async () => {
    expect(await fault(presented({ role: "doctor" }))).toBe("role-not-theirs");
    const proofing = { level: 1, method: "e-mail", by: "nobody", at: 0 };
    expect(await fault(presented({ proofing }))).toBe("proofing-too-low");
  });
});

describe("its holder's proof", () => {
  test("is there, and by the key that the passport is for", async () => {
    expect(await fault(issued())).toBe("no-holder-proof");
    expect(await fault(presented({ cnf: undefined }))).toBe("no-holder-proof");
    expect(await fault(present(await issued(), await keys()))).toBe("wrong-holder");
    expect(await fault(present(await issued(), holder, {}, "JWT"))).toBe("no-holder-proof");
  });

  test("is about this passport and what of it is disclosed", async () => {
    const [one, other] = [await issued(), await issued({ sub: "staff-18" })];
    const proof = (await present(one, holder)).slice(one.length);
    expect(await fault(`${other}${proof}`)).toBe("wrong-holder");
    const less = `${one.split("~").slice(0, 2).join("~")}~`;
    expect(await fault(`${less}${proof}`)).toBe("wrong-holder");
  });

  test("is for this desk, this once and now", async () => {
    const proven = async (change: Readonly<Record<string, unknown>>) =>
      fault(present(await issued(), holder, change));
    expect(await proven({ aud: "https://elsewhere.example" })).toBe("wrong-audience");
    expect(await proven({ nonce: "n-0" })).toBe("replayed");
    expect(await proven({ iat: noon / 1000 - 301 })).toBe("stale-proof");
    expect(await proven({ iat: noon / 1000 - 300 })).toBe("believed");
    expect(await proven({ iat: noon / 1000 + 61 })).toBe("stale-proof");
    expect(await proven({ iat: undefined })).toBe("stale-proof");
  });
});

test("the last letter of a proof, half of which says nothing, is not another's to choose", async () => {
  const whole = await presented();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = letters.indexOf(whole.at(-1) ?? "");
  const alike = letters[last ^ 1] ?? "";
  expect(await fault(`${whole.slice(0, -1)}${alike}`)).toBe("wrong-holder");
});

test("nothing that can be pasted is anything but refused", async () => {
  const whole = await presented();
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), fc.string({ maxLength: 8 }), async (at, text) => {
      const changed = `${whole.slice(0, at)}${text}${whole.slice(at + text.length)}`;
      if (changed !== whole) expect(await fault(changed)).not.toBe("believed");
    }),
    { numRuns: 300 },
  );
  for (const text of ["", "~", "~~~", ".", "a.b.c~", `${"a".repeat(40_000)}~`, "\0"]) {
    expect(await fault(text)).toBe("unreadable");
  }
});
