/** What is said where something about a session, a seat, a phone or a badge is refused, by code; where there are several sentences of one code, by its variant. */
export const sessionWords = {
  "application-known":
    "There is an application with this client_id already, and nothing of it was changed. Choose another one, or end that one first.",
  "application-known.workload":
    "There is a workload with this name, and both would be clients with one client_id. Choose another one.",
  "application-unknown": "There is no such application.",
  "badge-taken":
    "This badge is somebody else's. Give another one; or end it as theirs first, if it was handed back.",
  "badge-taken.not-pool": "This is somebody's own badge, not one of the pool. Read another one.",
  "badge-unknown": "There is no such badge, or it has ended already.",
  "badge-unknown.ended": "The badge has ended. Issue one, then enrol.",
  "invitation-refused": "This link is not one of this hospital. Ask the ward that booked you.",
  "invitation-refused.code":
    "No phone waits to be bound to this booking. Make a passkey here, or send a new link.",
  "invitation-refused.expired":
    "This link was good for a day, and that is over. Ask the ward for a new one.",
  "invitation-refused.not-now":
    "This booking takes no link: it has ended or is suspended, or their phone is bound already.",
  "invitation-refused.over": "What this link was for is over. Ask the ward that booked you.",
  "invitation-refused.spent":
    "This link has been used already. If that was not you, tell the ward at once: they withdraw it and send another.",
  "invitation-refused.withdrawn": "The ward has withdrawn this link. Ask them for a new one.",
  "no-case-here":
    "No case was opened: this screen has cases only for a patient who is on its ward, and at a bed only for the one who lies there.",
  "no-free-seat": "Every seat is in use. Withdraw one, then try again.",
  "no-policy":
    "No policy is active, so nobody can sign in. Start the server with the files of one; /readyz says what is missing.",
  "not-engaged":
    "This person has no live engagement, so no badge would open anything (L1). HR says when there is one.",
  "occupant-changed":
    "This was not done: the screen was locked or somebody else tapped in before it arrived. Tap in and do it again.",
  "occupant-changed.phone":
    "You are not signed in on this phone any more. Nothing was done. Sign in with your passkey.",
  "off-duty": "They are not on duty in this ward now, so no badge of its pool is lent to them.",
  "own-badge": "Nobody gives themselves a badge or a PIN. Ask a colleague who may to do it.",
  "own-badge.lend": "Nobody lends a badge to themselves. Ask a colleague who may to do it.",
  "own-badge.unlock": "Nobody unlocks their own badge. Ask a colleague who may.",
  "own-passkey": "Nobody enrols their own passkey. Ask a colleague who may to supervise.",
  "passkey-known": "This passkey is enrolled already.",
  "passkey-unknown": "There is no such passkey (any more).",
  "person-unknown": "There is no such person.",
  "person-unknown.import": "There is no such person. Import or register them first.",
  "phone-known": "This phone is registered already. Sign in on it.",
  "phone-unknown":
    "This phone is not registered, or it was reported lost or handed back. Register it with your passkey.",
  "place-changed":
    "Your phone changed its network in the middle of this. Nothing was done. Please try again.",
  "proofing-unstated":
    "They had a badge or PIN before. Say what you checked to be sure that it is them.",
  "proofing-unstated.passkey":
    "They were given a passkey before, so badge and PIN are not enough for another. Say what you checked to be sure that it is them.",
  "reaches-further":
    "They may do what you may not, so a colleague has to vouch for them too: let the colleague read their badge and type their PIN, or use their passkey.",
  "seat-unknown.named": 'There is no seat "{id}".',
  "seat-unknown.register": "There is no such seat. Register it before enrolling a screen as it.",
  "second-refused":
    "It takes a third person: neither the one who gets it nor you. Ask a colleague to read their badge and type their PIN, or to use their passkey.",
  "sensor-unknown": "This is no seat's sensor. Give its code to an administrator, who enrols it.",
  "site-unknown": 'There is no site "{id}".',
  unconfirmed:
    "This was not done: this screen is at the bed of somebody else. Look at which patient you mean, and place it again.",
  "witness-over":
    "No witness is asked for here any more, so nothing was witnessed. Ask for one again.",
} as const;
