import { describe, expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { importRoster } from "./import-roster.ts";

async function open() {
  const app = await openFeedApp();
  await app.wards("4B");
  await app.engage("C001");
  const take = (lines: readonly string[], full = false) =>
    importRoster(app, lines, { feed: "roster", format: "calendar", zone: "UTC", full });
  const shifts = () => app.world().shifts.size;
  return { app, take, shifts };
}

const event = (uid: string, day: number, ...more: readonly string[]) => [
  "BEGIN:VEVENT",
  `UID:${uid}`,
  `DTSTART:202603${day}T080000Z`,
  `DTEND:202603${day}T160000Z`,
  "LOCATION:4B",
  "CATEGORIES:nurse",
  "X-WARDKEY-STAFF:C001",
  ...more,
  "END:VEVENT",
];
const whole = [
  "BEGIN:VCALENDAR",
  ...event("a", 20),
  ...event("b", 21),
  ...event("c", 22),
  "END:VCALENDAR",
];

describe("a calendar that is cut or ill-formed", () => {
  test("cancels nothing, wherever it is cut, and says where", async () => {
    const { take, shifts } = await open();
    await take(whole, true);
    for (let length = 2; length < whole.length; length++) {
      const report = await take(whole.slice(0, length), true);
      expect(report, `${length} lines`).toMatchObject({ applied: 0, refused: 1, cancelled: 0 });
      expect(report.notCancelled).toEqual(expect.any(String));
      const [refusal] = report.refusals;
      expect(refusal?.reason).toMatch(/^the file ends (within this VEVENT|here without END)/);
      expect(refusal?.line).toBeLessThanOrEqual(length);
      expect(shifts()).toBe(3);
    }
  });

  test("cancels nothing where it is cut in the middle of a line, or of an end", async () => {
    const { take, shifts } = await open();
    await take(whole, true);
    for (const last of ["BEGIN:VEV", "END:VCALEN", "BEG", "UID:x"]) {
      const report = await take([...whole.slice(0, 19), last], true);
      expect(report, last).toMatchObject({ applied: 0, cancelled: 0 });
      expect(report.refused, last).toBeGreaterThan(0);
      expect(shifts()).toBe(3);
    }
  });

  test.each([
    [["END:VEVENT"], { line: 2, reason: "there is no VEVENT to end here" }],
    [["NO COLON"], { line: 2, reason: '"NO COLON" is no property' }],
    [["BEGIN:VALARM", "END:VTODO"], { line: 2, reason: "this VALARM does not end before line 3" }],
    [event("x", 23).slice(0, -1), { line: 2, reason: "this VEVENT does not end before line 9" }],
    [
      ["BEGIN:VEVENT", "BEGIN:VALARM", "END:VEVENT"],
      { line: 2, reason: "this VEVENT does not end before line 4" },
    ],
    [["BEGIN:VCALENDAR"], { line: 2, reason: "the calendar before does not end" }],
    [
      ["END:VCALENDAR", "X:1", "BEGIN:VCALENDAR"],
      { line: 3, reason: "it stands after the end of the calendar" },
    ],
  ])("cancels nothing, and takes in what is whole: %j", async (inserted, refusal) => {
    const { take, shifts } = await open();
    await take([whole[0] ?? "", ...event("gone", 24), ...whole.slice(1)], true);
    const report = await take([whole[0] ?? "", ...inserted, ...whole.slice(1)], true);
    expect(report).toMatchObject({ unchanged: 3, cancelled: 0, refused: 1, refusals: [refusal] });
    expect(shifts()).toBe(4);
    expect(await take(whole, true)).toMatchObject({ cancelled: 1, refused: 0 });
  });

  test("loses no occurrence of an event whose own lines cannot be read, without being the whole roster too", async () => {
    const { take, shifts } = await open();
    const master = event("r", 20, "RRULE:FREQ=DAILY;COUNT=3");
    const moved = event("r", 21, "RECURRENCE-ID:20260321T080000Z");
    await take(["BEGIN:VCALENDAR", ...master, ...moved, "END:VCALENDAR"]);
    expect(shifts()).toBe(3);
    const broken = event("r", 20, "RRULE:FREQ=DAILY;COUNT=x");
    const report = await take(["BEGIN:VCALENDAR", ...broken, ...moved, "END:VCALENDAR"]);
    expect(report).toMatchObject({ cancelled: 0, refused: 1, notCancelled: expect.any(String) });
    expect(shifts()).toBe(3);
  });

  test("of nothing but components that do not end is refused, not read as empty", async () => {
    const { take } = await open();
    const deep = ["BEGIN:VCALENDAR", ...Array.from({ length: 50_000 }, () => "BEGIN:X")];
    expect(await take(deep)).toMatchObject({
      read: 1,
      refusals: [{ line: 2, reason: "the file ends within this X" }],
    });
  });

  test("may be one of several in a file, with blank lines around them", async () => {
    const { take } = await open();
    const report = await take([
      "",
      ...["BEGIN:VCALENDAR", ...event("a", 20), "END:VCALENDAR"],
      "",
      ...["BEGIN:VCALENDAR", ...event("b", 21), "END:VCALENDAR"],
      "",
    ]);
    expect(report).toMatchObject({ read: 2, applied: 2, refused: 0 });
  });
});

test.each([
  ["RRULE:FREQ=DAILY;UNTIL=garbage", "UNTIL cannot be read"],
  ["RRULE:FREQ=DAILY;UNTIL=20260399", "UNTIL is no time"],
  ["RRULE:FREQ=DAILY;UNTIL=20260325T250000Z", "UNTIL is no time"],
  ["RRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL is 0"],
  ["RRULE:FREQ=DAILY;INTERVAL=-1", "INTERVAL cannot be read"],
  ["RRULE:FREQ=DAILY;COUNT=0", "COUNT is 0"],
  ["RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260325", "it has both COUNT and UNTIL"],
  ["RRULE:FREQ=DAILY;COUNT=2;COUNT=3", "COUNT is there twice"],
  ["RRULE:FREQ=DAILY;TIMES=3", "it holds what is no part of a rule"],
  ["RRULE:FREQ=DAILY;", "it holds what is no part of a rule"],
  ["RRULE:COUNT=3", "FREQ is missing"],
  ["RRULE:FREQ=WEEKLY;BYDAY=MO,,TU", "BYDAY cannot be read"],
])(
  "[RFC 5545 3.3.10] a rule with a part that cannot be read is refused with its line: %s",
  async (rule, reason) => {
    const { take, shifts } = await open();
    const report = await take(["BEGIN:VCALENDAR", ...event("r", 20, rule), "END:VCALENDAR"]);
    expect(report).toMatchObject({ applied: 0, refusals: [{ line: 9, column: "RRULE", reason }] });
    expect(shifts()).toBe(0);
  },
);

test.each([
  ["UID:other", 9, "UID", "it is there twice"],
  ["DURATION:PT8H", 9, "DURATION", "it is no time, or no length of time"],
  ["STATUS:CANCELED", 9, "STATUS", "it is none of TENTATIVE, CONFIRMED, CANCELLED"],
  ["X-NOTE:a\0b", 9, "X-NOTE", "it holds U+0000, which cannot be kept"],
  ["THIS HAS NO COLON", 9, undefined, '"THIS HAS N" is no property'],
  ['ATTENDEE;CN="a:b', 9, undefined, '"ATTENDEE;C" is no property'],
])(
  "an event with a line that cannot be taken at its word is refused: %j",
  async (extra, line, column, reason) => {
    const { take, shifts } = await open();
    const report = await take(["BEGIN:VCALENDAR", ...event("r", 20, extra), "END:VCALENDAR"]);
    expect(report.applied).toBe(0);
    expect(report.refusals).toEqual([{ line, column, reason }]);
    expect(shifts()).toBe(0);
  },
);

test("what is wrong with an event is said by its property, not by a column of the CSV file", async () => {
  const { take } = await open();
  const lines = [
    ...event("late", 20).map((line) => line.replace("DTEND:20260320", "DTEND:20260318")),
    ...event("nobody", 21).map((line) => line.replace("C001", "C999")),
  ];
  const { refusals } = await take(["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR"]);
  expect(refusals).toMatchObject([
    { line: 2, column: "DTEND", reason: "it is not after the beginning" },
    { line: 10, column: "X-WARDKEY-STAFF" },
  ]);
});

test("a time zone of which a part cannot be read is not known: half of it would give wrong times", async () => {
  const { take, shifts } = await open();
  const zone = [
    "BEGIN:VTIMEZONE",
    "TZID:Ours",
    ...["BEGIN:STANDARD", "DTSTART:19701025T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000"],
    "END:STANDARD",
    ...["BEGIN:DAYLIGHT", "DTSTART:19700329T010000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100"],
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=never",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
  ];
  const ours = event("z", 20).map((line) =>
    line.replace(/^(DTSTART|DTEND):(.*)Z$/, "$1;TZID=Ours:$2"),
  );
  const report = await take(["BEGIN:VCALENDAR", ...zone, ...ours, "END:VCALENDAR"]);
  expect(report.refusals).toMatchObject([
    { column: "DTSTART", reason: "its time zone is not known" },
  ]);
  expect(shifts()).toBe(0);
});
