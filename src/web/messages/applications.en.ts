/** What is said of connected applications at the console. */
export const applicationsEn = {
  pageApplications: "Applications",
  questionApplications: "What is connected, how far Wardkey's word reaches in it, and who is in",
  appColumn: "Application",
  appKind: "Reach",
  appDecides: "Decides here",
  appSigns: "Signs in here",
  appTold: "Only told",
  appDecidesHint: "It asks for every action: a permit covers what is done in it.",
  appSignsHint:
    "Its tokens end with the session: what is done in it meanwhile is its own to decide.",
  appToldHint:
    "Nothing in it is decided here. At most it hears of what has ended, and acts on it by itself.",
  appHolds: "Holds now",
  appLive: (count: number): string =>
    count === 1 ? "1 session signed in" : `${count} sessions signed in`,
  appSuspended: (count: number): string => `${count} locked or at another screen`,
  appNone: "nobody is signed in",
  appOwnUntil: (day: string): string => `calls in its own name, until ${day}`,
  appWho: "Signed in",
  appMore: (count: number): string => `and ${count} more`,
  appScopes: "May ask for",
  appAddresses: "Addresses",
  appEnd: "End",
  appEndOf: (name: string): string => `End ${name}`,
  appEndTitle: (name: string): string => `End ${name}?`,
  appEndWhat: (count: number): string =>
    count === 1
      ? "Nobody signs in to it any more. 1 person is signed in: their tokens are dead at once."
      : `Nobody signs in to it any more. ${count} people are signed in: their tokens are dead at once.`,
  appEndNobody: "Nobody signs in to it any more. Nobody is signed in now.",
  appEndOwn: "What it got for its own work is dead too.",
  appEnded: (name: string): string => `${name} has ended, with every token that it held.`,
  appUntold: (count: number): string =>
    count === 1
      ? "It was not told of 1 sign-out: what it still shows, it does not take away by itself."
      : `It was not told of ${count} sign-outs: what it still shows, it does not take away by itself.`,
  appRegister: "Connect an application",
  appClientId: "client_id",
  appClientIdHint: "Left out, it gets a random one.",
  appRedirects: "Comes back to",
  appOnePerLine: "One address on each line.",
  appScopesHint: "For example: openid fhirUser launch online_access patient/*.rs",
  appKeys: "Its keys",
  appKeysAt: "at an address",
  appKeysHere: "as a key set",
  appKeysNone: "none: it runs in a browser",
  appKeysAddress: "Address of its keys",
  appKeySet: "Key set (JSON)",
  appKeySetBad: "The key set cannot be read as JSON. Nothing was connected.",
  appLaunch: "Opened from a screen at",
  appFhir: "FHIR server that it is launched for",
  appLogout: "Hears of sign-outs at",
  appServes: "Addresses that tokens may be for",
  appGives: "Roles that it gives by SCIM, and where",
  appGivesHint:
    "If it brings people, such as nurse@4B, doctor@* or *@ICU. What is not named here it gives nobody.",
  appOptional: "May be left out.",
  appRegistered: (id: string): string => `It is connected. Its client_id is ${id}.`,
  appKeysByHand: "Connect it anew whenever its keys change.",
  noApplications: "Nothing is connected.",
  noApplicationsHint:
    "An administrator connects an application here, or with wardkey application register.",
};
