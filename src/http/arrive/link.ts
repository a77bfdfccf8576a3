import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Sealer } from "../deps.ts";
import { isRecord, textOf } from "../json.ts";

/** The secret of a new link: 256 bits. */
export function newLink(): string {
  return randomBytes(32).toString("base64url");
}

/** What a link's secret is kept as. */
export function linkHash(secret: string): string {
  return createHash("sha256").update(`invitation\0${secret}`).digest("base64url");
}

/** The address to send. The secret stands behind the #, so that no server's log and no proxy ever sees it. */
export function linkOf(origin: string, secret: string): string {
  return `${origin}/arrive/#${secret}`;
}

/**
 * A new code for the desk. It is random, and not made of the link: whoever else has the link learns nothing of it, and of a link that
 * somebody else has used there is no code to be read out in good faith.
 */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** What a code's keyed hash is of: a code is good for the phone of one link. */
export function codeOf(invitation: string, code: string): string {
  return `${invitation}|${code}`;
}

/** A link that is to go by mail. */
export interface LinkMail {
  readonly secret: string;
  readonly to: string;
}

/** It, as it waits beside the log: bound to the link's hash, which stands before it. */
export function sealMail(
  sealer: Pick<Sealer, "seal">,
  { link, secret, to }: LinkMail & { readonly link: string },
): string {
  return `${link}.${sealer.seal("invitation", JSON.stringify({ secret, to }), link)}`;
}

/** What waits; undefined when it does not open. */
export function openMail(sealer: Pick<Sealer, "open">, sealed: string): LinkMail | undefined {
  const at = sealed.indexOf(".");
  const opened = sealer.open("invitation", sealed.slice(at + 1), sealed.slice(0, at));
  if (opened === undefined) return undefined;
  const read: unknown = JSON.parse(opened);
  if (!isRecord(read as never)) return undefined;
  const { secret, to } = read as Readonly<Record<string, never>>;
  const [link, address] = [textOf(secret), textOf(to)];
  return link === undefined || address === undefined ? undefined : { secret: link, to: address };
}
