import type { passportsEn } from "./passports.en.ts";

/** Was die Konsole sagt, wo jemand einen Mitarbeiterpass zeigt. */
export const passportsDe: typeof passportsEn = {
  passportAsk: "Mitarbeiterpass zeigen lassen",
  passportTitle: (name) => `Mitarbeiterpass von ${name}`,
  passportScan:
    "Lassen Sie diesen Code mit der Wallet auf dem eigenen Telefon einlesen und dort zustimmen. Der Pass kommt von selbst hierher.",
  passportCode: "Der Code, den die Wallet einliest",
  passportUntil: (time) => `Er gilt bis ${time}, für eine Antwort.`,
  passportRefused: "Nicht geglaubt",
  passportOver: "Niemand hat rechtzeitig geantwortet.",
  passportAgain: "Neu zeigen lassen",
  passportCompare: (name) =>
    `Er ist echt, und sein Inhaber hat ihn gezeigt. Steht hier ${name} vor Ihnen?`,
  passportOtherName: (passport, expected) =>
    `Die Namen sind verschieden: Im Pass steht ${passport}, erwartet wird ${expected}. Nehmen Sie ihn nur an, wenn Sie sicher sind, dass beides diese Person ist.`,
  passportName: "Name",
  passportRole: "Arbeitet als",
  passportIssuer: "Ausgestellt von",
  passportProofing: "Identität geprüft",
  passportProofingSaid: (how, day, by) => `${how}; am ${day}, von ${by}`,
  passportRegistration: "Berufszulassung",
  passportRegistrationSaid: (body, number, until) => `${body} ${number}, bis ${until}`,
  passportCounts: "Gilt bis",
  passportAccept: "Das ist die Person: annehmen",
  passportNotThem: "Das ist sie nicht",
  passportAccepted: (name) => `Wer ${name} ist, hat ein Mitarbeiterpass gezeigt.`,
  passportGive: "Mitarbeiterpass ausstellen",
  passportGiveTitle: (name) => `Ein Mitarbeiterpass für ${name}`,
  passportGiveScan:
    "Lassen Sie diesen Code mit der Wallet auf dem eigenen Telefon einlesen und dort diese PIN eingeben. Sagen Sie die PIN niemand anderem.",
  passportGiveCode: "Der Code, mit dem die Wallet den Pass holt",
  passportPin: "PIN",
  passportGiveWhat: (name) =>
    `Damit sehen andere Häuser, wer ${name} ist und als was diese Person hier arbeitet. Er gilt, solange diese Beschäftigung läuft.`,
  suspendReasonsPassport: "der Mitarbeiterpass gilt nicht mehr",
  proofLostRevoked: "der Aussteller hat ihn widerrufen",
  proofLostSuspended: "der Aussteller hat ihn ausgesetzt",
  proofLostIssuer: "dem Aussteller wird nicht mehr geglaubt",
  proofLostLevel: "der Aussteller hat weniger gut geprüft, als inzwischen verlangt wird",
  proofLostRole: "dem Aussteller wird für diese Rolle nicht mehr geglaubt",
  proofLostLong: "dem Aussteller wird nicht so lange geglaubt, wie diese Beschäftigung dauert",
  proofLostSaid: (time, why) =>
    `Gilt nicht mehr, seit ${time}: ${why}. Sehen Sie einen neuen Nachweis an.`,
  proofUnsureSaid: (time) =>
    `Ob er noch gilt, ist seit ${time} nicht bekannt: Der Aussteller antwortet nicht. Fragen Sie dort nach, oder sehen Sie Dokumente an.`,
  proofIssuer: (issuer) => `ausgestellt von ${issuer}`,
};
