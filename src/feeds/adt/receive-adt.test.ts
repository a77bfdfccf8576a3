import { describe, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import {
  type AdtText,
  adtText,
  bytesOf,
  readAcknowledgement,
  visitLine,
} from "../../../tests/support/hl7.ts";
import { currentStay, survivorOf } from "../../world/index.ts";
import type { AdtDeps } from "./arrive.ts";
import { receiveAdt } from "./receive-adt.ts";

const day = 24 * 60 * 60 * 1000;

async function open(settings: Partial<AdtDeps["settings"]> = {}) {
  const app = await openFeedApp();
  await app.wards("4A", "4B", "ED", "XR");
  const deps: AdtDeps = {
    ...app,
    // The outage switch is read where it is set.
    submit: app.submit,
    settings: { feed: "pas", zone: "Europe/London", processing: "P", ...settings },
  };
  const send = async (text: string | Uint8Array) => {
    const received = await receiveAdt(deps, typeof text === "string" ? bytesOf(text) : text);
    return { ...received, ack: readAcknowledgement(received.acknowledgement) };
  };
  const tell = (said: Partial<AdtText> & Pick<AdtText, "trigger" | "control" | "at">) =>
    send(adtText(said));
  return { app, deps, send, tell };
}

/** The encounters of the patient with a number, whatever their ids are. */
async function visitsOf(app: FeedApp, number: string) {
  const [id] = await app.side.get([{ table: "identifiers", key: `mrn|${number}` }]);
  return app
    .world()
    .encountersByPatient.get(survivorOf(app.world(), String(id)))
    .map((encounter) => app.world().encounters.get(encounter)?.state);
}

async function nameOf(app: FeedApp, number: string) {
  const [id] = await app.side.get([{ table: "identifiers", key: `mrn|${number}` }]);
  const patient = survivorOf(app.world(), String(id));
  const [row] = await app.side.get([{ table: "names", key: patient }]);
  return row;
}

const admitted = { trigger: "A01", control: "1", at: "20260310080000", place: "4B^^7" } as const;

describe("an ADT message", () => {
  test("becomes a patient, an encounter and an acknowledgement", async () => {
    const { app, tell } = await open();
    const { person } = await app.engage("C006");
    const received = await tell({ ...admitted, attending: "C006^Woolfson^Kathleen~X9^Nobody" });
    expect(received).toMatchObject({
      outcome: "applied",
      title: "ADT^A01",
      ack: { code: "AA", control: "1" },
    });
    expect(await visitsOf(app, "41")).toMatchObject([
      {
        status: "admitted",
        class: "I",
        stays: [{ ward: "4B", bed: "7", from: Date.UTC(2026, 2, 10, 8) }],
        attending: [person],
      },
    ]);
    expect(await nameOf(app, "41")).toMatchObject({
      type: "patient",
      family: "Kowalski",
      given: "Anna",
      sex: "F",
      birthDate: "1958-03-12",
      number: "41",
    });
    expect(app.world().encountersByWard.get("4B")).toHaveLength(1);
  });

  test("[U3] leaves no name and no number of the sender in the log", async () => {
    const { app, tell } = await open();
    await tell({ ...admitted, control: "CTRL-998877", number: "4417220", visit: "VISIT-5566" });
    await tell({
      ...admitted,
      control: "CTRL-998878",
      number: "4417220",
      place: "Mrs Kowalski^^1",
    });
    const log = JSON.stringify(await app.records());
    for (const word of ["Kowalski", "Anna", "4417220", "998877", "VISIT", "1958"]) {
      expect(log).not.toContain(word);
    }
  });

  test("the acknowledgement answers in the sender's delimiters and version, and echoes the control id byte by byte", async () => {
    const { send } = await open();
    const odd = adtText({ ...admitted, control: "7#1" }).replaceAll("|", "$");
    const { acknowledgement } = await send(odd);
    const text = new TextDecoder().decode(acknowledgement);
    expect(text).toMatch(
      /^MSH\$\^~\\&\$WARDKEY\$NORTH\$PAS\$NORTH\$\d{14}\.\d{3}\+0000\$\$ACK\^A01\^ACK\$W[\w-]{19}\$P\$2\.5\.1\r/,
    );
    expect(text).toContain("MSA$AA$7#1\r");
  });

  test("the ward's table of the interface says what a point of care means", async () => {
    const { app, tell } = await open({ wards: { RENAL: "4B", "NORTH|1": "4A" } });
    await tell({ ...admitted, place: "RENAL^Room 2^3" });
    await tell({
      ...admitted,
      control: "2",
      at: "20260310090000",
      trigger: "A02",
      place: "1^^5^NORTH",
    });
    const [visit] = await visitsOf(app, "41");
    expect(visit?.stays.map(({ ward, bed }) => [ward, bed])).toEqual([
      ["4B", "Room 2-3"],
      ["4A", "5"],
    ]);
  });

  test("chooses the hospital's own among several patient numbers", async () => {
    const { app, send } = await open({ numbers: { authority: "NORTH" } });
    await send(
      adtText(admitted).replace("41^^^NORTH^MR", "999^^^NHS^NH~77^^^SOUTH^MR~41^^^NORTH^PI"),
    );
    expect(await nameOf(app, "41")).toMatchObject({ number: "41" });
    const other = await open();
    await other.send(adtText(admitted).replace("41^^^NORTH^MR", "999^^^NHS^NH~77^^^SOUTH^MR"));
    expect(await nameOf(other.app, "77")).toMatchObject({ number: "77" });
  });
});

describe("order, lateness, repetition", () => {
  test("[C1] the same message twice is one event", async () => {
    const { app, tell } = await open();
    await tell(admitted);
    const before = (await app.records()).length;
    expect(await tell(admitted)).toMatchObject({ outcome: "unchanged", ack: { code: "AA" } });
    expect(await app.records()).toHaveLength(before);
  });

  test("[C1] a control id that the sender uses again for something else is another event", async () => {
    const { app, tell } = await open();
    await tell(admitted);
    await tell({ ...admitted, trigger: "A02", at: "20260310090000", place: "4A" });
    expect((await visitsOf(app, "41"))[0]?.stays).toHaveLength(2);
  });

  test("[C1] EVN-6 comes before EVN-2, and that before MSH-7", async () => {
    const { app, send, tell } = await open();
    await tell({ ...admitted, happened: "20260309230000" });
    expect((await visitsOf(app, "41"))[0]?.admittedAt).toBe(Date.UTC(2026, 2, 9, 23));
    await send(
      adtText({ ...admitted, number: "42" }).replace("EVN|A01|20260310080000", "EVN|A01|"),
    );
    expect((await visitsOf(app, "42"))[0]?.admittedAt).toBe(Date.UTC(2026, 2, 10, 8));
  });

  test("[C1] a late message takes its place in time", async () => {
    const { app, tell } = await open();
    await tell({ ...admitted, trigger: "A02", control: "2", at: "20260310100000", place: "4A" });
    await tell({ ...admitted, place: "ED" });
    const [visit] = await visitsOf(app, "41");
    expect(visit?.stays.map(({ ward }) => ward)).toEqual(["ED", "4A"]);
  });

  test("[C1] until seven days after discharge a late message counts; beyond that it is parked with its reason", async () => {
    const { app, tell } = await open();
    await tell(admitted);
    await tell({ ...admitted, trigger: "A03", control: "2", at: "20260310110000" });
    app.clock.advance(6 * day);
    expect(
      await tell({ ...admitted, trigger: "A02", control: "3", at: "20260310090000", place: "4A" }),
    ).toMatchObject({
      outcome: "applied",
    });
    app.clock.advance(day + 60_000);
    expect(
      await tell({ ...admitted, trigger: "A13", control: "4", at: "20260310120000" }),
    ).toMatchObject({
      outcome: "parked",
      reason: "PV1-19: the visit ended more than 7 days ago",
      ack: { code: "AA", text: "parked: PV1-19: the visit ended more than 7 days ago" },
    });
  });

  test("[C1] the same holds when the visit has left the world", async () => {
    const { app, tell } = await open();
    await tell(admitted);
    const [encounter] = app.world().encountersByWard.get("4B");
    await app.tell({ kind: "encounter.lapsed", body: { encounter: String(encounter) } });
    expect(await tell({ ...admitted, trigger: "A08", control: "9" })).toMatchObject({
      outcome: "parked",
    });
  });

  test("an older name that comes later does not overwrite a newer one", async () => {
    const { app, tell } = await open();
    await tell({
      ...admitted,
      trigger: "A08",
      control: "2",
      at: "20260310090000",
      name: "Nowak^Anna",
    });
    await tell({ ...admitted, name: "Kowalski^Anna" });
    expect(await nameOf(app, "41")).toMatchObject({ family: "Nowak" });
  });

  test("messages of one new patient that come at once give one patient", async () => {
    const { app, tell } = await open();
    await Promise.all([
      tell(admitted),
      tell({ ...admitted, trigger: "A02", control: "2", at: "20260310090000", place: "4A" }),
      tell({ ...admitted, trigger: "A08", control: "3", at: "20260310100000" }),
    ]);
    const patients = (await app.records()).filter(({ kind }) => kind === "patient.registered");
    expect(patients).toHaveLength(1);
    expect(await visitsOf(app, "41")).toHaveLength(1);
  });
});

describe("cancels, swaps and merges", () => {
  test("[C2] A17 swaps two beds", async () => {
    const { app, send, tell } = await open();
    await tell({ ...admitted, number: "41", place: "4A^^1" });
    await tell({ ...admitted, number: "42", control: "2", place: "4B^^2" });
    const [head, event, first] = adtText({
      ...admitted,
      trigger: "A17",
      control: "3",
      at: "20260310090000",
    }).split("\r");
    const second = first?.replace("41^", "42^");
    const lines = [
      head,
      event,
      first,
      visitLine({ number: "41", place: "4B^^2" }),
      second,
      visitLine({ number: "42", place: "4A^^1" }),
    ];
    expect(await send(lines.join("\r"))).toMatchObject({ outcome: "applied" });
    expect(currentStay((await visitsOf(app, "41"))[0] as never)).toMatchObject({
      ward: "4B",
      bed: "2",
    });
    expect(currentStay((await visitsOf(app, "42"))[0] as never)).toMatchObject({
      ward: "4A",
      bed: "1",
    });
    expect(await send([head, event, first].join("\r"))).toMatchObject({
      outcome: "parked",
      reason: "PID: the second patient is missing",
    });
  });

  test("[C2] a swap of which one half cannot be used does nothing at all", async () => {
    const { app, send, tell } = await open();
    await tell({ ...admitted, number: "41", place: "4A^^1" });
    const before = await visitsOf(app, "41");
    const [head, event, first] = adtText({
      ...admitted,
      trigger: "A17",
      control: "3",
      at: "20260310090000",
    }).split("\r");
    const second = first?.replace("41^", "42^");
    const lines = [
      head,
      event,
      first,
      visitLine({ number: "41", place: "4B^^2" }),
      second,
      visitLine({ number: "42", place: "9Z^^1" }),
    ];
    expect(await send(lines.join("\r"))).toMatchObject({
      outcome: "parked",
      reason: "PV1-3: ward 9Z is not known here",
    });
    expect(await visitsOf(app, "41")).toEqual(before);
    expect(await nameOf(app, "42")).toBeUndefined();
  });

  test.each(["A34", "A36", "A40"])(
    "[C2] %s merges patients, and both numbers lead to the one chart",
    async (trigger) => {
      const { app, tell } = await open();
      await tell({ ...admitted, number: "41" });
      await tell({ ...admitted, number: "42", control: "2", place: "4A" });
      expect(
        await tell({
          trigger,
          control: "3",
          at: "20260310090000",
          number: "42",
          prior: "41",
          name: "Nowak^Anna",
        }),
      ).toMatchObject({
        outcome: "applied",
      });
      expect(await visitsOf(app, "41")).toHaveLength(2);
      expect(await visitsOf(app, "41")).toEqual(await visitsOf(app, "42"));
      expect(await nameOf(app, "41")).toMatchObject({ number: "42", family: "Nowak" });
      expect(
        await tell({
          ...admitted,
          trigger: "A02",
          control: "4",
          at: "20260310100000",
          number: "41",
          visit: "V41",
          place: "ED",
        }),
      ).toMatchObject({
        outcome: "applied",
      });
      expect(await visitsOf(app, "42")).toHaveLength(2);
    },
  );

  test("[C2] merges chain: every number leads to the last", async () => {
    const { app, tell } = await open();
    for (const number of ["41", "42", "43"]) await tell({ ...admitted, number, control: number });
    const merge = (control: string, number: string, prior: string) =>
      tell({ trigger: "A40", control, at: "20260310090000", number, prior });
    await merge("a", "42", "41");
    await merge("b", "43", "42");
    for (const number of ["41", "42", "43"]) expect(await visitsOf(app, number)).toHaveLength(3);
    expect(await merge("c", "41", "43")).toMatchObject({ outcome: "unchanged" });
    expect(await visitsOf(app, "42")).toHaveLength(3);
    expect((await app.records()).filter(({ kind }) => kind === "patient.merged")).toHaveLength(2);
  });

  test("[C2] one message may merge several patients", async () => {
    const { app, send, tell } = await open();
    for (const number of ["41", "42"]) await tell({ ...admitted, number, control: number });
    const text = adtText({
      trigger: "A40",
      control: "3",
      at: "20260310090000",
      number: "51",
      prior: "41",
    });
    await send(`${text}PID|2||52^^^NORTH^MR||Nowak^Jan\rMRG|42^^^NORTH^MR\r`);
    expect(await visitsOf(app, "51")).toHaveLength(1);
    expect(await visitsOf(app, "52")).toHaveLength(1);
  });

  test("[C1] a message that was ahead of its merge is taken in when the merge comes", async () => {
    const { app, tell } = await open();
    await tell({ ...admitted, number: "41", visit: "V1" });
    const early = await tell({
      ...admitted,
      trigger: "A02",
      control: "2",
      at: "20260310100000",
      number: "42",
      visit: "V1",
      place: "4A",
    });
    expect(early).toMatchObject({ outcome: "parked" });
    await tell({ trigger: "A40", control: "3", at: "20260310090000", number: "42", prior: "41" });
    expect(app.world().parked.size).toBe(0);
    expect((await visitsOf(app, "42"))[0]?.stays.map(({ ward }) => ward)).toEqual(["4B", "4A"]);
  });

  test("a merge of a number with itself changes nothing", async () => {
    const { app, tell } = await open();
    await tell(admitted);
    await tell({ trigger: "A40", control: "3", at: "20260310070000", number: "41", prior: "41" });
    expect((await app.records()).some(({ kind }) => kind === "patient.merged")).toBe(false);
  });
});

describe("visits without numbers", () => {
  test("a message belongs to the patient's only running visit", async () => {
    const { app, tell } = await open();
    await tell(admitted);
    await tell({
      ...admitted,
      trigger: "A02",
      control: "2",
      at: "20260310090000",
      visit: null,
      place: "4A",
    });
    expect((await visitsOf(app, "41"))[0]?.stays).toHaveLength(2);
  });

  test("a sender without visit numbers has one visit of a patient at a time", async () => {
    const { app, tell } = await open();
    await tell({ ...admitted, visit: null });
    await tell({ ...admitted, trigger: "A03", control: "2", at: "20260310090000", visit: null });
    await tell({ ...admitted, control: "3", at: "20260310100000", visit: null, place: "4A" });
    expect((await visitsOf(app, "41")).map((visit) => visit?.status)).toEqual([
      "discharged",
      "admitted",
    ]);
  });
});

describe("what is not taken in", () => {
  test("a type that is not listed: AR, counted, not parked", async () => {
    const { app, send } = await open();
    const oru = adtText(admitted).replace("ADT^A01", "ORU^R01");
    expect(await send(oru)).toMatchObject({
      outcome: "refused",
      title: "ORU^R01",
      ack: { code: "AR", control: "1" },
    });
    const { ack } = await send(adtText({ ...admitted, trigger: "A99" }));
    expect(ack).toMatchObject({
      code: "AR",
      error:
        "ERR||MSH^1^9|201^Unsupported event code^HL70357|E||||the event A99 is not taken in here",
    });
    expect(app.world().parked.size).toBe(0);
  });

  test("another processing id or version: AR, in the form of the message's own version", async () => {
    const { tell } = await open();
    expect((await tell({ ...admitted, processing: "T", version: "2.3" })).ack).toMatchObject({
      code: "AR",
      error: "ERR|MSH^1^11^202&Unsupported processing id",
    });
    expect((await tell({ ...admitted, version: "3.0" })).ack.error).toContain(
      "203^Unsupported version id",
    );
  });

  test("an unknown ward: parked with its reason", async () => {
    const { app, tell } = await open();
    expect(await tell({ ...admitted, place: "9Z^^1" })).toMatchObject({
      outcome: "parked",
      reason: "PV1-3: ward 9Z is not known here",
      ack: { code: "AA", control: "1" },
    });
    expect(await tell({ ...admitted, place: "9Z^^1" })).toMatchObject({ outcome: "parked" });
    const [parked] = [...app.world().parked.values()];
    expect(parked).toMatchObject({ feed: "pas", reason: "unknown-ward" });
    expect(app.world().parked.size).toBe(1);
    const [row] = await app.side.get([{ table: "parked", key: String(parked?.id) }]);
    expect(row).toMatchObject({ title: "ADT^A01", reason: "PV1-3: ward 9Z is not known here" });
  });

  test.each([
    ["PID|", "ZZZ|", "PID: there is no patient in it"],
    ["PV1|", "ZZ1|", "PV1: A01 is about a visit, and there is none in it"],
    ["41^^^NORTH^MR", "", "PID-3: the patient number is missing"],
    ["EVN|A01|20260310080000", "EVN|A01|yesterday", 'EVN-2: "yesterday" is no time with a day'],
    ["ADT^A01|1|", "ADT^A01||", "MSH-10: the control id is missing"],
    [
      "20260310080000||||",
      "20260310080000||||20270310080000",
      "EVN: the event lies more than a day ahead; see to the sender's clock and time zone",
    ],
    ["ADT^A01", "", "MSH-9: the message type is missing"],
  ])("a message with %j as %j is parked: %s", async (from, to, reason) => {
    const { app, send } = await open();
    expect(await send(adtText(admitted).replace(from, to))).toMatchObject({
      outcome: "parked",
      reason,
      ack: { code: "AA" },
    });
    expect(app.world().encounters.size).toBe(0);
  });

  test("bytes that are no message are parked; nothing at all is rejected", async () => {
    const { app, send } = await open();
    expect(await send("hello")).toMatchObject({
      outcome: "parked",
      title: "unreadable",
      ack: { code: "AA", control: "" },
    });
    expect(await send("")).toMatchObject({ outcome: "refused", ack: { code: "AR" } });
    expect(app.world().parked.size).toBe(1);
  });

  test("what cannot be stored is answered AE and is taken in when it comes again", async () => {
    const { app, tell } = await open();
    app.outage = true;
    expect(await tell(admitted)).toMatchObject({
      outcome: "failed",
      ack: { code: "AE", control: "1" },
    });
    app.outage = false;
    expect(await tell(admitted)).toMatchObject({ outcome: "applied", ack: { code: "AA" } });
  });

  test("a message that Wardkey fails on is parked and does not hold up the feed", async () => {
    const { app, deps } = await open();
    let failures = 1;
    const failing: AdtDeps = {
      ...deps,
      submit: (command) =>
        failures-- > 0 ? Promise.reject(new TypeError("a fault")) : deps.submit(command),
    };
    const received = await receiveAdt(failing, bytesOf(adtText(admitted)));
    expect(received.outcome).toBe("parked");
    expect([...app.world().parked.values()]).toMatchObject([{ reason: "fault" }]);
  });
});

describe("a silent feed", () => {
  test("[C4] every message counts as heard, at most one record in ten seconds says only that", async () => {
    const { app, send, tell } = await open();
    await tell(admitted);
    const heard = () => app.world().feeds.get("pas")?.heardAt;
    const first = heard();
    expect(first).toBe(app.clock.now());
    const beat = "MSH|^~\\&|PAS|NORTH|WARDKEY|NORTH|20260310120000||NMD^N02|b|P|2.5.1\r";
    app.clock.advance(9_000);
    expect(await send(beat)).toMatchObject({
      outcome: "unchanged",
      ack: { code: "AA", control: "b" },
    });
    expect(heard()).toBe(first);
    app.clock.advance(1_000);
    await send(beat);
    expect(heard()).toBe(app.clock.now());
    await send(beat);
    const beats = (await app.records()).filter(({ kind }) => kind === "feed.heard");
    expect(beats).toHaveLength(1);
  });

  test("[C4] messages of other types on the same line do not make it look alive", async () => {
    const { app, send, tell } = await open();
    await tell(admitted);
    const before = app.world().feeds.get("pas")?.heardAt;
    app.clock.advance(60_000);
    await send(adtText(admitted).replace("ADT^A01", "ORU^R01"));
    expect(app.world().feeds.get("pas")?.heardAt).toBe(before);
  });
});
