import type { ServerWords } from "../shared/say-server.ts";
import { consoleActionsDe } from "./actions.de.ts";
import { answersDe } from "./answers.de.ts";
import { findingsDe } from "./findings.de.ts";

/** What the server says in English where something is not possible, by its codes. */
export const refusalsDe: ServerWords = {
  language: "de",
  answers: answersDe,
  findings: findingsDe,
  refused: (what) => `Das geht nicht: ${what}`,
  when: (time, day) => (day === undefined ? `um ${time}` : `am ${day} um ${time}`),
  reasons: {
    "no-engagement": "Sie sind hier im Moment nicht beschäftigt.",
    "no-engagement.ended": "Ihre Beschäftigung hier hat {to} geendet.",
    "no-engagement.later": "Ihre Beschäftigung hier beginnt {from}.",
    "no-engagement.offered":
      "Ihre Beschäftigung hier ist noch nicht aktiv: Weisen Sie sich aus und lassen Sie sie aktivieren.",
    "no-engagement.suspended":
      "Ihre Beschäftigung hier ruht. Ihre Leitung kann sie wieder aufnehmen lassen.",
    "locum-not-booked": "Sie sind außerhalb der Dienste, für die Sie gebucht sind.",
    "locum-not-booked.later":
      "Sie sind außerhalb der Dienste, für die Sie gebucht sind: Der nächste, auf {ward}, beginnt {from}.",
    "not-in-role": "Ihre Rolle ({role}) umfasst das nicht.",
    "not-in-role.none": "Sie haben hier im Moment keine Rolle.",
    "own-chart": "Das ist Ihre eigene Akte, und die eigene öffnet niemand.",
    "colleague-as-patient":
      "Diese Person arbeitet hier: Die Akte öffnet sich nur für die, die namentlich an der Behandlung beteiligt sind, nicht für eine ganze Station.",
    protected:
      "Diese Akte ist geschützt: Sie öffnet sich nur für die, die namentlich an der Behandlung beteiligt sind, nicht für eine ganze Station.",
    "sealed-chart":
      "Diese Akte ist versiegelt: Sie öffnet sich nur für die, die namentlich an der Behandlung beteiligt sind, nicht für eine ganze Station.",
    "off-duty": "Sie sind nicht im Dienst, und für Sie ist keiner eingetragen.",
    "off-duty.later": "Sie sind nicht im Dienst: Ihr nächster auf {ward} beginnt {from}.",
    "off-duty.lapsed":
      "Der Dienst, den Sie auf {ward} begonnen hatten, hat {to} geendet, weil ihn niemand bestätigt hat.",
    "off-duty.refused": "Der Dienst, den Sie auf {ward} begonnen hatten, wurde nicht bestätigt.",
    "off-duty.ended": "Sie sind nicht im Dienst: Ihrer auf {ward} hat {to} geendet.",
    "not-confirmed": "Der Dienst, den Sie begonnen haben, ist noch nicht bestätigt.",
    "started-in-vain":
      "Sie haben dort vor Kurzem einen Dienst begonnen, und niemand hat ihn bestätigt. Wer die Leitung hat, kann das noch tun.",
    "not-for-treatment": "Akten öffnen sich nur zur Behandlung.",
    "not-here": "Sie sind woanders angemeldet. Halten Sie Ihren Ausweis hier an.",
    "unmanaged-device":
      "Dieses Gerät verwaltet das Krankenhaus nicht, darum öffnet sich darauf nichts aus der Behandlung.",
    "off-site":
      "Außerhalb des Krankenhauses öffnen sich nur Ihre eigenen Patienten und die Ihrer Rufbereitschaft.",
    "off-site.start": "Ein Dienst auf einer Station wird im Krankenhaus begonnen.",
    "not-sure-enough": "Sie sind hier nicht angemeldet. Halten Sie Ihren Ausweis an.",
    "not-sure-enough.several":
      "Sie sind an mehreren Stellen angemeldet ({places}), und es ist nicht gesagt, an welcher das geschieht.",
    "not-sure-enough.pin": "Dafür ist Ihre PIN nötig.",
    "not-sure-enough.pin-again": "Dafür ist Ihre PIN nötig (zuletzt eingegeben vor {ago}).",
    "not-sure-enough.passkey": "Dafür ist Ihr Passkey nötig.",
    "not-sure-enough.no-passkey":
      "Dafür ist ein Passkey nötig, und Sie haben noch keinen. Die Ausgabestelle gibt Ihnen einen.",
    "not-sure-enough.hardware": "Dafür ist Ihr Hardware-Passkey nötig, als Unterschrift.",
    "not-sure-enough.no-hardware":
      "Dafür ist ein Hardware-Passkey als Unterschrift nötig, und Sie haben noch keinen. Die Ausgabestelle gibt Ihnen einen.",
    "not-sure-enough.hardware-nowhere":
      "Dafür ist ein Hardware-Passkey als Unterschrift nötig, und die Regeln dieses Hauses nennen noch kein Modell, das als solcher gilt. Wer Wardkey betreibt, kann das ändern.",
    "not-witnessed": "Dafür ist jemand aus dem Team nötig, der es an diesem Bildschirm bezeugt.",
    "patient.moved":
      "Der Patient wurde {at} nach {to} verlegt, und damit endete der Zugriff von {ward}.",
    "patient.discharged":
      "Der Patient wurde {at} entlassen, und damit endete der Zugriff von {ward}.",
    "patient.elsewhere": "Der Patient liegt auf {wards}, und Sie haben Dienst für {own}.",
    "patient.not-in": "Der Patient ist nicht im Krankenhaus.",
    "patient.expected-later":
      "{service} behandelt diesen Patienten {from}, und der Zugriff beginnt {opens}.",
    "patient.pathway-later":
      "Der Behandlungspfad des Patienten mit {service} lässt Ihr Team zu, und das beginnt {from}.",
    "patient.elsewhere.unknown":
      "Wer das ist, ist noch nicht bekannt: Der Patient liegt auf {wards}, und Sie haben Dienst für {own}.",
    "patient.admitted":
      "Der Patient ist aufgenommen: Er liegt auf {to}, und der Zugriff über die Eintragung auf {ward} hat {at} geendet.",
    "patient.arrival-over":
      "Die Eintragung auf {ward} hat {at} geendet, und damit der Zugriff. Wo der Patient jetzt ist, sagt die Aufnahme.",
    "patient.arrival-over.unknown":
      "Die Eintragung auf {ward} hat {at} geendet, und wer das ist, ist noch nicht bekannt. Tragen Sie den Patienten neu ein, wenn er noch da ist.",
    "patient.unknown":
      "Von einem solchen Patienten ist hier im Moment kein Aufenthalt, kein Termin und keine Überweisung bekannt.",
    "ward.no-role": "Sie haben keine Rolle auf {ward}.",
    "ward.not-yours": "Sie leiten {ward} nicht.",
    "nothing-permits": "Keine Regel erlaubt das.",
    "unknown-action": "So etwas gibt es hier nicht.",
    "unknown-subject": "Wer fragt, ist hier nicht bekannt.",
    "cannot-decide":
      "Eine Regel ließ sich nicht auswerten, darum ist nichts erlaubt. Bitte sagen Sie es denen, die Wardkey betreiben.",
    "database-away":
      "Die Datenbank antwortet nicht, darum gibt es nur Notfallzugriff: Nehmen Sie ihn für diese Akte.",
    "database-away.reads":
      "Die Datenbank antwortet nicht, darum sind Akten nur lesbar; geschrieben, angeordnet oder gegeben wird hier nichts. Es geht wieder, sobald die Datenbank antwortet.",
    "database-away.too-long":
      "Die Datenbank antwortet seit mehr als vier Stunden nicht, darum ist hier nichts erlaubt. Gehen Sie nach dem Ausfallplan des Krankenhauses vor.",
    "database-away.programs":
      "Die Datenbank antwortet nicht, darum bekommen Programme nichts, was hier entschieden wird. Es geht wieder, sobald die Datenbank antwortet.",
    "program-not-live":
      "Dieses Programm wird jetzt nicht eingelassen: Es ist nicht aktiv, oder sein Ende ist da. Wer dafür verantwortlich ist, kann es fortsetzen oder verlängern lassen.",
    "program-out-of-scope":
      "Kein Scope, für den dieses Programm freigegeben ist, umfasst das. Wer dafür verantwortlich ist, kann einen beantragen.",
    "program-elsewhere":
      "Dieses Programm ist nur für {wards} freigegeben, und dass dorthin gehört, was es verlangt, ist nicht bekannt.",
    "program-purpose":
      "Dieses Programm ist nur für andere Zwecke freigegeben ({purposes}). Den Zweck jeder Anfrage sagt, wer sie bedient.",
    "program-hours": "Dieses Programm arbeitet nur zwischen {from} und {to} ({zone}).",
    "program-network":
      "Von dort ruft dieses Programm nicht an, oder es ist nicht gesagt, von wo. Seine Netze gehören zu dem, wofür es freigegeben ist.",
    "no-policy": "Auf diesem Server gilt keine Regel, darum ist nichts erlaubt.",
  },
  remedies: {
    "step-up.2": "PIN eingeben",
    "step-up.3": "Passkey benutzen",
    "step-up.4": "Hardware-Passkey benutzen",
    sign: "Mit dem Passkey unterschreiben",
    "sign-in": "An einem Bildschirm im Krankenhaus anmelden, und von dort noch einmal fragen",
    "start-cover": "Den genehmigten Zugriff beginnen",
    "request-cover": "{ward} um Zugriff bitten",
    "break-glass": "Notfallzugriff nehmen",
    "start-shift": "Dienst auf {ward} beginnen",
    witness: "Jemanden bitten, es hier zu bezeugen",
  },
  advice: {
    "wait-for-shift":
      "Für Sie öffnet es sich {opens}, vor Ihrem Dienst auf {ward}, der {from} beginnt.",
    "cover-asked": "Sie haben {ward} {at} um Zugriff gebeten; noch hat niemand geantwortet.",
    "ask-role": "Fragen Sie auf {ward}: {role}.",
    "ask-ward": "Fragen Sie jemanden, der auf {ward} Dienst hat.",
    "ask-service": "Fragen Sie die Rufbereitschaft: {service}.",
    "ask-confirm": "Lassen Sie Ihren Dienst auf {ward} bestätigen: {role}.",
    "ask-manager": "Fragen Sie die Stationsleitung von {ward}.",
    "ask-responsible": "Fragen Sie, wer zuletzt für diesen Patienten verantwortlich war.",
    "ask-own-record":
      "Fragen Sie das Patientenarchiv: Dort sehen Sie Ihre eigene Akte und bekommen eine Kopie.",
    "ask-assigned": "Fragen Sie, wer namentlich an der Behandlung dieses Patienten beteiligt ist.",
    "ask-assigned.glass":
      "Fragen Sie, wer namentlich an der Behandlung dieses Patienten beteiligt ist. Zugriff auf Zeit öffnet diese Akte nicht; wo es nicht warten kann, öffnet sie der Notfallzugriff.",
    "ask-assigned.privacy":
      "Fragen Sie, wer namentlich an der Behandlung dieses Patienten beteiligt ist, oder den Datenschutz: Zugriff auf Zeit öffnet diese Akte nicht.",
    "ask-records": "Fragen Sie das Patientenarchiv.",
    "ask-other-role": "Fragen Sie: {roles}.",
    "ask-own-manager": "Fragen Sie Ihre Leitung oder die Personalabteilung.",
  },
  actions: {
    ...consoleActionsDe,
    "patient.search": "diesen Patienten suchen",
    "rehearsal.read": "sehen, was geprobt und vorhergesagt wurde",
    "application.reach": "Patienten über eine Anwendung erreichen",
    "chart.open": "diese Akte öffnen",
    "case.open": "an diesem Bildschirm einen Fall öffnen",
    "case.close": "den Fall an diesem Bildschirm schließen",
    "glass.break": "Notfallzugriff auf diesen Patienten nehmen",
    "emergency.sign": "unterschreiben, was Sie in einem Notfall getan haben",
    "grant.request": "hier um Zugriff bitten",
    "grant.answer": "Bitten um Zugriff auf diese Station beantworten",
    "note.write": "eine Notiz schreiben",
    "handover.give": "diesen Patienten übergeben",
    "order.place": "dies anordnen",
    "order.place-controlled": "dieses Betäubungsmittel anordnen",
    "order.discharge-controlled": "dieses Betäubungsmittel zur Entlassung verschreiben",
    "result.acknowledge": "diesen Befund bestätigen",
    "medication.administer": "dieses Medikament geben",
    "medication.administer-controlled": "dieses Betäubungsmittel geben",
    "medication.witness": "diese Gabe bezeugen",
    "patient.register": "jemanden ohne Akte aufnehmen",
    "shift.start": "dort einen Dienst beginnen",
    "shift.stay": "dort bleiben, bis die Ablösung kommt",
    "shift.swap": "dort Dienste tauschen",
    "roster.confirm": "den Dienstplan bestätigen",
  },
  excuses: {
    "life-at-risk": "Leben oder Gliedmaßen in Gefahr",
    deteriorating: "Es geht schlechter, und ich bin zu Hilfe gerufen",
    covering: "Ich vertrete jemanden, der nicht da ist",
    "called-for-advice": "Ich bin um Rat gefragt",
    "wrong-roster": "Der Dienstplan oder die Bettenliste stimmt nicht",
    "moved-here": "Ich bin für diesen Dienst hierher versetzt",
    "patient-moved": "Mein Patient wurde verlegt",
    clinic: "Eine Sprechstunde oder ein Eingriff",
  },
  because: {
    "on-shift": "Sie haben Dienst auf {ward}.",
    "on-shift.before": "Ihr Dienst auf {ward} beginnt {from}, und die Übergabe läuft.",
    "on-shift.after": "Ihr Dienst auf {ward} hat {to} geendet; der Zugriff endet {until}.",
    "on-shift.declared":
      "Sie haben auf {ward} einen Dienst begonnen; er endet {to}, wenn ihn die Leitung nicht bestätigt.",
    "on-call": "Sie haben Rufbereitschaft für {service}.",
    "care-team": "Sie gehören zum Behandlungsteam dieses Patienten.",
    finishing:
      "Sie haben hier gearbeitet, bevor der Patient {ward} verlassen hat; abschließen können Sie bis zum Ende der Frist: Sie endet {until}.",
    "after-discharge":
      "Sie waren bei der Entlassung verantwortlich: Zusammenfassungen und Befunde bleiben offen, und das endet {until}.",
    expected: "Der Patient hat {from} einen Termin bei {service}; der Zugriff endet {until}.",
    "expected.referral": "Der Patient ist an {service} überwiesen; der Zugriff endet {until}.",
    "expected.consult": "{service} ist um ein Konsil gebeten; der Zugriff endet {until}.",
    "expected.transfer": "{service} soll den Patienten übernehmen; der Zugriff endet {until}.",
    "expected.order":
      "{service} hat eine Anordnung für diesen Patienten; der Zugriff endet {until}.",
    pathway:
      "Die gemeinsame Behandlung des Patienten mit {service} lässt Ihr Team zu; der Zugriff endet spätestens {until}.",
    "pathway.transfer":
      "Die Verlegung des Patienten lässt Ihr Team bei {service} zu; der Zugriff endet spätestens {until}.",
    "broken-glass":
      "Sie haben Notfallzugriff auf diesen Patienten genommen; der Zugriff endet {until}.",
    responding: "Sie sind in einem Notfall im Einsatz; der Zugriff endet spätestens {until}.",
    "signs-for-own": "Sie haben das in einem Notfall ausgeführt.",
    granted: "Sie haben Zugriff auf Zeit bekommen; er endet {until}.",
    "answers-requests": "Sie beantworten Bitten um Zugriff auf {ward}.",
    relief:
      "Auf {ward} ist niemand zur Ablösung gekommen: Ihre eigenen Patienten bleiben offen, und das endet {until}.",
    "own-draft": "Sie schließen ab, was Sie auf {ward} begonnen haben; die Frist endet {until}.",
    "break-glass": "Sie sind im Dienst und dürfen Notfallzugriff nehmen.",
    "patient-search": "Sie sind im Dienst und dürfen Patienten suchen.",
    "application-reach":
      "Sie sind im Dienst, und Anwendungen, in denen Sie angemeldet sind, dürfen die Patienten erreichen, die Sie sehen dürfen.",
    "starts-a-shift": "Sie haben eine Rolle auf {ward}.",
    "swaps-shifts": "Sie haben eine Rolle auf {ward}.",
    "stays-on": "Ihr Dienst auf {ward} ist der, der endet.",
    "in-role": "Ihre Rolle ({role}) umfasst das.",
    "runs-the-ward": "Sie leiten {ward} ({role}).",
    "program-in-scope": "Die Scopes, für die dieses Programm freigegeben ist, umfassen das.",
    "summary-only": "Nur Zusammenfassungen und ausstehende Befunde.",
  },
  questions: {
    first: "Willkommen. Bitte geben Sie zum Beginnen Ihre PIN ein.",
    grace: "Das letzte Mal ist eine Weile her: Bitte geben Sie Ihre PIN ein.",
    "too-fast": "Ihr Ausweis war gerade an einem anderen Platz. Bitte geben Sie Ihre PIN ein.",
    typed: "Zu einer getippten Nummer gehört die PIN. Bitte geben Sie sie ein.",
    "off-ward": "Dieser Platz ist nicht auf Ihrer Station. Bitte geben Sie Ihre PIN ein.",
    "other-site": "Dieser Platz ist an einem anderen Standort. Bitte geben Sie Ihre PIN ein.",
    responding: "Sie sind hier nicht im Dienst. Sind Sie wegen des Notfalls hier?",
    witness: "Sie bezeugen etwas für jemanden aus dem Team. Bitte geben Sie Ihre PIN ein.",
    "off-duty":
      "Sie sind nicht im Dienst. Bitte geben Sie Ihre PIN ein, um einen Dienst zu beginnen.",
    locked:
      "Dieser Ausweis ist nach mehreren falschen PINs gesperrt. Bitten Sie die Schichtleitung, ihn zu entsperren.",
    "off-duty.none":
      "Sie sind nicht im Dienst: Für Sie steht keiner im Dienstplan. Wenn Sie Dienst haben sollten, lassen Sie die Stationsleitung den Dienstplan berichtigen.",
    "off-duty.none.start":
      "Sie sind nicht im Dienst: Für Sie steht keiner im Dienstplan. Wenn Sie jetzt arbeiten, beginnen Sie Ihren Dienst.",
    "off-duty.next":
      "Sie sind nicht im Dienst. Ihr nächster auf {ward} beginnt {from}; anmelden können Sie sich, wenn die Übergabe beginnt: {opens}. Wenn Sie Dienst haben sollten, lassen Sie die Stationsleitung den Dienstplan berichtigen.",
    "off-duty.next.start":
      "Sie sind nicht im Dienst. Ihr nächster auf {ward} beginnt {from}; anmelden können Sie sich, wenn die Übergabe beginnt: {opens}. Wenn Sie jetzt arbeiten, beginnen Sie Ihren Dienst.",
  },
  farewells: {
    over: "Ihre Zeit im Dienstplan ist um, darum sind Sie abgemeldet.",
    "engagement-ended":
      "Sie sind hier im Moment nicht beschäftigt, darum sind Sie abgemeldet. Wenn das nicht stimmt, fragen Sie die Stationsleitung.",
    "badge-ended":
      "Der Ausweis, mit dem Sie sich angemeldet haben, gilt nicht mehr, darum sind Sie abgemeldet. Benutzen Sie Ihren Passkey, oder lassen Sie sich einen Ausweis geben.",
    "passkey-ended":
      "Der Passkey, mit dem Sie sich angemeldet haben, gilt nicht mehr, darum sind Sie abgemeldet. Halten Sie Ihren Ausweis an, und geben Sie Ihre PIN ein.",
    forced:
      "Wer die Bildschirme betreut, hat Sie abgemeldet. Halten Sie Ihren Ausweis an, und geben Sie Ihre PIN ein.",
    "pin-replaced":
      "Ihre PIN wurde ersetzt, darum sind Sie abgemeldet. Halten Sie Ihren Ausweis an, und geben Sie die neue ein.",
    elsewise: "Sie sind abgemeldet. Halten Sie Ihren Ausweis an, um weiterzuarbeiten.",
    "answers-again":
      "Die Datenbank antwortet wieder. Halten Sie Ihren Ausweis an, und geben Sie Ihre PIN ein, um weiterzuarbeiten.",
  },
  duties: {
    relief:
      "Auf {ward} ist die Ablösung nicht gekommen: Ihre eigenen Patienten, und das endet {to}",
    drafts: "Um abzuschließen, was Sie auf {ward} begonnen haben: Das endet {to}",
    shift: "Dienst auf {ward}, endet {to}",
    "shift.declared": "Dienst auf {ward}, endet {to}, noch nicht bestätigt",
    "shift.before": "Dienst auf {ward}, beginnt {from}",
    "shift.after": "Dienst auf {ward} hat {to} geendet, Übergabe",
    "on-call": "Rufbereitschaft für {ward}, endet {to}",
    "on-call.declared": "Rufbereitschaft für {ward}, endet {to}, noch nicht bestätigt",
    "on-call.before": "Rufbereitschaft für {ward}, beginnt {from}",
    "on-call.after": "Rufbereitschaft für {ward} hat {to} geendet, Übergabe",
  },
  reviews: {
    excuse: "{excuse}",
    responding: "Sagte: Ich bin im Einsatz ({emergency})",
    "unsigned-act": "Nicht rechtzeitig unterschrieben: {action}",
    searching: "Mehr Patienten gesucht als üblich",
    "unrostered-shift": "Ohne Dienstplan bei der Arbeit, und nicht rechtzeitig bestätigt",
    "unrostered-shift.refused": "Ohne Dienstplan bei der Arbeit, und abgelehnt",
    offline: "Während die Datenbank nicht antwortete",
    "no-relief": "Nach dem Dienst geblieben: Die Ablösung war nicht gekommen",
    "standing-access.renewed": "In 30 Tagen immer wieder genommen",
    "standing-access.too-long": "Länger, als Zugriff auf Zeit dort dauern darf",
    "standing-access.unused": "Seit Beginn nicht gebraucht",
    "re-proofing.photo-id":
      "Jemandem Ausweis, PIN oder Passkey neu gegeben: Lichtbildausweis geprüft",
    "re-proofing.known-with-witness":
      "Jemandem Ausweis, PIN oder Passkey neu gegeben: persönlich bekannt, auch einer Kollegin oder einem Kollegen",
    "re-proofing.staff-passport":
      "Jemandem Ausweis, PIN oder Passkey neu gegeben: Personalpass geprüft",
    "in-emergency": "In einem ausgerufenen Notfall, ohne Grund",
  },
  sections: {
    summary: "Übersicht",
    problems: "Diagnosen",
    allergies: "Allergien",
    medications: "Medikamente",
    results: "Befunde",
    notes: "Notizen",
  },
  emergencies: { "code-blue": "Reanimation", "major-incident": "Großschadenslage" },
  roles: {
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
  },
};
