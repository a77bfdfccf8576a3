import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import { enrolPasskey, openConsole, supplyBadge } from "./index.ts";
import { hour, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
beforeAll(async () => {
  bundle = await shippedBundle();
});

const roles = [
  "nurse",
  "ward-manager",
  "healthcare-assistant",
  "ward-clerk",
  "administrator",
  "privacy-officer",
] as const;

interface Held {
  readonly role: (typeof roles)[number];
  readonly ward: string;
  /** Hours from the start at which it begins and ends. */
  readonly from: number;
  readonly to: number;
}

const held = fc.array(
  fc.record<Held>({
    role: fc.constantFrom(...roles),
    ward: fc.constantFrom("4B", "6A"),
    from: fc.constantFrom(-2, 2),
    to: fc.constantFrom(-1, 50),
  }),
  { maxLength: 3 },
);

type Thing = "badge" | "pin" | "passkey";

/** What the roles let do, said a second time: in that ward, and "anywhere" where the policy binds it to no ward and no patient. */
function mayDo(all: readonly Held[], when: (one: Held) => boolean): readonly string[] {
  const bound = (action: string) => {
    const types = [...(bundle.actions.get(action)?.resourceTypes ?? ["ward"])];
    return types.some((type) => type === "ward" || type === "patient");
  };
  return all
    .filter(when)
    .flatMap(({ role, ward }) =>
      [...(bundle.roles.get(role)?.may ?? [])].map((action) =>
        bound(action) ? `${action} in ${ward}` : `${action} anywhere`,
      ),
    );
}

test("[L7] [A1] whatever anybody is given, anew or first: nobody alone gives what reaches further, and every recovery is reviewed", () => {
  const step = fc.record({
    thing: fc.constantFrom<Thing>("badge", "pin", "passkey"),
    checked: fc.option(fc.constant("photo-id" as const), { nil: undefined }),
    second: fc.constantFrom(undefined, "ben", "sub", "sup", "gone"),
  });
  fc.assert(
    fc.property(held, held, fc.array(step, { maxLength: 8 }), (theirs, mine, steps) => {
      const hospital = new SmallHospital(bundle);
      const give = (person: string, all: readonly Held[]) => {
        hospital.person(person);
        for (const [index, { role, ward, from, to }] of all.entries()) {
          const times = { from: start + from * hour, to: start + to * hour };
          const body = { engagement: `eng-${person}`, role, ward, ...times };
          hospital.record("role.assigned", { assignment: `${person}-${index}`, ...body });
        }
      };
      give("sub", theirs);
      give("sup", mine);
      hospital.person("gone");
      hospital.record("engagement.ended", { engagement: "eng-gone", reason: "left" });
      const desk = { badge: "number-sup", right: true, surface: "desk" };
      const opened = hospital.submit(openConsole(hospital.deps, desk));
      const session = opened.type === "in" ? opened.session : "";
      const supervisor = hospital.world.sessions.get(session) as Session;
      // Imported with a badge, without a PIN, and never given a passkey.
      const had: Record<Thing, boolean> = { badge: true, pin: false, passkey: false };
      for (const [index, { thing, checked, second }] of steps.entries()) {
        const before = hospital.log.length;
        const proof = {
          ...(checked === undefined ? {} : { checked }),
          ...(second === undefined ? {} : { second }),
        };
        const attempt = () => {
          if (thing !== "passkey") {
            const what = thing === "pin" ? { verifier: "argon" } : { number: `new-${index}` };
            const supply = { person: "sub", ...what, ...proof, supervisor };
            return hospital.submit(supplyBadge(hospital.deps, supply));
          }
          const [badge = ""] = hospital.world.badgesByPerson.get("sub");
          const made = { credential: `cred-${index}`, secret: {}, counter: 0, synced: false };
          const actor = { type: "person", id: "sup" } as const;
          const enrolment = { ...made, ...proof, actor, badge, person: "sub" };
          return hospital.submit(enrolPasskey(hospital.deps, enrolment));
        };
        const yours = mayDo(mine, ({ from, to }) => from <= 0 && 0 < to);
        const further = mayDo(theirs, ({ to }) => 0 < to).filter((each) => !yours.includes(each));
        const isRecovery = had[thing];
        const counted = isRecovery ? further : further.filter((each) => each.endsWith("anywhere"));
        const isMet =
          (checked !== undefined || !isRecovery) &&
          (second === undefined ? counted.length === 0 : second === "ben");
        if (isMet) {
          attempt();
          had[thing] = true;
          const reviews = hospital.log.slice(before).filter(({ kind }) => kind === "review.opened");
          expect(reviews).toHaveLength(isRecovery ? 1 : 0);
          if (!isRecovery) continue;
          expect(reviews[0]?.body).toMatchObject({
            about: "sub",
            person: "sup",
            ...beside(second),
          });
        } else {
          expect(attempt).toThrow();
          expect(hospital.log).toHaveLength(before);
        }
      }
    }),
    { numRuns: 150 },
  );
});

const beside = (second: string | undefined) => (second === undefined ? {} : { second });
