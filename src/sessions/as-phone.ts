import type { Command, Handling, NewRecord, Session } from "../world/index.ts";
import type { Following } from "./as-occupant.ts";
import { SessionError } from "./errors.ts";
import { phoneSessionOf } from "./open-phone.ts";
import type { SessionDeps } from "./scene.ts";
import { sceneOf } from "./scene.ts";

/** A session on a phone, and the site whose network its request came from, if any. */
export interface OnPhone {
  readonly device: string;
  readonly session: string;
  readonly site: string | undefined;
}

/**
 * Notes which site's network the phone is on now, or none: a fact that decisions rest on (C8). Says nothing twice.
 *
 * @throws SessionError `occupant-changed` when the session is over, `no-policy`
 */
export function placePhone(deps: SessionDeps, on: OnPhone): Command<void> {
  return {
    name: "phone.place",
    actor: { type: "system", id: "wardkey" },
    handle: ({ world, at }) => {
      const session = phoneSessionOf(sceneOf(deps, world, at), on.device);
      if (session?.id !== on.session) throw signedOutThere();
      if (session.site === on.site) return { records: [], answer: undefined };
      const body = { session: on.session, ...(on.site === undefined ? {} : { site: on.site }) };
      return { records: [{ kind: "session.placed", body }], answer: undefined };
    },
  };
}

/**
 * Makes a command one that is done on a phone: in one batch with the check that the session is still in on it, and that
 * the phone is where its request came from. A phone that speaks over two networks at once gains nothing by that. `also` may add
 * records that follow from the answer, and what is to be kept beside the log with them.
 *
 * @throws SessionError `occupant-changed`, `place-changed`, `no-policy`
 */
export function asPhone<A>(
  deps: SessionDeps,
  on: OnPhone,
  inner: Command<A>,
  also: (
    answer: A,
    session: Session,
    handling: Handling,
  ) => readonly NewRecord[] | Following = () => [],
): Command<A> {
  return {
    ...inner,
    handle: (handling) => {
      const scene = sceneOf(deps, handling.world, handling.at);
      const session = phoneSessionOf(scene, on.device);
      if (session?.id !== on.session) throw signedOutThere();
      if (session.site !== on.site) {
        throw new SessionError("place-changed");
      }
      const outcome = inner.handle(handling);
      const more = also(outcome.answer, session, handling);
      const { records, side = [] } = "records" in more ? more : { records: more };
      return {
        ...outcome,
        records: [...outcome.records, ...records],
        side: [...(outcome.side ?? []), ...side],
      };
    },
  };
}

function signedOutThere(): SessionError {
  return new SessionError("occupant-changed.phone");
}
