import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { reinstateEngagement } from "../../lifecycle/index.ts";
import type { Endings } from "../../world/index.ts";
import { importStaff, type StaffDeps } from "./import-staff.ts";

const day = 24 * 60 * 60 * 1000;
const options = { feed: "hr", zone: "Europe/London" };

async function open() {
  const app = await openFeedApp();
  await app.wards("4A", "4B");
  const deps: StaffDeps = { ...app, submit: app.submit, badgeHash: (number) => app.hash(number) };
  const take = (
    text: string,
    more: Partial<typeof options & { roles: ReadonlySet<string> }> = {},
  ) =>
    importStaff(
      deps,
      text
        .trim()
        .split("\n")
        .map((line) => line.trim()),
      { ...options, ...more },
    );
  return { app, deps, take };
}

async function idOf(app: FeedApp, key: string): Promise<string> {
  const [id] = await app.side.get([{ table: "identifiers", key }]);
  return String(id);
}

const file = `
  staff_number,family,given,title,engagement,type,from,to,sponsor,role,ward,role_from,role_to,badge
  C001,Okafor,Ben,Staff nurse,E1,employee,2026-01-01,,,nurse,4B,,,8001
  C001,Okafor,Ben,,E1,employee,2026-01-01,,,nurse,4A,2026-04-01,2026-06-30,
  L100,Silva,Eva,Locum,E2,locum,2026-03-01,2026-03-31,C001,doctor,4B,,,8002
`;

const addressed = (email: string) => `
  staff_number,family,given,from,email
  C001,Okafor,Ben,2026-01-01,${email}
`;

describe("e-mail addresses of a staff file", () => {
  const addressOf = async (app: FeedApp) => {
    const key = await idOf(app, "staff|C001");
    const [row] = await app.side.get([{ table: "names", key }]);
    return (row as { readonly email?: string }).email;
  };

  test("[X12] are kept beside the log, and stay where a later file says nothing of them", async () => {
    const { app, take } = await open();
    await take(addressed("b.okafor@hospital.example"));
    expect(await addressOf(app)).toBe("b.okafor@hospital.example");
    expect(await take(addressed(""))).toMatchObject({ unchanged: 1 });
    expect(await addressOf(app)).toBe("b.okafor@hospital.example");
    await take(addressed("ben@hospital.example"));
    expect(await addressOf(app)).toBe("ben@hospital.example");
  });

  test.each([
    ["no address", "ben"],
    ["two", "a@b.example;c@d.example"],
    ["with a line break's start", "a@b.example\\r"],
    ["too long", `${"b".repeat(250)}@h.example`],
  ])("that are none are refused: %s", async (_what, email) => {
    const { take } = await open();
    expect(await take(addressed(email))).toMatchObject({ refusals: [{ column: "email" }] });
  });

  test("of one person are one", async () => {
    const { take } = await open();
    const two = `${addressed("ben@hospital.example").trim()}
      C001,Okafor,Ben,2026-01-01,okafor@hospital.example`;
    expect(await take(two)).toMatchObject({ refusals: [{ line: 3, column: "email" }] });
  });
});

