import type { FindingSaid } from "../shared/say-server.ts";

/** What detectors find, by its cause, and what to do about it. */
export const findingsDe: Readonly<Record<string, FindingSaid>> = {
  ownerless: {
    what: "Niemand, der hier arbeitet, ist dafür verantwortlich",
    fix: "Übergeben Sie es jemandem mit Vertretung, oder beenden Sie es.",
  },
  unused: {
    what: "Seit einem Monat oder länger nutzt es niemand",
    fix: "Beenden Sie es, oder lassen Sie sich sagen, worauf es wartet.",
  },
  sleeping: {
    what: "Es ist seit drei Monaten angehalten und wurde nie beendet",
    fix: "Beenden Sie es: Es wird ohnehin schon abgewiesen.",
  },
  "undead-credential": {
    what: "Es ist stillgelegt und hat einen Zugang, der nie beendet wurde",
    fix: "Beenden Sie den Zugang.",
  },
  "still-called": {
    what: "Es ist beendet, und etwas meldet sich noch in seinem Namen",
    fix: "Suchen Sie dort, von wo es kommt, und nehmen Sie die Einstellung weg.",
  },
  "leaked-tried": {
    what: "Ein Zugang, der bekannt geworden ist, wird weiter versucht",
    fix: "Finden Sie heraus, wer sich von dort meldet: Er hat gelesen, wo der Zugang lag.",
  },
  "beside-a-leak": {
    what: "Ein anderes Geheimnis davon wurde bekannt, während es dieses schon gab",
    fix: "Ersetzen Sie auch dieses: Wo das eine lag, kann das andere liegen.",
  },
  "canary-used": {
    what: "Ein Geheimnis, das niemandem gehört, wurde benutzt",
    fix: "Jemand liest den Ort, an dem es lag: Sehen Sie nach, wer das kann und was dort noch liegt.",
  },
  "vendor-flagged": {
    what: "Dem Hersteller wird zurzeit nicht vertraut",
    fix: "Halten Sie es an, bis der Hersteller geantwortet hat, oder nehmen Sie hin, dass es weiterläuft.",
  },
  "vendor-unknown": {
    what: "Niemand hat gesagt, wer es herstellt",
    fix: "Beantragen Sie es neu mit seinem Hersteller, oder beenden Sie es.",
  },
  "third-party-unbounded": {
    what: "Ein fremdes Programm darf alles, von überall",
    fix: "Nennen Sie die Netze, von denen es kommt, die Stationen oder das, was es braucht.",
  },
  secret: {
    what: "Es weist sich mit einem Geheimnis aus, was eine Ausnahme ist",
    fix: "Geben Sie ihm einen eigenen Schlüssel oder eine Föderation, und beenden Sie das Geheimnis.",
  },
  "api-key-alone": {
    what: "Es hat einen API-Schlüssel und nichts Besseres",
    fix: "Geben Sie ihm einen eigenen Schlüssel oder eine Föderation.",
  },
  "keys-without-tls": {
    what: "Seine Schlüssel werden ohne TLS geholt",
    fix: "Veröffentlichen Sie die Schlüssel unter einer https://-Adresse.",
  },
  "secrets-guessed": {
    what: "Jemand probiert Geheimnisse in seinem Namen",
    fix: "Finden Sie heraus, wer sich von dort meldet; beenden Sie das Geheimnis, wenn es eines gibt.",
  },
  "unused-scopes": {
    what: "Es darf mehr, als es seit einem Monat getan hat",
    fix: "Engen Sie es auf das ein, was es genutzt hat.",
  },
  "gives-every-role": {
    what: "Es darf jede Rolle überall vergeben",
    fix: "Sagen Sie, welche Rollen es auf welchen Stationen vergibt.",
  },
  "generic-audience": {
    what: "Es gelten Tokens, deren Empfänger jeder sein könnte",
    fix: "Lassen Sie die Plattform Tokens für diesen Server ausstellen, und hinterlegen Sie diesen Empfänger.",
  },
  "shared-subject": {
    what: "Sein föderierter Name ist einer, den auch andere Programme haben",
    fix: "Geben Sie ihm ein eigenes Dienstkonto oder eine eigene Umgebung, und hinterlegen Sie diesen Namen.",
  },
  "issuer-without-tls": {
    what: "Der Aussteller seiner Tokens ist ohne TLS genannt",
    fix: "Nehmen Sie einen Aussteller mit einer https://-Adresse.",
  },
  "tokens-from-anywhere": {
    what: "Dasselbe Token gilt mehrmals, und fast von überall",
    fix: "Nennen Sie die Netze, von denen es wirklich kommt.",
  },
  "long-secret": {
    what: "Ein Geheimnis gilt länger als dreißig Tage",
    fix: "Ersetzen Sie es durch ein kürzeres oder durch einen Schlüssel.",
  },
  "old-key": {
    what: "Ein Schlüssel wurde seit einem halben Jahr nicht gewechselt",
    fix: "Wechseln Sie ihn: Geben Sie den Nachfolger mit einer Überlappung dazu.",
  },
  "secret-habit": {
    what: "Seit drei Monaten folgt ein Geheimnis auf das andere",
    fix: "Die Ausnahme wurde zur Gewohnheit: Geben Sie ihm einen Schlüssel oder eine Föderation.",
  },
  "old-api-key": {
    what: "Sein API-Schlüssel ist älter als drei Monate",
    fix: "Machen Sie einen neuen, oder geben Sie ihm einen eigenen Schlüssel.",
  },
  "wrong-environment": {
    what: "Ein Token einer anderen Umgebung wurde in seinem Namen gezeigt",
    fix: "Sehen Sie die Einstellungen dessen an, der sich von dort meldet.",
  },
  "account-across-environments": {
    what: "Der Betrieb teilt ein Konto mit einem Test",
    fix: "Geben Sie jedem sein eigenes Konto.",
  },
  "subject-of-another-environment": {
    what: "Der Betrieb weist sich mit dem Token einer Testumgebung aus",
    fix: "Hinterlegen Sie den Namen seiner Betriebsumgebung.",
  },
  "production-rests-on-test": {
    what: "Etwas im Betrieb braucht ein Dienstkonto, das nicht im Betrieb ist",
    fix: "Nehmen Sie in den Betrieb, was es braucht, oder trennen Sie es.",
  },
  "environment-unsaid": {
    what: "Niemand hat gesagt, in welcher Umgebung es läuft",
    fix: "Beantragen Sie es neu mit seiner Umgebung.",
  },
  replayed: {
    what: "Derselbe Nachweis wurde zweimal gezeigt",
    fix: "Finden Sie heraus, wer ihn noch hat: Wechseln Sie den Schlüssel ohne Überlappung.",
  },
  "second-place": {
    what: "Es läuft an einem Ort zur Zeit und wurde an einem zweiten versucht",
    fix: "Finden Sie heraus, wer sich von dort meldet, oder melden Sie den Ausweichknoten an.",
  },
  "unexpected-place": {
    what: "Es wurde von einem Ort eingelassen, an dem es nie war",
    fix: "Fragen Sie, ob es umgezogen ist; nennen Sie seine Netze.",
  },
  "many-places": {
    what: "Ein Zugang wird in einer Stunde an drei Orten oder mehr benutzt",
    fix: "Geben Sie jeder Instanz einen eigenen Zugang.",
  },
  "shared-identity": {
    what: "Zwei Dienstkonten teilen einen Schlüssel, einen Namen oder ein Konto",
    fix: "Geben Sie jedem sein eigenes.",
  },
  "signed-in-as": {
    what: "Jemand wollte sich als dieses Dienstkonto anmelden",
    fix: "Fragen Sie, wer es war: Geben Sie eigenen Zugang, und wechseln Sie, was er hatte.",
  },
  "outside-hours": {
    what: "Es wurde außerhalb seiner Zeiten gerufen",
    fix: "Fragen Sie, wer dann ruft; erweitern Sie die Zeiten, wenn es richtig ist.",
  },
  "subject-is-a-person": {
    what: "Sein föderierter Name ist der eines Menschen",
    fix: "Geben Sie dem Programm ein eigenes Dienstkonto.",
  },
};
