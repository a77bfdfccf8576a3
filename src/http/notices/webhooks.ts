import type { Json } from "../../ports/index.ts";
import { isSafeAddress } from "../follower/index.ts";
import { isRecord } from "../json.ts";

/** Another system that is told, as the administrator wrote it down. */
export interface Webhook {
  /** By which the console names it. */
  readonly id: string;
  readonly url: string;
  /** What it knows us by. */
  readonly secret: Uint8Array;
}

/** A list of webhooks that cannot be used; the message says which and why. */
export class WebhookError extends Error {
  readonly code = "bad-webhook";

  constructor(message: string) {
    super(message);
    this.name = "WebhookError";
  }
}

const members = ["id", "url", "secret"];

/**
 * Reads the list: `[{"id", "url", "secret"}]`, a secret as Standard Webhooks writes one: `whsec_` and base64 of 24 to 64 bytes.
 *
 * @throws WebhookError
 */
export function readWebhooks(text: string): readonly Webhook[] {
  let list: Json;
  try {
    list = JSON.parse(text) as Json;
  } catch {
    throw new WebhookError("it is not JSON");
  }
  if (!Array.isArray(list)) throw new WebhookError("it is not a list");
  const webhooks = list.map(readOne);
  const ids = webhooks.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new WebhookError(`two have the id ${twice}`);
  return webhooks;
}

function readOne(value: Json, index: number): Webhook {
  const wrong = (what: string) => new WebhookError(`number ${index + 1}: ${what}`);
  if (!isRecord(value)) throw wrong("it is no object");
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw wrong(`there is no member ${unknown}`);
  const { id, secret, url } = value;
  if (typeof id !== "string" || !/^[a-z0-9-]{1,40}$/.test(id)) {
    throw wrong("id has 1 to 40 small letters, digits and hyphens");
  }
  if (!isSafeAddress(url)) throw wrong("url is no https address");
  const { hash, password, username } = new URL(url);
  if (username !== "" || password !== "" || hash !== "") {
    throw wrong("url holds a user name, a password or a fragment");
  }
  const coded = typeof secret === "string" ? /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) : null;
  const bytes = Buffer.from(coded?.[1] ?? "", "base64");
  if (bytes.length < 24 || bytes.length > 64) {
    throw wrong("secret is no whsec_ and base64 of 24 to 64 bytes");
  }
  return { id, url, secret: bytes };
}
