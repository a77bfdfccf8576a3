import type { noticesEn } from "./notices.en.ts";

/** The same in German. */
export const noticesDe: typeof noticesEn = {
  pageNotices: "Benachrichtigungen",
  questionNotices: "Was per E-Mail und Webhook gesagt werden sollte und nicht ankam",
  noticeWhat: "Was geschah",
  noticeGlassBroken: "Notfallzugriff wurde genommen",
  noticeGlassRenewed: "Notfallzugriff wurde verlängert",
  noticeEmergencyJoined: "Jemand kam zu einem Notfall dazu",
  noticeReviewOpened:
    "Ein Zugriff endet, wenn ihn niemand bestätigt, oder Ersatz für Ausweis, PIN oder Passkey",
  noticeReviewSoon: "Eine Prüfung ist bald fällig",
  noticeReviewEscalated: "Eine Prüfung ist lange überfällig",
  noticeIncident: "Ein Vorfall wurde eröffnet",
  noticeReviewOverdue: "Eine Prüfung ist überfällig",
  noticeTo: "Für wen",
  noticeBy: "Per",
  noticeByMail: "E-Mail",
  noticeByWebhook: "Webhook",
  noticeTries: "Versuche",
  noticeWhy: "Warum es nicht ankam",
  noticeNext: "Nächster Versuch",
  noticeOver: "keiner: Es ist zu lange her",
  noticesWaiting: (count) => `${count} weitere warten auf den ersten Versuch.`,
  noNotices: "Alles, was gesagt werden sollte, ist angekommen.",
  noNoticesHint:
    "Was nicht ankommt, wird von selbst noch einmal versucht und steht hier, bis es ankommt.",
  noTargets: "Niemand wird per E-Mail oder Webhook benachrichtigt.",
  noTargetsHint:
    "Dafür WARDKEY_SMTP und WARDKEY_MAIL_FROM setzen, oder WARDKEY_WEBHOOKS; Adressen kommen mit der Personaldatei.",
};
