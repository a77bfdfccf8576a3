import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, grantState, recordDecision } from "../access/index.ts";
import { confirmStanding, listStanding, ReviewError } from "../reviews/index.ts";
import {
  activateGrant,
  answerGrant,
  breakGlass,
  ExceptionError,
  glassOver,
  grantsOver,
  renewGlass,
  requestGrant,
  returnGrant,
} from "./index.ts";
import { deciding, Hospital, hour, minute } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const holders = ["amy", "carl", "sue"] as const;
const happening = fc.record({
  after: fc.constantFrom(0, 0, minute, 10 * minute, 30 * minute, hour),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("take", "extend", "tick", "tick") },
    { weight: 3, arbitrary: fc.constantFrom("break", "renew", "confirm") },
    { weight: 1, arbitrary: fc.constantFrom("use", "return") },
  ),
  person: fc.constantFrom(...holders),
  /** Any of these tries to confirm: some answer for the ward, some have or asked for it themselves. */
  other: fc.constantFrom("amy", "carl", "sue", "wim", "sam", "adam", "pia"),
  asker: fc.constantFrom("self", "self", "sue", "wim"),
  lasts: fc.constantFrom(undefined, 30 * minute, 4 * hour, 12 * hour),
  kind: fc.constantFrom("patient", "patient", "ward"),
  which: fc.nat({ max: 20 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

class Story {
  readonly hospital = new Hospital(bundle);
  readonly deps = { bundles: this.hospital.bundles };
  found = 0;
  confirmed = 0;
  #drawn = 0;

  happen(each: Happening): void {
    this.hospital.now += each.after;
    try {
      this.#do(each);
    } catch (error) {
      if (!(error instanceof ExceptionError || error instanceof ReviewError)) throw error;
    }
    this.check();
  }

  #do(each: Happening): void {
    const { hospital, deps } = this;
    const { person, which } = each;
    const actor = { type: "person", id: person } as const;
    const own = [...hospital.world.grants.values()].filter((grant) => grant.person === person);
    const grant = own[which % Math.max(own.length, 1)];
    const glass = [...hospital.world.glasses.values()].find((one) => one.person === person);
    switch (each.what) {
      case "take":
        this.#take(each);
        return;
      case "extend":
        if (grant !== undefined) this.#take(each, grant.id);
        return;
      case "use": {
        const resource = { type: "patient", id: "anna" };
        const request = { subject: actor, action: "chart.open", resource, context: {} };
        const wish = { actor, remedies: false };
        hospital.submit(recordDecision(deciding(hospital), request, wish));
        return;
      }
      case "return":
        if (grant === undefined) return;
        hospital.append(returnGrant(hospital.granting, { grant: grant.id, person }), actor);
        return;
      case "break": {
        const breaking = {
          ...hospital.granting,
          id: (prefix: string) => `${prefix}-${this.#id()}`,
        };
        const wish = { person, engagement: `eng-${person}`, patient: "anna", reason: "covering" };
        hospital.append(breakGlass(breaking, { ...wish, ward: "6A" }), actor);
        return;
      }
      case "renew":
        if (glass !== undefined) hospital.submit(renewGlass(deps, { glass: glass.id, person }));
        return;
      case "confirm":
        this.#confirm(each);
        return;
      case "tick":
        this.#tick();
        return;
    }
  }

  #id(): number {
    this.#drawn++;
    return this.#drawn;
  }

  /** Asked, approved by whoever may, and begun. */
  #take({ person, asker, kind, lasts }: Happening, renews?: string): void {
    const { hospital } = this;
    const askedBy = { type: "person", id: asker === "self" ? person : asker } as const;
    const scope = kind === "patient" ? { patient: "anna" } : { ward: "6A" };
    const wish = {
      grant: `gnt-${this.#id()}`,
      kind,
      person,
      askedBy,
      reason: "covering",
      ...scope,
    };
    const times = lasts === undefined ? {} : { lasts };
    const going = renews === undefined ? {} : { renews };
    const made = requestGrant(hospital.granting, { ...wish, ...times, ...going });
    hospital.append(made.records, askedBy);
    const { grant } = made;
    if (hospital.world.grants.get(grant)?.state === "pending") {
      const approver = "sam";
      const records = answerGrant(hospital.granting, { grant, approver, answer: "approve" });
      hospital.append(records, { type: "person", id: approver });
    }
    const begun = activateGrant(hospital.granting, { grant, person });
    hospital.append(begun, { type: "person", id: person });
  }

  #confirm({ other, which }: Happening): void {
    const { hospital, deps } = this;
    const listed = [...hospital.world.reviews.values()].filter(
      ({ type }) => type === "standing-access",
    );
    const review = listed[which % Math.max(listed.length, 1)]?.id ?? "none";
    const actor = { type: "person", id: other } as const;
    hospital.submit(confirmStanding(deps, { review, actor }));
    this.confirmed++;
  }

  #tick(): void {
    const { hospital } = this;
    const { world, now } = hospital;
    const id = (prefix: string) => `${prefix}-${this.#id()}`;
    hospital.append([
      ...glassOver(world, now),
      ...grantsOver(bundle, world, now),
      ...listStanding(bundle, world, now, id),
    ]);
  }

  check(): void {
    const { world, log, now } = this.hospital;
    const told = log.flatMap((record) =>
      record.kind === "review.opened" && record.body.type === "standing-access" ? [record] : [],
    );
    this.found = told.length;
    for (const { body } of told) {
      const { about, due, person, review } = body;
      const closed = log.find(
        ({ kind, body: of }) =>
          kind === "review.closed" && of.outcome === "confirmed" && of.review === review,
      );
      if (closed !== undefined) {
        const asker = log.find(
          ({ kind, body: of }) => kind === "grant.requested" && of.grant === about,
        )?.actor.id;
        expect([person, asker]).not.toContain(closed.actor.id);
        continue;
      }
      const grant = world.grants.get(about);
      const isActive = grant !== undefined && grantState(grant, now) === "active";
      const isOpen = isActive || (world.glasses.get(about)?.until ?? now) > now;
      expect([about, now >= due && isOpen]).toEqual([about, false]);
    }
  }
}

