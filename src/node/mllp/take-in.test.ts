import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWith, testData } from "../../../tests/house/needs.ts";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { bytesOf, messagesIn, readAcknowledgement } from "../../../tests/support/hl7.ts";
import { type AdtFeed, type AdtSettings, createAdtFeed } from "../../feeds/index.ts";
import { survivorOf } from "../../world/index.ts";
import { connectMllp, listenMllp } from "./index.ts";

/** Sends all messages over TCP, one after the other on one connection; the codes that came back, counted. */
async function sendAll(
  feed: AdtFeed,
  messages: readonly string[],
): Promise<Record<string, number>> {
  const listener = await listenMllp({
    host: "127.0.0.1",
    port: 0,
    receive: async (bytes) => (await feed.receive(bytes)).acknowledgement,
    receiveOversize: async (head, limit) =>
      (await feed.receiveOversize(head, limit)).acknowledgement,
    keepUnframed: (head) => feed.keepUnframed(head),
  });
  const connection = await connectMllp(listener);
  const codes: Record<string, number> = {};
  for (const message of messages) {
    const { code, control } = readAcknowledgement(await connection.send(bytesOf(`${message}\r`)));
    expect(control).toBe(message.split("|")[9]);
    codes[code] = (codes[code] ?? 0) + 1;
  }
  connection.close();
  await listener.close();
  return codes;
}

function feedOf(app: FeedApp, settings: Partial<AdtSettings> = {}): AdtFeed {
  const whole = { feed: "adt", zone: "Europe/London", processing: "T", ...settings };
  return createAdtFeed({ ...app, submit: app.submit, settings: whole });
}

describeWith(testData("hl7v2/messages-1.hl7"), "520 messages of a simulated hospital", (file) => {
  const load = async () => messagesIn(await readFile(file, "utf8"));

  test("are taken in over TCP, each answered with its own code and control id", async () => {
    const app = await openFeedApp();
    await app.wards("RenalWard", "OtherWard");
    const { person } = await app.engage("C006");
    const messages = await load();
    const feed = feedOf(app);
    expect(await sendAll(feed, messages)).toEqual({ AA: 214, AR: 306 });
    expect(feed.counts()).toEqual({
      read: 520,
      applied: 214,
      unchanged: 0,
      historic: 0,
      parked: 0,
      refused: 306,
      failed: 0,
      refusedTypes: { "ORU^R01": 305, "MDM^T02": 1 },
    });
    const world = app.world();
    expect(world.encountersByWard.get("OtherWard")).toHaveLength(184);
    expect(world.encountersByWard.get("RenalWard")).toHaveLength(29);
    const attended = [...world.encounters.values()].filter(({ state }) =>
      state.attending.includes(person),
    );
    expect(attended).toHaveLength(24);
    const [merged, survivor] = await app.side.get(
      ["mrn|618454581", "mrn|2777246431"].map((key) => ({ table: "identifiers", key })),
    );
    expect(survivorOf(world, String(merged))).toBe(survivor);
    const before = (await app.records()).length;
    expect(await sendAll(feed, messages)).toEqual({ AA: 214, AR: 306 });
    expect(feed.counts()).toMatchObject({ read: 1040, applied: 214, unchanged: 214, refused: 612 });
    expect((await app.records()).length).toBe(before);
  });

  test("wait with their reason while their wards are not known here", async () => {
    const app = await openFeedApp();
    const feed = feedOf(app);
    expect(await sendAll(feed, await load())).toEqual({ AA: 214, AR: 306 });
    expect(feed.counts()).toMatchObject({ read: 520, applied: 1, parked: 213, refused: 306 });
    expect(app.world().parked.size).toBe(213);
    const rows = await app.side.list("parked", { limit: 1000 });
    const reasons = rows.map(({ value }) => (value as { reason: string }).reason);
    expect(new Set(reasons)).toEqual(
      new Set([
        "PV1-3: ward OtherWard is not known here",
        "PV1-3: ward RenalWard is not known here",
      ]),
    );
  });

  test("are all refused by a listener for messages in production", async () => {
    const feed = feedOf(await openFeedApp(), { processing: "P" });
    expect(await sendAll(feed, await load())).toEqual({ AR: 520 });
  });
});

const vectors = join(import.meta.dirname, "../../../tests/vectors/hl7v2");

test("the project's own messages, one of every event, give the acknowledgements written beside them", async () => {
  const app = await openFeedApp();
  await app.wards("4A", "4B", "ED", "XRAY");
  const messages = messagesIn(await readFile(join(vectors, "adt-day.hl7"), "utf8"));
  const feed = feedOf(app, { processing: "P" });
  const codes = await sendAll(feed, messages);
  const expected = JSON.parse(await readFile(join(vectors, "adt-day.json"), "utf8"));
  expect({ codes, counts: feed.counts() }).toEqual(expected);
  const places = [...app.world().encounters.values()].map(({ state }) => [
    state.status,
    state.stays.map(({ ward, bed }) => (bed === undefined ? ward : `${ward}/${bed}`)).join(" "),
  ]);
  expect(places.sort()).toEqual([
    ["admitted", "4A/3"],
    ["admitted", "ED/1 4A/1 4B/2"],
    ["cancelled", ""],
    ["discharged", "4B/2 4A/1"],
    ["planned", ""],
  ]);
});
