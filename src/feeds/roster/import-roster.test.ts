import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import type { Line } from "../shared/lines.ts";
import { importRoster, type RosterDeps, type RosterOptions } from "./import-roster.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const vectors = join(import.meta.dirname, "../../../tests/vectors");
const linesOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.replace(/^ {6}/, ""));
const utc = (text: string) => Temporal.Instant.from(`${text}:00Z`).epochMilliseconds;

async function open(start?: number) {
  const app = await openFeedApp(start);
  await app.wards("4A", "4B", "CARD");
  for (const number of ["C001", "C002", "L100", "C003"]) await app.engage(number);
  const deps: RosterDeps = { ...app, submit: app.submit };
  const take = (text: string | readonly Line[], more: Partial<RosterOptions> = {}) =>
    importRoster(deps, typeof text === "string" ? linesOf(text) : text, {
      feed: "roster",
      format: "csv",
      zone: "Europe/London",
      ...more,
    });
  const calendar = (...events: readonly string[]) =>
    take(["BEGIN:VCALENDAR", ...events.flatMap(linesOf), "END:VCALENDAR"], { format: "calendar" });
  const shifts = () =>
    [...app.world().shifts.values()]
      .map(({ person, role, ward, from, to }) => ({ person, role, ward, from, to }))
      .sort((a, b) => a.from - b.from);
  return { app, deps, take, calendar, shifts };
}

const event = (uid: string, ...lines: readonly string[]) =>
  ["BEGIN:VEVENT", `UID:${uid}`, "LOCATION:4B", "CATEGORIES:nurse", ...lines, "END:VEVENT"].join(
    "\n",
  );
const byBen = "X-WARDKEY-STAFF:C001";

