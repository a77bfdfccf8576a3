import type { Sentences } from "../shared/say-server.ts";

/** Why a staff passport is not believed, or shows nothing for an engagement, by its codes. */
export const passportAnswersDe: Sentences = {
  "not-active.passport":
    "Einen Mitarbeiterpass gibt es für eine laufende Beschäftigung, die eine Rolle gibt, und diese gibt gerade keine.",
  "proof-missing.lost":
    "Der Nachweis, wer das ist, gilt nicht mehr. Sehen Sie erst einen neuen an: einen gültigen Mitarbeiterpass oder Dokumente.",
  "passport-anothers":
    "Dieser Mitarbeiterpass war hier der von jemand anderem. Prüfen Sie anhand von Dokumenten, wer das ist, und sagen Sie der Sicherheit Bescheid.",
  "passport-other-role":
    "Dieser Pass ist für die Rolle {role}. Seinem Aussteller wird nicht alles geglaubt, was diese Beschäftigung gibt.",
  "passport-too-long":
    "Mit Pässen dieses Ausstellers arbeitet hier jemand höchstens {hours} h, und diese Beschäftigung ist länger. Prüfen Sie anhand von Dokumenten, wer das ist.",
  "passport-untrusted":
    "Die Regeln glauben das dem Aussteller dieses Passes nicht mehr. Prüfen Sie anhand von Dokumenten, wer das ist.",
  "passport.your-own":
    "Das ist Ihre eigene Beschäftigung. Wer Sie sind, muss sich jemand anders ansehen, der es darf.",
  "passport.nobody-believed":
    "Die Regeln glauben noch niemandes Mitarbeiterpässen (passports.yaml). Prüfen Sie anhand von Dokumenten, wer das ist.",
  "passport.over":
    "Das hat zu lange gedauert, oder es ist schon erledigt. Lassen Sie den Pass neu zeigen.",
  "passport.unreadable":
    "Das ist kein Mitarbeiterpass, oder nicht der ganze. Lassen Sie ihn noch einmal zeigen.",
  "passport.wrong-type":
    "Das ist ein Nachweis, aber kein Mitarbeiterpass. Verlangen Sie den Mitarbeiterpass.",
  "passport.untrusted-issuer":
    "Wer ihn ausgestellt hat, dem wird hier nicht geglaubt, oder nicht mehr. Prüfen Sie anhand von Dokumenten, wer das ist.",
  "passport.forged":
    "Er wurde verändert, oder der Aussteller hat ihn nicht unterschrieben. Nehmen Sie ihn nicht an, und sagen Sie der Sicherheit Bescheid.",
  "passport.not-yet": "Er gilt noch nicht. Sehen Sie nach, ab wann er gilt.",
  "passport.expired":
    "Er ist abgelaufen. Verlangen Sie einen neuen, oder prüfen Sie anhand von Dokumenten, wer das ist.",
  "passport.no-holder-proof":
    "Er wurde ohne den Beweis gezeigt, dass er dem Inhaber gehört: vielleicht eine Kopie. Lassen Sie ihn vom eigenen Telefon zeigen.",
  "passport.wrong-holder":
    "Der Beweis ist von einem anderen Schlüssel als dem des Passes, oder über einen anderen Pass. Nehmen Sie ihn nicht an.",
  "passport.wrong-audience": "Er wurde jemand anderem gezeigt. Lassen Sie ihn hier zeigen.",
  "passport.replayed":
    "Das war die Antwort auf eine andere Anfrage. Fragen Sie neu, und lassen Sie ihn noch einmal zeigen.",
  "passport.stale-proof": "Der Beweis ist zu alt. Lassen Sie ihn noch einmal zeigen.",
  "passport.revoked":
    "Der Aussteller hat ihn widerrufen. Nehmen Sie ihn nicht an; warum, sagt die Stelle, die ihn ausgestellt hat.",
  "passport.suspended":
    "Der Aussteller hat ihn ausgesetzt. Nehmen Sie ihn jetzt nicht an; warum, sagt die Stelle, die ihn ausgestellt hat.",
  "passport.status-unknown":
    "Ob er widerrufen wurde, lässt sich jetzt nicht feststellen. Versuchen Sie es noch einmal, oder prüfen Sie anhand von Dokumenten, wer das ist.",
  "passport.proofing-too-low":
    "Die Identität wurde weniger gut geprüft, als von diesem Aussteller verlangt wird. Prüfen Sie sie anhand von Dokumenten.",
  "passport.role-not-theirs": "Für diese Rolle wird seinem Aussteller hier nicht geglaubt.",
  "passport.incomplete":
    "Er sagt nicht alles, was ein Mitarbeiterpass sagen muss, oder nicht alles wurde gezeigt.",
  "passport.declined":
    "Es wurde nichts gezeigt: Die Person wollte nicht, oder ihre Wallet hat keinen Mitarbeiterpass. Fragen Sie neu, oder prüfen Sie anhand von Dokumenten, wer das ist.",
};
