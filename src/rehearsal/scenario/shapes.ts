import type { Key, Shape, Value } from "./shape.ts";

/** How a step may end; `deny` is another word for `refused`. */
export const outcomes = ["permit", "refused", "deny"] as const;
/** Ways forward that a denial may offer, or none. */
export const remedies = [
  "step-up",
  "sign-in",
  "request-cover",
  "start-cover",
  "break-glass",
  "start-shift",
  "witness",
  "sign",
  "none",
] as const;
/** What a denial may advise, or nothing. */
export const adviceTypes = ["ask-whom", "wait", "none"] as const;
/** HL7 table 0004. */
export const patientClasses = {
  "in-patient": "I",
  "out-patient": "O",
  emergency: "E",
} as const;
/** What makes a chart one that needs care (C10). */
export const chartMarks = ["sealed", "vip", "colleague"] as const;
/** What a patient may be seen for. */
export const contactTypes = [
  "appointment",
  "referral",
  "consult",
  "transfer",
  "order",
  "patient-transfer",
  "shared-care",
] as const;
/** Ways to belong to a hospital. */
export const engagementTypes = ["employee", "locum", "contractor", "student", "visiting"] as const;
/** What tells the hospital facts. */
export const feedTypes = ["adt", "roster"] as const;
/** The answers to a question. */
export const yesAndNo = ["yes", "no"] as const;

const text: Value = { type: "text" };
const name: Value = { type: "name" };
const period: Value = { type: "period" };
const duration: Value = { type: "duration" };
const count: Value = { type: "count" };
const date: Value = { type: "date" };
const yes: Value = { type: "word", words: yesAndNo };
const pattern: Value = { type: "policy", words: "patterns" };

function word(words: readonly string[]): Value {
  return { type: "word", words };
}
function map(shape: Shape): Value {
  return { type: "map", shape };
}
function list(of: Value): Value {
  return { type: "list", of };
}
function either(...of: readonly Value[]): Value {
  return { type: "either", of };
}
function must(value: Value, means: string): Key {
  return { value, means, required: true };
}
function may(value: Value, means: string): Key {
  return { value, means };
}

const idOf = (what: string) => must(name, `What the ${what} is called in this file.`);

export const siteShape: Shape = {
  what: "a site",
  keys: { id: idOf("site"), zone: may(text, "Its time zone; left out: the file's.") },
};

export const serviceShape: Shape = {
  what: "a service",
  keys: {
    id: idOf("service"),
    site: may(name, "Where it is; must be said where there are several sites."),
    pattern: may(pattern, "Its pattern; left out: the file's."),
  },
};

export const seatShape: Shape = {
  what: "a seat",
  keys: { id: idOf("seat"), bed: may(text, "The bed at which it stands.") },
};

export const wardShape: Shape = {
  what: "a ward",
  keys: {
    id: idOf("ward"),
    site: may(name, "Where it is; must be said where there are several sites."),
    pattern: may(pattern, "Its pattern; left out: the file's."),
    service: may(name, "The service that its patients are under."),
    seats: may(list(either(name, map(seatShape))), "Its shared workstations."),
  },
};

export const shiftShape: Shape = {
  what: "a period",
  keys: {
    period: must(period, "From when to when, as 07:30/19:30."),
    ward: may(name, "The ward or service; left out: the person's own."),
  },
};

export const onCallShape: Shape = {
  what: "a period",
  keys: {
    period: must(period, "From when to when, as 07:30/19:30."),
    service: may(name, "The service; left out: the person's own."),
    site: may(name, "Only at this site."),
  },
};

export const engagementShape: Shape = {
  what: "an engagement",
  keys: {
    type: must(word(engagementTypes), "What somebody is to the hospital."),
    from: may(date, "The first day."),
    to: may(date, "The last day, which counts whole: it ends at midnight after it."),
  },
};

const shift = either(period, map(shiftShape));
const onCall = either(period, map(onCallShape));

export const personShape: Shape = {
  what: "a member of staff",
  keys: {
    id: idOf("person"),
    role: must({ type: "policy", words: "roles" }, "The role that they hold."),
    also: may(
      either({ type: "policy", words: "roles" }, list({ type: "policy", words: "roles" })),
      "Other roles that they hold there, in which they are on no shift.",
    ),
    ward: may(name, "The ward in which they hold it."),
    service: may(name, "The service in which they hold it."),
    shift: may(shift, "When they are on shift."),
    shifts: may(list(shift), "When they are on shift, of several."),
    "on-call": may(onCall, "When they are on call."),
    "on-calls": may(list(onCall), "When they are on call, of several."),
    engagement: may(
      either(word(engagementTypes), map(engagementShape)),
      "What they are to the hospital; left out: employee.",
    ),
    passport: may(name, "The organisation by whose staff passport they are here."),
    registered: may(
      { type: "time" },
      "When their professional registration expires, as 12:00; left out: they have none.",
    ),
    bystander: may(yes, "Whether only their being there counts: they do nothing."),
  },
};

const people = either(name, list(name));

export const patientShape: Shape = {
  what: "a patient",
  keys: {
    id: idOf("patient"),
    ward: may(name, "Where they lie; left out: known by number, and not in the house."),
    bed: may(text, "Their bed."),
    class: may(word(Object.keys(patientClasses)), "What they are there as; left out: in-patient."),
    since: may({ type: "time" }, "When they came; left out: the day before."),
    attending: may(people, "Who is responsible for them."),
    consulting: may(people, "Who is consulted about them."),
    marks: may(
      either(word(chartMarks), list(word(chartMarks))),
      "What makes their chart one that needs care.",
    ),
    staff: may(name, "The member of staff whose own chart it is."),
    unknown: may(yes, "Whether somebody has to register them first."),
  },
};

