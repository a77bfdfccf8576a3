import { createHash, createPublicKey, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hasher } from "../ports/index.ts";
import {
  formatNote,
  formatVerifierKey,
  noteKey,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
  type VerifySignature,
} from "./signed-note.ts";
import { fakeSigner, fakeVerify } from "./test-support.ts";

const hasher: Hasher = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};

const ed25519: VerifySignature = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, message, key, signature);
};

/** The example of c2sp.org/signed-note, "Example". */
const exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const example = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

test("the example of the specification verifies, and its key is read and written as it stands there", () => {
  const key = parseVerifierKey(hasher, exampleKey);
  expect(formatVerifierKey(key)).toBe(exampleKey);
  expect(openNote(example, [key], ed25519)).toEqual({
    type: "signed",
    text: "This is an example message.\n",
    by: [key],
  });
});

test("a note is what was signed: any change to it is refused", () => {
  const key = parseVerifierKey(hasher, exampleKey);
  fc.assert(
    fc.property(fc.nat(example.length - 1), fc.constantFrom("x", "\n", " ", "A", ""), (at, by) => {
      const changed = example.slice(0, at) + by + example.slice(at + 1);
      fc.pre(changed !== example);
      expect(openNote(changed, [key], ed25519).type).toBe("refused");
    }),
  );
});

const signer = fakeSigner(hasher, "hospital.example/log");
const witness = fakeSigner(hasher, "witness.example");
const key = noteKey(hasher, signer.name, signer.publicKey);
const witnessKey = noteKey(hasher, witness.name, witness.publicKey);
const verifyFake = fakeVerify(hasher);

/** The texts joined, with the signature lines of both. */
function signedByBoth(text: string): string {
  const notes = [signNote(hasher, text, signer), signNote(hasher, text, witness)];
  return formatNote(
    text,
    notes.flatMap((note) => parseNote(note).signatures),
  );
}

test("whatever lines are signed come back; the last empty line ends the text", () => {
  const line = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const note = signNote(hasher, text, signer);
      expect(openNote(note, [key], verifyFake)).toEqual({ type: "signed", text, by: [key] });
      const { signatures } = parseNote(note);
      expect(formatNote(text, signatures)).toBe(note);
    }),
  );
});

test("signatures of unknown keys are ignored, also when only the name or only the id is known", () => {
  const note = signedByBoth("text\n");
  expect(openNote(note, [key], verifyFake)).toMatchObject({ type: "signed", by: [key] });
  expect(openNote(note, [witnessKey, key], verifyFake)).toMatchObject({ by: [key, witnessKey] });
  const unknown = { type: "refused", why: "no-known-key" };
  expect(openNote(note, [], verifyFake)).toEqual(unknown);
  expect(openNote(note, [{ ...key, keyId: key.keyId ^ 1 }], verifyFake)).toEqual(unknown);
  expect(openNote(note, [{ ...key, name: "other.example" }], verifyFake)).toEqual(unknown);
});

test("one bad signature of a known key spoils the note, even beside a good one", () => {
  const { text, signatures } = parseNote(signedByBoth("text\n"));
  const [first, second] = signatures as [(typeof signatures)[0], (typeof signatures)[0]];
  const spoilt = formatNote(text, [first, { ...second, signature: first.signature }]);
  const refused = { type: "refused", why: "bad-signature" };
  expect(openNote(spoilt, [key, witnessKey], verifyFake)).toEqual(refused);
  expect(openNote(spoilt, [key], verifyFake)).toMatchObject({ type: "signed", by: [key] });
});

test("16 signatures and more are accepted, 101 are not", () => {
  const [signature] = parseNote(signNote(hasher, "text\n", signer)).signatures;
  const many = (count: number): string => formatNote("text\n", Array(count).fill(signature));
  expect(openNote(many(100), [key], verifyFake).type).toBe("signed");
  expect(openNote(many(101), [key], verifyFake)).toEqual({ type: "refused", why: "malformed" });
});

const line = "— hospital.example/log AAAAAAE=";

test.each([
  ["nothing", ""],
  ["no signature", "text\n"],
  ["no signature after the empty line", "text\n\n"],
  ["no newline at the end", `text\n\n${line}`],
  ["no empty line", `text\n${line}\n`],
  ["a hyphen for the dash", "text\n\n- hospital.example/log AAAAAAE=\n"],
  ["two spaces", "text\n\n—  hospital.example/log AAAAAAE=\n"],
  ["no name", "text\n\n— AAAAAAE=\n"],
  ["an empty name", "text\n\n—  AAAAAAE=\n"],
  ["a plus in the name", "text\n\n— hospital+log AAAAAAE=\n"],
  ["a no-break space in the name", "text\n\n— hospital\u00a0log AAAAAAE=\n"],
  ["a key id and no signature", "text\n\n— hospital.example/log AAAAAA==\n"],
  ["base64 without padding", "text\n\n— hospital.example/log AAAAAAE\n"],
  ["more on the line", `text\n\n${line} more\n`],
  ["text after the signatures", `text\n\n${line}\nmore\n`],
  ["a carriage return", `text\r\n\n${line}\n`],
  ["a tab", `te\txt\n\n${line}\n`],
  ["half a surrogate pair", `te\ud800xt\n\n${line}\n`],
])("malformed: %s", (_, note) => {
  expect(openNote(note, [key], verifyFake)).toEqual({ type: "refused", why: "malformed" });
  expect(() => parseNote(note)).toThrow(expect.objectContaining({ code: "note-malformed" }));
});

test("what cannot stand in a note is not written", () => {
  const malformed = expect.objectContaining({ code: "note-malformed" });
  expect(() => signNote(hasher, "no newline", signer)).toThrow(malformed);
  expect(() => signNote(hasher, "a\ttab\n", signer)).toThrow(malformed);
  expect(() => signNote(hasher, "text\n", { ...signer, name: "two words" })).toThrow(malformed);
  expect(() => formatNote("text\n", [])).toThrow(malformed);
});

test.each([
  ["another id", exampleKey.replace("530d903a", "530d903b")],
  ["another key", exampleKey.replace("AekyeR", "AekyeS")],
  ["another name", exampleKey.replace("/foo", "/bar")],
  ["another algorithm", exampleKey.replace("+Aeky", "+Beky")],
  ["an id in capitals", exampleKey.replace("530d903a", "530D903A")],
  ["a key too short", "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U"],
  ["no name", exampleKey.replace("example.com/foo", "")],
  ["nothing", ""],
])("not a verifier key: %s", (_, text) => {
  expect(() => parseVerifierKey(hasher, text)).toThrow(
    expect.objectContaining({ code: "key-malformed" }),
  );
});