describe("a roster in CSV", () => {
  const header = "uid,staff_number,ward,role,from,to";

  test("becomes shifts and on-call periods; the vector's counts", async () => {
    const { app, take, shifts } = await open();
    await app.tell({
      kind: "role.assigned",
      body: {
        assignment: "rol_1",
        engagement: "eng_C001",
        role: "nurse",
        ward: "4B",
        from: 0,
        to: app.clock.now() + 90 * day,
      },
    });
    await app.tell({
      kind: "engagement.started",
      body: {
        engagement: "eng_2001",
        person: "per_L100",
        type: "locum",
        from: 0,
        to: app.clock.now() + 90 * day,
      },
    });
    await app.submit({
      name: "test",
      actor: { type: "system", id: "test" },
      handle: () => ({
        records: [],
        side: [{ table: "identifiers", key: "engagement|E2001", value: "eng_2001" }],
        answer: undefined,
      }),
    });
    const report = await take(linesOf(readFileSync(join(vectors, "roster/roster.csv"), "utf8")));
    expect(report).toMatchObject({ read: 8, applied: 4, unchanged: 1, historic: 1, refused: 2 });
    expect(report.refusals).toEqual([
      { line: 8, column: "staff_number", reason: "staff number X999 is not known here" },
      { line: 9, column: "from", reason: 'it is no time such as "2026-03-28T19:30"' },
    ]);
    expect(shifts()).toEqual([
      {
        person: "per_L100",
        role: "doctor",
        ward: "4B",
        from: utc("2026-03-11T08:00"),
        to: utc("2026-03-11T20:00"),
      },
      {
        person: "per_C001",
        role: "nurse",
        ward: "4B",
        from: utc("2026-03-28T19:30"),
        to: utc("2026-03-29T06:30"),
      },
      {
        person: "per_C001",
        role: "nurse",
        ward: "4B",
        from: utc("2026-03-30T06:30"),
        to: utc("2026-03-30T14:30"),
      },
    ]);
    expect([...app.world().onCalls.values()]).toMatchObject([
      { service: "CARD", site: "north", person: "per_C002" },
    ]);
  });

  test("changes nothing the second time, and what changed takes its place under the same id", async () => {
    const { app, take } = await open();
    const row = (to: string, staff = "C001") =>
      `${header}\nr1,${staff},4B,nurse,2026-03-28T08:00,${to}`;
    await take(row("2026-03-28T16:00"));
    const [shift] = app.world().shifts.values();
    expect(await take(row("2026-03-28T16:00"))).toMatchObject({ unchanged: 1, applied: 0 });
    expect(await take(row("2026-03-28T18:00", "C003"))).toMatchObject({ applied: 1 });
    expect([...app.world().shifts.values()]).toEqual([
      { ...shift, to: utc("2026-03-28T18:00"), person: "per_C003", engagement: "eng_C003" },
    ]);
    expect(app.world().shiftsByPerson.get("per_C001")).toEqual([]);
  });

  test("that is the whole one cancels what is gone and has not begun; a part does not", async () => {
    const { app, take } = await open();
    const rows = [
      "r1,C001,4B,nurse,2026-03-10T08:00,2026-03-10T20:00",
      "r2,C001,4B,nurse,2026-03-11T08:00,2026-03-11T16:00",
      "r3,C001,4B,nurse,2026-03-12T08:00,2026-03-12T16:00",
      "r4,C001,4B,nurse,2026-03-20T08:00,2026-03-20T16:00",
    ];
    await take([header, ...rows]);
    expect(await take([header, rows[2] as string])).toMatchObject({ cancelled: 0 });
    expect(app.world().shifts.size).toBe(4);
    // From the 10th to the 12th: r2 is gone, r1 has begun, r4 lies outside.
    const part = [header, "r0,C001,4B,nurse,2026-03-10T06:00,2026-03-10T07:00", rows[2] as string];
    expect(await take(part, { full: true })).toMatchObject({ cancelled: 1 });
    expect(app.world().shifts.size).toBe(4);
    expect(await take([header, ...rows], { full: true })).toMatchObject({
      applied: 1,
      unchanged: 3,
    });
  });

  test("that is empty, or cannot be read in a part, cancels nothing", async () => {
    const { app, take } = await open();
    const row = "r2,C001,4B,nurse,2026-03-11T08:00,2026-03-11T16:00";
    await take([header, row]);
    expect(await take([header], { full: true })).toMatchObject({
      notCancelled: "the file has no period in it",
    });
    const broken = [
      header,
      "r9,C001,4B,nurse,2026-03-10T06:00,2026-03-13T07:00",
      "r2,,4B,nurse,2026-03-11T08:00,2026-03-11T16:00",
    ];
    expect(await take(broken, { full: true })).toMatchObject({
      refused: 2,
      cancelled: 0,
      notCancelled: expect.any(String),
    });
    expect(app.world().shifts.size).toBe(1);
  });

  test("says of every refused row where it is and what is wrong", async () => {
    const { take } = await open();
    const report = await take(
      `uid,staff_number,engagement,type,role,ward,site,from,to,status
      ,C001,,,nurse,4B,,2026-03-11T08:00,2026-03-11T16:00,
      a,C001,,,nurse,9Z,,2026-03-11T08:00,2026-03-11T16:00,
      b,C001,,,nurse,4B,moon,2026-03-11T08:00,2026-03-11T16:00,
      c,C001,,,nurse,4B,,2026-03-11T08:00,2026-03-11T07:00,
      d,C001,,,nurse,4B,,2026-03-11T08:00,2026-03-13T08:00,
      e,C001,,holiday,nurse,4B,,2026-03-11T08:00,2026-03-11T16:00,
      f,C001,E9,,nurse,4B,,2026-03-11T08:00,2026-03-11T16:00,
      g,C001,,,,4B,,2026-03-11T08:00,2026-03-11T16:00,
      h,C001,,,nurse,4B,,2028-03-11T08:00,2028-03-11T16:00,
      i,C001,,,nurse,4B,,2026-03-11T08:00,2026-03-11T16:00,maybe
      j,C001,,,nurse,4B,,2026-03-11T08:00,2026-03-11T16:00,
      j,C001,,,nurse,4B,,2026-03-12T08:00,2026-03-12T16:00,`,
    );
    expect(report).toMatchObject({ read: 12, applied: 1, refused: 11 });
    expect(report.refusals.map(({ line, column }) => `${line} ${column}`)).toEqual([
      "2 uid",
      "3 ward",
      "4 site",
      "5 to",
      "6 to",
      "7 type",
      "8 staff_number",
      "9 role",
      "10 from",
      "11 status",
      "13 uid",
    ]);
  });
});

