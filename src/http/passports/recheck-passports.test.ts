import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createIssuer,
  type Issuer,
  listUri,
  passportsYaml,
} from "../../../tests/support/passports.ts";
import type { TrustedIssuer } from "../../access/index.ts";
import { activate, system } from "../../app.ts";
import { openWard, type TestWard } from "../test-support.ts";
import { createStatusLists, type StatusLists } from "./check-status.ts";
import { recheckPassports } from "./recheck-passports.ts";

const minute = 60_000;
const hour = 60 * minute;

let ward: TestWard;
let issuer: Issuer;
let statusLists: StatusLists;
let fetched: string[];
/** How the issuer's list is had. */
let fetchList: () => Promise<string>;
beforeEach(async () => {
  issuer = await createIssuer({ longest: 2_000 * hour });
  fetched = [];
  fetchList = () => issuer.statusList(ward.clock.now());
  ward = await openWard();
  statusLists = createStatusLists(
    (uri) => {
      fetched.push(uri);
      return fetchList();
    },
    { clock: ward.clock },
  );
  await believe(issuer.trusted);
  await rests("amy", 3);
  await rests("ben", 4);
});
afterEach(() => ward.close());

async function believe(...issuers: readonly TrustedIssuer[]): Promise<void> {
  const bundle = ward.app.bundles.current(ward.app.world());
  const files = { ...bundle?.files, "passports.yaml": passportsYaml(...issuers) };
  const loaded = await ward.app.load(files);
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  await activate(ward.app, loaded.bundle, system);
}

/** The engagement of somebody rests on the passport at this place of the list. */
const rests = (person: string, index: number, list = listUri) =>
  ward.record("engagement.proofed", {
    engagement: `eng_${person}`,
    level: 2,
    method: "staff-passport",
    passport: { index, issuer: issuer.trusted.issuer, list },
    until: ward.begin + 1_000 * hour,
  });

const look = () => recheckPassports({ app: ward.app, statusLists });
const engagement = (person: string) => ward.app.world().engagements.get(`eng_${person}`);
const states = () => ["amy", "ben"].map((person) => engagement(person)?.state);

test("[L7] what is found good again and again is asked for once in its time, for all together, and records nothing", async () => {
  await look();
  const { next } = ward.app.world();
  ward.clock.pass(9 * minute);
  await look();
  expect(fetched).toEqual([listUri]);
  ward.clock.pass(minute);
  await look();
  expect(fetched).toEqual([listUri, listUri]);
  expect(ward.app.world().next).toBe(next);
  expect(states()).toEqual(["active", "active"]);
});

test("[L7] a revoked passport suspends what rests on it, and whoever works by it is out at once; nobody else is", async () => {
  const seat = await ward.seat("4B-1");
  const other = await ward.seat("4B-2");
  await ward.signIn(seat, "amy");
  await ward.signIn(other, "ben");
  await look();
  issuer.list.setStatus(3, 1);
  ward.clock.pass(10 * minute);
  await look();
  expect(states()).toEqual(["suspended", "active"]);
  expect(engagement("amy")).toMatchObject({
    suspended: { reason: "passport" },
    proof: { lost: { why: "revoked" } },
  });
  const open = [...ward.app.world().sessions.values()].map(({ person }) => person);
  expect(open).toEqual(["ben"]);
  issuer.list.setStatus(4, 2);
  ward.clock.pass(10 * minute);
  await look();
  expect(engagement("ben")?.proof?.lost?.why).toBe("suspended");
});

test("[L7] an issuer that the policy believes no more, or less than before, suspends without asking it", async () => {
  await look();
  const [asked] = [fetched.length];
  await believe({ ...issuer.trusted, roles: new Set(["doctor"]) });
  await look();
  expect(engagement("amy")?.proof?.lost?.why).toBe("role-not-theirs");
  await rests("amy", 3);
  await believe({ ...issuer.trusted, proofing: 3 });
  await look();
  expect(engagement("amy")?.proof?.lost?.why).toBe("proofing-too-low");
  await rests("amy", 3);
  await believe({ ...issuer.trusted, longest: 10 * hour });
  await look();
  expect(engagement("amy")?.proof?.lost?.why).toBe("too-long");
  await rests("amy", 3);
  await believe();
  await look();
  expect(engagement("amy")?.proof?.lost?.why).toBe("untrusted-issuer");
  expect(states()).toEqual(["suspended", "suspended"]);
  expect(fetched.length).toBe(asked);
});

test("[L7] while an issuer cannot be reached, what was last known is good for its time; then it is said, and nobody is suspended", async () => {
  await look();
  fetchList = () => Promise.reject(new Error("No answer."));
  ward.clock.pass(10 * minute - 1);
  await look();
  expect(engagement("amy")?.proof?.unsureSince).toBeUndefined();
  ward.clock.pass(1);
  await look();
  const since = ward.clock.now();
  expect(fetched).toHaveLength(2);
  ward.clock.pass(hour);
  await look();
  expect(engagement("amy")?.proof?.unsureSince).toBe(since);
  expect(states()).toEqual(["active", "active"]);
  issuer.list.setStatus(3, 1);
  fetchList = () => issuer.statusList(ward.clock.now());
  await look();
  expect(states()).toEqual(["suspended", "active"]);
  expect(engagement("ben")?.proof).not.toHaveProperty("unsureSince");
});

test("[L7] a list that another signed, or whose keys the policy has no more, says nothing", async () => {
  const other = await createIssuer();
  fetchList = () => other.statusList(ward.clock.now());
  await look();
  expect(engagement("amy")?.proof?.unsureSince).toBe(ward.clock.now());
  fetchList = () => issuer.statusList(ward.clock.now());
  await look();
  expect(engagement("amy")?.proof?.unsureSince).toBeUndefined();
  // What was had before is not believed either once its key is none any more.
  await believe({ ...issuer.trusted, keys: other.trusted.keys });
  await look();
  expect(engagement("amy")?.proof?.unsureSince).toBe(ward.clock.now());
});

test("[L7] nobody is asked outside the folder that the policy names", async () => {
  await rests("amy", 3, "https://passports.example/status/../secret");
  await rests("ben", 3, "http://169.254.169.254/latest/meta-data");
  await look();
  expect(fetched).toEqual([]);
  expect(engagement("amy")?.proof?.unsureSince).toBeDefined();
});
