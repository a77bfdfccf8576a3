import { describe, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { adtText, bytesOf } from "../../../tests/support/hl7.ts";
import { createAdtFeed } from "./adt-feed.ts";
import type { AdtDeps } from "./arrive.ts";
import { dismissParked } from "./dismiss-parked.ts";
import { retryParked } from "./retry-parked.ts";

/** The id of the one message that waits. */
function onlyParked(app: FeedApp): string {
  const [parked] = app.world().parked.values();
  return parked?.id ?? "none";
}

const clerk = { type: "person", id: "per_clerk" } as const;
const text = adtText({
  trigger: "A01",
  control: "1",
  at: "20260310080000",
  place: "9Z^^1",
  name: "Müller^Eva",
});

async function open() {
  const app = await openFeedApp();
  await app.wards("4B");
  const settings = { feed: "pas", zone: "Europe/London", processing: "P" };
  const deps: AdtDeps = { ...app, submit: app.submit, settings };
  return { app, deps, feed: createAdtFeed(deps) };
}

describe("parked messages", () => {
  test("are taken in at their own time once what was missing is there", async () => {
    const { app, deps, feed } = await open();
    await feed.receive(bytesOf(text));
    const parked = onlyParked(app);
    expect(await retryParked(deps, parked, clerk)).toEqual({
      type: "still-parked",
      reason: "PV1-3: ward 9Z is not known here",
    });
    expect(app.world().parked.size).toBe(1);
    await app.wards("9Z");
    expect(await retryParked(deps, parked, clerk)).toEqual({ type: "applied" });
    expect(app.world().parked.size).toBe(0);
    expect(await app.side.get([{ table: "parked", key: parked }])).toEqual([undefined]);
    const [encounter] = app.world().encountersByWard.get("9Z");
    expect(app.world().encounters.get(String(encounter))?.state.admittedAt).toBe(
      Date.UTC(2026, 2, 10, 8),
    );
    const cleared = (await app.records()).filter(({ kind }) => kind === "message.cleared");
    expect(cleared).toMatchObject([
      { actor: clerk, body: { message: parked, outcome: "retried" } },
    ]);
    await expect(retryParked(deps, parked, clerk)).rejects.toMatchObject({ code: "not-parked" });
  });

  test("that are dismissed leave nothing of what they said", async () => {
    const { app, feed } = await open();
    await feed.receive(bytesOf(text));
    const parked = onlyParked(app);
    await app.submit(dismissParked(parked, clerk));
    expect(app.world().parked.size).toBe(0);
    expect(await app.side.list("parked", { limit: 10 })).toEqual([]);
    await expect(app.submit(dismissParked(parked, clerk))).rejects.toMatchObject({
      code: "not-parked",
    });
  });

  test("in a character set that is not supported are kept byte by byte", async () => {
    const { app, deps, feed } = await open();
    const bytes = bytesOf(text.replace("|P|2.5.1|", "|P|2.5.1||||||EBCDIC|"));
    expect((await feed.receive(bytes)).outcome).toBe("parked");
    const parked = onlyParked(app);
    const [row] = (await app.side.get([{ table: "parked", key: parked }])) as unknown as [
      { raw: string },
    ];
    expect(Uint8Array.from(atob(row.raw), (sign) => sign.charCodeAt(0))).toEqual(bytes);
    expect((await retryParked(deps, parked, clerk)).type).toBe("still-parked");
  });

  test("of which only the beginning was kept are never taken in, even if that looks whole", async () => {
    const { app, deps, feed } = await open();
    await app.wards("9Z");
    const received = await feed.receiveOversize(bytesOf(text), 100);
    expect(new TextDecoder().decode(received.acknowledgement)).toContain("MSA|AR|1|");
    const parked = onlyParked(app);
    expect((await retryParked(deps, parked, clerk)).type).toBe("still-parked");
  });

  test("that came without a whole frame wait for people with that reason, and are never taken in", async () => {
    const { app, deps, feed } = await open();
    await app.wards("9Z");
    await feed.keepUnframed(bytesOf(text));
    const parked = onlyParked(app);
    expect(await app.side.get([{ table: "parked", key: parked }])).toMatchObject([
      { text, reason: expect.stringContaining("it came without a whole MLLP frame") },
    ]);
    expect((await retryParked(deps, parked, clerk)).type).toBe("still-parked");
    expect(feed.counts()).toMatchObject({ read: 1, parked: 1 });
    app.outage = true;
    await expect(feed.keepUnframed(bytesOf("MSH|"))).rejects.toMatchObject({ code: "unsettled" });
  });

  test("belong to their own feed", async () => {
    const { app, deps, feed } = await open();
    await feed.receive(bytesOf(text));
    const parked = onlyParked(app);
    const other = { ...deps, settings: { ...deps.settings, feed: "other" } };
    await expect(retryParked(other, parked, clerk)).rejects.toMatchObject({ code: "other-feed" });
  });
});

describe("an ADT feed", () => {
  test("counts: read = applied + unchanged + historic + parked + refused", async () => {
    const { feed } = await open();
    const good = text.replace("9Z^^1", "4B^^1");
    for (const said of [
      good,
      good,
      text,
      good.replace("ADT^A01", "ORU^R01"),
      good.replace("|P|", "|T|"),
    ]) {
      await feed.receive(bytesOf(said));
    }
    expect(feed.counts()).toEqual({
      read: 5,
      applied: 1,
      unchanged: 1,
      historic: 0,
      parked: 1,
      refused: 2,
      failed: 0,
      refusedTypes: { "ORU^R01": 1, "ADT^A01": 1 },
    });
  });

  test("counts at most a hundred kinds of what it refuses", async () => {
    const { feed } = await open();
    for (let n = 0; n < 120; n++) await feed.receive(bytesOf(text.replace("ADT^A01", `Z${n}^Z01`)));
    const types = feed.counts().refusedTypes;
    expect(Object.keys(types)).toHaveLength(101);
    expect(types.others).toBe(20);
  });

  test("refuses a time zone that nobody knows, before it takes anything in", async () => {
    const { deps } = await open();
    const settings = { ...deps.settings, zone: "Europe/Atlantis" };
    expect(() => createAdtFeed({ ...deps, settings })).toThrowError(
      expect.objectContaining({ code: "unknown-zone" }),
    );
  });
});
