/** What screens are told of something that was asked for: why it was not done, or what came of it; by code. */
export const screenWords = {
  "act.unknown": "The chart has no such action.",
  "act.empty": "There is nothing to write yet.",
  "act.long": "This is longer than {longest} characters. Write it in parts.",
  "act.broken": "The text holds a broken character. Type it again.",
  "act.unwritable": "This was not done: the chart cannot be written just now. Try again.",
  "act.unsigned": "This needs no signature. Place it as it is.",
  "drafts.many": "More than {most} texts are half-written. Place or clear one, then go on.",
  "drafts.lost": "This was not kept: another screen kept something at the same time. Try again.",
  "charts.unreadable": "The charts cannot be read just now. Try again in a moment.",
  "patient.unknown": "There is no such patient.",
  "patient.no-number": "No patient has the number that was given. Check it.",
  "arrival.bed": "A bed is a few letters and digits, such as 12 or 4-B.",
  "arrival.never": "Nobody is registered at the bedside here.",
  "search.by-number": "Nobody is found by name here. Look for the number.",
  "search.too-little":
    "Give the day of birth, and the family name or its first two letters at least.",
  "search.no-number": "No patient has this number. Check it and try again.",
  "search.no-name":
    "Nobody with this name was born on this day. Check both, or look for the number.",
  "search.watched":
    "You have looked up {count} patients lately, which is more than is usual within {minutes} min. Go on where your work needs it: somebody looks at it afterwards.",
  "passkey.none": "You have no passkey that can be used. An enrolment desk gives you one.",
  "passkey.refused":
    "This passkey was not accepted. Nothing was done. Use another one, or your badge and PIN.",
  "passkey.over":
    "That took too long, or it was not asked for here. Nothing was done. Please try again.",
  "passkey.address":
    "Passkeys need an address with a name. Open this page by its name (on this very computer, as localhost), not by a number.",
  "passport.your-own":
    "This is your own engagement. Somebody else who may has to look at who you are.",
  "passport.nobody-believed":
    "The policy believes nobody's staff passports yet (passports.yaml). Check who they are by their documents.",
  "passport.over": "That took too long, or was dealt with already. Ask for the passport anew.",
  "phone.ended":
    "This phone was reported lost or handed back. Register it again with your passkey.",
  "phone.new": "This phone is not registered yet. Register it with your passkey.",
  "phone.unknown": "There is no such phone (any more).",
  "seat.unknown": "There is no such seat.",
  "seat.not-yet": "This screen is no seat yet. Ask an administrator to enrol it.",
  "seat.no-more": "This screen is no seat any more. Ask an administrator to enrol it.",
  "seat.code": "This screen is no seat yet. Give its code to an administrator, who enrols it.",
  "console.signed-out": "You are not signed in at this console. Please sign in.",
  "console.refused":
    "The badge number or the PIN is not right. After several wrong tries you have to wait before the next one counts.",
  "console.again": "Sign out and sign in again, so that it is sure that it is you.",
  "console.windows":
    "Too many windows listen already. This one asks again every few seconds instead.",
  "person.words": "Type a staff number, or two letters of the name or more.",
  "person.unknown": "There is no such person here.",
  "person.no-number": "Nobody has this staff number. Check it and try again.",
  "person.no-engagement": "They have no such engagement.",
  "person.not-of-ward": "This person is neither on duty in the ward nor at its seats.",
  "engagement.of-your-manager":
    "You report to them, so somebody else decides about it. Ask whoever runs another ward, or the administration.",
  "engagement.day": "Give the last day as 2026-03-31.",
  "engagement.first-day": "Give the first day as 2026-03-31.",
  "engagement.move-clinical":
    "A move gives clinical roles alone, and none that moves people itself. Any other comes with the file of HR.",
  "engagement.no-receipt": "It has not ended, or ended before there were receipts.",
  "engagement.unsigned": "The log is just being signed. Try again in a second.",
  "brake.not-stopped": "The brake has not stopped {client} within a day.",
  "brake.not-so-many":
    "{client} was stopped at {stopped} ends, not {ends}. Look at what it asks for, and say that number if they are meant.",
  "brake.more-by-now":
    "{client} was stopped at {stopped} ends and asks for {all} by now, not {ends}. Look at what it asks for, and say one of these numbers if they are meant.",
  "held.gone":
    "This waits no more: somebody has answered it, or HR's file says something else by now.",
  "held.own": "This is about you. Somebody else who may has to answer it.",
  "held.refused": "It could not be taken in: {reason}. It goes on waiting.",
  "locum.no-mail":
    "Nobody is told by mail here: no mail server is set up. Copy the link, or show the QR code.",
  "locum.unknown": "There is no such booking (any more).",
  "locum.times": "Give the day as 2026-03-31, and the times as 07:30.",
  "locum.evidence-day": "Give the last day on which what you saw counts, as 2026-03-31.",
  "locum.not-proofed": "Check first who they are: they are not engaged yet.",
  "locum.badge": "Read a badge, and let them type a new PIN.",
  "locum.badge-first": "Give them a badge first.",
  "locum.code":
    "That is not the code that their phone shows. After three wrong ones the phone is not bound any more.",
  "session.unknown": "There is no such session (any more).",
  "session.moved": "It is at another ward's screen by now.",
  "workload.unknown": "There is no such workload (any more).",
  "application.unknown": "There is no such application (any more).",
  "ward.unknown": "There is no such ward.",
  "feed.not-parked": "This message is not parked any more.",
  "standing.glass": "Emergency access ends by itself. Nobody ends it for another.",
  "badge.nothing": "Read a badge, or let them type a new PIN.",
  "badge.lend": "Read the badge that is lent.",
  "badge.long": "A badge number has at most {longest} characters.",
  "badge.unknown": "This badge does not open anything here. Ask the ward manager if it should.",
  "desk.code": "The code is the 43 characters that it shows.",
  "desk.yourself":
    "That is your own badge. It takes a colleague: neither the one who gets it nor you.",
  "desk.your-passkey":
    "That is your own passkey. It takes a colleague: neither the one who gets it nor you.",
  "desk.other-passkey":
    "That passkey opens nothing here. Let the colleague use another one, or their badge and PIN.",
  "records.kind": "There is no such kind of record.",
  "rehearsals.no-task": "There is no such task in the last rehearsal. It may have been run again.",
  "emergency.over": "The emergency here is over.",
  "glass.over": "Your emergency access to this chart has ended.",
  "emergency.no-clinician":
    "Only clinicians respond to an emergency. Tell the team here how you can help.",
  "pin.wrong": "That was not the right PIN. Please try again.",
  "pin.wrong-again": "That was not the right PIN.",
  "pin.wait": "Please wait: this PIN was not tried.",
  "pin.locked":
    "This badge is locked after several wrong PINs. Ask the nurse in charge to have it unlocked.",
  "done.note": "The note is in the chart.",
  "done.order": "The order is placed.",
  "done.prescription": "The prescription is signed and placed.",
  "done.given": "The medication is recorded as given.",
  "done.given-controlled": "The controlled drug is recorded as given, with its witness.",
  "done.signed-for": "You have signed for it.",
  "done.confirmed": "The roster is confirmed.",
  "done.handed-over": "Handed over to {name}.",
  "done.swap-asked": "Your colleague is asked.",
  "done.swap-agreed": "Agreed. Whoever is in charge is asked to confirm it.",
  "done.swap-off": "The swap is off.",
  "done.on": "You are on. Whoever is in charge is asked to confirm it.",
  "done.stays": "Your own patients stay open for an hour. Whoever is in charge is told.",
  "ends.glass":
    "Emergency access until {until}: it ends then, and the privacy officer looks at it afterwards.",
  "ends.grant": "You were granted this for a time: this chart closes at {until}.",
  "ends.tail": "You can finish here until {until}; then this chart closes.",
  "roster.start": "{role} on {ward}",
  "roster.start-service": "{role} on call for {ward}",
  "roster.waiting": "{role} on {ward} since {from}, to {to}",
  "roster.shift": "{role} on {ward}, {from} to {to}",
  "roster.swap": "{colleague} does the shift on {ward}, {from} to {to} for {person}",
  "roster.swap-return":
    "{colleague} does the shift on {ward}, {from} to {to} for {person}; in return {person} does the shift on {other}, {begin} to {end}",
  "ward.glass": "{name} has emergency access to the chart of {whom} until {until}.",
  "ward.responds": "{name} says they are responding to the {emergency} on {ward}.",
  "ward.stays":
    "Relief for {name} has not come on {ward}: they stay with their own patients until {until}.",
  "stale.adt": "Where patients are has not been heard since {since}.",
  "stale.roster": "The roster has not been heard since {since}.",
  "stale.sensor":
    "This screen's presence sensor has not been heard since {since}: lock the screen when you leave.",
} as const;

/** The code of a sentence for screens. */
export type ScreenSaying = keyof typeof screenWords;
