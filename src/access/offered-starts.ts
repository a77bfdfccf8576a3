import type { Instant } from "../ports/index.ts";
import type { World } from "../world/index.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { decide } from "./decide.ts";
import type { RequestContext } from "./request.ts";
import { type Start, starting, startsOf } from "./starts.ts";

/** The shifts that a person may start now (L9), as the policy says. Unrecorded: starting one is decided and recorded. */
export function offeredStarts(
  bundle: Bundle,
  world: World,
  { person, context }: { readonly person: string; readonly context: RequestContext },
  at: Instant,
): readonly Start[] {
  return startsOf(bundle, world, person, at).filter(({ ward }) => {
    const subject = { type: "person", id: person };
    const resource = { type: "ward", id: ward };
    const request = { subject, context, action: starting, resource };
    return decide({ bundle, world, request, at, remedies: false }).type === "permit";
  });
}
