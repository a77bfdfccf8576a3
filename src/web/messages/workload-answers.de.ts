import type { Sentences } from "../shared/say-server.ts";

/** Why something about a workload was not done, by its code. */
export const workloadAnswersDe: Sentences = {
  "own-workload":
    "Wer ein Dienstkonto beantragt, gibt es nicht selbst frei. Bitten Sie jemand anderen, der es darf, es anzusehen.",
  "scopes-wider":
    "Was es darf, lässt sich hier einengen, aber nicht erweitern und nicht ganz wegnehmen. Für anderes beantragen Sie ein neues Dienstkonto.",
  "finding-unknown": "Diesen Befund gibt es nicht mehr: Seine Ursache ist weg.",
  "finding-no-step":
    "Für diesen Befund gibt es keinen einzelnen sicheren Schritt, oder es ist jetzt ein anderer. Sehen Sie ihn noch einmal an.",
  "finding-person":
    "Mit einem Befund lebt jemand, der hier arbeitet: Sagen Sie, für wen Sie es tun.",
  "finding-terms":
    "Ein Befund wird mit einem Grund hingenommen, als Kürzel von bis zu vierzig Buchstaben wie vendor-replies, und für höchstens 90 Tage.",
  "vendor-unknown": "Kein Dienstkonto ist von diesem Hersteller, oder er ist nicht gemeldet.",
  "canary-terms":
    "Sagen Sie mit einem Kürzel von bis zu vierzig Buchstaben und Ziffern, wo der Köder liegt, etwa build-server.",
  "canary-unknown": "Diesen Köder gibt es nicht, oder er wurde beendet.",
  "workload-expired":
    "Sein Ende ist gekommen. Verlängern Sie es zuerst, oder beantragen Sie ein neues.",
  "workload-known": "Ein Dienstkonto mit dieser Kennung gibt es schon. Wählen Sie eine andere.",
  "workload-not-live":
    "Dieses Dienstkonto wird gerade nicht eingelassen: Es gibt nichts, was ruhen könnte.",
  "workload-not-requested": "Dieses Dienstkonto wartet nicht auf eine Freigabe.",
  "workload-not-suspended": "Dieses Dienstkonto ruht nicht.",
  "workload-ownerless":
    "Für dieses Dienstkonto ist niemand verantwortlich. Übergeben Sie es zuerst an jemanden, der dann entscheidet, ob es wieder läuft.",
  "workload-over":
    "Dieses Dienstkonto wurde stillgelegt, und dabei bleibt es. Beantragen Sie ein neues.",
  "workload-people":
    "Ein Dienstkonto hat jemanden, der dafür verantwortlich ist, und jemanden zur Vertretung: zwei Menschen, die jetzt hier arbeiten. Nennen Sie sie mit ihren Kennungen.",
  "workload-terms.accounts":
    "Seine Konten anderswo werden mit Quelle und Name genannt, etwa postgresql:lab oder ad:svc-lab.",
  "workload-terms.gives":
    "Welche Rollen es per SCIM gibt, ist eine Liste von Rollen in Stationen oder Diensten, etwa nurse@4B, nurse@* oder *@4B.",
  "workload-terms.hours":
    "Seine Zeiten gehen von HH:MM bis HH:MM, zwei verschiedene Uhrzeiten in einer Zeitzone.",
  "workload-terms.id":
    "Eine Kennung hat bis zu 64 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche.",
  "workload-terms.name": "Ein Dienstkonto hat einen Namen von bis zu 100 Zeichen.",
  "workload-terms.networks": "Seine Netze sind Adressblöcke wie 10.1.0.0/16 oder 2001:db8::/48.",
  "workload-terms.purpose":
    "Sagen Sie in bis zu 200 Zeichen, wozu das Dienstkonto da ist. Nennen Sie keine Person, auch keine behandelte.",
  "workload-terms.purposes":
    "Wofür es Daten von Behandelten bekommt, sagen Codes aus HL7 v3 PurposeOfUse wie TREAT oder HPAYMT; der Notfallzugriff (BTG, ETREAT) ist für Menschen da.",
  "workload-terms.scopes":
    "Sagen Sie, welche Scopes es braucht, mindestens einen: etwa system/Observation.rs oder decision.ask.",
  "workload-terms.until":
    "Ein Dienstkonto hat ein Ende, später als jetzt und innerhalb von zwölf Monaten. Verlängern lässt es sich.",
  "workload-terms.vendor": "Sagen Sie, von wem es stammt; own für Eigenes des Hauses.",
  "workload-terms.wards":
    "Eine Station {ward} gibt es nicht. Nennen Sie Stationen wie der Dienstplan.",
  "workload-unknown": "Dieses Dienstkonto gibt es nicht.",
  "credential-key":
    "Das ist kein Schlüssel, den ein Dienstkonto haben kann: ein öffentlicher P-256-, P-384- oder Ed25519-Schlüssel, oder RSA ab 2048 Bit.",
  "credential-known":
    "Dieser Schlüssel, dieses Zertifikat oder Subjekt ist oder war ein anderer Nachweis. Ein Dienstkonto hat eine Identität: Machen Sie einen neuen.",
  "credential-terms":
    "Ein Nachweis endet später als jetzt und spätestens mit seinem Dienstkonto, und seine Adressen beginnen mit https://.",
  "credential-terms.federation":
    "Eine Föderation hat Aussteller, Empfänger und Subjekt, jedes genau und nicht als Muster, und Schlüssel oder eine Adresse von Schlüsseln.",
  "credential-terms.reusable":
    "Ein Token, das mehr als einmal gilt, gilt nur aus bekannten Netzen: Nennen Sie zuerst die Netze des Dienstkontos.",
  "credential-terms.secret":
    "Ein Client-Secret ist eine Ausnahme: Es gilt höchstens 30 Tage, und sein Grund wird gesagt.",
  "credential-not-leaving":
    "An die Stelle dieses Nachweises tritt noch keiner. Fügen Sie zuerst seinen Nachfolger hinzu.",
  "credential-still-used":
    "Seit der Nachfolger da ist, nutzen ihn noch Aufrufer: {count}. Stellen Sie sie um, oder beenden Sie ihn trotzdem.",
  "credential-unknown": "Diesen Nachweis gibt es nicht, oder er ist zu Ende.",
  "workload-unapproved":
    "Dieses Dienstkonto hat noch niemand freigegeben: Vorher bekommt es keinen Nachweis.",
  "database-refused":
    "Dieses Dienstkonto bekommt in dieser Datenbank keine Rolle: Es wird gerade nicht eingelassen, oder dafür wurde es nicht freigegeben.",
  "database-terms":
    "Eine Rolle in dieser Datenbank gilt 1 bis {most} Minuten und lässt sich verlängern.",
  "database-too-many":
    "Dieses Dienstkonto hat in dieser Datenbank so viele Rollen, wie es haben darf. Verlängern Sie eine davon, oder geben Sie zuerst eine zurück.",
  "database-unknown": "Eine Datenbank dieses Namens gibt es hier nicht.",
  "database-unreachable":
    "Die Datenbank tut das gerade nicht. Es bleibt nichts davon: Versuchen Sie es bald noch einmal.",
  "database-role-unknown": "Diese Rolle in einer Datenbank gibt es nicht, oder sie ist zu Ende.",
  "quarantine-nothing": "Unter diesem Namen gibt es nichts, was sich anhalten ließe.",
};
