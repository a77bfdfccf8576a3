import { noteLogout } from "../../sessions/index.ts";
import type { Logout } from "../../world/index.ts";
import type { Oidc } from "./oidc-context.ts";

/** An application that does not answer is tried again for this long. Its tokens are dead all the while. */
const triedFor = 60 * 60_000;

/** Tells applications that sessions have ended. */
export interface Logouts {
  /** Tells those that are owed a word; each is told once at a time. */
  send(): Promise<void>;
}

/** Back-channel logout (OpenID Connect Back-Channel Logout 1.0): what is owed is in the world until it is told. */
export function createLogouts(oidc: Oidc): Logouts {
  const underWay = new Set<string>();
  return {
    async send() {
      const owed = [...oidc.deps.app.world().logouts.values()];
      const fresh = owed.filter(({ id }) => !underWay.has(id));
      for (const { id } of fresh) underWay.add(id);
      await Promise.all(
        fresh.map(async (logout) => {
          try {
            await tell(oidc, logout);
          } finally {
            underWay.delete(logout.id);
          }
        }),
      );
    },
  };
}

/** What the published types leave out of a client. */
interface TellsLogouts {
  backchannelLogout(sub: string, sid: string): Promise<unknown>;
}

async function tell(oidc: Oidc, { application, at, id, person }: Logout): Promise<void> {
  const { app } = oidc.deps;
  const provider = await oidc.provider();
  const client = await provider.Client.find(application);
  if (client === undefined) {
    // It was ended meanwhile, which gave it up; or what is known of it is no client any more, which may be mended in time.
    if (app.now() >= at + triedFor) await app.submit(noteLogout(id, "given-up"));
    return;
  }
  const told = (client as unknown as TellsLogouts).backchannelLogout(person, id);
  const outcome = await told.then(
    () => "told" as const,
    (error: unknown) => whatFailed(error),
  );
  if (outcome === "unreachable" && app.now() < at + triedFor) return;
  await app.submit(noteLogout(id, outcome));
}

/** An application that answers 4xx has understood, and does not want it (section 2.8); anything else may get better. */
function whatFailed(error: unknown): "refused" | "unreachable" {
  const response = error instanceof Error && "response" in error ? error.response : undefined;
  const isRefusal = response instanceof Response && response.status >= 400 && response.status < 500;
  return isRefusal ? "refused" : "unreachable";
}
