import { beforeAll, beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import { type Bundle, createBundles } from "../../access/index.ts";
import { endEngagement, moveEngagement, reinstateEngagement } from "../../lifecycle/index.ts";
import type { Actor } from "../../world/index.ts";
import { importStaff } from "./import-staff.ts";

const day = 86_400_000;
const columns = "staff_number,family,given,engagement,from,to,role,ward,role_from,role_to,moves";
const row = (ward: string, { from = "", moves = "", role = "nurse", to = "", ends = "" } = {}) =>
  `C1,Silva,Eva,E1,2026-01-01,${ends},${role},${ward},${from},${to},${moves}`;
const manager: Actor = { type: "person", id: "per_manager" };
const terminal: Actor = { type: "system", id: "terminal" };

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});
const bundles = createBundles();
let app: FeedApp;
const take = (rows: readonly string[], more: object = {}) =>
  importStaff({ ...app, submit: app.submit, bundles }, [columns, ...rows], {
    feed: "staff",
    zone: "UTC",
    isPrivileged: (role) => role === "administrator",
    ...more,
  });
const held = () => [...app.world().roles.values()].map(({ role, ward }) => `${role} ${ward}`);
const engagement = () => [...app.world().engagements.values()].at(-1)?.id ?? "";

/** A review looks at the role in this ward, and ends it. */
async function endByReview(ward: string): Promise<void> {
  const known = [...app.world().roles.values()].find((one) => one.ward === ward);
  if (known === undefined) throw new Error(`nobody has a role in ${ward}`);
  const { id: assignment, engagement, person, role } = known;
  const [campaign, part] = [`cmp_${app.world().next}`, `prt_${app.world().next}`];
  const { now } = app.clock;
  const terms = { due: now() + day, remindAt: now(), scope: { type: "all" } } as const;
  const item = { assignment, because: [], engagement, person, role, ward };
  await app.tell(
    { kind: "campaign.opened", body: { campaign, ...terms } },
    { kind: "campaign.listed", body: { campaign, items: [item], part, ward } },
    { kind: "campaign.ended", body: { assignments: [assignment], how: "silence", part } },
    { kind: "role.ended", body: { assignment } },
  );
}

beforeEach(async () => {
  app = await openFeedApp();
  bundles.add(bundle);
  await app.wards("4A", "4B");
  await app.tell({ kind: "policy.activated", body: { hash: bundle.hash, decider: 1 } });
  await take([row("4A"), row("4B")]);
});

test("[L8] a file that still lists what a review ended does not give it again: its line is refused in words, the others are taken in", async () => {
  await endByReview("4B");
  const { refusals, ...report } = await take([row("4A"), row("4B")]);
  expect(report).toMatchObject({ refused: 1, unchanged: 1 });
  expect(refusals).toMatchObject([{ line: 3, column: "role" }]);
  expect(refusals[0]?.reason).toMatch(
    /a review ended the role nurse in 4B at 2026-03-10 12:00 UTC.*anew on page People, or HR gives it a later beginning/,
  );
  expect(held()).toEqual(["nurse 4A"]);
  const looked = await take([row("4B")], { preview: true });
  expect([looked.refused, looked.changes]).toEqual([1, []]);
  // Nor as a move, nor a year later.
  expect((await take([row("4B", { moves: "yes" })])).refusals).toMatchObject([{ column: "role" }]);
  app.clock.advance(300 * day);
  expect((await take([row("4B")])).refused).toBe(1);
  expect(held()).not.toContain("nurse 4B");
});

test("[L8] another role there, or the same elsewhere, was not under that review", async () => {
  await endByReview("4B");
  await app.wards("6A");
  expect(await take([row("4B", { role: "ward-clerk" }), row("6A")])).toMatchObject({ refused: 0 });
  expect(held()).toEqual(["nurse 4A", "ward-clerk 4B", "nurse 6A"]);
});

test("[L8] a line whose role was over by then is no wish, and HR's word that it is all over counts", async () => {
  await endByReview("4B");
  expect(await take([row("4B", { to: "2026-02-01" })])).toMatchObject({ refused: 0 });
  expect(await take([row("4B", { ends: "2026-03-01" })])).toMatchObject({ refused: 0, ends: 1 });
});

test("[L8] HR's later beginning is said anew; the old line stays refused beside it", async () => {
  await endByReview("4B");
  const later = row("4B", { from: "2026-03-12" });
  expect((await take([row("4B", { from: "2026-03-10" })])).refused).toBe(1);
  expect(await take([later])).toMatchObject({ applied: 1, refused: 0 });
  expect(await take([row("4B")])).toMatchObject({ refused: 1 });
  expect(await take([later])).toMatchObject({ refused: 0, unchanged: 1 });
  const from = [...app.world().roles.values()].find(({ ward }) => ward === "4B")?.from;
  expect(from).toBe(Date.UTC(2026, 2, 12));
});

test("[L8] once a person has given it anew, the file goes on as before; what is ended again is refused again", async () => {
  await endByReview("4B");
  const move = { actor: manager, engagement: engagement(), role: "nurse", ward: "4B" };
  await app.submit(moveEngagement({ bundles }, move));
  expect(held()).toContain("nurse 4B");
  expect(await take([row("4B")])).toMatchObject({ refused: 0 });
  await endByReview("4B");
  expect((await take([row("4B")])).refused).toBe(1);
});

test("[L7] [L8] a privileged role that a review ended is given once a person says that just so many are meant", async () => {
  const meant = { privileged: { roles: 1, actor: terminal } };
  await take([row("4B", { role: "administrator" })], meant);
  await app.tell({
    kind: "role.ended",
    body: {
      assignment: [...app.world().roles.values()].find(({ ward }) => ward === "4B")?.id ?? "",
    },
  });
  await endByReview("4B");
  const asked = [row("4B", { role: "administrator" })];
  expect(await take(asked)).toMatchObject({ privileged: 1, refused: 1 });
  expect(held()).toEqual(["nurse 4A"]);
  expect(await take(asked, meant)).toMatchObject({ applied: 1, refused: 0 });
  expect(held()).toContain("administrator 4B");
});

test("[L8] [L11] an engagement that is given back remembers what a review ended of the one before", async () => {
  await endByReview("4B");
  const before = engagement();
  const ending = { actor: manager, engagement: before, reason: "mistaken" } as const;
  await app.submit(endEngagement({ endings: () => [] }, ending));
  await app.submit(reinstateEngagement({ actor: manager, engagement: before }));
  expect(engagement()).not.toBe(before);
  expect(held()).toEqual(["nurse 4A"]);
  expect((await take([row("4B")])).refused).toBe(1);
  expect(held()).toEqual(["nurse 4A"]);
});
