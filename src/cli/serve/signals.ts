import {
  authenticateApiKeys,
  createSetSigner,
  createSignals,
  postSet,
  type Signals,
  usualPace,
} from "../../http/index.ts";
import { machineClock, nodeIds } from "../../node/index.ts";
import type { Installation } from "../installation.ts";

/** Shared Signals of this node; `issuer` is the address by which receivers know it. */
export function openSignals(
  { app, store, seal, keyedHash }: Installation,
  issuer: () => string,
): Signals {
  const ids = nodeIds();
  const newId = (prefix: string) => ids.next(prefix);
  return createSignals({
    app,
    log: store.log,
    clock: machineClock,
    signer: createSetSigner({ app, seal, newId }),
    issuer,
    newId,
    // A data directory is one node's.
    exclusive: store.kind === "sqlite",
    authenticate: authenticateApiKeys({ side: app.side, keyedHash, clock: machineClock }),
    post: postSet,
    pace: usualPace,
    onFault: (error) => console.error("Security events could not be sent on:", error),
  });
}