export const careTeamShape: Shape = {
  what: "a care team",
  keys: {
    patient: must(name, "Whom they care for, wherever the patient is."),
    members: must(people, "Who they are."),
  },
};

export const contactShape: Shape = {
  what: "a contact",
  keys: {
    patient: must(name, "Who is seen."),
    service: must(name, "The service or ward that sees them."),
    period: must(period, "When, as 14:00/14:30."),
    type: may(word(contactTypes), "What for; left out: appointment."),
    person: may(name, "Who sees them."),
    teams: may(
      people,
      "Of a care pathway: which teams it lets in, `own` and organisations whose passports staff have.",
    ),
  },
};

export const deviceShape: Shape = {
  what: "a device",
  keys: {
    id: idOf("device"),
    person: must(name, "Whose phone or tablet it is."),
    managed: must(yes, "Whether the hospital manages it."),
    "on-site": must(yes, "Whether it is on the hospital's own network when the task begins."),
    encrypted: may(yes, "Whether it is encrypted; left out: as managed."),
  },
};

export const feedShape: Shape = {
  what: "a feed",
  keys: {
    id: idOf("feed"),
    type: must(word(feedTypes), "Whether it tells of patients or of rosters."),
    wards: may(people, "The wards that it speaks of; left out: all."),
  },
};

export const workloadShape: Shape = {
  what: "a workload",
  keys: {
    id: idOf("workload"),
    scopes: must(either(text, list(text)), "What it was approved for, as system/Observation.rs."),
    wards: may(people, "The only wards whose patients it may have."),
    purposes: may(either(text, list(text)), "For what it has patients' data; left out: TREAT."),
    hours: may(period, "When it works, by the file's clock, as 08:00/18:00."),
    networks: may(either(text, list(text)), "Whence alone it calls, as 10.1.0.0/16."),
    until: may({ type: "time" }, "When its end comes; left out: long after."),
  },
};

export const givenShape: Shape = {
  what: "given",
  keys: {
    staff: must(list(map(personShape)), "Who works there."),
    patients: must(list(map(patientShape)), "Who is cared for."),
    sites: may(list(either(name, map(siteShape))), "Sites; left out: one."),
    services: may(list(either(name, map(serviceShape))), "Clinical services."),
    wards: may(list(either(name, map(wardShape))), "Wards and their seats."),
    "care-teams": may(list(map(careTeamShape)), "Who cares for whom, wherever the patient is."),
    contacts: may(list(map(contactShape)), "Appointments, and what services are asked for."),
    devices: may(list(map(deviceShape)), "Phones and tablets."),
    workloads: may(list(map(workloadShape)), "Programs that call."),
    feeds: may(list(map(feedShape)), "Feeds; left out: `adt` and `roster`, for all wards."),
  },
};

export const expectShape: Shape = {
  what: "an expectation",
  keys: {
    outcome: may(word(outcomes), "How it ends; left out: permit."),
    prompts: may(count, "How often a PIN or passkey is asked for."),
    within: may(duration, "The most identity work that it costs, as 5s."),
    remedy: may(word(remedies), "A way forward that is offered, or that none is."),
    advice: may(word(adviceTypes), "What is advised, or that nothing is."),
    "attributed-to": may(name, "In whose name it is recorded."),
    validity: may(duration, "How long the permit may be relied on, to the second, as 10m."),
    "visible-to": may(
      either(name, list(name)),
      "The only people who could open the patient's chart after it; nobody: [].",
    ),
    residual: may(
      duration,
      "The most that their access to the patient outlives its reason, as 30m.",
    ),
  },
};

export const budgetShape: Shape = {
  what: "the budget",
  keys: {
    friction: may(duration, "Identity work of everybody together, as 20s."),
    "dead-ends": may(count, "Denials of somebody on duty with neither remedy nor advice."),
    residual: may(duration, "The longest access after its reason, as 30m."),
    unattributed: may(count, "What was done under somebody else's session."),
    unattended: may(duration, "How long seats stood open without their occupants, together."),
  },
};

/** A file of its own: what is bounded over many tasks. */
export const runBudgetShape: Shape = {
  what: "a budget file",
  keys: {
    each: may(map(budgetShape), "Of each task by itself."),
    all: may(map(budgetShape), "Of all together: sums, and the longest residual."),
  },
};

/** Of a step, beside its actor. */
export const stepShape: Shape = {
  what: "a step",
  keys: {
    at: may({ type: "time" }, "When, as 19:20; left out: right after the step before."),
    expect: may(
      either(word(outcomes), map(expectShape)),
      "What must come of it; left out: permit.",
    ),
    says: may(text, "Part of what the person is told."),
    "says-not": may(text, "What the person must not be told."),
  },
};

/** The whole file. */
export const scenarioShape: Shape = {
  what: "a scenario",
  keys: {
    task: must(text, "What is done, as people call it."),
    pattern: must(pattern, "Of wards and services that name none."),
    date: must(date, "Of times that name no day, as 2026-03-10."),
    zone: must(text, "Of all times, as Europe/London."),
    given: must(map(givenShape), "Who and what there is when the task begins."),
    steps: must({ type: "steps" }, "What happens, in order."),
    budget: may(map(budgetShape), "The most that the task may cost and leave open."),
    with: may(
      { type: "cases" },
      "Cases: the file is run once for each, with every $name replaced.",
    ),
  },
};
