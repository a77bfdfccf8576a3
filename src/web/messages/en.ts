import type { applicationsEn } from "./applications.en.ts";
import type { phonesEn } from "./phones.en.ts";

/** The words of every face, in plain British-neutral English. Other languages have the same keys. */
export const en = {
  languageName: "English",

  // everywhere
  appName: "Wardkey",
  oneMoment: "One moment…",
  tryNow: "Try now",
  tryAgain: "Try again",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  bed: (bed: string): string => `bed ${bed}`,
  ward: (ward: string): string => `Ward ${ward}`,
  seat: (seat: string): string => `Seat ${seat}`,
  seatOn: (ward: string): string => `seat on ${ward}`,
  inSeconds: (seconds: number): string => (seconds === 1 ? "in 1 second" : `in ${seconds} seconds`),

  // errors without words of the server's own
  errorUnreachable: "There is no answer from the server. Nothing was done. Please try again.",
  errorUncertain:
    "There was no answer in time, so this screen can't tell whether that was done. Please look before you do it again.",
  errorRefused: "That was not done. Please try again.",
  errorOccupantChanged: "Somebody else is at this screen now. Nothing was done.",

  // starting, unreachable, enrolment
  startingTitle: "Starting",
  lostTitle: "This screen has lost its connection",
  lostBody:
    "Nothing you see elsewhere has changed. It comes back by itself as soon as the server answers.",
  lostKept: "What you were typing is kept until this screen locks.",
  lostMeanwhile: "Until then, use another screen or your ward's downtime folder.",
  lostNext: (when: string): string => `Next try ${when}.`,
  insecureTitle: "This address can't be used as a seat",
  insecureBody:
    "A seat signs what it sends, and the browser allows that only at an https address or on this very computer. Please open the https address instead.",
  enrolTitle: "This screen is not set up yet",
  enrolBody:
    "An administrator sets it up once, for the place where it stands. Read them this code:",
  enrolWaiting: "It asks again by itself.",
  enrolCode: "Code of this screen",

  // locked
  tapYourBadge: "Tap your badge",
  tapHint: "Hold it to the reader, or type its number and press Enter.",
  readingBadge: "Reading your badge…",
  charactersTyped: (count: number): string =>
    count === 1 ? "1 character typed" : `${count} characters typed`,
  parkedHere: "Parked here",
  parkedPerson: (initials: string): string => `${initials} is parked here`,
  demoBadges: "Demonstration badges",
  demoHint: "Click one to tap it. Its PIN is beside the name.",
  demoPin: (pin: string): string => `PIN ${pin}`,
  demoTap: "Tap the badge of",
  droppedAtLock: (initials: string, count: number): string =>
    count === 1
      ? `${initials}: the last words of a half-written text were not kept.`
      : `${initials}: the last words of ${count} half-written texts were not kept.`,
  locking: "Locking…",
  lockingBody: "Your patients are off this screen already.",

  // PIN
  pinTitle: (initials: string): string => `Hello ${initials}`,
  pin: "PIN",
  pinDigits: (count: number): string =>
    count === 1 ? "1 digit entered" : `${count} digits entered`,
  pinKeys: "Digits",
  pinEnter: "Enter",
  pinDelete: "Delete last digit",
  pinWait: (when: string): string => `You can try again ${when}.`,
  pinChecking: "Checking your PIN…",
  pinNotMe: "Not me, go back",
  pinBadgeLocked: "This badge is locked",
  pinBadgeLockedBody:
    "There were too many wrong PINs. Ask the nurse in charge or the badge desk for a supervised unlock. Everybody else can go on using this screen.",

  // signed in
  shiftEndsSoon: (minutes: number): string =>
    minutes === 1
      ? "1 minute left, then this screen locks"
      : `${minutes} minutes left, then this screen locks`,
  lock: "Lock",
  more: "More",
  moreTitle: "This screen",
  signOut: "Sign out",
  signOutHint: "Ends your session. Nothing of it stays parked.",
  appearance: "Appearance",
  appearanceAuto: "System",
  appearanceLight: "Light",
  appearanceDark: "Dark",
  appearanceNight: "Night",
  language: "Language",
  myPatients: "My patients",
  noPatients: "You have no patients at the moment.",
  noPatientsHint:
    "When somebody is assigned to you, or comes to your ward, they appear here by themselves.",
  noChart: "Choose a patient to open the chart",
  noChartHint: "Or find any patient by number.",
  away_leave: "on leave",
  away_temporary: "elsewhere for now",
  born: "Born",
  age: (years: number): string => `${years} y`,
  ageMonths: (months: number): string => `${months} mo`,
  number: "No.",
  sex_m: "Male",
  sex_f: "Female",
  sex_o: "Other",
  sex_u: "Sex unknown",
  patient: "Patient",
  inWard: (ward: string, bed: string): string => `${ward}, bed ${bed}`,
  findPatient: "Find a patient by number",
  find: "Find",
  finding: "Looking…",
  findHint: "The whole patient number. Searches are recorded.",
  findEmpty: "Type the whole patient number first.",
  foundTitle: "Is this the patient you mean?",
  openChart: "Open chart",
  openingChart: "Opening the chart…",
  closeChart: "Close chart",
  remarks: "Remarks",
  backToPatients: "Back to my patients",
  staleFeeds: (feeds: string): string =>
    `Not heard from lately: ${feeds}. What you see from there may be old.`,
  noticeTitle: "This chart was closed",
  noticeDraft: (count: number): string =>
    count === 1
      ? "The text you were writing is not placed. It is kept for you until you sign out or your shift ends."
      : `The ${count} texts you were writing are not placed. They are kept for you until you sign out or your shift ends.`,
  welcomeDropped: (count: number): string =>
    count === 1
      ? "When this screen locked, the last words of one text had not been kept yet. Please look it over."
      : `When this screen locked, the last words of ${count} texts had not been kept yet. Please look them over.`,
  understood: "Understood",

  // chart
  chart: "Chart",
  chartSections: "Parts of the chart",
  sectionEmpty: "Nothing is recorded here.",
  sectionEmptyHint: "That is not the same as “none known”.",
  rechecking: "Checking that you may still see this chart…",
  accessEnds: (time: string): string => `until ${time}`,
  breakGlassHint: (minutes: number): string =>
    `${minutes} min, for this patient; reviewed afterwards`,
  breakGlassTitle: "Why do you need this chart?",
  breakGlassBody: (minutes: number): string =>
    `It opens for ${minutes} minutes, for this patient only. The privacy officer looks at it afterwards.`,
  breakGlassReasons: "Reasons",
  renewGlass: "More time",
  returnGlass: "Not needed any more",
  actions: "What you can do",
  actionNotNow: (label: string): string => `${label}: not now`,
  notNow: "Not now",
  whyNot: (label: string): string => `Why “${label}” is not possible now`,
  composeText: (label: string): string => `${label}: text`,
  composePlace: (label: string, patient: string): string => `${label} for ${patient}`,
  composePlacing: "Placing it…",
  composeEmpty: "Please write something first.",
  composeBack: "Back to the chart, keep the text",
  composeKept: "Kept for you as you type: it is there again after a lock, here or at another seat.",
  fetchingDrafts: "Fetching what you have half-written…",
  draftMark: "half-written",

  // another patient's bed
  confirmTitle: (patient: string): string => `Do you mean ${patient}?`,
  confirmBed: (bed: string, ward: string): string => `This screen is at bed ${bed}, ${ward}.`,
  confirmLies: (patient: string): string => `${patient} is the patient there.`,
  confirmNotThere: "That is not this patient’s bed.",
  confirmYes: (patient: string): string => `Yes, ${patient}`,
  confirmNo: "No, back to the text",

  // signing
  signNext: "Your passkey signs just this next.",
  signTitle: "Sign this",
  signBody: (label: string, patient: string): string => `${label}, for ${patient}:`,
  signHint:
    "Your passkey signs exactly these words for this patient, once. Changed words are signed anew.",
  signButton: "Sign with your passkey",
  signCancel: "Back to the text",

  // witness
  witnessNext: "A colleague witnesses it next, at this screen: badge and PIN.",
  witnessTitle: (label: string): string => `${label}: with a witness`,
  witnessInvite: "Tap your badge to witness",
  witnessInviteBody:
    "A colleague taps here and gives their PIN. You stay signed in, and so do they where they are.",
  witnessText: "What is witnessed",
  witnessAsks: "Asks for five minutes",
  witnessHello: (name: string): string => `${name} witnesses`,
  witnessCancel: "Without a witness, back to the text",
  witnessLapsed: "Nobody witnessed in time, so nothing was done. The text is as it was.",

  // refusal
  whatNext: "What you can do now",
  askWhom: "Who can help",
  stepUpTitle: "Please confirm it is you",
  stepUpBody: (label: string): string => `${label}. You come straight back to what you were doing.`,

  // idle and lock
  idleTitle: (seconds: number): string =>
    seconds === 1 ? "Locks in 1 second" : `Locks in ${seconds} seconds`,
  idleBody: "Nobody has touched this screen for a while.",
  idleDraft: "Your text is kept.",
  stillHere: "Still here",

  // passkeys
  passkey: "Passkey",
  passkeys: "Passkeys",
  passkeyHardware: "Hardware passkey",
  passkeyUse: "Use your passkey",
  passkeyWaiting: "Waiting for your passkey…",
  passkeyNotUsed: "No passkey was used. Please try again, or choose another way.",
  passkeyNotMade: "No passkey was made. Please try again.",
  passkeyKnown: "This device has a passkey of theirs already.",
  passkeySince: (time: string): string => `since ${time}`,
  passkeyLocked: "Locked: there may be a copy of it. Remove it and make a new one.",
  passkeyMake: "Make a passkey",
  passkeyMakeHint:
    "Let them hold their own security key or phone. They confirm with its PIN, finger or face.",
  passkeyMade: (name: string): string => `${name} has a new passkey.`,
  passkeyRemove: "Remove",
  passkeyRemoveSure: "Yes, it is lost: remove it",
  passkeyRemoved: "The passkey was removed. It opens nothing any more.",
  pageWards: "Wards",
  questionWards: "Who is in at which screen, and who is on duty",
  wardChoose: "Ward",
  wardSeats: "Screens",
  wardPeople: "On duty here",
  wardNobody: "The roster has nobody on duty here now.",
  noWards: "No ward whose screens you look after",
  noWardsHint: "Whoever is in charge of a ward's shift, or runs the ward, sees it here.",
  seatIn: "Somebody is in",
  seatFree: "Locked",
  seatNone: "No browser is this screen yet",
  seatSensor: "with a presence sensor",
  seatSince: (role: string, time: string): string => `${role}, in since ${time}`,
  seatParked: (names: string): string => `Can come back with a tap: ${names}`,
  seatLock: "Lock this screen",
  seatLockWhat: (name: string): string =>
    `The screen locks at once. ${name} comes back with a tap; half-written text is kept.`,
  seatLocked: (name: string): string => `${name} is locked.`,
  personUntil: (role: string, time: string): string => `${role}, until ${time}`,
  badgeLost: "Badge lost",
  badgeLostWhat: (name: string, badges: number, where: string): string =>
    `${badges === 1 ? "The badge" : `All ${badges} badges`} of ${name} will open nothing any more.${
      where === "" ? "" : ` ${name} is signed out at: ${where}.`
    }`,
  badgeLostDone: (name: string, badges: number): string =>
    badges === 1 ? `The badge of ${name} has ended.` : `${badges} badges of ${name} have ended.`,
  noBadge: "No badge",
  badgeLend: "Lend a pool badge",
  badgeLendWhat: (name: string): string =>
    `You have ${name} before you. Read a badge of the ward's pool: it is theirs until the shift is handed over, with their own PIN.`,
  badgeLent: (name: string, time: string): string => `${name} has a pool badge until ${time}.`,
  pageBadges: "Badges and PINs",
  questionBadges: "Who gets a badge, or has forgotten their PIN",
  staffNumber: "Staff number",
  staffFind: "Find",
  staffUnknown: "Nobody here has this staff number. HR's file brings in new people.",
  badgesNow: (badges: number): string =>
    badges === 0 ? "No badge yet." : badges === 1 ? "One badge." : `${badges} badges.`,
  hasPin: "They have a PIN.",
  hasNoPin: "No PIN yet.",
  notEngaged: "They have no live engagement, so a badge would open nothing. Ask HR.",
  badgeHint:
    "Look at their photo ID. Read the badge; they type the PIN themselves, where you can't see it.",
  pinNew: "New PIN, 4 to 12 digits",
  pinAgain: "The same PIN again",
  pinsDiffer: "The two PINs are not the same. Please type the second one again.",
  badgeOrPin: "Read a badge, or let them type a new PIN.",
  badgeGive: "Give",
  gaveBadge: (name: string, last: string): string => `${name} has this badge until ${last}.`,
  gavePin: (name: string): string => `${name} has a new PIN.`,
  gaveBoth: (name: string, last: string): string =>
    `${name} has this badge until ${last}, and a new PIN.`,
  badgeLocked: "locked by wrong PINs",
  badgeUnlock: "Unlock badge",
  badgeUnlockWhat: (name: string): string =>
    `You have ${name} before you. Their wrong PINs are forgotten, and the badge works again.`,
  badgeUnlocked: (name: string): string => `${name}'s badge works again.`,
  pageDesk: "Enrolment desk",
  questionDesk: "Who stands at the desk, and which passkeys they have",
  deskHint: "The person at the desk reads their badge and types their PIN. You supervise.",
  deskBegin: "This is me",
  deskNext: "Next person",
  signInPasskey: "Sign in with a passkey",

  // console
  consoleTitle: "Console",
  consoleSignIn: "Sign in to the console",
  consoleSignInHint: "Or with your badge number and your PIN:",
  badgeNumber: "Badge number",
  signIn: "Sign in",
  signingIn: "Signing in…",
  signedOut: "You were signed out. Please sign in again.",
  navigation: "Pages",
  toContent: "To the content",
  pageRecords: "Records",
  pageFeeds: "Feeds",
  pageParked: "Parked messages",
  pageReviews: "Reviews",
  noPages: "No page for you here",
  noPagesHint: "The console shows the records of the whole hospital to those who look after them",
  questionRecords: "What has happened, newest first",
  questionFeeds: "Which sources are heard, and which have gone quiet",
  questionParked: "Which messages could not be used, and why",
  questionReviews: "Which emergency accesses somebody still has to look at",
  reviewDue: "Due",
  reviewOverdue: "overdue",
  reviewWho: "Who",
  reviewPatient: "Whose chart",
  reviewWard: "Ward",
  reviewReason: "Reason given",
  reviewLasts: "Open until",
  reviewEnded: "ended",
  reviewNoWard: "on no ward",
  reviewTitle: "Emergency access",
  reviewOwn: "This was you: somebody else has to look at it.",
  reviewJustified: "Justified",
  reviewPolicyGap: "The policy should have allowed it",
  reviewUnjustified: "Not justified",
  reviewClosed: (who: string): string => `${who}: the review is closed.`,
  noReviews: "Nothing waits for a review.",
  noReviewsHint: "When somebody breaks the glass, it appears here at once.",
  live: "Live",
  liveOff: "Not live: reconnecting",
  allKinds: "Every kind",
  kind: "Kind",
  contains: "Contains",
  position: "Position",
  time: "Time",
  actor: "By",
  summary: "What happened",
  atSeat: "Seat",
  older: "Older",
  newest: "To the newest",
  newSince: (count: number): string => (count === 1 ? "1 new record" : `${count} new records`),
  exportCsv: "Export CSV",
  recordDetail: (position: number): string => `Record ${position}`,
  recordBody: "Content",
  noRecords: "No records here.",
  noRecordsHint:
    "Everything that happens becomes a record: a tap, a decision, a message from a feed. Choose another kind, or do something at a seat.",
  feed: "Feed",
  feedType: "Type",
  heard: "Last heard",
  staleAfter: "Stale after",
  feedState: "State",
  feedStale: "Stale",
  feedHeard: "Heard",
  feedWards: "Wards",
  noFeeds: "No feed has been heard yet.",
  noFeedsHint:
    "Send HL7 v2 ADT messages over MLLP, or import staff, rosters and FHIR files with “wardkey import”.",
  noParked: "No message is parked.",
  noParkedHint:
    "A message that can't be used is kept here with its reason, so that nothing is lost silently.",
  nothingFits: "Nothing fits the filter.",
  clearFilter: "Clear the filter",
  reason: "Reason",
  message: "Message",
  retry: "Try it again",
  dismiss: "Dismiss",
  retried: "It was tried again.",
  dismissed: "It was dismissed.",
  stillParked: "It still can't be used.",
  dismissQuestion: "Dismiss this message? It is not used, and leaves this list.",
  messageText: "Text of the message",
  applications: "Applications",
  applicationsHint: "They open signed in, for the patient whose chart is open.",
  connectTap: "Tap your badge to open the application",
  connectTapBody: "Tap here or at the bedside screen. The application opens by itself.",
  connectPatient: "Open the patient's chart",
  connectPatientBody:
    "The application is for one patient. Open their chart at the bedside screen; the application opens by itself.",
  connectStepUp: "The application wants to be sure that it is you.",
  connectOver: "This page is no longer good",
  connectOverBody: "Close it, and open the application again.",
  sortBy: (column: string): string => `Sort by ${column}`,
  ago: (span: string): string => `${span} ago`,
  minutes: (count: number): string => (count === 1 ? "1 min" : `${count} min`),
  hours: (count: number): string => `${count} h`,
  seconds: (count: number): string => `${count} s`,
  days: (count: number): string => (count === 1 ? "1 day" : `${count} days`),
};

/** The catalogue of one language: a missing or foreign key is a type error. */
export type Messages = typeof en & typeof applicationsEn & typeof phonesEn;
