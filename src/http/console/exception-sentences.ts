import type { Sentences } from "./sentences.ts";

const reviews: Sentences = {
  "review.opened": (body, { call }) =>
    body.type === "standing-access"
      ? `The access of ${call(body.person)} would become standing access (${body.reason}): it ends unless it is confirmed`
      : body.type === "re-proofing"
        ? `That ${call(body.person)} gave ${call(body.about)} a badge, PIN or passkey anew waits for a review`
        : `What ${call(body.person)} did${body.patient === undefined ? "" : ` for ${call(body.patient)}`} waits for a review`,
  "downtime.begun": (body) =>
    `A node was cut off from the log and went on by what it had seen up to ${body.position}`,
  "downtime.ended": (body) =>
    `A node reached the log again and added what it had done: ${body.entries} entries, ${body.refused} refused`,
  "review.reminded": () => "A review is due before long",
  "review.overdue": () => "A review was not closed in time",
  "review.escalated": () => "A review is long overdue: others may take it over",
  "review.closed": (body, { who }) => `${who} closed a review: ${body.outcome}`,
  "incident.opened": (body, { call }) =>
    `An incident was opened about what ${call(body.person)} did${body.patient === undefined ? "" : ` for ${call(body.patient)}`}: ${body.cause}`,
  "incident.closed": (body, { who }) => `${who} closed an incident: ${body.outcome}`,
  "proposal.raised": (body) =>
    `${body.evidence.length} like exceptions propose a change on ${body.change.ward} (${body.change.type})`,
  "proposal.accepted": (_body, { who }) => `${who} accepted a proposed change`,
  "proposal.withdrawn": () => "A proposed change was withdrawn: too little asks for it",
  "proposal.declined": (_body, { who }) => `${who} declined a proposed change`,
};

const accessReviews: Sentences = {
  "campaign.opened": (body, { who }) =>
    `${who} opened a review of access (${body.scope.type}${body.scope.of === undefined ? "" : ` ${body.scope.of}`})`,
  "campaign.listed": (body) => `${body.items.length} roles in ${body.ward} are under review`,
  "campaign.confirmed": (body, { who }) =>
    `${who} confirmed ${body.assignments.length} roles in a review`,
  "campaign.ended": (body, { who }) =>
    body.how === "silence"
      ? `${body.assignments.length} roles ended: nobody confirmed them in a review`
      : `${who} ended ${body.assignments.length} roles in a review`,
  "campaign.settled": (body) =>
    `${body.assignments.length} roles under review had ended, or changed, by themselves`,
  "campaign.escalated": (body) =>
    `${body.assignments.length} roles that nobody confirmed do not end by silence: others take them over`,
  "campaign.delegated": (body, { call, who }) =>
    `${who} asked ${call(body.to)} to decide in a review of access`,
  "campaign.reminded": () => "A review of access is due before long",
  "campaign.over": () => "A review of access was due",
  "campaign.closed": () => "A review of access is decided",
  "campaign.attested": (_body, { who }) => `${who} had the evidence of a review of access signed`,
  "role.used": (body) => `${body.assignments.length} roles were used today`,
};

const grants: Sentences = {
  "grant.requested": (body, { call, who }) =>
    `${who} asked for access for ${call(body.person)}: ${body.kind}${body.patient === undefined ? "" : ` ${call(body.patient)}`}, ${body.ward} (${body.reason})`,
  "grant.escalated": () => "Nobody has answered a request for access: more people are asked",
  "grant.approved": (body, { who }) =>
    body.rule === undefined
      ? `${who} approved a request for access`
      : `A request for access was approved by the rule ${body.rule}`,
  "grant.denied": (_body, { who }) => `${who} denied a request for access`,
  "grant.activated": (_body, { who }) => `${who} began access that was approved`,
  "grant.used": () => "Access for a time was used for the first time",
  "grant.returned": (_body, { who }) => `${who} gave access back`,
  "grant.expired": () => "Access for a time is over",
  "grant.lapsed": () => "A request for access lapsed",
  "grant.revoked": (body, { who }) => `${who} took access back (${body.reason})`,
  "grant.settled": () => "A past request for access was put away",
};

const emergencies: Sentences = {
  "glass.broken": (body, { call }) =>
    `${call(body.person)} broke the glass for ${call(body.patient)} (${body.reason})`,
  "glass.renewed": () => "Broken glass lasts longer",
  "glass.ended": (body) => `Broken glass ended (${body.reason})`,
  "emergency.declared": (body, { who }, { actor }) =>
    actor.type === "person"
      ? `${who} declared an emergency on ${body.ward} (${body.type})`
      : `An emergency was declared on ${body.ward}, with nobody in at the screen (${body.type})`,
  "emergency.joined": (body, { call }) =>
    `${call(body.person)} responds to an emergency (${body.how})`,
  "emergency.tasked": (body, { call }) => `${call(body.person)} ${body.task} in an emergency`,
  "emergency.left": (body, { call, who }) =>
    `${who} said that ${call(body.person)} is not needed in an emergency`,
  "emergency.renewed": () => "An emergency lasts longer",
  "emergency.ended": (body, { who }) =>
    body.reason === "over" ? "An emergency ran out" : `${who} stood an emergency down`,
  "act.recorded": (body, { call }) => {
    const by = body.scribe === undefined ? "" : `, recorded by ${call(body.scribe)}`;
    return `${call(body.performer)} performed ${body.action} for ${call(body.patient)}${by}: to be signed for`;
  },
  "act.signed": (body, { call }) => `${call(body.person)} signed for what they performed`,
  "act.overdue": () => "Nobody has signed in time for what was performed in an emergency",
};

/** What is said of records about what goes beyond the baseline: grants, broken glass, emergencies, and the reviews of these and of access. */
export const exceptionSentences: Sentences = {
  ...reviews,
  ...accessReviews,
  ...grants,
  ...emergencies,
};
