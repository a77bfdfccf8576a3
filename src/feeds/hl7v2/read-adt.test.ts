import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf, readAcknowledgement, visitLine } from "../../../tests/support/hl7.ts";
import { receiveAdt } from "../adt/receive-adt.ts";

const settings = { feed: "pas", zone: "Europe/London", processing: "P" };

async function open() {
  const app = await openFeedApp();
  await app.wards("4A", "4B");
  const send = async (text: string) => {
    const received = await receiveAdt({ ...app, settings }, bytesOf(text));
    return { ...received, ack: readAcknowledgement(received.acknowledgement) };
  };
  const parked = async () =>
    (await app.side.list("parked", { prefix: "", limit: 10 })).map(
      ({ value }) => (value as { readonly text: string }).text,
    );
  return { app, send, parked };
}

const said = { trigger: "A01", control: "1", at: "20260310080000", place: "4B^^7" } as const;
const admission = adtText(said);
const pid = (number: string) => `PID|2||${number}^^^NORTH^MR||Other^One`;
const long = "9".repeat(65);

test.each([
  [
    "a second message in its frame",
    admission + adtText({ ...said, control: "2", number: "42" }),
    "segment 5: a second message begins here; send each in a frame of its own",
  ],
  [
    "a second patient",
    `${admission}${pid("42")}\r${visitLine({ visit: "V42" })}\r`,
    "PID: A01 is about one patient, and there are 2 in it",
  ],
  [
    "a second visit",
    `${admission}${visitLine({ place: "4A^^1", visit: "V42" })}\r`,
    "PV1: there are two for one patient",
  ],
  [
    "a second event",
    admission.replace("PID|", "EVN|A02|20260310090000\rPID|"),
    "EVN: there are two in one message",
  ],
  [
    "a visit before its patient",
    admission.replace("PID|", `${visitLine({ place: "4A^^1" })}\rPID|`),
    "PV1: it stands before the patient (PID) that it is about",
  ],
  [
    "a merge of two into one patient",
    `${adtText({ ...said, trigger: "A40", prior: "40" })}MRG|39^^^NORTH^MR\r`,
    "MRG: there are two for one patient",
  ],
  [
    "three patients to be told apart",
    `${adtText({ ...said, trigger: "A37" })}${pid("42")}\r${pid("43")}\r`,
    "PID: A37 is about two patients, and there are 3 in it",
  ],
  [
    "a patient number that is too long",
    adtText({ ...said, number: long }),
    "PID-3: it is longer than 64 characters",
  ],
  [
    "a prior number that is too long",
    adtText({ ...said, trigger: "A40", prior: long }),
    "MRG-1: it is longer than 64 characters",
  ],
  [
    "a visit number that is too long",
    adtText({ ...said, visit: long }),
    "PV1-19: it is longer than 64 characters",
  ],
])(
  "a message with %s is parked whole, with the reason: nothing of it is dropped",
  async (_what, text, reason) => {
    const { app, send, parked } = await open();
    expect(await send(text)).toMatchObject({ outcome: "parked", reason, ack: { code: "AA" } });
    expect(await parked()).toEqual([text]);
    expect(app.world().encounters.size).toBe(0);
    expect(app.world().merges.size).toBe(0);
  },
);

test("a batch in a frame is parked whole", async () => {
  const { send, parked } = await open();
  const batch = `BHS|^~\\&|PAS\r${admission}${adtText({ ...said, control: "2" })}BTS|2\r`;
  expect(await send(batch)).toMatchObject({
    outcome: "parked",
    reason: "BHS: a batch is not taken in here; send its messages one by one",
  });
  expect(await parked()).toEqual([batch]);
});

test("a day of birth that is none is left out, and the sender hears of it; a year or month is no fault", async () => {
  const { app, send } = await open();
  const born = (text: string) => admission.replace("19580312", text);
  const reason = 'PID-7: "19809999" is no day, and was left out';
  const received = await send(born("19809999"));
  expect(received).toMatchObject({ outcome: "applied", reason, ack: { code: "AA" } });
  expect(new TextDecoder().decode(received.acknowledgement)).toContain("is no day, and was left");
  const [id] = await app.side.get([{ table: "identifiers", key: "mrn|41" }]);
  const [row] = await app.side.get([{ table: "names", key: String(id) }]);
  expect(row).toMatchObject({ family: "Kowalski" });
  expect(row).not.toHaveProperty("birthDate");
  for (const [control, text] of ["1958", "195803", "195803120815", ""].entries()) {
    const other = born(text).replace("A01|1|", `A01|${control + 2}|`);
    expect((await send(other)).reason, text).toBeUndefined();
  }
});
