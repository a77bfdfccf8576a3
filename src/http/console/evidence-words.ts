import type { AccessDecision, CampaignScope, Exceptional } from "../../world/index.ts";

/** What the printed evidence of an access review says. */
export interface EvidenceWords {
  readonly title: (campaign: string) => string;
  readonly of: string;
  readonly scopes: Readonly<Record<CampaignScope["type"], string>>;
  readonly opened: (at: string, by: string) => string;
  readonly due: (at: string) => string;
  readonly closed: (at: string) => string;
  readonly left: string;
  readonly nobody: string;
  readonly unused: string;
  readonly yes: string;
  readonly no: string;
  /** Titles of roles, by what they are called in the policy; another one, a hospital's own, is called as it is. */
  readonly roles: ReadonlyMap<string, string>;
  readonly because: Readonly<Record<Exceptional, string>>;
  readonly outcomes: Readonly<Record<AccessDecision["outcome"] | "escalated" | "open", string>>;
  readonly hows: Readonly<Record<AccessDecision["how"], string>>;
  readonly reviewers: string;
  readonly reviewerHeads: readonly string[];
  readonly decisions: string;
  readonly decisionHeads: readonly string[];
  readonly proof: string;
  readonly proofOf: (position: string, receipts: number) => string;
}

const en: EvidenceWords = {
  title: (campaign) => `Access review ${campaign}`,
  of: "Of",
  scopes: {
    all: "everything",
    ward: "the ward or service",
    role: "the role",
    risk: "what is exceptional",
    event: "the person",
  },
  opened: (at, by) => `Opened ${at} by ${by}`,
  due: (at) => `due ${at}`,
  closed: (at) => `all decided ${at}`,
  left: "something is left to decide",
  nobody: "nobody answered",
  unused: "no use on record",
  yes: "yes",
  no: "no",
  roles: new Map(),
  because: {
    privileged: "privileged",
    "former-ward": "former ward",
    "out-of-role": "out of role",
    outlier: "outlier",
    unused: "unused",
  },
  outcomes: {
    confirmed: "confirmed",
    ended: "ended",
    gone: "gone by itself",
    escalated: "escalated",
    open: "open",
  },
  hows: { together: "together", singly: "singly", silence: "silence" },
  reviewers: "Who decided",
  reviewerHeads: ["Who", "Confirmed", "Ended", "Time that their page counted"],
  decisions: "What was decided",
  decisionHeads: [
    "Who",
    "Role",
    "Where",
    "Why by itself",
    "Last used",
    "Outcome",
    "By",
    "When",
    "Position",
    "Still had",
  ],
  proof: "Proof",
  proofOf: (position, receipts) =>
    `The evidence hashes to what the record at position ${position} says, and the log's key signs that record. Each of the ${receipts} acts by which access ended has a receipt of its own. The JSON beside this page holds all of them; wardkey verify --receipt checks each.`,
};

/** The titles of the policy as shipped, as screens say them. */
const germanRoles: Readonly<Record<string, string>> = {
  nurse: "Pflegefachkraft",
  "nurse in charge": "Schichtleitung",
  doctor: "Arzt oder Ärztin",
  consultant: "Oberarzt oder Oberärztin",
  pharmacist: "Apotheker oder Apothekerin",
  therapist: "Therapeut oder Therapeutin",
  "healthcare assistant": "Pflegehilfskraft",
  student: "in Ausbildung",
  "ward clerk": "Stationssekretariat",
  "ward manager": "Stationsleitung",
  "site manager": "Hausleitung",
  "privacy officer": "Datenschutz",
  "records officer": "Patientenarchiv",
  "security engineer": "IT-Sicherheit",
  administrator: "Administration",
};

const de: EvidenceWords = {
  title: (campaign) => `Zugriffsprüfung ${campaign}`,
  of: "Geprüft wurde",
  scopes: {
    all: "aller Zugriff",
    ward: "die Station oder der Dienst",
    role: "die Rolle",
    risk: "was auffällig ist",
    event: "der Mensch",
  },
  opened: (at, by) => `Eröffnet ${at} von ${by}`,
  due: (at) => `fällig ${at}`,
  closed: (at) => `alles entschieden ${at}`,
  left: "etwas ist noch offen",
  nobody: "niemand hat geantwortet",
  unused: "kein Gebrauch verzeichnet",
  yes: "ja",
  no: "nein",
  roles: new Map(Object.entries(germanRoles)),
  because: {
    privileged: "privilegiert",
    "former-ward": "frühere Station",
    "out-of-role": "mehr als die eigene Rolle",
    outlier: "dort unüblich",
    unused: "ungenutzt",
  },
  outcomes: {
    confirmed: "bestätigt",
    ended: "beendet",
    gone: "von selbst beendet",
    escalated: "weitergereicht",
    open: "offen",
  },
  hows: { together: "gemeinsam", singly: "einzeln", silence: "ohne Antwort" },
  reviewers: "Wer entschieden hat",
  reviewerHeads: ["Wer", "Bestätigt", "Beendet", "Zeit, die ihre Seite gezählt hat"],
  decisions: "Was entschieden wurde",
  decisionHeads: [
    "Wer",
    "Rolle",
    "Wo",
    "Warum einzeln",
    "Zuletzt gebraucht",
    "Ergebnis",
    "Durch",
    "Wann",
    "Position",
    "Noch vorhanden",
  ],
  proof: "Beweis",
  proofOf: (position, receipts) =>
    `Der Nachweis hat den Hash, den der Eintrag an Position ${position} nennt, und der Schlüssel des Protokolls signiert diesen Eintrag. Zu jedem der ${receipts} Vorgänge, durch die Zugriff endete, gibt es eine eigene Quittung. Das JSON neben dieser Seite enthält sie alle; wardkey verify --receipt prüft jede.`,
};

/** In each language that the page is printed in. */
export const evidenceWords: Readonly<Record<"de" | "en", EvidenceWords>> = { de, en };
