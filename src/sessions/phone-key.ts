import type { SideKey } from "../ports/index.ts";

/** Where the phone behind a key is kept. It stays there when the phone has ended: a key is one phone's, for good. */
export function phoneKey(thumbprint: string): SideKey {
  return { table: "credentials", key: `phone-key|${thumbprint}` };
}
