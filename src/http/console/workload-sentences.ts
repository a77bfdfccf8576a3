import type { Sentences } from "./sentences.ts";

/** What is said of records about workloads. */
export const workloadSentences: Sentences = {
  "workload.registered": (body) => `Workload ${body.name} was registered`,
  "api-key.issued": (body) => `An API key was given to workload ${body.workload}`,
  "workload.requested": (body, { who }) => `${who} asked for the workload ${body.name}`,
  "workload.approved": (body, { who }) => `${who} approved the workload ${body.workload}`,
  "workload.reviewed": (body, { who }) =>
    `${who} looked at the workload ${body.workload}, and it is needed as it is`,
  "workload.activated": (body) => `Workload ${body.workload} is let in`,
  "workload.handed-over": (body, { call, who }) =>
    ({
      asked: `${who} gave the workload ${body.workload} to ${call(body.owner)}`,
      "owner-left": `${call(body.owner)} answers for the workload ${body.workload}: its owner left`,
      "deputy-left": `The workload ${body.workload} has no deputy any more`,
    })[body.because],
  "workload.orphaned": (body) => `Nobody answers for the workload ${body.workload}`,
  "workload.extended": (body, { who }) => `${who} moved the end of the workload ${body.workload}`,
  "workload.narrowed": (body, { who }) => `${who} narrowed what the workload ${body.workload} may`,
  "finding.opened": (body) => `Found: ${body.finding} (${body.severity})`,
  "finding.closed": (body) => `Gone: ${body.finding}`,
  "finding.accepted": (body, { who }) =>
    `${who} lives with ${body.finding} for a time (${body.because})`,
  "vendor.flagged": (body, { who }) =>
    `${who} does not trust the vendor ${body.vendor} now (${body.because})`,
  "vendor.cleared": (body, { who }) => `${who} trusts the vendor ${body.vendor} again`,
  "canary.laid": (body, { who }) => `${who} laid a canary (${body.laid})`,
  "canary.used": (body) =>
    body.how === "reported"
      ? "A canary was found, and reported"
      : `A canary was used${body.place === undefined ? "" : ` from ${body.place}`}: a secret that belongs to nobody`,
  "canary.ended": (_body, { who }) => `${who} took a canary away`,
  "workload.suspended": (body, { who }) =>
    `${who} suspended the workload ${body.workload} (${body.reason})`,
  "workload.resumed": (body, { who }) => `${who} lets the workload ${body.workload} in again`,
  "workload.warned": (body) =>
    `The people of the workload ${body.workload} were told: ${body.what}, days left: ${body.days}`,
  "workload.decommissioned": (body, { who }) =>
    `${who} decommissioned the workload ${body.workload}`,
  "workload-credential.added": (body, { who }) =>
    `${who} gave the workload ${body.workload} a credential (${body.kind})`,
  "workload-credential.replaced": () => "A workload's credential is being replaced",
  "workload-credential.ended": (body, { who }) =>
    `${who} ended a workload's credential (${body.reason})`,
  "workload-credential.stopped": (_body, { who }) =>
    `${who} put a workload's credential into quarantine`,
  "workload-credential.released": (_body, { who }) =>
    `${who} let a workload's credential out of quarantine`,
  "database-role.intended": (body) =>
    `A role in the database ${body.target} is to be made for the workload ${body.workload}`,
  "database-role.made": () => "A workload has a role in a database",
  "database-role.renewed": () => "A workload has its role in a database for longer",
  "database-role.ended": (body, { who }) =>
    `${who} ended a workload's role in a database (${body.reason})`,
  "database-role.stuck": (body) =>
    `A role of the workload ${body.workload} cannot be taken away from the database ${body.target} (${body.why})`,
  "database-role.gone": () => "A database has a workload's role no more",
  "workload.used": (body) =>
    body.unexpected
      ? `The workload ${body.workload} was let in from a place where it was never before`
      : `The workload ${body.workload} was let in`,
  "workload.refused": (body) => `The workload ${body.workload} was refused (${body.why})`,
};