describe("a staff file", () => {
  test("becomes people, engagements, roles and badges", async () => {
    const { app, take } = await open();
    expect(await take(file)).toMatchObject({ read: 3, applied: 3, refused: 0, refusals: [] });
    const ben = await idOf(app, "staff|C001");
    const eva = await idOf(app, "staff|L100");
    const world = app.world();
    expect(world.engagements.get(await idOf(app, "engagement|E2"))).toMatchObject({
      person: eva,
      type: "locum",
      from: Date.UTC(2026, 2, 1),
      // The end of the 31st, in summer time.
      to: Date.UTC(2026, 2, 31, 23),
      sponsor: ben,
    });
    const roles = world.rolesByPerson.get(ben).map((id) => world.roles.get(id));
    expect(roles).toMatchObject([
      { role: "nurse", ward: "4B" },
      { role: "nurse", ward: "4A", from: Date.UTC(2026, 2, 31, 23), to: Date.UTC(2026, 5, 30, 23) },
    ]);
    expect(world.badgesByPerson.get(eva)).toHaveLength(1);
    expect(await app.side.get([{ table: "names", key: ben }])).toEqual([
      { type: "person", display: "Ben Okafor", initials: "BO", role: "Staff nurse" },
    ]);
    expect(JSON.stringify(await app.records())).not.toMatch(/Okafor|C001|8001/);
  });

  test("[X19] says whom somebody reports to, in whatever order people stand in it", async () => {
    const { app, take } = await open();
    const columns = "staff_number,family,from,manager";
    const rows = ["N1,Nurse,2026-01-01,M1", "M1,Manager,2026-01-01,H1", "H1,Head,2026-01-01,"];
    expect(await take([columns, ...rows].join("\n"))).toMatchObject({ applied: 3, refused: 0 });
    const managerOf = async (number: string) => {
      const [id] = app.world().engagementsByPerson.get(await idOf(app, `staff|${number}`));
      return app.world().engagements.get(id ?? "")?.manager;
    };
    expect(await managerOf("N1")).toBe(await idOf(app, "staff|M1"));
    expect(await managerOf("M1")).toBe(await idOf(app, "staff|H1"));
    expect(await managerOf("H1")).toBeUndefined();
    expect(await take([columns, ...rows].join("\n"))).toMatchObject({ unchanged: 3 });
    expect(await take([columns, "N1,Nurse,2026-01-01,H1"].join("\n"))).toMatchObject({
      applied: 1,
    });
    expect(await managerOf("N1")).toBe(await idOf(app, "staff|H1"));
    const unknown = await take([columns, "N1,Nurse,2026-01-01,X9"].join("\n"));
    expect(unknown.refusals).toMatchObject([{ column: "manager" }]);
  });

  test("changes nothing the second time", async () => {
    const { app, take } = await open();
    await take(file);
    const before = await app.records();
    app.clock.advance(60_000);
    expect(await take(file)).toMatchObject({ read: 3, applied: 0, unchanged: 3 });
    const after = await app.records();
    expect(after.slice(before.length).map(({ kind }) => kind)).toEqual(["feed.heard"]);
  });

  test("[L2] an employee's engagement ends twelve months after HR last asserted it, and each assertion extends it", async () => {
    const { app, take } = await open();
    await take(file);
    const end = async () => app.world().engagements.get(await idOf(app, "engagement|E1"))?.to ?? 0;
    const first = await end();
    expect(Math.abs(first - app.clock.now() - 365 * day)).toBeLessThanOrEqual(30 * day);
    app.clock.advance(20 * day);
    expect(await take(file)).toMatchObject({
      applied: 1,
      unchanged: 2,
    });
    expect((await end()) - first).toBe(20 * day);
  });

  test("[L2] others need an end, and nobody's role lasts longer than twelve months", async () => {
    const { take } = await open();
    const report = await take(`
      staff_number,family,from,to,type,role,ward,role_to
      L1,A,2026-03-01,,locum,,,
      C2,B,2026-03-01,,,nurse,4B,2027-06-01
    `);
    expect(report.refusals).toEqual([
      { line: 2, column: "to", reason: "a locum's engagement needs an end" },
      {
        line: 3,
        column: "role_to",
        reason: "a role lasts twelve months at most, and then it is reviewed",
      },
    ]);
  });

  test("[L2] an end that is brought forward ends with it what the file does not name; put off, what lasted as long lasts on", async () => {
    const { app, take } = await open();
    const head = "staff_number,family,from,to,engagement,type,sponsor,role,ward,badge";
    const line = (to: string, rest: string) => `L1,A,2026-03-01,${to},E1,locum,,${rest}`;
    await take(
      [head, line("2026-05-31", "nurse,4B,8001"), line("2026-05-31", "doctor,4A,")].join("\n"),
    );
    const person = await idOf(app, "staff|L1");
    const ends = () => {
      const world = app.world();
      const roles = world.rolesByPerson.get(person).map((id) => world.roles.get(id)?.to);
      const badges = world.badgesByPerson.get(person).map((id) => world.badges.get(id)?.until);
      const [engagement = ""] = world.engagementsByPerson.get(person);
      return { roles, badges, engagement: world.engagements.get(engagement)?.to };
    };
    const first = ends();
    await take([head, line("2026-04-30", "nurse,4B,")].join("\n"));
    const to = (first.engagement ?? 0) - 31 * day;
    expect(ends()).toEqual({ roles: [to, to], badges: [to], engagement: to });
    await take([head, line("2026-05-31", "nurse,4B,")].join("\n"));
    expect(ends()).toEqual(first);
  });

  test("[L11] somebody who is hired again has another engagement under the same number, once the old one is over", async () => {
    const { app, take } = await open();
    const line = (from: string, to: string) =>
      `staff_number,family,type,from,to\nL1,A,locum,${from},${to}`;
    await take(line("2026-03-01", "2026-06-30"));
    const person = await idOf(app, "staff|L1");
    const first = await idOf(app, "engagement|L1");
    // It still runs: another beginning is a correction.
    await take(line("2026-03-02", "2026-06-30"));
    await take(line("2026-03-02", "2026-03-09"));
    expect(app.world().engagements.get(first)?.state).toBe("ended");
    const refused = { refusals: [{ column: "engagement" }] };
    expect(await take(line("2026-03-02", "2026-06-30"))).toMatchObject(refused);
    expect(await take(line("2026-03-11", "2026-06-30"))).toMatchObject({ applied: 1 });
    const second = await idOf(app, "engagement|L1");
    expect(app.world().engagementsByPerson.get(person)).toEqual([first, second]);
    expect(app.world().engagements.get(second)?.state).toBe("active");
    expect(await take(line("2026-03-11", "2026-06-30"))).toMatchObject({ unchanged: 1 });
  });

  test("[L11] what was reinstated goes on under the number that it had", async () => {
    const { app, take } = await open();
    const line = (to: string) => `staff_number,family,type,from,to\nL1,A,locum,2026-03-01,${to}`;
    await take(line("2026-06-30"));
    const person = await idOf(app, "staff|L1");
    const engagement = await idOf(app, "engagement|L1");
    const actor = { type: "system", id: "test" } as const;
    await app.tell({ kind: "engagement.ended", body: { engagement, reason: "mistaken" } });
    await app.submit(reinstateEngagement({ engagement, actor }));
    const [, again = ""] = app.world().engagementsByPerson.get(person);
    // Its beginning is HR's again.
    expect(await take(line("2026-06-30"))).toMatchObject({ applied: 1, refused: 0 });
    expect(await take(line("2026-06-30"))).toMatchObject({ unchanged: 1 });
    expect(app.world().engagements.get(again)).toMatchObject({ state: "active", person });
  });

  test("[L3] of one file that ends one engagement and begins another, what hangs on the person stays, in whatever order", async () => {
    const { app, deps } = await open();
    const seen: (readonly string[])[] = [];
    const endings: Endings = ({ others }) => {
      seen.push(others);
      return [];
    };
    const columns = "staff_number,family,engagement,from,to";
    const rows = (to: string) => ["P1,A,E1,2026-01-01,".concat(to), "P1,A,E2,2026-03-01,"];
    const take = (lines: readonly string[]) =>
      // One end each: the brake is told so.
      importStaff({ ...deps, endings }, [columns, ...lines], { ...options, ends: 1 });
    await take(["P1,A,E1,2026-01-01,"]);
    await take(rows("2026-03-09"));
    // It is asked twice: when it is looked at, and when it is taken in.
    expect(seen).toHaveLength(2);
    expect(seen.at(-1)).toEqual([await idOf(app, "engagement|E2")]);
    // The two that are left end together: nothing keeps the other alive.
    await take(["P1,A,E2,2026-03-01,2026-03-09", "P1,A,E3,2026-03-01,2027-01-01"]);
    expect(seen.at(-1)).toEqual([await idOf(app, "engagement|E3")]);
    await take(["P1,A,E3,2026-03-01,2026-03-09"]);
    expect(seen.at(-1)).toEqual([]);
  });

  test("takes over an earlier end; what has ended stays ended", async () => {
    const { app, deps, take } = await open();
    const line = (to: string) => `staff_number,family,type,from,to\nL1,A,locum,2026-03-01,${to}`;
    await take(line("2026-06-30"));
    expect(await take(line("2026-04-30"))).toMatchObject({ applied: 1 });
    const engagement = await idOf(app, "engagement|L1");
    expect(app.world().engagements.get(engagement)?.to).toBe(Date.UTC(2026, 3, 30, 23));
    const closing = {
      ...deps,
      endings: () => [{ kind: "feed.heard" as const, body: { feed: "closing" } }],
    };
    await importStaff(closing, line("2026-03-05").split("\n"), options);
    const kinds = (await app.records()).map(({ kind, body }) =>
      "feed" in body ? `${kind} ${body.feed}` : kind,
    );
    expect(kinds.slice(-3)).toEqual(["engagement.ended", "feed.heard closing", "access.ended"]);
    expect(app.world().engagements.get(engagement)?.to).toBe(app.clock.now());
    expect(await take(line("2026-03-05"))).toMatchObject({ unchanged: 1 });
    expect(await take(line("2026-09-30"))).toMatchObject({
      refused: 1,
      refusals: [
        {
          line: 2,
          column: "engagement",
          reason: expect.stringContaining("what has ended stays ended"),
        },
      ],
    });
  });

  test("passes over what was over before it was ever known", async () => {
    const { app, take } = await open();
    expect(
      await take("staff_number,family,type,from,to\nL1,A,locum,2025-03-01,2025-06-30"),
    ).toMatchObject({ historic: 1 });
    expect(app.world().people.size).toBe(0);
    expect(await app.side.list("identifiers", { limit: 10 })).toEqual([]);
  });

  test("says of every refused row where it is and what is wrong, and takes in the others", async () => {
    const { app, take } = await open();
    const report = await take(
      `
      staff_number,family,type,from,to,sponsor,role,ward,badge,given
      ,A,,2026-01-01,,,,,,
      C1,,,2026-01-01,,,,,,
      C2,B,boss,2026-01-01,,,,,,
      C3,B,,01/02/2026,,,,,,
      C4,B,,2026-01-01,2025-01-01,,,,,
      C5,B,,2026-01-01,,X9,,,,
      C6,B,,2026-01-01,,,nurse,,,
      C7,B,,2026-01-01,,,nurse,9Z,,
      C8,B,,2026-01-01,,,pilot,4B,,
      C9,B,,2026-01-01,,,,,77,
      D1,B,,2026-01-01,,,,,77,
      C9,Other,,2026-01-01,,,,,,
      C9,B,,2026-02-01,,,,,,
      "C9"x,B,,2026-02-01,,,,,,
    `,
      { roles: new Set(["nurse"]) },
    );
    expect(report).toMatchObject({ read: 14, applied: 1, refused: 13 });
    expect(report.refusals.map(({ line, column }) => [line, column])).toEqual([
      [2, "staff_number"],
      [3, "family"],
      [4, "type"],
      [5, "from"],
      [6, "to"],
      [7, "sponsor"],
      [8, "ward"],
      [9, "ward"],
      [10, "role"],
      [12, "badge"],
      [13, "family"],
      [14, "from"],
      [15, undefined],
    ]);
    // Of a refused row nothing happens at all.
    expect(app.world().people.size).toBe(1);
  });

  test("is refused as a whole when its columns or the zone are not known", async () => {
    const { take } = await open();
    await expect(take("staff_number,family\nC1,A")).rejects.toMatchObject({ code: "bad-file" });
    await expect(take(file, { zone: "Nowhere" })).rejects.toMatchObject({ code: "unknown-zone" });
  });

  test("of 20,000 is taken in by one command, whole or not at all", async () => {
    const { app, take } = await open();
    const rows = Array.from({ length: 20_000 }, (_, n) => `S${n},Family${n},2026-01-01,nurse,4B`);
    const seen: number[] = [];
    const before = app.submitted();
    const report = await importStaff(
      { ...app, submit: app.submit },
      ["staff_number,family,from,role,ward", ...rows],
      { ...options, onProgress: (read) => seen.push(read) },
    );
    expect(report).toMatchObject({ read: 20_000, applied: 20_000 });
    // The other says that the feed was heard.
    expect(app.submitted() - before).toBe(2);
    expect(seen.at(-1)).toBe(20_000);
    expect(
      await take("staff_number,family,from,role,ward\nS1,Family1,2026-01-01,nurse,4B"),
    ).toMatchObject({ unchanged: 1 });
  });

  test("of any text at all is reported on, and importing it again changes nothing", async () => {
    const cell = fc.constantFrom(
      "",
      "C1",
      "C2",
      "A",
      "2026-01-01",
      "2026-12-31",
      "nurse",
      "4B",
      "locum",
      '"',
      "x,y",
      "7",
    );
    const row = fc.array(cell, { minLength: 3, maxLength: 10 }).map((cells) => cells.join(","));
    const { take } = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), async (rows) => {
        const text = [
          "staff_number,family,from,to,type,role,ward,sponsor,badge,given",
          ...rows,
        ].join("\n");
        const { read, applied, unchanged, historic, parked, refused } = await take(text);
        expect(read).toBe(applied + unchanged + historic + parked + refused);
        expect(await take(text)).toMatchObject({ applied: 0 });
      }),
      { numRuns: 150 },
    );
  });
});

