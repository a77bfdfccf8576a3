/** What the console says of notifications by mail and webhook. */
export const noticesEn = {
  pageNotices: "Notifications",
  questionNotices: "What was to be told by mail and webhook, and did not arrive",
  noticeWhat: "What happened",
  noticeGlassBroken: "Emergency access was taken",
  noticeGlassRenewed: "Emergency access was renewed",
  noticeEmergencyJoined: "Somebody responded to an emergency",
  noticeReviewOpened:
    "Access ends unless it is confirmed, or a badge, PIN or passkey was given anew",
  noticeReviewSoon: "A review is due before long",
  noticeReviewEscalated: "A review is long overdue",
  noticeIncident: "An incident was opened",
  noticeReviewOverdue: "A review is overdue",
  noticeTo: "Whom it is for",
  noticeBy: "By",
  noticeByMail: "mail",
  noticeByWebhook: "webhook",
  noticeTries: "Tries",
  noticeWhy: "Why it did not arrive",
  noticeNext: "Next try",
  noticeOver: "none: it happened too long ago",
  noticesWaiting: (count: number): string => `${count} more wait for their first try.`,
  noNotices: "Everything that was to be told has arrived.",
  noNoticesHint: "What does not arrive is tried again by itself, and shown here until it does.",
  noTargets: "Nobody is told by mail or webhook.",
  noTargetsHint:
    "Set WARDKEY_SMTP and WARDKEY_MAIL_FROM, or WARDKEY_WEBHOOKS; addresses come with the staff file.",
};
