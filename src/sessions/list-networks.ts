import type { Actor, Command } from "../world/index.ts";
import { SessionError } from "./errors.ts";

/**
 * States the networks of a site, all of them each time: a phone that calls from one of these is at the site (C8). Said
 * twice, the second time changes nothing. The blocks were found right by the caller.
 *
 * @throws SessionError `site-unknown`
 */
export function listNetworks(request: {
  readonly site: string;
  readonly networks: readonly string[];
  readonly actor: Actor;
}): Command<{ readonly changed: boolean }> {
  const { site: id, actor } = request;
  const networks = [...new Set(request.networks)].sort();
  return {
    name: "site.list-networks",
    actor,
    handle: ({ world }) => {
      const site = world.sites.get(id);
      if (site === undefined) throw new SessionError("site-unknown", { id });
      const before = site.networks ?? [];
      const same =
        before.length === networks.length && before.every((each, i) => each === networks[i]);
      if (same) return { records: [], answer: { changed: false } };
      return {
        records: [{ kind: "site.networked", body: { networks, site: id } }],
        answer: { changed: true },
      };
    },
  };
}
