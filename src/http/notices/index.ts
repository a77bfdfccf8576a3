export { mailTarget } from "./mail-target.ts";
export { createNotices, type Notices } from "./notices.ts";
export { personOf, readNotices, targetOf, type WaitingNotice } from "./rows.ts";
export { type Target, usualNoticePace } from "./types.ts";
export { webhookTarget } from "./webhook-target.ts";
export { readWebhooks, type Webhook, WebhookError } from "./webhooks.ts";
