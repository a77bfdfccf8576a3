import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Bundle, english, loadBundle } from "../../src/access/index.ts";
import type { RefusalView } from "../../src/http/contract.ts";
import { refusals, sayRefusal } from "../../src/web/index.ts";

async function shipped(): Promise<Bundle> {
  const folder = join(import.meta.dirname, "../../policy");
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
  const loaded = await loadBundle({ hasher: { sha256 } }, Object.fromEntries(files));
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  return loaded.bundle;
}

const blanks = (sentence = "") => [...sentence.matchAll(/\{[a-z]+\}/g)].flat().toSorted();

test("[D3] every reason, way forward and advice of a refusal is said in every language, with all that fills it", async () => {
  const bundle = await shipped();
  const onScreens = [...bundle.actions.values()].filter(
    ({ clinical, name }) => clinical || /^(grant|patient|roster|shift)\./.test(name),
  );
  const excuses = [...bundle.breakGlass.reasons.keys(), ...bundle.grants.reasons.keys()];
  for (const words of Object.values(refusals)) {
    const pairs = [
      [english.denied, words.reasons],
      [english.remedies, words.remedies],
      [english.advice, words.advice],
    ] as const;
    for (const [theirs, ours] of pairs) {
      expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted());
      for (const [code, sentence] of Object.entries(theirs)) {
        expect([code, blanks(ours[code])]).toEqual([code, blanks(sentence)]);
        expect(ours[code]).not.toBe(sentence);
      }
    }
    expect(Object.keys(words.actions)).toEqual(
      expect.arrayContaining(onScreens.map(({ name }) => name)),
    );
    expect(Object.keys(words.excuses)).toEqual(expect.arrayContaining(excuses));
  }
});

const at = Date.parse("2026-11-23T14:02:00Z");
const speech = { language: "de", locale: "de-DE", now: at } as const;
const moved = { at: { instant: at }, to: "6A", ward: "4B" };
const refusal: RefusalView = {
  action: "chart.open",
  title: "You can't open this chart",
  said: [
    { code: "patient.moved", values: moved, zone: "Europe/Berlin" },
    { code: "", values: {}, zone: "Europe/Berlin" },
    { code: "constructor", values: {}, zone: "Europe/Berlin" },
  ],
  reasons: ["The patient moved.", "The hospital's own rule.", "Of a newer server."],
  remedies: [
    { type: "step-up", level: 2, label: "Enter your PIN" },
    {
      type: "break-glass",
      label: "Break the glass",
      minutes: 60,
      reasons: [
        { code: "covering", label: "Covering" },
        { code: "ours", label: "Our own" },
      ],
    },
  ],
  advice: [
    {
      type: "ask-whom",
      text: "Ask somebody on duty on 6A.",
      said: { code: "ask-ward", values: { ward: "6A" }, zone: "UTC" },
      people: [],
    },
  ],
  position: 1,
};

test("[D3] a refusal is said in the screen's language and the ward's time; what has no words there stays the server's sentence", () => {
  const said = sayRefusal(refusal, speech);
  expect(said).toMatchObject({
    title: "Das geht nicht: diese Akte öffnen",
    reasons: [
      "Der Patient wurde um 15:02 nach 6A verlegt, und damit endete der Zugriff von 4B.",
      "The hospital's own rule.",
      "Of a newer server.",
    ],
    remedies: [
      { label: "PIN eingeben" },
      {
        label: "Notfallzugriff nehmen",
        reasons: [{ label: "Ich vertrete jemanden, der nicht da ist" }, { label: "Our own" }],
      },
    ],
    advice: [{ text: "Fragen Sie jemanden, der auf 6A Dienst hat." }],
  });
  const yesterday = sayRefusal(refusal, { ...speech, now: at + 86_400_000 });
  expect(yesterday.reasons[0]).toContain("wurde am Montag, 23. November um 15:02 nach 6A verlegt");
  expect(sayRefusal(refusal, { ...speech, language: "en" })).toEqual(refusal);
});