test("[X7] whatever is taken, extended, used, broken, renewed and confirmed in whatever order: nothing outlives its recommended end without a confirmation by somebody else", () => {
  let found = 0;
  let confirmed = 0;
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 40, maxLength: 80, size: "max" }),
      (happenings) => {
        const story = new Story();
        for (const each of happenings) story.happen(each);
        found += story.found;
        confirmed += story.confirmed;
      },
    ),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(60);
  expect(confirmed).toBeGreaterThan(10);
});

test("[X6] [X7] what has been had too often is approved by somebody, and no longer by a rule", () => {
  const hospital = new Hospital(bundle);
  const rules: (string | undefined)[] = [];
  for (let count = 0; count < 5; count++) {
    // On call for the specialty of the patient's consultant: the rule approves by itself.
    const { grant, rule } = hospital.request({ person: "carl", patient: "otto" });
    rules.push(rule);
    if (rule === undefined) continue;
    hospital.append(activateGrant(hospital.granting, { grant, person: "carl" }));
    hospital.append(returnGrant(hospital.granting, { grant, person: "carl" }));
  }
  const rule = "on-call-same-specialty";
  expect(rules).toEqual([rule, rule, rule, rule, undefined]);
});

test("[X7] the first recorded permit that rests on a grant says so, and only that; what other policies permit too is no use of it", () => {
  const hospital = new Hospital(bundle);
  const { grant } = hospital.request({ person: "carl", patient: "otto" });
  hospital.append(activateGrant(hospital.granting, { grant, person: "carl" }));
  const open = (person: string, patient: string) => {
    const subject = { type: "person", id: person } as const;
    const resource = { type: "patient", id: patient };
    const request = { subject, action: "chart.open", resource, context: {} };
    const wish = { actor: subject, remedies: false };
    const command = recordDecision(deciding(hospital), request, wish);
    return hospital.submit(command).records.map(({ kind }) => kind);
  };
  expect(open("carl", "otto")).toEqual(["decision.permitted", "grant.used"]);
  expect(open("carl", "otto")).toEqual(["decision.permitted"]);
  expect(hospital.world.grants.get(grant)?.usedAt).toBe(hospital.now);
  const own = hospital.request({ person: "amy", kind: "ward", ward: "6A" }).grant;
  hospital.record("grant.approved", { grant: own, startBy: hospital.now + hour });
  hospital.append(activateGrant(hospital.granting, { grant: own, person: "amy" }));
  const times = { from: hospital.now, to: hospital.now + hour };
  const there = { engagement: "eng-amy", role: "nurse", ward: "6A", ...times };
  hospital.record("role.assigned", { assignment: "rol-amy-2", ...there });
  hospital.record("shift.rostered", { shift: "sh-amy-2", ...there });
  expect(open("amy", "anna")).toEqual(["decision.permitted"]);
});

test("[X7] [X11] glass that would become standing access is not renewed before somebody else has confirmed it", () => {
  const hospital = new Hospital(bundle);
  const deps = { bundles: hospital.bundles };
  let drawn = 0;
  const id = (prefix: string) => `${prefix}-${++drawn}`;
  const wish = { person: "amy", engagement: "eng-amy", patient: "anna", reason: "covering" };
  const breakIt = () => hospital.append(breakGlass({ ...hospital.granting, id }, wish));
  for (const _each of [1, 2, 3]) {
    breakIt();
    hospital.now += 2 * hour;
    hospital.append(glassOver(hospital.world, hospital.now));
  }
  breakIt();
  hospital.append(listStanding(bundle, hospital.world, hospital.now, id));
  const [glass] = [...hospital.world.glasses.values()];
  hospital.now = (glass?.until ?? 0) - minute;
  const renew = renewGlass(deps, { glass: glass?.id ?? "", person: "amy" });
  expect(hospital.refusal(renew)).toEqual({ code: "standing-unconfirmed", recorded: [] });
  const review = [...hospital.world.reviews.values()].find(
    ({ type }) => type === "standing-access",
  );
  const actor = { type: "person", id: "wim" } as const;
  hospital.submit(confirmStanding(deps, { review: review?.id ?? "", actor }));
  expect(hospital.submit(renew).records).toMatchObject([{ kind: "glass.renewed" }]);
});
