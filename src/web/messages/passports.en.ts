/** What the console says where somebody shows a staff passport. */
export const passportsEn = {
  passportAsk: "Ask for their staff passport",
  passportTitle: (name: string): string => `Staff passport of ${name}`,
  passportScan:
    "Let them scan this with the wallet on their own phone, and agree there. The passport comes here by itself.",
  passportCode: "The code that their wallet scans",
  passportUntil: (time: string): string => `It is good until ${time}, for one answer.`,
  passportRefused: "Not believed",
  passportOver: "Nobody has answered in time.",
  passportAgain: "Ask anew",
  passportCompare: (name: string): string =>
    `It is genuine, and its holder presented it. Is it ${name} who stands here?`,
  passportOtherName: (passport: string, expected: string): string =>
    `The names differ: the passport says ${passport}, and ${expected} is expected. Accept it only if you are sure that both are this person.`,
  passportName: "Name",
  passportRole: "Works as",
  passportIssuer: "Issued by",
  passportProofing: "Identity checked",
  passportProofingSaid: (how: string, day: string, by: string): string =>
    `${how}; on ${day}, by ${by}`,
  passportRegistration: "Registered",
  passportRegistrationSaid: (body: string, number: string, until: string): string =>
    `${body} ${number}, until ${until}`,
  passportCounts: "Counts until",
  passportAccept: "It is them: accept",
  passportNotThem: "It is not them",
  passportAccepted: (name: string): string => `Who ${name} is has been shown by a staff passport.`,
  passportGive: "Give them a staff passport",
  passportGiveTitle: (name: string): string => `A staff passport for ${name}`,
  passportGiveScan:
    "Let them scan this with the wallet on their own phone, and type this PIN there. Tell the PIN to nobody else.",
  passportGiveCode: "The code by which their wallet takes the passport",
  passportPin: "PIN",
  passportGiveWhat: (name: string): string =>
    `By it other hospitals see who ${name} is and as what they work here. It counts while this engagement is live.`,
  suspendReasonsPassport: "the staff passport counts no more",
  proofLostRevoked: "its issuer has revoked it",
  proofLostSuspended: "its issuer has suspended it",
  proofLostIssuer: "its issuer is not believed any more",
  proofLostLevel: "its issuer checked less well than is asked by now",
  proofLostRole: "its issuer is not believed for this role any more",
  proofLostLong: "its issuer is not believed for as long as this engagement lasts",
  proofLostSaid: (time: string, why: string): string =>
    `Counts no more, since ${time}: ${why}. Look at new evidence.`,
  proofUnsureSaid: (time: string): string =>
    `Whether it still counts has not been known since ${time}: its issuer does not answer. Ask the issuer, or look at their documents.`,
  proofIssuer: (issuer: string): string => `issued by ${issuer}`,
};
