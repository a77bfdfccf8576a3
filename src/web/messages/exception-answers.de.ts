import type { Sentences } from "../shared/say-server.ts";

/** Why an exception (access for a time, emergency access, an emergency, a shift) was not made, or what came of it, by its codes. */
export const exceptionAnswersDe: Sentences = {
  "reason-unknown": "Diesen Grund gibt es hier nicht. Wählen Sie einen von diesen: {known}.",
  "glass-unknown.ended": "Dieser Zugriff ist zu Ende. Nehmen Sie neu Notfallzugriff.",
  "glass-unknown.here": "Für die offene Akte besteht kein Notfallzugriff.",
  "glass-needless":
    "Sie haben auch ohne Notfallzugriff Zugriff auf diesen Patienten. Es wurde keiner genommen, und niemand muss etwas prüfen: Öffnen Sie die Akte wie sonst.",
  "glass-not-yours": "Diesen Notfallzugriff hat jemand anders genommen.",
  "too-early.renewal": "Verlängern lässt es sich {minutes} min vor dem Ende.",
  "too-early.begin": "Der Beginn ist noch nicht da.",
  "too-early.relief":
    "Ihr Dienst ist noch nicht zu Ende: Sagen Sie es, wenn er zu Ende ist und niemand kommt.",
  "longest-reached.glass":
    "Länger darf es nicht dauern. Bitten Sie um Zugriff, oder nehmen Sie neu Notfallzugriff.",
  "longest-reached.emergency":
    "Länger darf es nicht dauern. Rufen Sie den Notfall neu aus, wenn er andauert.",
  "standing-unconfirmed":
    "Sie haben für diesen Patienten so oft Notfallzugriff genommen, dass erst jemand anders das bestätigen muss: Der Datenschutz kann es. Bis dahin endet er wie angegeben. Bitten Sie um Zugriff, oder nehmen Sie neu Notfallzugriff.",
  "emergency-unknown-kind":
    "Einen solchen Notfall kennen die Regeln nicht. Rufen Sie Hilfe wie gewohnt.",
  "emergency-unknown-place.of-ward":
    "Das wird für eine Station ausgerufen, nicht für einen einzelnen Patienten. Wählen Sie die Station.",
  "emergency-unknown-place.of-patient":
    "Das wird für einen Patienten ausgerufen: Öffnen Sie die Akte, oder benutzen Sie den Bildschirm am Bett.",
  "emergency-unknown-place.ward": "Diese Station gibt es nicht. Rufen Sie Hilfe wie gewohnt.",
  "emergency-unknown-place.phone":
    "Ausrufen lässt es sich für die offene Akte oder für eine Station, für die Sie im Dienst sind. Anderswo benutzen Sie einen Bildschirm dort, oder rufen Sie Hilfe wie gewohnt.",
  "emergency-unknown-place.seat":
    "Dieser Bildschirm ist kein Arbeitsplatz mehr. Rufen Sie Hilfe wie gewohnt.",
  "emergency-over": "Dieser Notfall ist vorbei. Rufen Sie ihn neu aus, wenn nicht.",
  "no-clinician":
    "An einem Notfall wirkt nur mit, wer Patienten behandelt. Sagen Sie dem Team hier, wie Sie helfen können.",
  "not-responding":
    "Sie sind in diesem Notfall nicht im Einsatz. Berühren Sie erst „Ich bin im Einsatz“.",
  "others-respond":
    "Hier sind Leute im Einsatz, die der Dienstplan gerufen hat: Einer von ihnen beendet den Notfall. Sagen Sie ihnen, dass er vorbei ist.",
  "not-here.phone":
    "Am Telefon ist nur im Einsatz, wer dafür eingeteilt ist. Gehen Sie hin, und halten Sie Ihren Ausweis an.",
  "not-here.ward":
    "Dieser Notfall ist auf einer anderen Station. Gehen Sie hin, und halten Sie Ihren Ausweis an.",
  "not-to-send-away":
    "Dass jemand nicht gebraucht wird, sagt nur, wen der Dienstplan dazu gerufen hat oder wer auf dieser Station die Leitung hat.",
  "not-to-send-away.called":
    "Der Dienstplan hat die Person dazu gerufen, also bleibt sie. Es endet, wenn der Notfall beendet wird.",
  "sent-away":
    "Ihnen wurde gesagt, dass Sie in diesem Notfall nicht gebraucht werden. Fragen Sie das Team hier, wie Sie helfen können.",
  "performs-alone":
    "Sie schreiben auf, was andere ausführen. Für das, was Sie selbst tun, wählen Sie, dass Sie ausführen.",
  "not-grantable": "Um so etwas lässt sich hier nicht bitten.",
  "not-grantable.nobody": "Nennen Sie den Patienten.",
  "not-grantable.nowhere":
    "Der Patient liegt auf keiner Station, darum könnte niemand antworten. Fragen Sie, wer zuletzt verantwortlich war, oder nehmen Sie Notfallzugriff.",
  "not-grantable.ward": "Diese Station gibt es hier nicht.",
  "not-grantable.task": "Auf Zeit gibt es nur diese Aufgaben: {known}.",
  "not-grantable.role": "Auf Zeit gibt es nur diese Rollen: {known}.",
  "grant-opens-nothing":
    "Zugriff auf Zeit öffnet diese Akte nicht. Das Patientenarchiv zeigt sie denen, für die sie ist.",
  "grant-opens-nothing.glass":
    "Zugriff auf Zeit öffnet diese Akte nicht. Bitten Sie, wer namentlich an der Behandlung beteiligt ist, Sie ebenfalls einzutragen. Wo es nicht warten kann, nimmt Notfallzugriff, wer im Dienst ist, und das wird geprüft.",
  "grant-needs-shift":
    "Außer Dienst würde das nichts öffnen; niemand wurde gefragt. Beginnen Sie einen Dienst auf {ward}, sobald Sie dort sind: Er öffnet Ihre Station sofort, und die Leitung bestätigt ihn.",
  "grant-needs-shift.theirs":
    "Außer Dienst würde ihnen das nichts öffnen; niemand wurde gefragt. Lassen Sie sie einen Dienst auf {ward} beginnen, sobald sie dort sind, oder in den Dienstplan setzen: Das öffnet ihre Station sofort.",
  "grant-needless": "Das haben Sie schon. Niemand wurde gefragt.",
  "grant-needless.until":
    "Das haben Sie schon, bis {until}. Niemand wurde gefragt. Für länger fragen Sie nach dem, was dann beginnen soll.",
  "grant-needless.theirs": "Das hat die Person schon. Niemand wurde gefragt.",
  "grant-needless.theirs-until":
    "Das hat die Person schon, bis {until}. Niemand wurde gefragt. Für länger fragen Sie nach dem, was dann beginnen soll.",
  "renews-another":
    "Verlängern lässt sich nur, was dieselbe Person für genau dasselbe hat oder hatte. Lassen Sie weg, was verlängert werden soll, und bitten Sie neu.",
  "time-refused.short": "Es muss mindestens eine Minute dauern.",
  "time-refused.long":
    "Auf dieser Station darf es höchstens {longest} dauern. Bitten Sie um weniger, und dann noch einmal.",
  "time-refused.minutes": "Sagen Sie in ganzen Minuten, wie lange.",
  "time-refused.past":
    "Es kann nicht in der Vergangenheit beginnen. Lassen Sie den Beginn weg, dann beginnt es mit der Genehmigung.",
  "time-refused.ahead":
    "Es darf spätestens in {ahead} beginnen. Bitten Sie noch einmal, wenn es näher ist.",
  "time-refused.instant": "Sagen Sie den Beginn in ganzen Millisekunden seit 1970.",
  "words-refused.character":
    "In den Worten steht ein Zeichen, das sich nicht zeigen lässt ({character}). Lassen Sie es weg, oder lassen Sie die Worte weg.",
  "words-refused.long":
    "Die Worte sind länger als {longest} Zeichen. Sagen Sie es kürzer, oder lassen Sie sie weg.",
  "not-eligible": "Mit dieser Rolle bekommt das niemand. Fragen Sie die Stationsleitung.",
  "not-eligible.now":
    "Das ist nicht mehr möglich: Die Beschäftigung ist zu Ende, oder sie gibt keine Rolle, die das haben darf.",
  "patient-moved":
    "Wer hier behandelt wird, ist seit der Bitte nach {ward} verlegt. Dort ist neu zu fragen: Lehnen Sie ab, dann wird noch einmal gebeten.",
  "too-many-requests":
    "Für diese Person sind {most} Bitten offen. Geben Sie zurück, was nicht mehr gebraucht wird.",
  "grant-unknown": "Diese Bitte gibt es nicht (mehr).",
  "grant-pending":
    "Diese Bitte hat noch niemand beantwortet. Beginnen lässt es sich, wenn sie genehmigt ist.",
  "grant-answered.approved": "Diese Bitte ist schon genehmigt.",
  "grant-answered.begun": "Dieser Zugriff ist genehmigt und hat begonnen.",
  "grant-over.returned": "Er wurde zurückgegeben und wird nicht mehr gebraucht.",
  "grant-over.expired": "Die Zeit ist um. Bitten Sie neu, wenn es noch nötig ist.",
  "grant-over.denied": "Diese Bitte wurde abgelehnt.",
  "grant-over.lapsed":
    "Diese Bitte ist verfallen, weil sie niemand rechtzeitig beantwortet oder begonnen hat. Bitten Sie neu, wenn es noch nötig ist.",
  "grant-over.revoked": "Dieser Zugriff wurde zurückgenommen.",
  "grant-not-yours": "Das gehört jemand anders.",
  "grant-not-yours.begin": "Beginnen kann das nur, wer es bekommen hat.",
  "own-request": "Die eigene Bitte beantwortet niemand. Das muss jemand anders tun.",
  "own-request.chart": "Es geht um Ihre eigene Akte. Jemand anders muss das beantworten.",
  "of-your-manager":
    "Das ist für jemanden, der Ihnen vorgesetzt ist. Jemand anders muss das beantworten.",
  "start-unknown":
    "Einen solchen Dienst gibt es nicht zu beginnen: Sie haben ihn schon, oder Sie haben die Rolle nicht.",
  "start-unknown.no-policy": "Es gilt keine Regel, darum lässt sich kein Dienst beginnen.",
  "shift-unknown":
    "Hier ist nichts mehr zu bestätigen. Vielleicht hat es schon jemand anders beantwortet.",
  "own-shift": "Den eigenen Dienst bestätigt niemand. Jemand anders mit Leitung muss das tun.",
  "swap-unknown": "Diesen Tausch gibt es nicht mehr.",
  "swap-unknown.known": "Dieser Dienst ist schon in einem Tausch. Nehmen Sie den erst zurück.",
  "swap-unknown.not-yours": "Diesem Tausch können nicht Sie zustimmen.",
  "swap-unknown.begun": "Tauschen lässt sich nur ein Dienst, der noch nicht begonnen hat.",
  "swap-unknown.role": "Für diesen Dienst fehlt die Rolle, darum kann diese Person ihn nicht tun.",
  "own-swap": "Tauschen Sie mit jemand anderem.",
  "taker-off-duty":
    "Diese Person hat dort keinen Dienst, darum kann sie diese Patienten nicht übernehmen.",
  "own-handover": "Übergeben Sie Ihre Patienten jemand anderem.",
};
