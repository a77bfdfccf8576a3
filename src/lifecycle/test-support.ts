import { TestLog } from "../../tests/support/test-log.ts";
import { type Bundle, createBundles } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Actor, Bodies, Ending, Endings } from "../world/index.ts";
import { type EngagementOffer, type Offered, offerEngagement } from "./offer-engagement.ts";

export const day: number = 24 * 3_600_000;
/** 10:00 UTC on 10 March 2026. */
export const morning: Instant = 1_773_136_800_000;

/** Mia runs 4B, Ina is in charge there; both are employed. */
export const mia: Actor = { type: "person", id: "mia" };
export const ina: Actor = { type: "person", id: "ina" };

/** A hospital of one ward, in which engagements are looked at. */
export class House extends TestLog {
  readonly bundles: ReturnType<typeof createBundles> = createBundles();
  /** What the other parts of the system were asked to end. */
  readonly asked: Ending[] = [];
  readonly endings: Endings = (ending) => {
    this.asked.push(ending);
    return ending.world.badgesByPerson
      .get(ending.engagement.person)
      .filter(() => ending.others.length === 0 && ending.what === "all")
      .map((badge) => ({ kind: "badge.ended", body: { badge, reason: "engagement-ended" } }));
  };

  constructor(bundle?: Bundle) {
    super(morning);
    this.record("site.registered", { site: "north", name: "North", zone: "Europe/London" });
    const place = { site: "north", type: "ward", pattern: "inpatient" } as const;
    for (const ward of ["4B", "6A"]) this.record("ward.registered", { ...place, name: ward, ward });
    for (const person of ["mia", "ina"]) {
      this.record("person.registered", { person });
      this.engage(person);
    }
    if (bundle === undefined) return;
    this.bundles.add(bundle);
    this.record("policy.activated", { hash: bundle.hash, decider: 1 });
  }

  /** An employment of a year, `eng-<person>`, and a badge for as long. */
  engage(person: string, more: Partial<Bodies["engagement.started"]> = {}): void {
    const [from, to] = [morning - 100 * day, morning + 200 * day];
    const engagement = `eng-${person}`;
    const terms = { engagement, from, person, to, type: "employee" } as const;
    this.record("engagement.started", { ...terms, ...more });
    this.record("badge.issued", { badge: `bdg-${person}`, person, until: more.to ?? to });
  }

  /** Offers a locum's month on 4B, sponsored by Mia. */
  offer(more: Partial<EngagementOffer> = {}): Offered {
    return this.submit(
      offerEngagement(this, {
        name: "Eva Silva",
        type: "locum",
        from: this.now,
        to: this.now + 30 * day,
        sponsor: "mia",
        roles: [{ role: "nurse", ward: "4B" }],
        actor: mia,
        ...more,
      }),
    );
  }

  state(engagement: string): string | undefined {
    return this.world.engagements.get(engagement)?.state;
  }
}

/** The refusal with this code. */
export const refusal = (code: string): { readonly code: string; readonly name: string } => ({
  code,
  name: "LifecycleError",
});
