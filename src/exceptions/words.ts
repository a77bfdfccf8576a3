/** What is said where an exception is refused, by code; where there are several sentences of one code, by its variant. */
export const exceptionWords = {
  "reason-unknown": "{typed} is no reason here. Choose one of {known}.",
  "glass-unknown.ended": "This access has ended. Break the glass anew.",
  "glass-unknown.here": "No glass is broken for the open chart.",
  "glass-needless":
    "You have access to this patient without emergency access. No glass was broken, and nobody has anything to review: open the chart as usual.",
  "glass-not-yours": "Somebody else broke this glass.",
  "too-early.renewal": "It can be renewed {minutes} min before it ends.",
  "too-early.begin": "Its beginning has not come yet.",
  "too-early.relief": "Your shift has not ended yet: say it when it has.",
  "longest-reached.glass":
    "It has lasted as long as it may. Ask for cover, or break the glass anew.",
  "longest-reached.emergency": "It has lasted as long as it may. Declare it anew if it goes on.",
  "standing-unconfirmed":
    "You have broken the glass for this patient so often that somebody else has to confirm it first: the privacy officer can. Until then it ends when it says. Ask for cover, or break the glass anew.",
  "emergency-unknown-kind":
    "{typed} is no emergency of the policy's. Call for help as you are used to.",
  "emergency-unknown-place.of-ward":
    "This is declared for a ward, not for one patient. Choose the ward.",
  "emergency-unknown-place.of-patient":
    "It is declared for a patient: open the chart, or use the screen at the bed.",
  "emergency-unknown-place.ward": "There is no such ward. Call for help as you are used to.",
  "emergency-unknown-place.phone":
    "It is declared for the open chart, or for a ward that you are at work for. Elsewhere use a screen there, or call for help as you are used to.",
  "emergency-unknown-place.seat":
    "This screen is no seat any more. Call for help as you are used to.",
  "emergency-over": "This emergency is over. Declare it anew if it is not.",
  "no-clinician": "Only clinicians respond to an emergency. Tell the team here how you can help.",
  "not-responding": 'You are not responding to this emergency. Touch "I am responding" first.',
  "not-here.phone": "On a phone only who is rostered for it responds. Go there and tap your badge.",
  "not-here.ward": "This emergency is on another ward. Go there and tap your badge.",
  "others-respond":
    "People respond here whom the roster has called, so it is for one of them to stand it down. Tell them that it is over.",
  "not-to-send-away":
    "Only somebody whom the roster has called to it, or whoever is in charge on this ward, says that a colleague is not needed.",
  "not-to-send-away.called":
    "The roster has called them to it, so they stay. It ends when it is stood down.",
  "sent-away":
    "You were told that you are not needed in this emergency. Ask the team here how you can help.",
  "performs-alone":
    "You record what others perform. For what you do yourself, choose that you perform.",
  "not-grantable": "Nothing like this can be asked for here.",
  "not-grantable.nobody": "Name the patient.",
  "not-grantable.nowhere":
    "The patient is on no ward, so nobody could answer. Ask who was responsible last, or break the glass.",
  "not-grantable.ward": "There is no such ward here.",
  "not-grantable.task": "Only these can be had for a time: {known}.",
  "not-grantable.role": "Only these roles can be had for a time: {known}.",
  "grant-opens-nothing":
    "Access for a time does not open this chart. The medical records office shows it to whom it is for.",
  "grant-opens-nothing.glass":
    "Access for a time does not open this chart. Ask whoever is named in the patient's care to name you in it. Where care cannot wait, whoever is on duty breaks the glass, and it is reviewed.",
  "grant-needs-shift":
    "Off duty this would open nothing, so nobody was asked. Start a shift on {ward} when you are there: it opens your ward at once, and whoever is in charge confirms it.",
  "grant-needs-shift.theirs":
    "Off duty this would open nothing to them, so nobody was asked. Have them start a shift on {ward} when they are there, or put on the roster: it opens their ward at once.",
  "grant-needless": "You have this already. Nobody was asked.",
  "grant-needless.until":
    "You have this already, until {until}. Nobody was asked. For longer, ask for what is to begin then.",
  "grant-needless.theirs": "They have this already. Nobody was asked.",
  "grant-needless.theirs-until":
    "They have this already, until {until}. Nobody was asked. For longer, ask for what is to begin then.",
  "renews-another":
    "It can go on only from what this person has or had for the very same. Leave out what it goes on from, and ask anew.",
  "time-refused.short": "It has to last a minute at least.",
  "time-refused.long":
    "On this ward it may last {longest} at most. Ask for less, and again when it ends.",
  "time-refused.minutes": "Say how long in whole minutes.",
  "time-refused.past":
    "It cannot begin in the past. Leave the beginning out, and it begins when it is approved.",
  "time-refused.ahead": "It may begin {ahead} from now at the latest. Ask again nearer to it.",
  "time-refused.instant": "Say the beginning in whole milliseconds since 1970.",
  "words-refused.character":
    "The words hold a character that cannot be shown ({character}). Leave it out, or leave the words out.",
  "words-refused.long":
    "The words are longer than {longest} characters. Say it shorter, or leave them out.",
  "not-eligible": "Nobody in their roles can be given this. Ask the ward manager.",
  "not-eligible.now":
    "They cannot have this any more: their engagement ended, or it does not give a role that may have it.",
  "patient-moved":
    "The patient has moved to {ward} since this was asked for. Who answers there is asked anew: deny this, and they ask again.",
  "too-many-requests":
    "{most} requests are open for this person. Give back what is not needed any more.",
  "grant-unknown": "There is no such request (any more).",
  "grant-pending": "Nobody has answered this request yet. It can be begun once it is approved.",
  "grant-answered.approved": "This request was approved already.",
  "grant-answered.begun": "This access was approved and has begun.",
  "grant-over.returned": "It was given back and is not needed any more.",
  "grant-over.expired": "Its time is over. Ask again if it is still needed.",
  "grant-over.denied": "This request was denied.",
  "grant-over.lapsed":
    "This request lapsed, because nobody answered or began it in time. Ask again if it is still needed.",
  "grant-over.revoked": "This access was taken back.",
  "grant-not-yours": "This is somebody else's.",
  "grant-not-yours.begin": "Only whoever was granted this begins it.",
  "own-request": "Nobody answers their own request. A colleague has to.",
  "own-request.chart": "This is about your own chart. Somebody else has to answer it.",
  "of-your-manager": "This is for somebody who is over you. Somebody else has to answer it.",
  "start-unknown.no-policy": "No policy is active, so no shift can be started.",
  "start-unknown": "There is no such shift to start: you are on it already, or have no such role.",
  "shift-unknown":
    "There is nothing of this to confirm any more. Somebody else may have answered it.",
  "own-shift": "Nobody confirms their own shift. Somebody else in charge has to.",
  "swap-unknown": "There is no such swap any more.",
  "swap-unknown.known": "That shift is in a swap already. Take that one back first.",
  "swap-unknown.not-yours": "This swap is not yours to agree to.",
  "swap-unknown.begun": "Only a shift that has not begun yet can be swapped.",
  "swap-unknown.role": "They do not hold the role of that shift, so they cannot do it.",
  "own-swap": "Swap with somebody else.",
  "taker-off-duty": "They are not on duty there, so they cannot take these patients over.",
  "own-handover": "Hand your patients over to somebody else.",
} as const;
