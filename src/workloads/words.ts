/** What is said where something about a workload is refused, by code; where there are several sentences of one code, by its variant. */
export const workloadWords = {
  "own-workload":
    "Whoever asked for a workload does not approve it. Ask somebody else who may to look at it.",
  "workload-expired": "Its end has come. Extend it first, or ask for a new one.",
  "workload-known": "There is a workload with this id already. Choose another id.",
  "workload-not-live": "This workload is not let in now, so that there is nothing to suspend.",
  "workload-not-requested": "This workload does not wait for an approval.",
  "workload-not-suspended": "This workload is not suspended.",
  "workload-ownerless":
    "Nobody answers for this workload. Hand it over to somebody first, who then decides whether it is resumed.",
  "workload-over":
    "This workload was decommissioned, and what was decommissioned stays so. Ask for a new one.",
  "workload-people":
    "A workload has an owner and a deputy: two people who work here now. Name them by their ids.",
  "workload-terms.accounts":
    "Its accounts elsewhere are named by source and name, such as postgresql:lab or ad:svc-lab.",
  "workload-terms.gives":
    "Which roles it gives by SCIM is a list of roles in wards or services, such as nurse@4B, nurse@* or *@4B.",
  "workload-terms.hours": "Its hours are from HH:MM to HH:MM, two different times, in a time zone.",
  "workload-terms.id": "An id is up to 64 letters, digits, dots, hyphens and underscores.",
  "workload-terms.name": "A workload has a name of up to 100 characters.",
  "workload-terms.networks":
    "Its networks are address blocks such as 10.1.0.0/16 or 2001:db8::/48.",
  "workload-terms.purpose":
    "Say in up to 200 characters what the workload is for. Name no person and no patient.",
  "workload-terms.purposes":
    "What it has patients' data for is said in codes of HL7 v3 PurposeOfUse, such as TREAT or HPAYMT; emergency access (BTG, ETREAT) is for people.",
  "workload-terms.scopes":
    "Say which scopes it needs, one at least: such as system/Observation.rs or decision.ask.",
  "workload-terms.until":
    "A workload has an end, later than now and within twelve months. It can be extended.",
  "workload-terms.vendor": "Say who makes it; own for the hospital's own.",
  "workload-terms.wards": "There is no ward {ward}. Name wards as the roster does.",
  "workload-unknown": "There is no such workload.",
  "credential-key":
    "This key is none that a workload can have: a public P-256, P-384, Ed25519 or RSA key of 2048 bits or more.",
  "credential-known":
    "This key, certificate or subject is, or was, another credential. One workload has one identity: make a new one.",
  "credential-terms":
    "A credential ends later than now and with its workload at the latest, and its addresses begin with https://.",
  "credential-terms.federation":
    "A federation has an issuer, an audience and a subject, each exactly and no pattern, and keys or an address of keys.",
  "credential-terms.reusable":
    "A token that is taken more than once is taken from known networks alone: say the workload's networks first.",
  "credential-terms.secret":
    "A client secret is an exception: it lasts 30 days at most, and the reason for it is said.",
  "credential-not-leaving":
    "Nothing takes the place of this credential yet. Add its successor first.",
  "credential-still-used":
    "Callers still use it since its successor is there: {count}. Move them, or end it all the same.",
  "credential-unknown": "There is no such credential, or it has ended.",
  "workload-unapproved":
    "Nobody has approved this workload yet: it gets no credential before that.",
  "scopes-wider":
    "What it may can be narrowed here, and neither widened nor taken from it whole. For other scopes ask for a new workload.",
  "finding-unknown": "There is no such finding any more: its cause is gone.",
  "finding-no-step":
    "There is no one step for this finding that is safe, or it is another one now. Look at it again.",
  "finding-person": "Somebody who works here lives with a finding: say for whom.",
  "finding-terms":
    "A finding is accepted for a reason, in a code of up to forty letters such as vendor-replies, and for 90 days at most.",
  "vendor-unknown": "No workload is of this vendor, or it is not flagged.",
  "canary-terms":
    "Say in a code of up to forty letters and digits where the canary is laid, such as build-server.",
  "canary-unknown": "There is no such canary, or it was ended.",
  "database-refused":
    "This workload gets no roles in this database: it is not let in now, or was not approved for that.",
  "database-terms": "A role in this database is for 1 to {most} minutes, and can be renewed.",
  "database-too-many":
    "This workload has as many roles in this database as it may. Renew one of them, or give one back first.",
  "database-unknown": "There is no database of that name here.",
  "database-unreachable":
    "The database does not do this now. Nothing of it stays: ask again before long.",
  "database-role-unknown": "There is no such role in a database, or it has ended.",
  "quarantine-nothing": "There is nothing of that name that could be stopped.",
} as const;
