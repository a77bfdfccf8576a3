import fc from "fast-check";
import { expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf } from "../../../tests/support/hl7.ts";
import { survivorOf } from "../../world/index.ts";
import { receiveAdt } from "./receive-adt.ts";

const hour = (n: number) => `20260310${String(n).padStart(2, "0")}0000`;

async function open() {
  const app = await openFeedApp();
  await app.wards("4A", "4B");
  const settings = { feed: "pas", zone: "Europe/London", processing: "P" };
  const deps = { ...app, submit: app.submit, settings };
  const send = (text: string) => receiveAdt(deps, bytesOf(text));
  return { app, send };
}

const admitted = (number: string, at: number) =>
  adtText({ trigger: "A01", control: `in${number}`, at: hour(at), number, place: "4A^^1" });
const merge = (number: string, prior: string, at: number) =>
  adtText({ trigger: "A40", control: `m${at}`, at: hour(at), number, prior });
/** Two PIDs, and no visit (HL7 v2.5.1 section 3.3.37). */
function unlink(one: string, other: string, at: number): string {
  const [head, event, first] = adtText({
    trigger: "A37",
    control: `u${at}`,
    at: hour(at),
    number: one,
  }).split("\r");
  const second = first?.replace(`${one}^`, `${other}^`);
  return `${[head, event, first, second].join("\r")}\r`;
}

/** Which patient each number means now: numbers with the same letter mean the same. */
async function meaning(app: FeedApp, ...numbers: readonly string[]): Promise<string> {
  const keys = numbers.map((number) => ({ table: "identifiers" as const, key: `mrn|${number}` }));
  const ids = (await app.side.get(keys)).map((id) => survivorOf(app.world(), String(id)));
  return ids.map((id) => "abc"[ids.indexOf(id)]).join("");
}

test("[C9] A37 takes a merge back: each number leads to its own patient and visits again", async () => {
  const { app, send } = await open();
  await send(admitted("41", 1));
  await send(admitted("42", 2));
  await send(merge("42", "41", 3));
  expect(await meaning(app, "41", "42")).toBe("aa");
  const moved = adtText({
    trigger: "A02",
    control: "t",
    at: hour(4),
    number: "41",
    visit: "V41",
    place: "4B^^2",
  });
  expect(await send(moved)).toMatchObject({ outcome: "applied" });
  expect(await send(unlink("42", "41", 5))).toMatchObject({ outcome: "applied" });
  expect(await meaning(app, "41", "42")).toBe("ab");
  const [id] = await app.side.get([{ table: "identifiers", key: "mrn|41" }]);
  const visits = app.world().encountersByPatient.get(String(id));
  // What happened to the one meanwhile is its own.
  expect(
    visits.map((visit) => app.world().encounters.get(visit)?.state.stays.at(-1)?.ward),
  ).toEqual(["4B"]);
});

test("[C1] [C9] merges and what takes them back give the same patients in any order, told once or twice", async () => {
  const messages = [
    admitted("41", 1),
    admitted("42", 1),
    merge("42", "41", 2),
    unlink("41", "42", 3),
    merge("42", "41", 4),
    unlink("41", "42", 5),
    admitted("43", 1),
    merge("43", "42", 6),
  ];
  const orders = fc.tuple(
    fc.shuffledSubarray(messages, { minLength: messages.length }),
    fc.subarray(messages),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([shuffled, again]) => {
      const { app, send } = await open();
      for (const text of [...shuffled, ...again]) await send(text);
      expect(await meaning(app, "41", "42", "43")).toBe("abb");
      for (const { reason } of app.world().parked.values()) expect(reason).toBe("not-merged");
    }),
    { numRuns: 120 },
  );
});

test("[C9] taking back what was never merged waits, and says why", async () => {
  const { app, send } = await open();
  await send(admitted("41", 1));
  expect(await send(unlink("41", "42", 3))).toMatchObject({
    outcome: "parked",
    reason: "PID-3: neither number's chart is part of the other's; it waits for their merge",
  });
  await send(merge("42", "41", 2));
  expect(app.world().parked.size).toBe(0);
  expect(await meaning(app, "41", "42")).toBe("ab");
  const short = adtText({ trigger: "A37", control: "x", at: hour(4), number: "41", prior: "42" });
  expect(await send(short)).toMatchObject({
    outcome: "parked",
    reason: "PID: the second patient is missing",
  });
});
