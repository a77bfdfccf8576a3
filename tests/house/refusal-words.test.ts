import { expect, test } from "vitest";
import { english } from "../../src/access/index.ts";
import { ExceptionError, exceptionWords } from "../../src/exceptions/index.ts";
import type { RefusalView } from "../../src/http/contract.ts";
import {
  evidenceWords,
  farewells,
  faultWords,
  reasonOf,
  reviewReasons,
  screenWords,
} from "../../src/http/index.ts";
import { engagementWords } from "../../src/lifecycle/index.ts";
import { reviewWords } from "../../src/reviews/index.ts";
import { dutyWords, offDutyWords, questions, sessionWords } from "../../src/sessions/index.ts";
import {
  languages,
  loadCatalogue,
  sayAction,
  sayDuties,
  sayReason,
  sayRefusal,
  sayRole,
  saySpoken,
} from "../../src/web/index.ts";
import { workloadWords } from "../../src/workloads/index.ts";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";

/** What the server says, in every language but its own. */
async function others() {
  const all = await Promise.all(languages.map(loadCatalogue));
  const server = all.flatMap((catalogue) => catalogue.server ?? []);
  expect(server).toHaveLength(languages.length - 1);
  return server;
}

const { "summary-only": limit = "" } = english.obligations;
const because = { ...english.because, "summary-only": limit };
const prefixed = (prefix: string, words: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(words).map(([code, text]) => [`${prefix}.${code}`, text]));

const blanks = (sentence = "") => [...sentence.matchAll(/\{[a-z]+\}/g)].flat().toSorted();

test("[D3] every reason, way forward and advice of a refusal is said in every language, with all that fills it", async () => {
  const bundle = await shippedBundle();
  const onScreens = [...bundle.actions.values()].filter(
    ({ clinical, name }) => clinical || /^(grant|patient|roster|shift)\./.test(name),
  );
  const excuses = [...bundle.breakGlass.reasons.keys(), ...bundle.grants.reasons.keys()];
  for (const words of await others()) {
    const pairs = [
      [english.denied, words.reasons],
      [english.remedies, words.remedies],
      [english.advice, words.advice],
      [because, words.because],
      [{ ...questions, ...prefixed("off-duty", offDutyWords) }, words.questions],
      [farewells, words.farewells],
      [dutyWords, words.duties],
    ] as const;
    for (const [theirs, ours] of pairs) {
      expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted());
      for (const [code, sentence] of Object.entries(theirs)) {
        expect([code, blanks(ours[code])]).toEqual([code, blanks(sentence)]);
        expect(ours[code]).not.toBe(sentence);
      }
    }
    expect(Object.keys(words.reviews).toSorted()).toEqual(Object.keys(reviewReasons).toSorted());
    for (const [code, sentence] of Object.entries(reviewReasons)) {
      expect([code, blanks(words.reviews[code])]).toEqual([code, blanks(sentence)]);
    }
    expect(Object.keys(words.emergencies).toSorted()).toEqual(
      [...bundle.emergencies.keys()].toSorted(),
    );
    const titles = [...bundle.roles.values()].map(({ title }) => title);
    expect(Object.keys(words.roles).toSorted()).toEqual(titles.toSorted());
    expect(Object.keys(words.actions)).toEqual(
      expect.arrayContaining(onScreens.map(({ name }) => name)),
    );
    expect(Object.keys(words.excuses)).toEqual(expect.arrayContaining(excuses));
  }
});

test("every sentence of an error and of what came of an act is said in every language, with what fills it", async () => {
  const theirs: Readonly<Record<string, string>> = {
    ...exceptionWords,
    ...reviewWords,
    ...engagementWords,
    ...sessionWords,
    ...screenWords,
    ...workloadWords,
    ...prefixed("passport", faultWords),
  };
  const tables = [
    exceptionWords,
    reviewWords,
    engagementWords,
    sessionWords,
    screenWords,
    workloadWords,
    prefixed("passport", faultWords),
  ];
  const codes = tables.flatMap((table) => Object.keys(table));
  // A code that two had would be said for one of them in the words of the other.
  expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted());
  // Errors with one sentence each, which have no table.
  const alone = ["pin-malformed", "pin-too-common", "pins-busy"];
  for (const { answers } of await others()) {
    expect(Object.keys(answers).toSorted()).toEqual([...codes, ...alone].toSorted());
    for (const [code, sentence] of Object.entries(theirs)) {
      const filled = blanks(sentence);
      // What somebody typed is told back in a sentence of the server's; another language leaves it out.
      const told = filled.filter((blank) => blank !== "{typed}");
      expect([code, blanks(answers[code])]).toEqual([code, told]);
      expect(answers[code]).not.toBe(sentence);
    }
  }
});

const at = Date.parse("2026-11-23T14:02:00Z");
const { server } = await loadCatalogue("de");
const speech = { server, locale: "de-DE", now: at } as const;
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
  expect(sayRefusal(refusal, { ...speech, server: undefined })).toEqual(refusal);
});

