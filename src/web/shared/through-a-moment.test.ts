import { expect, test } from "vitest";
import { languages, loadCatalogue } from "../messages/languages.ts";
import { errorOf, ScreenError } from "./screen-error.ts";
import { throughAMoment } from "./through-a-moment.ts";
import { wordsFor } from "./words-for.ts";

const refusal = (code: string) =>
  new Response(JSON.stringify({ error: { code, message: "The log cannot be written." } }), {
    status: 503,
  });

/** Each answer in its turn; the last one for ever. Waits pass at once, and are noted. */
function trying(answers: readonly (Error | string)[]) {
  const waits: number[] = [];
  const told: string[] = [];
  let asked = 0;
  const answer = throughAMoment(
    async () => {
      const next = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (next instanceof Error) throw next;
      return next;
    },
    {
      wait: async (milliseconds) => void waits.push(milliseconds),
      chance: () => 0,
      waiting: () => void told.push("waiting"),
    },
  );
  return { answer, waits, told, asked: () => asked };
}

test("[X14] what is asked as the database is lost comes to an answer, and it is said once that it is tried again", async () => {
  const moment = await errorOf(refusal("log-unavailable"), "seat-unknown");
  const unsettled = await errorOf(refusal("unsettled"), "seat-unknown");
  const { answer, waits, told } = trying([moment, moment, unsettled, "found"]);
  expect(await answer).toBe("found");
  expect(waits).toEqual([500, 1000, 2000]);
  expect(told).toEqual(["waiting"]);
});

test("[X14] it ends, and only what passes is tried again", async () => {
  const moment = await errorOf(refusal("unreachable"), "signed-out");
  const forEver = trying([moment]);
  await expect(forEver.answer).rejects.toBe(moment);
  expect(forEver.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(20_000);
  for (const code of ["database-away", "no-policy"]) {
    const away = trying([await errorOf(refusal(code), "seat-unknown"), "answer"]);
    await expect(away.answer).rejects.toMatchObject({ message: "The log cannot be written." });
    expect([away.asked(), away.told]).toEqual([1, []]);
  }
  const network = trying([new ScreenError("unreachable"), "answer"]);
  await expect(network.answer).rejects.toMatchObject({ code: "unreachable" });
});

test("[X14] in every language it is said for people: the server's own words are for those who run it", async () => {
  const codes = ["log-unavailable", "unsettled", "unreachable", "overloaded"];
  for (const language of languages) {
    const { messages: t, server } = await loadCatalogue(language);
    for (const code of codes) {
      const said = wordsFor(await errorOf(refusal(code), "seat-unknown"), t, {
        server,
        locale: "en-GB",
        now: 0,
      });
      expect(said).not.toContain("log cannot");
      expect([t.momentGone, t.momentUncertain]).toContain(said);
    }
  }
});