describe("a roster in iCalendar", () => {
  test("recurs, with exceptions, in zones of its own, folded lines and alarms; the vector's counts", async () => {
    const { app, take, shifts } = await open();
    const file = readFileSync(join(vectors, "roster/roster.ics"), "utf8").split("\n");
    const report = await take(file, { format: "calendar" });
    expect(report).toMatchObject({
      read: 10,
      applied: 9,
      historic: 0,
      refused: 1,
      ignored: { VTODO: 1 },
    });
    expect(report.refusals).toEqual([
      { line: 74, column: "RRULE", reason: "FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY" },
    ]);
    expect(
      shifts().map(({ person, from, to }) => [
        person,
        new Date(from).toISOString().slice(0, 16),
        (to - from) / hour,
      ]),
    ).toEqual([
      ["per_L100", "2026-03-11T08:00", 12],
      ["per_C001", "2026-03-21T19:30", 12],
      ["per_C001", "2026-03-28T19:30", 11],
      ["per_C001", "2026-03-30T06:30", 8],
      ["per_C001", "2026-04-01T06:30", 8],
      ["per_C001", "2026-04-04T19:30", 11],
      ["per_C001", "2026-04-11T18:30", 12],
      ["per_C001", "2026-04-18T18:30", 12],
    ]);
    expect([...app.world().onCalls.values()]).toMatchObject([
      {
        service: "CARD",
        site: "north",
        role: "consultant",
        from: utc("2026-03-28T08:00"),
        to: utc("2026-03-30T07:00"),
      },
    ]);
    expect(await take(file, { format: "calendar", full: true })).toMatchObject({
      applied: 0,
      unchanged: 9,
      cancelled: 0,
      notCancelled: expect.any(String),
    });
  });

  test("[S5] a night shift across a clock change keeps its wall-clock ends: 11 hours in spring, 13 in autumn", async () => {
    const night = (first: string, second: string) =>
      event(
        "night",
        `DTSTART;TZID=Europe/London:${first}T193000`,
        `DTEND;TZID=Europe/London:${second}T073000`,
        "RRULE:FREQ=DAILY;COUNT=3",
        byBen,
      );
    const spring = await open();
    await spring.calendar(night("20260327", "20260328"));
    expect(spring.shifts().map(({ from, to }) => (to - from) / hour)).toEqual([12, 11, 12]);
    const autumn = await open(Date.UTC(2026, 9, 1));
    await autumn.calendar(night("20261023", "20261024"));
    expect(autumn.shifts().map(({ from, to }) => (to - from) / hour)).toEqual([12, 13, 12]);
  });

  test("a DURATION is exact in its hours and nominal in its days", async () => {
    const { calendar, shifts } = await open();
    await calendar(
      event("exact", "DTSTART;TZID=Europe/London:20260328T193000", "DURATION:PT12H", byBen),
      event("nominal", "DTSTART;TZID=Europe/London:20260328T200000", "DURATION:P1D", byBen),
    );
    expect(shifts().map(({ from, to }) => (to - from) / hour)).toEqual([12, 23]);
  });

  test("a time that a clock change skips counts from before it, of one that comes twice the first is meant", async () => {
    const spring = await open();
    await spring.calendar(
      event(
        "gap",
        "DTSTART;TZID=Europe/London:20260329T013000",
        "DTEND;TZID=Europe/London:20260329T093000",
        byBen,
      ),
    );
    expect(spring.shifts()[0]).toMatchObject({
      from: utc("2026-03-29T01:30"),
      to: utc("2026-03-29T08:30"),
    });
    const autumn = await open(Date.UTC(2026, 9, 1));
    await autumn.calendar(
      event(
        "twice",
        "DTSTART;TZID=Europe/London:20261025T013000",
        "DTEND;TZID=Europe/London:20261025T093000",
        byBen,
      ),
    );
    expect(autumn.shifts()[0]).toMatchObject({
      from: utc("2026-10-25T00:30"),
      to: utc("2026-10-25T09:30"),
    });
  });

  test("a zone that only the file knows gives what the IANA zone of the same rules gives", async () => {
    const custom = readFileSync(join(vectors, "roster/roster.ics"), "utf8")
      .split("\r\n")
      .slice(3, 18)
      .join("\n");
    const anyTime = fc.record({
      day: fc.integer({ min: 0, max: 58 }),
      minute: fc.integer({ min: 0, max: 1439 }),
    });
    for (const start of [Date.UTC(2026, 2, 10), Date.UTC(2026, 9, 1)]) {
      const { calendar, shifts } = await open(start);
      await fc.assert(
        fc.asyncProperty(anyTime, async ({ day: days, minute }) => {
          const wall = Temporal.Instant.fromEpochMilliseconds(start)
            .toZonedDateTimeISO("UTC")
            .toPlainDate()
            .add({ days });
          const time = `${wall.toString().replaceAll("-", "")}T${String(Math.floor(minute / 60)).padStart(2, "0")}${String(minute % 60).padStart(2, "0")}00`;
          const made = (uid: string, zone: string) =>
            event(uid, `DTSTART;TZID=${zone}:${time}`, "DURATION:PT1H", byBen);
          await calendar(custom, made("custom", "Hospital Time"), made("iana", "Europe/London"));
          const froms = shifts().map(({ from }) => from);
          expect(froms[0]).toBe(froms[1]);
        }),
        { numRuns: 60 },
      );
    }
  });

  test("floating times are those of the ward's site; a zone that nobody knows is refused", async () => {
    const { app, calendar, shifts } = await open();
    await app.tell(
      { kind: "site.registered", body: { site: "far", name: "Far", zone: "Australia/Lord_Howe" } },
      {
        kind: "ward.registered",
        body: { ward: "F1", site: "far", name: "F1", type: "ward", pattern: "inpatient" },
      },
    );
    const report = await calendar(
      event("far", "DTSTART:20260320T080000", "DTEND:20260320T160000", byBen).replace("4B", "F1"),
      event("odd", "DTSTART;TZID=Mars/Base:20260320T080000", "DURATION:PT8H", byBen),
    );
    expect(shifts()).toMatchObject([{ from: utc("2026-03-19T21:00") }]);
    expect(report.refusals).toEqual([
      { line: 10, column: "DTSTART", reason: "its time zone is not known" },
    ]);
  });

  test("an occurrence that is gone from its event is cancelled, one that moved keeps its id", async () => {
    const { app, calendar, shifts } = await open();
    const nights = (...more: readonly string[]) =>
      event(
        "n",
        "DTSTART:20260320T193000",
        "DTEND:20260321T073000",
        "RRULE:FREQ=DAILY;COUNT=3",
        byBen,
        ...more,
      );
    await calendar(nights());
    const moved = event(
      "n",
      "RECURRENCE-ID:20260321T193000",
      "DTSTART:20260321T203000",
      "DTEND:20260322T073000",
      byBen,
    );
    expect(await calendar(nights("EXDATE:20260322T193000"), moved)).toMatchObject({
      applied: 1,
      unchanged: 1,
      cancelled: 1,
    });
    expect(shifts().map(({ from }) => from)).toEqual([
      utc("2026-03-20T19:30"),
      utc("2026-03-21T20:30"),
    ]);
    expect((await app.records()).filter(({ kind }) => kind === "shift.cancelled")).toHaveLength(1);
    const off = event(
      "n",
      "RECURRENCE-ID:20260321T193000",
      "DTSTART:20260321T203000",
      "DTEND:20260322T073000",
      "STATUS:CANCELLED",
      byBen,
    );
    await calendar(nights(), off);
    expect(shifts().map(({ from }) => from)).toEqual([
      utc("2026-03-20T19:30"),
      utc("2026-03-22T19:30"),
    ]);
  });

  test("several who attend have a period each", async () => {
    const { calendar, shifts } = await open();
    const both = event(
      "team",
      "DTSTART:20260320T080000",
      "DTEND:20260320T160000",
      "ATTENDEE:mailto:C001@x",
      "ATTENDEE;X-STAFF=C003:mailto:jan@x",
    );
    expect(await calendar(both)).toMatchObject({ read: 2, applied: 2 });
    expect(shifts().map(({ person }) => person)).toEqual(["per_C001", "per_C003"]);
    expect(await calendar(both)).toMatchObject({ unchanged: 2 });
  });

  test("what is over, or too far ahead to look at, changes nothing", async () => {
    const { calendar } = await open();
    expect(
      await calendar(
        event("old", "DTSTART:20250320T080000", "DTEND:20250320T160000", byBen),
        event(
          "ended",
          "DTSTART:20250320T080000",
          "DTEND:20250320T160000",
          "RRULE:FREQ=DAILY;COUNT=5",
          byBen,
        ),
        event(
          "later",
          "DTSTART:20260920T080000",
          "DTEND:20260920T160000",
          "RRULE:FREQ=DAILY",
          byBen,
        ),
      ),
    ).toMatchObject({ read: 3, historic: 2, unchanged: 1 });
  });

  test("says of every refused event where it is and what is wrong", async () => {
    const { calendar, take } = await open();
    const times = ["DTSTART:20260320T080000", "DTEND:20260320T160000"];
    const report = await calendar(
      event("a", "DTSTART:20260231T080000", "DURATION:PT8H", byBen),
      event("b", "DTSTART:20260320T080000", "DURATION:8 hours", byBen),
      event("c", ...times, "RRULE:FREQ=WEEKLY;BYDAY=XX", byBen),
      event("d", ...times),
      event("e", ...times, "EXDATE:tomorrow", byBen),
      event("f", ...times, "RECURRENCE-ID;RANGE=THISANDFUTURE:20260320T080000", byBen),
      event("g", "DTSTART:20260320T080000", byBen),
      event("", ...times, byBen),
      event("h", ...times, byBen).replace("LOCATION:4B", "LOCATION:9Z"),
      event("i", ...times, byBen),
      event("i", ...times, byBen),
      `BEGIN:VEVENT\nUID:cut\n${byBen}`,
    );
    expect(report.refusals.map(({ line, column }) => `${line} ${column}`)).toEqual([
      "6 DTSTART",
      "15 DURATION",
      "24 RRULE",
      "27 ATTENDEE",
      "40 EXDATE",
      "49 RECURRENCE-ID",
      "52 DTEND",
      "60 UID",
      "67 LOCATION",
      "83 UID",
      "91 undefined",
    ]);
    await expect(take("hello", { format: "calendar" })).rejects.toMatchObject({ code: "bad-file" });
  });

  test("[RFC 5545 3.1] a line may be folded in the middle of a character", async () => {
    const { app, take } = await open();
    const times = ["DTSTART:20260320T080000", "DTEND:20260320T160000", byBen];
    const text = ["BEGIN:VCALENDAR", event("caf\u00e9", ...times), "END:VCALENDAR"].join("\r\n");
    const folded = Buffer.from(text).toString("latin1").replace("caf\xc3", "caf\xc3\n ");
    const lines = folded.split("\n").map((line) => Buffer.from(line, "latin1"));
    expect(await take(lines, { format: "calendar" })).toMatchObject({ read: 1, applied: 1 });
    const [id] = await app.side.get([{ table: "identifiers", key: "shift|roster|caf%C3%A9" }]);
    expect(id).toEqual(expect.any(String));
  });

  test("a file that is not UTF-8 is refused with the line, and nothing of it is taken in", async () => {
    const { app, take } = await open();
    const times = ["DTSTART:20260320T080000", "DTEND:20260320T160000", byBen];
    const text = [
      "BEGIN:VCALENDAR",
      event("a", ...times),
      event("b", "X-NOTE:folded\n  and M\xfcller", ...times),
      "END:VCALENDAR",
    ].join("\n");
    const lines = text.split("\n").map((line) => Buffer.from(line, "latin1"));
    await expect(take(lines, { format: "calendar" })).rejects.toMatchObject({
      code: "bad-file",
      message: "Line 15 is not UTF-8.",
    });
    expect(app.world().shifts.size).toBe(0);
  });

  test("any change of any sign is reported on and never hangs", async () => {
    const { app, take } = await open();
    const base = readFileSync(join(vectors, "roster/roster.ics"), "utf8");
    const sign = fc.oneof(
      fc.constantFrom(...'0123456789;:,=TZ"\\\r\n -+A'),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), sign), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const signs = [...base];
          for (const [at, value] of changes) signs[at % signs.length] = value;
          try {
            const { read, applied, unchanged, historic, parked, refused } = await take(
              signs.join("").split("\n"),
              { format: "calendar" },
            );
            expect(read).toBe(applied + unchanged + historic + parked + refused);
          } catch (error) {
            expect(error).toMatchObject({ code: "bad-file" });
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(app.world().shifts.size).toBeGreaterThan(0);
  });
});
