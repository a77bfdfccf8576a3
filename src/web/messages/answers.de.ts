import type { Sentences } from "../shared/say-server.ts";
import { accessReviewAnswersDe } from "./access-review-answers.de.ts";
import { exceptionAnswersDe } from "./exception-answers.de.ts";
import { passportAnswersDe } from "./passport-answers.de.ts";
import { workloadAnswersDe } from "./workload-answers.de.ts";

/** Why the server has not done something, or what came of it, by its codes. */
export const answersDe: Sentences = {
  ...passportAnswersDe,
  ...workloadAnswersDe,
  ...exceptionAnswersDe,
  ...accessReviewAnswersDe,
  // Reviews.
  "review-unknown":
    "Diese offene Prüfung gibt es nicht. Vielleicht hat sie schon jemand anders abgeschlossen.",
  "own-review":
    "Niemand prüft, was man selbst getan hat, was für einen getan wurde, oder wer in die eigene Akte gesehen hat. Das muss jemand anders ansehen.",
  "managers-review":
    "Niemand prüft, was die eigenen Vorgesetzten getan haben oder was für sie getan wurde. Jemand anders muss das ansehen.",
  "not-escalated":
    "Das liegt noch bei denen, deren Arbeit es ist. Zu Ihnen kommt es, wenn es lange überfällig ist.",
  "not-alike":
    "Zusammen abschließen lassen sich nur erklärte Prüfungen, die einander gleichen. Sehen Sie die anderen einzeln an.",
  "incident-unknown":
    "Diesen offenen Vorfall gibt es nicht. Vielleicht hat ihn schon jemand anders abgeschlossen.",
  "own-incident":
    "Niemand schließt einen Vorfall ab, der einen selbst oder die eigene Akte betrifft. Das muss jemand anders tun.",
  "managers-incident":
    "Niemand schließt einen Vorfall über die eigenen Vorgesetzten ab. Jemand anders muss das ansehen.",
  "standing-unknown": "Dieser Zugriff ist zu Ende, oder jemand anders hat ihn bestätigt.",
  "own-standing":
    "Niemand bestätigt, was man selbst hat oder erbeten hat, oder Zugriff auf die eigene Akte. Das muss jemand anders tun.",
  "managers-standing":
    "Niemand bestätigt den Zugriff der eigenen Vorgesetzten. Jemand anders muss das ansehen.",
  "proposal-unknown":
    "Diese Änderung ist nicht mehr vorgeschlagen. Vielleicht hat schon jemand anders darüber entschieden.",
  "own-proposal":
    "Niemand entscheidet über eine Änderung, die einen selbst oder die eigenen Vorgesetzten betrifft.",
  "nothing-rostered":
    "Von diesen hat in den nächsten 30 Tagen niemand einen Dienst, neben dem einer stehen könnte. Tragen Sie sie im Dienstplan selbst ein.",
  "policy-changed": "Die Regeln wurden inzwischen geändert. Sehen Sie den Vorschlag neu an.",
  "policy-changed.not-loaded":
    "Die Regeln wurden geändert, und dieser Server hat die neuen noch nicht geladen. Es wurde nichts getan: Versuchen Sie es gleich noch einmal.",
  "policy-refused": "Die geänderten Regeln werden abgelehnt: {why}. Ändern Sie sie von Hand.",
  // Engagements.
  "engagement-ended":
    "Diese Beschäftigung ist zu Ende, und was zu Ende ist, bleibt es. Setzen Sie sie wieder ein, oder bieten Sie eine neue an.",
  "engagement-unknown": "Diese Beschäftigung gibt es nicht.",
  "ends-before-beginning":
    "Sie endet vor ihrem Beginn, oder hat kein Ende. Geben Sie ihr ein Ende nach dem Beginn.",
  "ends-in-the-past": "Dieses Ende ist schon vorbei. Geben Sie ein späteres an.",
  "ends-in-the-past.meanwhile":
    "Ihr eigenes Ende ist inzwischen gekommen. Bieten Sie eine neue Beschäftigung an.",
  "ends-in-the-past.over": "Sie ist schon vorbei. Bieten Sie eine neue an.",
  "ends-in-the-past.suspended":
    "Sie ist vorbei: Ihr Ende kam, während sie ruhte. Bieten Sie eine neue an.",
  "ends-too-late":
    "Länger als zwölf Monate am Stück wird keine Beschäftigung gegeben. Geben Sie ein früheres Ende an; verlängern lässt sie sich.",
  "not-a-move":
    "Diese Beschäftigung gibt die Rolle {role} auf {ward} schon. Wählen Sie eine andere Rolle oder eine andere Station.",
  "not-active": "Ruhen kann nur eine laufende Beschäftigung: Diese gibt gerade nichts.",
  "not-ended": "Sie ist nicht zu Ende, oder schon wieder eingesetzt.",
  "not-offered": "Diese Beschäftigung ist schon aktiviert.",
  "not-suspended": "Diese Beschäftigung ruht nicht.",
  "not-the-sponsor":
    "Eine befristete Beschäftigung verlängert nur, wer dafür einsteht. Fragen Sie diese Person; wenn sie geht, steht dafür ein, wer sie verlängert.",
  "own-engagement":
    "Das ist Ihre eigene Beschäftigung. Darüber muss jemand anders entscheiden, der es darf.",
  "proof-expired": "Der Nachweis, wer das ist, ist abgelaufen. Sehen Sie erst einen neuen an.",
  "proof-expired.evidence":
    "Dieser Nachweis gilt nicht mehr, oder nennt kein Ende innerhalb von fünf Jahren. Verlangen Sie einen, der das tut.",
  "proof-missing.registration":
    "Die Berufszulassung zählt nicht mehr. Sobald das Register sagt, dass sie wieder gilt, oder die Personalabteilung, dass sie verlängert ist, kann die Beschäftigung wieder aufgenommen werden.",
  "proof-missing":
    "Noch hat niemand festgehalten, wer das ist. Sehen Sie sich erst den Nachweis an.",
  "proof-too-weak":
    "Was gezeigt wurde, macht nicht sicherer als Stufe {level}. Halten Sie diese Stufe fest, oder verlangen Sie einen besseren Nachweis.",
  "registration-refused.code":
    "Ein Berufsregister wird mit seinem Kürzel benannt, aus kleinen Buchstaben, Ziffern und Bindestrichen, etwa nmc. Fragen Sie, wer diese Installation betreut, welche es hier gibt.",
  "registration-refused.day":
    "Eine Registrierung ist nach einem letzten Tag vorbei, der noch kommt, binnen zehn Jahren. Prüfen Sie den Tag.",
  "registration-refused.number":
    "Geben Sie die Nummer so ein, wie das Register sie schreibt: eine Zeile, höchstens 64 Zeichen.",
  "role-refused":
    "Die Rolle {role} in {ward} lässt sich so nicht geben: Rolle und Station müssen bekannt sein, und sie dauert nicht länger als die Beschäftigung und höchstens zwölf Monate.",
  "role-refused.locum":
    "Als {role} in {ward} wird niemand gebucht. Vertretungen werden für eine Station gebucht, in einer klinischen Rolle ohne Leitung.",
  "shift-overlaps":
    "Die Person hat zu dieser Zeit schon einen Dienst. Wählen Sie eine andere Zeit oder jemand anderen.",
  "shift-refused":
    "Ein Dienst endet nach seinem Beginn, später als jetzt und binnen 24 Stunden; und er beginnt binnen eines Monats. Prüfen Sie Tag und Zeiten.",
  "sponsor-missing":
    "Für wen hier nicht angestellt ist, steht jemand ein und verlängert. Nennen Sie jemanden.",
  "sponsor-not-engaged":
    "Einstehen muss jemand anders, der jetzt hier arbeitet. Nennen Sie jemand anderen.",
  "sponsored-unknown.letters":
    "Der Name enthält ein Zeichen, das zu keinem Text gehört oder die Leserichtung anderer umkehrt. Geben Sie ihn neu ein.",
  "sponsored-unknown":
    "Sagen Sie, wer kommen soll: jemand, der hier bekannt ist, oder der Name von jemand Neuem.",
  // Sessions, seats, phones, badges.
  "application-known":
    "Eine Anwendung mit dieser client_id gibt es schon, und an ihr wurde nichts geändert. Wählen Sie eine andere, oder beenden Sie erst diese.",
  "application-known.workload":
    "Ein Dienstkonto mit diesem Namen gibt es schon, und beide hätten eine client_id. Wählen Sie eine andere.",
  "application-unknown": "Diese Anwendung gibt es nicht.",
  "badge-taken":
    "Dieser Ausweis gehört jemand anderem. Geben Sie einen anderen aus, oder beenden Sie ihn erst dort, wenn er zurückgegeben wurde.",
  "badge-taken.not-pool":
    "Das ist der eigene Ausweis von jemandem, keiner zum Leihen. Lesen Sie einen anderen ein.",
  "badge-unknown": "Diesen Ausweis gibt es nicht, oder er gilt nicht mehr.",
  "badge-unknown.ended": "Der Ausweis gilt nicht mehr. Geben Sie erst einen aus.",
  "invitation-refused":
    "Dieser Link ist keiner dieses Krankenhauses. Fragen Sie die Station, die Sie gebucht hat.",
  "invitation-refused.code":
    "Zu dieser Buchung wartet kein Telefon. Legen Sie hier einen Passkey an, oder schicken Sie einen neuen Link.",
  "invitation-refused.expired":
    "Dieser Link galt einen Tag, und der ist um. Bitten Sie die Station um einen neuen.",
  "invitation-refused.not-now":
    "Zu dieser Buchung gibt es keinen Link: Sie ist beendet oder ausgesetzt, oder das Telefon ist schon zugeordnet.",
  "invitation-refused.over":
    "Wofür dieser Link war, ist vorbei. Fragen Sie die Station, die Sie gebucht hat.",
  "invitation-refused.spent":
    "Dieser Link wurde schon benutzt. Waren das nicht Sie, sagen Sie es gleich der Station: Sie zieht ihn zurück und schickt einen neuen.",
  "invitation-refused.withdrawn":
    "Die Station hat diesen Link zurückgezogen. Bitten Sie sie um einen neuen.",
  "no-case-here":
    "Es wurde kein Fall geöffnet: An diesem Bildschirm gibt es Fälle nur für Patienten seiner Station, und an einem Bett nur für den, der darin liegt.",
  "no-free-seat": "Alle Arbeitsplätze sind belegt. Geben Sie einen frei, und versuchen Sie es neu.",
  "no-policy":
    "Es gilt keine Regel, darum kann sich niemand anmelden. Starten Sie den Server mit Regeln; /readyz sagt, was fehlt.",
  "not-engaged":
    "Diese Person ist hier nicht beschäftigt, darum würde kein Ausweis etwas öffnen. Die Personalabteilung sagt, wenn sich das ändert.",
  "occupant-changed":
    "Das wurde nicht getan: Der Bildschirm war gesperrt, oder jemand anders hat den Ausweis angehalten, bevor es ankam. Halten Sie Ihren Ausweis an, und tun Sie es noch einmal.",
  "occupant-changed.phone":
    "Sie sind auf diesem Telefon nicht mehr angemeldet. Es wurde nichts getan. Melden Sie sich mit Ihrem Passkey an.",
  "off-duty":
    "Diese Person hat auf dieser Station gerade keinen Dienst, darum wird ihr kein Ausweis von hier geliehen.",
  "own-badge":
    "Niemand gibt sich selbst einen Ausweis oder eine PIN. Bitten Sie jemanden, der es darf.",
  "own-badge.lend": "Niemand leiht sich selbst einen Ausweis. Bitten Sie jemanden, der es darf.",
  "own-badge.unlock": "Niemand entsperrt den eigenen Ausweis. Bitten Sie jemanden, der es darf.",
  "own-passkey": "Niemand richtet den eigenen Passkey ein. Bitten Sie jemanden, der es darf.",
  "passkey-known": "Dieser Passkey ist schon eingerichtet.",
  "passkey-unknown": "Diesen Passkey gibt es nicht (mehr).",
  "person-unknown": "Diese Person gibt es nicht.",
  "person-unknown.import": "Diese Person gibt es nicht. Tragen Sie sie erst ein.",
  "phone-known": "Dieses Telefon ist schon angemeldet. Melden Sie sich darauf an.",
  "phone-unknown":
    "Dieses Telefon ist nicht registriert, oder es wurde als verloren gemeldet oder zurückgegeben. Registrieren Sie es mit Ihrem Passkey.",
  "place-changed":
    "Ihr Telefon hat währenddessen das Netz gewechselt. Es wurde nichts getan. Bitte versuchen Sie es noch einmal.",
  "proofing-unstated":
    "Diese Person hatte schon einen Ausweis oder eine PIN. Sagen Sie, was Sie geprüft haben, um sicher zu sein, dass sie es ist.",
  "proofing-unstated.passkey":
    "Diese Person hatte schon einen Passkey, darum reichen Ausweis und PIN nicht für einen weiteren. Sagen Sie, was Sie geprüft haben, um sicher zu sein, dass sie es ist.",
  "reaches-further":
    "Diese Person darf, was Sie nicht dürfen, darum muss noch jemand für sie einstehen: Lassen Sie den Ausweis einlesen und die PIN eingeben oder einen Passkey verwenden.",
  "seat-unknown.named": "Den Arbeitsplatz „{id}“ gibt es nicht.",
  "seat-unknown.register": "Diesen Arbeitsplatz gibt es nicht. Tragen Sie ihn erst ein.",
  "second-refused":
    "Es braucht eine dritte Person: weder die, die es bekommt, noch Sie. Bitten Sie jemanden, den Ausweis einzulesen und die PIN einzugeben oder einen Passkey zu verwenden.",
  "sensor-unknown":
    "Das ist kein Sensor eines Arbeitsplatzes. Geben Sie den Code der Administration, die ihn einrichtet.",
  "site-unknown": "Den Standort „{id}“ gibt es nicht.",
  unconfirmed:
    "Das wurde nicht getan: Dieser Bildschirm steht am Bett von jemand anderem. Sehen Sie nach, welchen Patienten Sie meinen, und schicken Sie es noch einmal.",
  "witness-over":
    "Hier ist niemand mehr als Zeuge gefragt, darum wurde nichts bezeugt. Bitten Sie noch einmal darum.",
  // PINs.
  "pin-malformed": "Eine PIN hat 4 bis 12 Ziffern.",
  "pin-too-common":
    "Diese PIN gehört zu denen, die andere zuerst versuchen würden. Wählen Sie eine andere.",
  "pins-busy":
    "Gerade werden zu viele PINs auf einmal geprüft. Versuchen Sie es gleich noch einmal.",
  // What a screen is told.
  "act.unknown": "So etwas hat die Akte nicht.",
  "act.empty": "Es steht noch nichts da.",
  "act.long": "Das ist länger als {longest} Zeichen. Schreiben Sie es in Teilen.",
  "act.broken": "In dem Text ist ein kaputtes Zeichen. Tippen Sie ihn neu.",
  "act.unwritable":
    "Das wurde nicht getan: In die Akte lässt sich gerade nicht schreiben. Versuchen Sie es noch einmal.",
  "act.unsigned": "Das braucht keine Unterschrift. Schicken Sie es so ab.",
  "drafts.many":
    "Mehr als {most} Texte sind angefangen. Schicken Sie einen ab, oder leeren Sie ihn, und machen Sie dann weiter.",
  "drafts.lost":
    "Das wurde nicht aufgehoben: Ein anderer Bildschirm hat gerade etwas aufgehoben. Versuchen Sie es noch einmal.",
  "charts.unreadable":
    "Die Akten lassen sich gerade nicht lesen. Versuchen Sie es gleich noch einmal.",
  "patient.unknown": "Diesen Patienten gibt es nicht.",
  "patient.no-number": "Kein Patient hat diese Nummer. Prüfen Sie sie.",
  "arrival.bed": "Ein Bett sind ein paar Buchstaben und Ziffern, wie 12 oder 4-B.",
  "arrival.never": "Hier wird am Bett niemand aufgenommen.",
  "search.by-number": "Nach dem Namen wird hier niemand gefunden. Suchen Sie nach der Nummer.",
  "search.too-little":
    "Geben Sie den Geburtstag an, und den Nachnamen oder wenigstens seine ersten zwei Buchstaben.",
  "search.no-number":
    "Kein Patient hat diese Nummer. Prüfen Sie sie, und versuchen Sie es noch einmal.",
  "search.no-name":
    "Niemand mit diesem Namen ist an diesem Tag geboren. Prüfen Sie beides, oder suchen Sie nach der Nummer.",
  "search.watched":
    "Sie haben in letzter Zeit {count} Patienten gesucht, mehr als innerhalb von {minutes} min üblich. Machen Sie weiter, wo Ihre Arbeit es braucht: Jemand sieht es sich danach an.",
  "passkey.none": "Sie haben keinen brauchbaren Passkey. Die Ausgabestelle gibt Ihnen einen.",
  "passkey.refused":
    "Dieser Passkey wurde nicht angenommen. Es wurde nichts getan. Benutzen Sie einen anderen, oder Ausweis und PIN.",
  "passkey.over":
    "Das hat zu lange gedauert, oder es war hier nicht gefragt. Es wurde nichts getan. Bitte versuchen Sie es noch einmal.",
  "passkey.address":
    "Passkeys brauchen eine Adresse mit einem Namen. Öffnen Sie diese Seite unter ihrem Namen (auf diesem Rechner selbst als localhost), nicht unter einer Nummer.",
  "phone.ended":
    "Dieses Telefon wurde als verloren gemeldet oder zurückgegeben. Registrieren Sie es neu mit Ihrem Passkey.",
  "phone.new": "Dieses Telefon ist noch nicht registriert. Registrieren Sie es mit Ihrem Passkey.",
  "phone.unknown": "Dieses Telefon gibt es nicht (mehr).",
  "seat.unknown": "Diesen Arbeitsplatz gibt es nicht.",
  "seat.not-yet":
    "Dieser Bildschirm ist noch kein Arbeitsplatz. Bitten Sie die Administration, ihn einzurichten.",
  "seat.no-more":
    "Dieser Bildschirm ist kein Arbeitsplatz mehr. Bitten Sie die Administration, ihn einzurichten.",
  "seat.code":
    "Dieser Bildschirm ist noch kein Arbeitsplatz. Geben Sie seinen Code der Administration, die ihn einrichtet.",
  "console.signed-out": "Sie sind hier nicht angemeldet. Bitte melden Sie sich an.",
  "console.refused":
    "Die Ausweisnummer oder die PIN stimmt nicht. Nach mehreren falschen Versuchen zählt der nächste erst nach einer Pause.",
  "console.again": "Melden Sie sich ab und wieder an, damit sicher ist, dass Sie es sind.",
  "console.windows":
    "Es hören schon zu viele Fenster mit. Dieses fragt stattdessen alle paar Sekunden nach.",
  "person.words": "Geben Sie eine Personalnummer ein, oder mindestens zwei Buchstaben des Namens.",
  "person.unknown": "Diese Person gibt es hier nicht.",
  "person.no-number":
    "Niemand hat diese Personalnummer. Prüfen Sie sie, und versuchen Sie es noch einmal.",
  "person.no-engagement": "Diese Person hat keine solche Beschäftigung.",
  "person.not-of-ward":
    "Diese Person hat auf der Station keinen Dienst und ist an keinem ihrer Bildschirme.",
  "engagement.of-your-manager":
    "Diese Person ist Ihnen vorgesetzt, darum entscheidet jemand anders. Fragen Sie die Leitung einer anderen Station, oder die Administration.",
  "engagement.day": "Geben Sie den letzten Tag an wie 2026-03-31.",
  "engagement.first-day": "Geben Sie den ersten Tag an wie 2026-03-31.",
  "engagement.move-clinical":
    "Ein Wechsel gibt nur klinische Rollen, und keine, die selbst Wechsel veranlasst. Jede andere kommt mit der Datei der Personalabteilung.",
  "engagement.no-receipt": "Sie ist nicht zu Ende, oder war es, bevor es Bescheinigungen gab.",
  "engagement.unsigned":
    "Das Protokoll wird gerade signiert. Versuchen Sie es in einer Sekunde noch einmal.",
  "locum.unknown": "Diese Buchung gibt es nicht (mehr).",
  "locum.times": "Geben Sie den Tag an wie 2026-03-31 und die Zeiten wie 07:30.",
  "brake.not-stopped": "{client} wurde binnen eines Tages von der Bremse nicht angehalten.",
  "brake.not-so-many":
    "{client} wurde bei {stopped} Beendigungen angehalten, nicht bei {ends}. Sehen Sie an, was verlangt wird, und nennen Sie diese Zahl, wenn sie gemeint ist.",
  "brake.more-by-now":
    "{client} wurde bei {stopped} Beendigungen angehalten und verlangt inzwischen {all}, nicht {ends}. Sehen Sie an, was verlangt wird, und nennen Sie eine dieser Zahlen, wenn sie gemeint ist.",
  "held.gone":
    "Das wartet nicht mehr: Jemand hat darüber entschieden, oder die Datei der Personalabteilung sagt inzwischen anderes.",
  "held.own": "Das betrifft Sie selbst. Darüber muss jemand anders entscheiden, der es darf.",
  "held.refused": "Es ließ sich nicht übernehmen: {reason}. Es wartet weiter.",
  "locum.evidence-day":
    "Geben Sie den letzten Tag an, an dem gilt, was Sie gesehen haben, wie 2026-03-31.",
  "locum.not-proofed": "Prüfen Sie zuerst, wer das ist: Die Beschäftigung gilt noch nicht.",
  "locum.badge": "Lesen Sie einen Ausweis ein und lassen Sie eine neue PIN tippen.",
  "locum.code":
    "Das ist nicht der Code, den das Telefon zeigt. Nach drei falschen lässt es sich nicht mehr zuordnen.",
  "locum.no-mail":
    "Hier wird niemand per E-Mail benachrichtigt: Es ist kein Mailserver eingerichtet. Kopieren Sie den Link oder zeigen Sie den QR-Code.",
  "locum.badge-first": "Geben Sie zuerst einen Ausweis aus.",
  "session.unknown": "Diese Sitzung gibt es nicht (mehr).",
  "session.moved": "Sie ist inzwischen am Bildschirm einer anderen Station.",
  "workload.unknown": "Dieses Dienstkonto gibt es nicht (mehr).",
  "application.unknown": "Diese Anwendung gibt es nicht (mehr).",
  "ward.unknown": "Diese Station gibt es nicht.",
  "feed.not-parked": "Diese Nachricht ist nicht mehr zurückgestellt.",
  "standing.glass": "Notfallzugriff endet von selbst. Für jemand anderen beendet ihn hier niemand.",
  "badge.nothing": "Lesen Sie einen Ausweis ein, oder lassen Sie eine neue PIN eingeben.",
  "badge.lend": "Lesen Sie den Ausweis ein, der geliehen wird.",
  "badge.long": "Eine Ausweisnummer hat höchstens {longest} Zeichen.",
  "badge.unknown":
    "Dieser Ausweis öffnet hier nichts. Fragen Sie die Stationsleitung, wenn er es sollte.",
  "desk.code": "Der Code sind die 43 Zeichen, die er zeigt.",
  "desk.yourself":
    "Das ist Ihr eigener Ausweis. Es braucht jemand anderen: weder die Person, die es bekommt, noch Sie.",
  "desk.your-passkey":
    "Das ist Ihr eigener Passkey. Es braucht jemand anderen: weder die Person, die es bekommt, noch Sie.",
  "desk.other-passkey":
    "Dieser Passkey öffnet hier nichts. Lassen Sie einen anderen verwenden oder Ausweis und PIN.",
  "records.kind": "Solche Einträge gibt es nicht.",
  "rehearsals.no-task":
    "Diese Aufgabe gibt es in der letzten Probe nicht. Vielleicht wurde sie inzwischen wiederholt.",
  "emergency.over": "Der Notfall hier ist vorbei.",
  "glass.over": "Ihr Notfallzugriff auf diese Akte ist zu Ende.",
  "emergency.no-clinician":
    "An einem Notfall wirkt nur mit, wer Patienten behandelt. Sagen Sie dem Team hier, wie Sie helfen können.",
  "pin.wrong": "Das war nicht die richtige PIN. Bitte versuchen Sie es noch einmal.",
  "pin.wrong-again": "Das war nicht die richtige PIN.",
  "pin.wait": "Bitte warten Sie: Diese PIN wurde nicht versucht.",
  "pin.locked":
    "Dieser Ausweis ist nach mehreren falschen PINs gesperrt. Bitten Sie die Schichtleitung, ihn zu entsperren.",
  "done.note": "Die Notiz steht in der Akte.",
  "done.order": "Die Anordnung ist erteilt.",
  "done.prescription": "Das Rezept ist unterschrieben und erteilt.",
  "done.given": "Das Medikament ist als gegeben eingetragen.",
  "done.given-controlled":
    "Das Betäubungsmittel ist als gegeben eingetragen, mit Zeuge oder Zeugin.",
  "done.signed-for": "Sie haben es unterschrieben.",
  "done.confirmed": "Der Dienstplan ist bestätigt.",
  "done.handed-over": "Übergeben an {name}.",
  "done.swap-asked": "Die andere Person ist gefragt.",
  "done.swap-agreed": "Zugestimmt. Die Leitung ist gebeten, es zu bestätigen.",
  "done.swap-off": "Der Tausch findet nicht statt.",
  "done.on": "Sie sind im Dienst. Die Leitung ist gebeten, es zu bestätigen.",
  "done.stays": "Ihre eigenen Patienten bleiben eine Stunde offen. Die Leitung weiß Bescheid.",
  "ends.glass":
    "Notfallzugriff; die Frist endet {until}. Dann schließt die Akte, und der Datenschutz sieht es sich danach an.",
  "ends.grant": "Sie haben Zugriff auf Zeit: Diese Akte schließt {until}.",
  "ends.tail": "Sie können hier noch abschließen: Diese Akte schließt {until}.",
  "roster.start": "{role} auf {ward}",
  "roster.start-service": "{role} im Bereitschaftsdienst für {ward}",
  "roster.waiting": "{role} auf {ward}, Beginn {from}, Ende {to}",
  "roster.shift": "{role} auf {ward}, Beginn {from}, Ende {to}",
  "roster.swap":
    "{colleague} übernimmt den Dienst auf {ward} von {person} (Beginn {from}, Ende {to})",
  "roster.swap-return":
    "{colleague} übernimmt den Dienst auf {ward} von {person} (Beginn {from}, Ende {to}); dafür übernimmt {person} den Dienst auf {other} (Beginn {begin}, Ende {end})",
  "ward.glass": "{name} hat Notfallzugriff auf die Akte von {whom}; er endet {until}.",
  "ward.responds": "{name} sagt, im Einsatz zu sein ({emergency}, {ward}).",
  "ward.stays":
    "Die Ablösung für {name} ist auf {ward} nicht gekommen: Die eigenen Patienten bleiben offen, und das endet {until}.",
  "stale.adt": "Wo Patienten liegen, wurde zuletzt {since} gemeldet.",
  "stale.roster": "Der Dienstplan wurde zuletzt {since} gemeldet.",
  "stale.sensor":
    "Der Anwesenheitssensor dieses Bildschirms hat sich zuletzt {since} gemeldet: Sperren Sie den Bildschirm, wenn Sie gehen.",
};
