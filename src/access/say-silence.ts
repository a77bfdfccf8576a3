import type { Instant } from "../ports/index.ts";
import { english, fill, type Words } from "./words.ts";

/** That a feed has not been heard since an instant (C4): in the same words beside a permit and on every screen. */
export function saySilence(
  { type, since }: { readonly type: string; readonly since: Instant },
  where: { readonly zone: string; readonly at: Instant },
  words: Words = english,
): string {
  const template = words.obligations[`feed-stale.${type}`] ?? "";
  return fill(words, template, { since: { instant: since } }, where);
}
