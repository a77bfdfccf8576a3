import type Provider from "oidc-provider";
import type { Client } from "oidc-provider";
import type { Application } from "../../world/index.ts";
import { keysRoundOf } from "./metadata.ts";
import type { Oidc } from "./oidc-context.ts";

/** An application as the provider knows it, and the round of its keys that it was made with. */
interface Found {
  readonly client: Client;
  readonly round: number | undefined;
}

/**
 * How the provider finds a client. It is asked of the world each time; what the provider makes of an application, which it
 * checks whole and takes the digest of, is made once for as long as neither the application nor the round of its keys changes.
 */
export function findClient(
  { deps, keySets }: Pick<Oidc, "deps" | "keySets">,
  { Client }: Pick<Provider, "Client">,
): (id: string) => Promise<Client | undefined> {
  const find = Client.find.bind(Client);
  // An application that is changed is another one in the world.
  const known = new WeakMap<Application, Found>();
  return async (id) => {
    const application = deps.app.world().applications.get(id);
    if (application === undefined) return undefined;
    const round = keysRoundOf(application, keySets);
    const found = known.get(application);
    if (found !== undefined && found.round === round) return found.client;
    const client = await find(id);
    if (client !== undefined) known.set(application, { client, round });
    return client;
  };
}
