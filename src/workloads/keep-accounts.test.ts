import { beforeEach, expect, test } from "vitest";
import { accountsAtOnce, keepAccounts, keptAccounts } from "./keep-accounts.ts";
import { retireWorkload } from "./retire-workload.ts";
import { reviewWorkload } from "./review-workload.ts";
import { amy, ben, day, House, morning, refusal } from "./test-support.ts";
import { findWorkloads, visibilityOf } from "./visibility.ts";

let house: House;
beforeEach(() => {
  house = new House();
});

/** The rows as a store lists them. */
const side = {
  list: async (
    table: string,
    { after = "", limit, prefix = "" }: { after?: string; limit: number; prefix?: string },
  ) =>
    [...house.side]
      .map(([key, value]) => ({ key: key.slice(`${table}|`.length), value }))
      .filter(({ key }) => key.startsWith(prefix) && key > after)
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, limit),
};

test("[N8] what was discovered is kept, beside the log: when it was seen first and last, and when it was used", async () => {
  const before = house.log.length;
  const found = { source: "ad", name: "svc|lab" };
  house.submit(keepAccounts([{ ...found, usedAt: morning - day }], ben));
  house.now += day;
  house.submit(keepAccounts([found, { source: "token", name: "old" }], ben));
  expect(await keptAccounts(side as never)).toEqual([
    { ...found, firstAt: morning, lastAt: morning + day, usedAt: morning - day },
    { source: "token", name: "old", firstAt: morning + day, lastAt: morning + day },
  ]);
  expect(house.log).toHaveLength(before);
  const many = Array.from({ length: 3 * accountsAtOnce }, (_, nth) => ({
    source: "aws",
    name: `user-${nth}`,
  }));
  for (let from = 0; from < many.length; from += accountsAtOnce) {
    house.submit(keepAccounts(many.slice(from, from + accountsAtOnce), ben));
  }
  expect(await keptAccounts(side as never)).toHaveLength(2 + many.length);
});

test("[N8] known is what somebody has said; whole and reviewed are told apart", () => {
  const lab = house.active({ id: "lab", accounts: ["ad:SVC-Lab"] });
  const accounts = [
    { source: "ad", name: "svc-lab" },
    { source: "ad", name: "svc-lab2" },
  ];
  const seen = () => visibilityOf(house.world, accounts, house.now);
  expect(seen()).toMatchObject({ discovered: 2, known: 1, workloads: 1, whole: 1, reviewed: 1 });
  house.now += 183 * day;
  expect(seen()).toMatchObject({ whole: 1, reviewed: 0 });
  house.submit(reviewWorkload({ workload: lab, actor: ben }));
  expect(seen().reviewed).toBe(1);
  expect(() => house.submit(reviewWorkload({ workload: "nobody", actor: ben }))).toThrow(
    refusal("workload-unknown"),
  );
  house.submit(retireWorkload({ workload: lab, actor: amy }));
  expect(seen()).toMatchObject({ known: 0, workloads: 0, reviewed: 0 });
  expect(() => house.submit(reviewWorkload({ workload: lab, actor: ben }))).toThrow(
    refusal("workload-over"),
  );
});

test("a workload is found by any part of what is said of it, and by all the words", () => {
  house.active({ id: "lab", accounts: ["ad:svc-lab"] });
  house.active({ id: "report", name: "Night report", vendor: "own", purpose: "Counts beds" });
  const found = (...words: readonly string[]) =>
    findWorkloads(house.world, words).map(({ id }) => id);
  expect(found()).toEqual(["lab", "report"]);
  expect(found("NIGHT", "bed")).toEqual(["report"]);
  expect(found("svc-lab")).toEqual(["lab"]);
  expect(found("amy")).toEqual(["lab", "report"]);
  expect(found("night", "acme")).toEqual([]);
});
