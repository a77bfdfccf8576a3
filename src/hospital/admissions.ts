import type { Duration, Instant } from "../ports/index.ts";
import type { AdtTrigger, Location } from "../world/index.ts";
import type { HospitalEvent, HospitalWard } from "./hospital.ts";
import type { Random } from "./random.ts";

/** What an in-patient's history is remarkable for. */
export type Remark =
  | "on-leave"
  | "elsewhere"
  | "just-moved"
  | "move-cancelled"
  | "discharge-cancelled";

/** What a history is made from. */
export interface HistoryPlan {
  /** Where the patient is (or was last), and in which bed. */
  readonly ward: HospitalWard;
  readonly bed: string;
  /** The wards of the same site. */
  readonly nearby: readonly HospitalWard[];
  /** The end of the history: now, or the discharge. A whole minute. */
  readonly until: Instant;
  readonly attending: readonly string[];
  readonly consulting: readonly string[];
  readonly remark: Remark | undefined;
  readonly random: Random;
}

/** An event before its message has a number. */
export type PlainEvent = Omit<HospitalEvent, "message">;

const minute: Duration = 60_000;
const hour: Duration = 60 * minute;
const day: Duration = 24 * hour;

/** The shortest and longest time in a ward, by pattern. */
const stays: Readonly<Record<string, readonly [Duration, Duration]>> = {
  emergency: [10 * minute, 8 * hour],
  inpatient: [2 * hour, 14 * day],
  "locum-heavy": [12 * hour, 30 * day],
  "remote-ward": [day, 40 * day],
  telehealth: [day, 20 * day],
  "theatre-icu": [30 * minute, 6 * day],
};

/** The events of somebody who is in a bed, oldest first, all before `until`. */
export function admissionHistory(plan: HistoryPlan): readonly PlainEvent[] {
  const { random, remark, until } = plan;
  const arrived = until - stayIn(plan);
  const events = [...arrival(plan, arrived)];
  const here = placed(plan);
  const note = (trigger: AdtTrigger, at: Instant, more: Partial<PlainEvent> = {}): void => {
    events.push({ trigger, at, ...here, ...more });
  };
  switch (remark) {
    case "on-leave":
      note("A21", until - minutes(random, 60, 600));
      break;
    case "elsewhere":
      note("A09", until - minutes(random, 5, 50), { temporary: elsewhere(plan) });
      break;
    case "move-cancelled": {
      const other = otherWard(plan);
      note("A02", until - 180 * minute, { location: inSomeBed(other, random) });
      note("A12", until - minutes(random, 20, 120));
      break;
    }
    case "discharge-cancelled":
      note("A03", until - 150 * minute);
      note("A13", until - minutes(random, 20, 120));
      break;
    default:
      if (plan.consulting.length > 0 && until - arrived > 30 * minute) {
        const at = wholeMinute(arrived + random.next() * ((until - arrived) / 2 ** 32));
        if (at > arrived && at < until) note("A08", at, { consulting: plan.consulting });
      }
  }
  return events;
}

/** The events of somebody who has left: in, about, and out at `until`. */
export function dischargeHistory(plan: HistoryPlan): readonly PlainEvent[] {
  const events = admissionHistory({ ...plan, remark: undefined, until: plan.until - minute });
  return [...events, { trigger: "A03", at: plan.until, ...placed(plan) }];
}

function stayIn({ random, remark, ward }: HistoryPlan): Duration {
  if (remark === "just-moved") return minutes(random, 5, 80);
  const [least, most] = stays[ward.pattern] ?? [hour, day];
  // Most stays are short, few are long.
  const share = (random.next() / 2 ** 32) ** 2;
  const stay = wholeMinute(least + share * (most - least));
  // What happened since needs room.
  return remark === undefined ? stay : Math.max(stay, day);
}

/** How the patient came to the bed they are in. */
function arrival(plan: HistoryPlan, arrived: Instant): readonly PlainEvent[] {
  const { nearby, random, remark, ward } = plan;
  const here = placed(plan);
  if (ward.pattern === "emergency") return [{ trigger: "A04", at: arrived, ...here, class: "E" }];
  const emergency = nearby.find(({ pattern }) => pattern === "emergency");
  const route = random.below(100);
  const before = arrived - minutes(random, 40, 400);
  if (remark === "just-moved" || ward.pattern === "theatre-icu" || route < 15) {
    const first = inSomeBed(otherWard(plan), random);
    const admitted = arrived - minutes(random, 600, 6_000);
    return [
      { trigger: "A01", at: admitted, ...here, location: first },
      { trigger: "A02", at: arrived, ...here },
    ];
  }
  if (emergency !== undefined && route < 70) {
    const waiting = { ...here, class: "E", location: inSomeBed(emergency, random) };
    // What was an emergency visit becomes a stay (A06); some systems say that they are admitted (A01).
    return [
      { trigger: "A04", at: before, ...waiting },
      { trigger: route < 30 ? "A06" : "A01", at: arrived, ...here },
    ];
  }
  const admitted: PlainEvent = { trigger: "A01", at: arrived, ...here };
  if (route >= 90) return [admitted];
  const { location: _later, ...planned } = here;
  return [{ trigger: "A05", at: before - 3 * day, ...planned }, admitted];
}

type Placed = Pick<PlainEvent, "location" | "class" | "attending">;

function placed({ attending, bed, ward }: HistoryPlan): Placed {
  return {
    location: { ward: ward.id, bed },
    class: ward.pattern === "emergency" ? "E" : "I",
    ...(attending.length === 0 ? {} : { attending }),
  };
}

/** Where adults come from or are sent: an ordinary ward of the site; the ward itself where there is no other, and for children. */
function otherWard({ nearby, random, ward }: HistoryPlan): HospitalWard {
  if (ward.service === childrens) return ward;
  const others = nearby.filter(
    ({ id, pattern, service }) => id !== ward.id && ordinary.has(pattern) && service !== childrens,
  );
  return others.length === 0 ? ward : random.pick(others);
}

const childrens = "paediatrics";
const ordinary: ReadonlySet<string> = new Set(["inpatient", "locum-heavy", "remote-ward"]);

/** Theatres where there are some, otherwise another ward. */
function elsewhere(plan: HistoryPlan): Location {
  const theatres = plan.nearby.find(({ service }) => service === "anaesthesia");
  return { ward: (theatres ?? otherWard(plan)).id };
}

function inSomeBed(ward: HospitalWard, random: Random): Location {
  return ward.beds.length === 0
    ? { ward: ward.id }
    : { ward: ward.id, bed: random.pick(ward.beds) };
}

function minutes(random: Random, least: number, most: number): Duration {
  return random.between(least, most) * minute;
}

function wholeMinute(instant: number): Instant {
  return Math.floor(instant / minute) * minute;
}