test("an error, a denial at the console and what came of an act are said in the screen's language; without words for all of it, as the server says it", () => {
  const zone = "Europe/Berlin";
  const error = new ExceptionError("time-refused.long", { longest: "4 h" });
  expect(error).toMatchObject({ code: "time-refused" });
  expect(error.message).toBe(
    "On this ward it may last 4 h at most. Ask for less, and again when it ends.",
  );
  const spoken = { message: error.message, said: [{ ...error.said, zone }] };
  expect(saySpoken(spoken, speech)).toMatch(/^Auf dieser Station darf es höchstens 4 h dauern/);
  const denied = {
    message: "Your role (nurse) does not include this. Ask your nurse in charge, matron or doctor.",
    said: [
      { code: "reasons/not-in-role", values: { role: "nurse" }, zone },
      {
        code: "advice/ask-other-role",
        values: { roles: "nurse in charge, matron or doctor" },
        zone,
      },
    ],
  };
  expect(saySpoken(denied, speech)).toBe(
    "Ihre Rolle (Pflegefachkraft) umfasst das nicht. Fragen Sie: Schichtleitung, matron oder Arzt oder Ärztin.",
  );
  const newer = {
    ...denied,
    said: [...denied.said, { code: "of a newer server", values: {}, zone }],
  };
  expect(saySpoken(newer, speech)).toBe(denied.message);
  expect(saySpoken(denied, { ...speech, server: undefined })).toBe(denied.message);
  expect(saySpoken({ message: "Handed over." }, speech)).toBe("Handed over.");
});

test("a shift, a role and a reason are said in the screen's language; a hospital's own words stay its own", async () => {
  const bundle = await shippedBundle();
  const to = { instant: at + 3_600_000 };
  const shift = { code: "shift", values: { ward: "4B", to, from: to }, zone: "Europe/Berlin" };
  const here = { duty: "Shift on 4B to 16:02", duties: [shift] };
  expect(sayDuties(here, speech)).toBe("Dienst auf 4B, endet um 16:02");
  expect(sayDuties(here, { ...speech, server: undefined })).toBe(here.duty);
  // One part without words, and all of it stays as the server says it.
  const newer = { ...here, duties: [shift, { ...shift, code: "of a newer server" }] };
  expect(sayDuties(newer, speech)).toBe(here.duty);
  expect(sayRole("nurse in charge", server)).toBe("Schichtleitung");
  expect(sayRole("matron", server)).toBe("matron");
  const said = (type: Parameters<typeof reasonOf>[1]["type"], reason: string) => {
    const known = reasonOf(bundle, { type, reason });
    return [known.reason, sayReason(known, server)];
  };
  expect(said("break-glass", "covering")).toEqual([
    "Covering for somebody who is not here",
    "Ich vertrete jemanden, der nicht da ist",
  ]);
  expect(said("responding", "code-blue")).toEqual([
    "Said: I am responding (Code blue)",
    "Sagte: Ich bin im Einsatz (Reanimation)",
  ]);
  expect(said("unsigned-act", "note.write")).toEqual([
    "Not signed for in time: write a note",
    "Nicht rechtzeitig unterschrieben: eine Notiz schreiben",
  ]);
  expect(said("unrostered-shift", "refused")[1]).toContain("abgelehnt");
  expect(said("standing-access", "unused")[1]).toBe("Seit Beginn nicht gebraucht");
  // Of a policy that is not in force any more, and of an emergency of the hospital's own.
  expect(said("break-glass", "of-old")).toEqual(["of-old", "of-old"]);
  expect(said("responding", "flood")).toEqual(Array(2).fill("Said: I am responding (flood)"));
});

test("a button of the chart is in the screen's language, with why not; a hospital's own reason stays whole as it is", () => {
  const remedies = [{ type: "step-up", level: 2, label: "Enter your PIN" }] as const;
  const action = {
    action: "medication.administer-controlled",
    label: "Give this controlled drug",
    allowed: false,
    reason: "This needs a colleague. This needs your PIN.",
    said: [
      { code: "not-witnessed", values: {}, zone: "UTC" },
      { code: "not-sure-enough.pin", values: {}, zone: "UTC" },
    ],
    remedies,
  };
  expect(sayAction(action, speech)).toMatchObject({
    label: "Dieses Betäubungsmittel geben",
    reason: expect.stringMatching(
      /^Dafür ist jemand aus dem Team nötig.* Dafür ist Ihre PIN nötig/,
    ),
    remedies: [{ label: "PIN eingeben" }],
  });
  const own = { ...action, said: [...action.said, { code: "", values: {}, zone: "UTC" }] };
  expect(sayAction(own, speech).reason).toBe(action.reason);
  expect(sayAction(action, { ...speech, server: undefined })).toBe(action);
});

test("what is printed as evidence calls roles as screens do", async () => {
  const { roles } = await shippedBundle();
  const [german] = await others();
  for (const { title } of roles.values()) {
    expect(evidenceWords.de.roles.get(title) ?? title).toBe(sayRole(title, german));
    expect(evidenceWords.en.roles.get(title) ?? title).toBe(title);
  }
});
