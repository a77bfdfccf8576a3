import { createHmac } from "node:crypto";
import type { Clock } from "../../ports/index.ts";
import type { Post } from "../follower/index.ts";
import { isDoneToSomebody } from "./kinds.ts";
import type { Notice } from "./rows.ts";
import type { Sent, Target } from "./types.ts";
import type { Webhook } from "./webhooks.ts";

/** What webhooks are called with. */
export interface WebhookDeps {
  readonly post: Post;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Another system, told by a POST that is signed as Standard Webhooks has it (1.0.0: `webhook-id`, `webhook-timestamp`, and `v1` an
 * HMAC-SHA256 of both and the body). It says what happened by ids; whoever may know more asks for it.
 */
export function webhookTarget({ clock, post }: WebhookDeps, { id, secret, url }: Webhook): Target {
  return {
    id: `hook-${id}`,
    tells: "system",
    async send({ notice }, signal) {
      const body = bodyOf(notice);
      const number = notice.record;
      const timestamp = String(Math.floor(clock.now() / 1000));
      const headers = {
        "content-type": "application/json",
        "webhook-id": number,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signatureOf(secret, `${number}.${timestamp}.${body}`)}`,
      };
      try {
        const { status } = await post(url, headers, body, signal);
        if (status >= 200 && status < 300) return { type: "taken" };
        return { ...failed(`The receiver answers ${status}.`), whole: !isAboutThis(status) };
      } catch {
        // The words of the failure may hold the address, with what the receiver put into it.
        return failed("The receiver does not answer.");
      }
    },
  };
}

/** Answers about the content alone (RFC 9110 section 15.5; 422 as well): another notice may be taken. */
function isAboutThis(status: number): boolean {
  return [400, 406, 409, 411, 412, 413, 414, 415, 417, 422].includes(status);
}

function failed(why: string): Extract<Sent, { readonly type: "failed" }> {
  return { type: "failed", why, whole: true };
}

function signatureOf(secret: Uint8Array, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64");
}

function bodyOf(notice: Notice): string {
  const { about, at, due, kind, patient, person, reason, until, ward } = notice;
  const iso = (instant: number | undefined) =>
    instant === undefined ? undefined : new Date(instant).toISOString();
  const subject = isDoneToSomebody(notice) ? about : undefined;
  const data = { person, subject, patient, ward, reason, until: iso(until), due: iso(due) };
  return JSON.stringify({ type: kind, timestamp: iso(at), data });
}
