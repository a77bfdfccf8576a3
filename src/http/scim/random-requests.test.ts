import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { system } from "../../app.ts";
import { issueBadge, setPin } from "../../sessions/index.ts";
import { isRunning } from "../../world/index.ts";
import type { TestSeat } from "../test-support.ts";
import {
  bulkUrn,
  engagementUrn,
  enterpriseUrn,
  groupUrn,
  openScim,
  patchUrn,
  type TestScim,
  userUrn,
} from "./test-support.ts";

const [hour, day] = [3_600_000, 86_400_000];
const numbers = ["N1", "N2", "N3"] as const;

/** What the test knows of those who were brought: their ids by number, and the group's. */
interface Known {
  readonly scim: TestScim;
  readonly seat: TestSeat;
  readonly ids: Map<string, string>;
  group?: string;
}

type Act = (known: Known) => Promise<unknown>;

const idOf = ({ ids }: Known, number: string) => ids.get(number) ?? "per_none";
const userOf = (number: string, more: object) => ({
  schemas: [userUrn],
  userName: `u-${number}`,
  externalId: number,
  ...more,
});

const number = fc.constantFrom(...numbers);
const activeSaid = fc.constantFrom<object>(
  {},
  { active: true },
  { active: false },
  { active: "False" },
);

const join = fc.tuple(number, activeSaid).map(
  ([who, active]): Act =>
    async (known) => {
      const answer = await known.scim.call("POST", "/Users", userOf(who, active));
      if (answer.status === 201) known.ids.set(who, answer.body.id);
    },
);

const put = fc.tuple(number, activeSaid, number).map(
  ([who, active, boss]): Act =>
    (known) =>
      known.scim.call("PUT", `/Users/${idOf(known, who)}`, {
        ...userOf(who, active),
        [enterpriseUrn]: { manager: { value: idOf(known, boss) } },
      }),
);

const patch = fc
  .tuple(
    number,
    fc.subarray(
      [
        { op: "replace", path: "active", value: false },
        { op: "replace", value: { active: true } },
        { op: "replace", path: "active", value: "perhaps" },
        { op: "add", path: "title", value: "Nurse" },
        { op: "remove", path: "active" },
        { op: "add", path: `${engagementUrn}:ends`, value: "2026-03-12T00:00:00Z" },
        { op: "add", path: engagementUrn, value: { type: "locum" } },
        { op: "replace", path: 'emails[type eq "x"].value', value: "y" },
      ],
      { minLength: 1 },
    ),
  )
  .map(
    ([who, operations]): Act =>
      (known) =>
        known.scim.patch(`/Users/${idOf(known, who)}`, operations),
  );

const remove = number.map(
  (who): Act =>
    (known) =>
      known.scim.call("DELETE", `/Users/${idOf(known, who)}`),
);

const group = fc.tuple(fc.constantFrom("POST", "PUT", "DELETE"), fc.subarray([...numbers])).map(
  ([method, members]): Act =>
    async (known) => {
      const body = {
        schemas: [groupUrn],
        displayName: "nurse@4B",
        members: members.map((who) => ({ value: idOf(known, who) })),
      };
      const path = method === "POST" ? "/Groups" : `/Groups/${known.group ?? "none"}`;
      const answer = await known.scim.call(
        method as "POST",
        path,
        method === "DELETE" ? undefined : body,
      );
      if (answer.status === 201) known.group = answer.body.id;
    },
);

const member = fc.tuple(number, fc.constantFrom("add", "remove")).map(
  ([who, op]): Act =>
    (known) =>
      known.scim.patch(`/Groups/${known.group ?? "none"}`, [
        { op, path: "members", value: [{ value: idOf(known, who) }] },
      ]),
);

const bulk = fc.tuple(number, number, fc.boolean()).map(
  ([who, other, isEnd]): Act =>
    async (known) => {
      const path = `/Users/${idOf(known, other)}`;
      const answer = await known.scim.call("POST", "/Bulk", {
        schemas: [bulkUrn],
        Operations: [
          { method: "POST", path: "/Users", bulkId: "a", data: userOf(who, {}) },
          isEnd
            ? { method: "DELETE", path }
            : {
                method: "PATCH",
                path,
                data: {
                  schemas: [patchUrn],
                  Operations: [{ op: "replace", path: "active", value: false }],
                },
              },
          {
            method: "PATCH",
            path: `/Groups/${known.group ?? "none"}`,
            data: {
              schemas: [patchUrn],
              Operations: [{ op: "add", path: "members", value: [{ value: "bulkId:a" }] }],
            },
          },
        ],
      });
      const made = answer.body.Operations?.[0];
      if (made?.status === "201") known.ids.set(who, made.location.split("/").at(-1));
    },
);

