import { hash } from "node:crypto";
import {
  type AccessSearch,
  mayAsk,
  recordDecision,
  requestFor,
  searchAccess,
} from "../../access/index.ts";
import type { Actor } from "../../world/index.ts";
import { AuthzenError } from "./errors.ts";
import { contextOf, type HospitalPolicyDeps, switchesOf } from "./hospital-policy.ts";
import type { AuthzenOptions, Caller, Found, SearchQuery } from "./types.ts";

/** A recorded search writes a record for each result. */
const longestRecordedPage = 100;

/**
 * Searches the hospital: who may, what it may be done to, what may be done. It is advice, unrecorded, unless the
 * context says `enforce: true`: then each result is decided and recorded like an evaluation, and only what is
 * permitted there as well is returned.
 */
export function hospitalSearch({ app }: HospitalPolicyDeps): NonNullable<AuthzenOptions["search"]> {
  return async (query, caller, { token, limit }) => {
    const search = searchOf(query);
    const { enforce } = switchesOf(query.context);
    const [world, at] = [app.world(), app.now()];
    const actor: Actor = { type: "workload", id: caller.id };
    if (!mayAsk(world, actor, at)) {
      throw new AuthzenError("not-allowed", "This workload may not ask for decisions.");
    }
    const tokens = tokensOf(search);
    const { found, next } = searchAccess({ bundles: app.bundles, world, at }, search, {
      limit: enforce ? Math.min(limit, longestRecordedPage) : limit,
      ...(token === undefined ? {} : { after: tokens.read(token) }),
    });
    const permitted = enforce ? await record(app, search, found, caller) : found;
    return {
      results: permitted.map((id) => resultOf(search, id)),
      ...(next === undefined ? {} : { next: tokens.write(next) }),
      context: { recorded: enforce, position: world.next, bundle: world.policy?.hash ?? "" },
    };
  };
}

function searchOf(query: SearchQuery): AccessSearch {
  const context = contextOf(query.context);
  const plain = ({ type, id }: { readonly type: string; readonly id: string }) => ({ type, id });
  switch (query.target) {
    case "subject": {
      const { target, type, action, resource } = query;
      return { target, type, action: action.name, resource: plain(resource), context };
    }
    case "resource": {
      const { target, type, action, subject } = query;
      return { target, type, action: action.name, subject: plain(subject), context };
    }
    case "action": {
      const { target, subject, resource } = query;
      return { target, subject: plain(subject), resource: plain(resource), context };
    }
  }
}

async function record(
  app: HospitalPolicyDeps["app"],
  search: AccessSearch,
  found: readonly string[],
  { id, credential }: Caller,
): Promise<readonly string[]> {
  const answers = await Promise.all(
    found.map((each) => {
      const request = requestFor(search, each);
      const actor: Actor = { type: "workload", id, onBehalfOf: request.subject.id };
      const wish = { actor, remedies: false, ...(credential === undefined ? {} : { credential }) };
      return app.submit(recordDecision(app, request, wish));
    }),
  );
  return found.filter((_, index) => answers[index]?.type === "permit");
}

function resultOf(search: AccessSearch, id: string): Found["results"][number] {
  return search.target === "action" ? { name: id } : { type: search.type, id };
}

/** Tokens of one search; they mean nothing to anybody else (section Pagination), nor in another search. */
function tokensOf(search: AccessSearch) {
  const of = hash("sha256", JSON.stringify(search), "base64url").slice(0, 16);
  return {
    write: (after: string): string =>
      Buffer.from(JSON.stringify({ after, of })).toString("base64url"),
    read(token: string): string {
      try {
        const given = JSON.parse(Buffer.from(token, "base64url").toString());
        if (given.of === of && typeof given.after === "string") return given.after;
      } catch {
        // Said below.
      }
      throw new AuthzenError(
        "bad-request",
        "The member page.token was not given out for this search.",
      );
    },
  };
}
