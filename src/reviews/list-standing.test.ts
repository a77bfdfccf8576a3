import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleOf, shippedBundle, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import {
  apply,
  type Bodies,
  type Draft,
  emptyWorld,
  inEmergency,
  type LogRecord,
  type NewRecord,
} from "../world/index.ts";
import { isHadTooOften } from "./find-standing.ts";
import { listStanding } from "./list-standing.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = 1_773_172_800_000;

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

let world: Draft;
let now = start;
let ids = 0;
const record = (told: NewRecord): void =>
  apply(world, { ...told, at: now, position: world.next } as LogRecord);
beforeEach(() => {
  world = emptyWorld();
  now = start;
  ids = 0;
  const place = { name: "6A", pattern: "inpatient", site: "north", type: "ward" } as const;
  record({ kind: "ward.registered", body: { ...place, ward: "6A" } });
});

/** Somebody's grant begins. */
function begin(more: Partial<Bodies["grant.requested"]> & { lasts?: number } = {}): string {
  const grant = `g${++ids}`;
  const asked = { answerBy: now, engagement: "e", escalateAt: now, grant, lasts: 8 * hour };
  const what = { kind: "ward", person: "ben", reason: "covering", ward: "6A" } as const;
  const body = { ...asked, ...what, ...more };
  record({ kind: "grant.requested", body });
  record({ kind: "grant.activated", body: { grant, until: now + body.lasts } });
  return grant;
}
const end = (grant: string) => record({ kind: "grant.returned", body: { grant } });

function broken(more: Partial<Bodies["glass.broken"]> = {}): string {
  const glass = `gls${++ids}`;
  const what = { engagement: "e", glass, patient: "p", person: "ben", reason: "covering" };
  record({ kind: "glass.broken", body: { ...what, until: now + hour, ward: "6A", ...more } });
  return glass;
}

/** What the ticker records now, which then holds. */
function tick(of: Bundle | undefined = bundle) {
  const records = listStanding(of, world, now, (prefix) => `${prefix}${++ids}`);
  for (const each of records) record(each);
  return records.map(({ body, kind }) => ({ kind, ...body }));
}

