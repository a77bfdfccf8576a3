import type { applicationsEn } from "./applications.en.ts";

export const applicationsDe: typeof applicationsEn = {
  pageApplications: "Anwendungen",
  questionApplications:
    "Was verbunden ist, wie weit Wardkeys Wort darin reicht und wer angemeldet ist",
  appColumn: "Anwendung",
  appKind: "Reichweite",
  appDecides: "Fragt jedes Mal",
  appSigns: "Meldet hier an",
  appTold: "Erfährt nur",
  appDecidesHint: "Sie fragt bei jeder Handlung: Eine Erlaubnis deckt, was darin getan wird.",
  appSignsHint:
    "Ihre Tokens enden mit der Sitzung: Was bis dahin darin getan wird, entscheidet sie selbst.",
  appToldHint:
    "Nichts darin wird hier entschieden. Höchstens erfährt sie, was geendet hat, und handelt selbst danach.",
  appHolds: "Hält jetzt",
  appLive: (count) => (count === 1 ? "1 Sitzung angemeldet" : `${count} Sitzungen angemeldet`),
  appSuspended: (count) => `${count} gesperrt oder an einem anderen Bildschirm`,
  appNone: "niemand ist angemeldet",
  appOwnUntil: (day) => `ruft im eigenen Namen, bis ${day}`,
  appWho: "Angemeldet",
  appMore: (count) => `und ${count} weitere`,
  appScopes: "Darf verlangen",
  appAddresses: "Adressen",
  appEnd: "Beenden",
  appEndOf: (name) => `${name} beenden`,
  appEndTitle: (name) => `${name} beenden?`,
  appEndWhat: (count) =>
    count === 1
      ? "Niemand meldet sich mehr bei ihr an. 1 Person ist angemeldet: Ihre Tokens gelten sofort nicht mehr."
      : `Niemand meldet sich mehr bei ihr an. ${count} Personen sind angemeldet: Ihre Tokens gelten sofort nicht mehr.`,
  appEndNobody: "Niemand meldet sich mehr bei ihr an. Jetzt ist niemand angemeldet.",
  appEndOwn: "Auch was sie für ihre eigene Arbeit bekommen hat, gilt nicht mehr.",
  appEnded: (name) => `${name} ist beendet, mit jedem Token, das sie hielt.`,
  appUntold: (count) =>
    count === 1
      ? "Von 1 Abmeldung hat sie nicht mehr erfahren: Was sie noch zeigt, nimmt sie nicht von selbst weg."
      : `Von ${count} Abmeldungen hat sie nicht mehr erfahren: Was sie noch zeigt, nimmt sie nicht von selbst weg.`,
  appRegister: "Anwendung verbinden",
  appClientId: "client_id",
  appClientIdHint: "Bleibt sie leer, ist sie zufällig.",
  appRedirects: "Kommt zurück nach",
  appOnePerLine: "Eine Adresse in jeder Zeile.",
  appScopesHint: "Zum Beispiel: openid fhirUser launch online_access patient/*.rs",
  appKeys: "Ihre Schlüssel",
  appKeysAt: "unter einer Adresse",
  appKeysHere: "als Schlüsselsatz",
  appKeysNone: "keine: Sie läuft im Browser",
  appKeysAddress: "Adresse ihrer Schlüssel",
  appKeySet: "Schlüsselsatz (JSON)",
  appKeySetBad: "Der Schlüsselsatz ist als JSON nicht lesbar. Nichts wurde verbunden.",
  appLaunch: "Vom Bildschirm aus geöffnet unter",
  appFhir: "FHIR-Server, für den sie gestartet wird",
  appLogout: "Erfährt von Abmeldungen unter",
  appServes: "Adressen, für die Tokens gelten dürfen",
  appGives: "Rollen, die sie per SCIM gibt, und wo",
  appGivesHint:
    "Wenn sie Personen bringt, etwa nurse@4B, doctor@* oder *@ICU. Was hier nicht steht, gibt sie niemandem.",
  appOptional: "Darf fehlen.",
  appRegistered: (id) => `Sie ist verbunden. Ihre client_id ist ${id}.`,
  appKeysByHand: "Wenn sich ihre Schlüssel ändern, muss sie neu verbunden werden.",
  noApplications: "Nichts ist verbunden.",
  noApplicationsHint:
    "Eine Administratorin verbindet Anwendungen hier oder mit wardkey application register.",
};