/** Whoever works here is given a badge and a PIN, is rostered, and comes to the seat. */
const come = number.map(
  (who): Act =>
    async (known) => {
      const { ward } = known.scim;
      const person = idOf(known, who);
      const world = ward.app.world();
      const engagement = world.engagementsByPerson
        .get(person)
        .find((id) => isRunning(world.engagements.get(id), ward.app.now()));
      const from = ward.app.now();
      if (engagement !== undefined) {
        if (world.badgesByPerson.get(person).length === 0) {
          const hash = createHmac("sha256", "pepper").update(`badge ${person}`).digest("base64url");
          await ward.app
            .submit(issueBadge({ person, number: hash, until: from + day, actor: system }))
            .catch(() => undefined);
          await ward.app.submit(setPin({ person, verifier: `argon pin-${person}`, actor: system }));
        }
        const shift = { shift: `shf_${from}_${person}`, from, to: from + 8 * hour };
        await ward.record("shift.rostered", { engagement, role: "nurse", ward: "4B", ...shift });
      }
      await ward.signIn(known.seat, person);
    },
);

const waiting = fc.constantFrom(1_000, hour, 3 * day).map(
  (time): Act =>
    async ({ scim }) => {
      scim.ward.clock.pass(time);
      await scim.ward.app.tick();
    },
);

async function requireSound(known: Known): Promise<number> {
  const { scim, seat } = known;
  const { app } = scim.ward;
  let permitted = 0;
  for (const person of known.ids.values()) {
    const opened = await scim.ward.post(seat, "chart/open", { patient: "pat_kow" }, person);
    const world = app.world();
    const at = app.now();
    const engagements = world.engagementsByPerson
      .get(person)
      .flatMap((id) => world.engagements.get(id) ?? []);
    const isHere = engagements.some((one) => isRunning(one, at));
    if (opened.status === 200) permitted++;
    expect(opened.status === 200 && !isHere, "permitted without a live engagement").toBe(false);
    for (const { to, state } of engagements) {
      expect(to).toBeLessThanOrEqual(at + 396 * day);
      expect(["active", "ended"]).toContain(state);
    }
    for (const id of world.rolesByPerson.get(person)) {
      const role = world.roles.get(id);
      const engagement = world.engagements.get(role?.engagement ?? "");
      expect(role?.to).toBeLessThanOrEqual(engagement?.to ?? 0);
      expect(engagement?.state).toBe("active");
    }
    const read = await scim.call("GET", `/Users/${person}`);
    if (read.status === 200) expect(read.body.active).toBe(isHere);
    else expect([read.status, isHere]).toEqual([404, false]);
  }
  return permitted;
}

const acts = [
  join,
  join,
  put,
  patch,
  patch,
  remove,
  group,
  member,
  member,
  bulk,
  come,
  come,
  waiting,
];

test("[L1] [L2] [L11] random SCIM requests, in whatever order, never permit anybody without a live engagement, and nothing is without an end", async () => {
  let permitted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(...acts), { minLength: 8, maxLength: 20 }), async (some) => {
      const scim = await openScim();
      const seat = await scim.ward.seat("4B-1");
      const known: Known = { scim, seat, ids: new Map() };
      for (const who of numbers)
        known.ids.set(who, (await scim.join(`u-${who}`, { externalId: who })).id);
      known.group = (
        await scim.call("POST", "/Groups", {
          schemas: [groupUrn],
          displayName: "nurse@4B",
          members: [...known.ids.values()].map((value) => ({ value })),
        })
      ).body.id;
      for (const act of some) {
        await act(known);
        permitted += await requireSound(known);
      }
      await scim.close();
    }),
    { numRuns: 25 },
  );
  // Else it would have shown nothing.
  expect(permitted).toBeGreaterThan(10);
}, 120_000);