describe("[X7] what would become standing access", () => {
  test("a grant that is had again for the third time: listed once, and it ends an hour later", () => {
    for (const _each of [1, 2, 3]) {
      end(begin());
      now += day;
      expect(tick()).toEqual([]);
    }
    const grant = begin();
    expect(tick()).toMatchObject([
      {
        kind: "review.opened",
        type: "standing-access",
        about: grant,
        person: "ben",
        ward: "6A",
        reason: "renewed",
        due: now + hour,
      },
    ]);
    expect(world.grants.get(grant)).toMatchObject({
      until: now + hour,
      confirmedUntil: now + 8 * hour,
    });
    expect(tick()).toEqual([]);
  });

  test("only of one person, one scope and thirty days; one that was never begun is none", () => {
    for (const more of [
      { person: "eve" },
      { ward: "4B" },
      { kind: "patient", patient: "p" },
      { kind: "role", role: "nurse-in-charge" },
    ] as const) {
      end(begin(more));
    }
    end(begin());
    now += 15 * day;
    end(begin());
    now += 15 * day;
    end(begin());
    record({
      kind: "grant.requested",
      body: {
        answerBy: now + hour,
        engagement: "e",
        escalateAt: now,
        grant: "asked",
        kind: "ward",
        lasts: hour,
        person: "ben",
        reason: "covering",
        ward: "6A",
      },
    });
    begin();
    expect(tick()).toEqual([]);
  });

  test("a patient's is the same after a move and after a merge", () => {
    const whose = { kind: "patient", patient: "p" } as const;
    record({ kind: "patient.registered", body: { patient: "p" } });
    record({ kind: "patient.registered", body: { patient: "q" } });
    end(begin(whose));
    end(begin({ ...whose, ward: "4B" }));
    end(begin({ ...whose, patient: "q" }));
    begin(whose);
    expect(tick()).toEqual([]);
    record({ kind: "patient.merged", body: { patient: "q", into: "p" } });
    expect(tick()).toMatchObject([{ reason: "renewed" }]);
  });

  test("one that lasts longer, with what it goes on from, than its ward's pattern lets one last: it ends there", () => {
    const first = begin();
    record({ kind: "grant.used", body: { grant: first } });
    now += 7 * hour;
    const second = begin({ renews: first });
    expect(tick()).toMatchObject([{ about: second, reason: "too-long", due: start + 12 * hour }]);
  });

  test("so does one that takes over without saying that it goes on; an hour is left to confirm it", () => {
    begin({ lasts: 12 * hour });
    now += 11.5 * hour;
    record({ kind: "grant.used", body: { grant: "g1" } });
    const second = begin();
    expect(tick()).toMatchObject([{ about: second, reason: "too-long", due: now + hour }]);
  });

  test("one that was begun and not used for two hours; one that was used is none", () => {
    const unused = begin();
    const used = begin({ person: "eve" });
    record({ kind: "grant.used", body: { grant: used } });
    now += 2 * hour - 1;
    expect(tick()).toEqual([]);
    now += 1;
    expect(tick()).toMatchObject([{ about: unused, reason: "unused", due: now + hour }]);
    // Being used at last is no confirmation by somebody else.
    record({ kind: "grant.used", body: { grant: unused } });
    expect(world.grants.get(unused)?.until).toBe(now + hour);
  });

  test("it never ends later than it does anyway", () => {
    for (const _each of [1, 2, 3]) end(begin());
    const grant = begin({ lasts: 20 * minute });
    expect(tick()).toMatchObject([{ about: grant, due: now + 20 * minute }]);
  });

  test("glass that is broken for one patient by one person for the fourth time: it is cut no shorter", () => {
    for (const _each of [1, 2, 3]) {
      broken();
      broken({ person: "eve", reason: inEmergency });
      now += 2 * hour;
    }
    const glass = broken();
    broken({ person: "eve", reason: inEmergency });
    broken({ patient: "other" });
    expect(tick()).toMatchObject([{ about: glass, reason: "renewed", due: now + hour }]);
    expect(world.glasses.get(glass)).toMatchObject({ until: now + hour });
  });

  test("confirmed, it lasts as long as it was to, and is not listed again; ended, its review is closed", () => {
    for (const _each of [1, 2, 3]) end(begin());
    const grant = begin();
    tick();
    const [review] = [...world.reviews.values()];
    record({ kind: "review.closed", body: { outcome: "confirmed", review: review?.id ?? "" } });
    expect(world.grants.get(grant)).toMatchObject({ until: now + 8 * hour, confirmed: true });
    expect(world.grants.get(grant)).not.toHaveProperty("confirmedUntil");
    now += 3 * hour;
    expect(tick()).toEqual([]);
    end(grant);
    const again = begin();
    expect(tick()).toMatchObject([{ kind: "review.opened", about: again }]);
    now += hour;
    expect(tick()).toMatchObject([{ kind: "review.closed", outcome: "ended" }]);
    expect(world.reviews.size).toBe(0);
  });

  test("nothing is looked for without a policy, or under one that says nothing of it; what is over is closed all the same", async () => {
    const files = shippedFiles();
    const silent = (files["grants.yaml"] ?? "").replace(/\nstanding:\n( {2}.*\n)+/, "\n");
    const older = await bundleOf({ ...files, "grants.yaml": silent });
    expect(older.grants.standing).toBeUndefined();
    for (const _each of [1, 2, 3, 4]) end(begin());
    const grant = begin();
    expect(isHadTooOften(older, world, scopeOf(grant), now)).toBe(false);
    expect(tick(older)).toEqual([]);
    expect(listStanding(undefined, world, now, String)).toEqual([]);
    tick();
    end(grant);
    expect(listStanding(undefined, world, now, String)).toMatchObject([
      { kind: "review.closed", body: { outcome: "ended" } },
    ]);
  });

  test("[X6] what has been had that often is known before it is asked for again", () => {
    for (const _each of [1, 2, 3]) end(begin());
    const grant = begin();
    const scope = scopeOf(grant);
    expect(isHadTooOften(bundle, world, scope, now)).toBe(true);
    expect(isHadTooOften(bundle, world, { ...scope, person: "eve" }, now)).toBe(false);
    expect(isHadTooOften(bundle, world, scope, now + 31 * day)).toBe(false);
  });
});

function scopeOf(grant: string) {
  const known = world.grants.get(grant);
  if (known === undefined) throw new Error("no such grant");
  return known;
}
