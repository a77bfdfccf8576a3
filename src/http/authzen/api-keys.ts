import type { Duration, Side, SideKey } from "../../ports/index.ts";
import type { Caller } from "./types.ts";

/** What API keys are looked up with. */
export interface ApiKeyDeps {
  readonly side: Pick<Side, "get">;
  /** The hash under which a key is kept: see openKeyedHash in node/crypto. */
  readonly keyedHash: (use: "api-key", key: string) => string;
  readonly clock: { monotonic(): Duration };
}

/** A key that was found is taken as found for this long. Where a decision is recorded its row is read again. */
const rememberedFor: Duration = 1_000;
/** Keys that are remembered, at most. */
const mostRemembered = 1_000;

/** RFC 6750 section 2.1: b64token. */
const bearer = /^Bearer +([A-Za-z0-9._~+/-]{16,512}=*)$/i;

/**
 * Authenticates workloads by API key. The key itself is kept nowhere: its keyed hash leads to the workload's
 * id. Whether the workload lives and may ask is decided where its question is.
 */
export function authenticateApiKeys({
  side,
  keyedHash,
  clock,
}: ApiKeyDeps): (authorization: string | undefined) => Promise<Caller | undefined> {
  const remembered = new Map<string, { readonly caller: Caller; readonly until: Duration }>();
  return async (authorization) => {
    const key = bearer.exec(authorization ?? "")?.[1];
    if (key === undefined) return undefined;
    const hash = keyedHash("api-key", key);
    const now = clock.monotonic();
    const known = remembered.get(hash);
    if (known !== undefined && now < known.until) return known.caller;
    const credential: SideKey = { table: "credentials", key: `api-key|${hash}` };
    const [workload] = await side.get([credential]);
    remembered.delete(hash);
    if (typeof workload !== "string") return undefined;
    const caller: Caller = { id: workload, credential };
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(hash, { caller, until: now + rememberedFor });
    return caller;
  };
}
