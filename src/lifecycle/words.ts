/** What is said where something about an engagement is refused, by code; where there are several sentences of one code, by its variant. */
export const engagementWords = {
  "ends-before-beginning":
    "It ends before it begins, or has no end. Give it an end that comes after its beginning.",
  "ends-in-the-past": "Its end has passed already. Give a later one.",
  "ends-in-the-past.meanwhile": "Its own end has come meanwhile. Offer a new engagement.",
  "ends-in-the-past.over": "It is over already. Offer a new one.",
  "ends-in-the-past.suspended": "It is over: its end came while it was suspended. Offer a new one.",
  "ends-too-late":
    "No engagement is given for longer than twelve months at a time. Give an earlier end; it can be extended.",
  "engagement-ended":
    "This engagement has ended, and what has ended stays ended. Reinstate it, or offer a new one.",
  "engagement-unknown": "There is no such engagement.",
  "not-a-move":
    "This engagement gives the role {role} in {ward} already. Choose another role or another ward.",
  "not-active": "Only an active engagement is suspended: this one gives nothing now.",
  "not-active.passport":
    "A staff passport is given for an active engagement that gives a role, and this one gives none now.",
  "not-ended": "It has not ended, or was reinstated already.",
  "not-offered": "This engagement has been activated already.",
  "not-suspended": "This engagement is not suspended.",
  "not-the-sponsor":
    "Only the sponsor extends a temporary engagement. Ask them; if they leave, somebody else becomes the sponsor by extending it.",
  "own-engagement": "This is your own engagement. Somebody else who may has to decide about it.",
  "passport-anothers":
    "This staff passport has been somebody else's here. Check who they are by their documents, and tell security.",
  "passport-other-role":
    "The passport is a {role}'s. Its issuer is not believed for all that this engagement gives.",
  "passport-too-long":
    "By passports of this issuer somebody works here for {hours} h at most, and this engagement is longer. Check who they are by their documents.",
  "passport-untrusted":
    "The policy does not believe this from the passport's issuer any more. Check who they are by their documents.",
  "proof-expired": "The evidence of who this is has expired. Look at a new one first.",
  "proof-expired.evidence":
    "The evidence counts no more, or says no end within five years. Ask for one that does.",
  "proof-missing": "Nobody has recorded yet who this is. Look at their evidence first.",
  "proof-missing.lost":
    "The evidence of who this is counts no more. Look at new evidence first: a staff passport that is good, or their documents.",
  "proof-missing.registration":
    "Their professional registration counts no more. Once the register says that it is good again, or HR that it was renewed, resume it.",
  "proof-too-weak":
    "What was shown makes nobody surer than level {level}. Record that level, or ask for better evidence.",
  "registration-refused.code":
    "A register is named by its code, of small letters, digits and hyphens, such as nmc. Ask whoever looks after this installation which it has.",
  "registration-refused.day":
    "A registration is over after a last day that is still to come, within ten years. Check the day.",
  "registration-refused.number":
    "Type the number as the register writes it: one line, 64 characters at most.",
  "role-refused":
    "The role {role} in {ward} cannot be given so: the role and the ward have to be known, and it lasts no longer than the engagement, and twelve months at most.",
  "role-refused.locum":
    "Nobody is booked as {role} in {ward}. A locum is booked for a ward, in a clinical role that is in charge of nobody.",
  "shift-overlaps": "They have another shift at that time. Choose another time, or somebody else.",
  "shift-refused":
    "A shift ends after it begins, later than now, within 24 hours; and it begins within a month. Check its day and times.",
  "sponsor-missing":
    "Whoever is not employed here has a sponsor, who answers for it and extends it. Name one.",
  "sponsor-not-engaged": "The sponsor has to be somebody else who works here now. Name another.",
  "sponsored-unknown.letters":
    "The name holds a character that is none of a text, or turns around how others are read. Type it anew.",
  "sponsored-unknown":
    "Say who is to come: somebody who is known here, or the name of somebody new.",
} as const;