test("the staff vector's counts", async () => {
  const { app, take } = await open();
  await app.wards("4A", "4B", "CARD");
  const report = await take(
    readFileSync(join(import.meta.dirname, "../../../tests/vectors/staff/staff.csv"), "utf8"),
  );
  expect(report).toMatchObject({ read: 7, applied: 5, historic: 1, refused: 1 });
  expect(report.refusals).toEqual([
    { line: 8, column: "ward", reason: "ward 9Z is not known here" },
  ]);
});

test("a character that is none of a text, or turns around how others are read, is refused with its column; every script's own are kept", async () => {
  const app = await openFeedApp();
  await app.wards("4B");
  const row = (number: number, family: string) => `C${number},${family},2026-01-01`;
  const bad = ["Esc\u001b[31mred", "Turn\u202eed", "Over\u202dride", "Next\u0085line"];
  const good = [
    "\u0645\u062d\u0645\u062f\u200f",
    "\u0915\u0941\u092e\u093e\u0930\u0940",
    "n\u200dn",
    "\u5c71\u7530",
    "L\u2019\u00c9cuyer",
  ];
  const lines = [...bad, ...good].map((family, index) => row(index, family));
  const report = await importStaff(app, ["staff_number,family,from", ...lines], {
    feed: "staff",
    zone: "UTC",
  });
  expect(report).toMatchObject({ applied: good.length, refused: bad.length });
  expect(report.refusals.map(({ column, line }) => [line, column])).toEqual(
    bad.map((_, index) => [index + 2, "family"]),
  );
});
