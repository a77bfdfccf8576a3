import type { AccessRequest, Permit, Recorded } from "../../access/index.ts";
import { ExceptionError } from "../../exceptions/index.ts";
import { OfflineError } from "../../offline/index.ts";
import { ReviewError } from "../../reviews/index.ts";
import {
  asOccupant,
  asPhone,
  type Following,
  occupantChanged,
  SessionError,
} from "../../sessions/index.ts";
import type { Command, Handling, NewRecord, Session } from "../../world/index.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import type { Decided, Denied, Wish, Work } from "./doors.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

/** Records that follow from a permit, in its batch. */
export type OnPermit = (
  permit: Permit,
  session: Session,
  handling: Handling,
) => readonly NewRecord[] | Following;

/** Has something decided and recorded where its person is in, with what follows from a permit in the same batch. */
export async function decideAt(
  stage: Stage,
  turn: Turn,
  { session, place }: Work,
  { action, resource, purpose, onlyTried = false }: Wish,
  onPermit: OnPermit = () => [],
): Promise<Recorded> {
  const subject = { type: "person", id: session.person } as const;
  const request: AccessRequest = {
    subject,
    action,
    resource,
    context: {
      session: session.id,
      ...surfaceOf(place),
      ...(purpose === undefined ? {} : { purpose }),
    },
  };
  // A seat's screen hears of what ends, so that a permit lasts; a phone may be out of reach, and others are not told.
  const hears = !onlyTried && (place.type === "seat" || place.type === "borrowed");
  const wish = { actor: subject, remedies: true, revocationStream: hears };
  const command = decideOnRecord(stage, turn, request, wish);
  // What is only tried is asked as by another system, which works with what seats do.
  const { app } = onlyTried ? stage : { app: appAt(stage, place) };
  return submitAt(
    { ...stage, app, elsewhere: app },
    { session, place },
    command,
    (answer, ...now) => (answer.type === "deny" ? [] : onPermit(answer, ...now)),
  );
}

/** What somebody works with there. */
function appAt({ app, elsewhere }: Stage, { type }: Work["place"]): Stage["app"] {
  return type === "phone" || type === "console" ? elsewhere : app;
}

/** Has a command handled in the name of the session, if it is still in where it was. */
export function submitAt<A>(
  { app, deps, elsewhere, onSite }: Stage,
  { session, place }: Work,
  command: Command<A>,
  also: (
    answer: A,
    session: Session,
    handling: Handling,
  ) => readonly NewRecord[] | Following = () => [],
): Promise<A> {
  switch (place.type) {
    case "phone": {
      const on = { device: place.device, session: session.id, site: onSite(place.device) };
      return elsewhere.submit(asPhone(deps, on, command, also));
    }
    case "console":
      return elsewhere.submit(atConsole(command, also, session.id));
    default: {
      const at = { seat: place.seat, session: session.id };
      return app.submit(asOccupant(deps, at, command, also));
    }
  }
}

/** In the name of a console's session, which its cookie alone finds. */
function atConsole<A>(
  command: Command<A>,
  also: (answer: A, session: Session, handling: Handling) => readonly NewRecord[] | Following,
  id: string,
): Command<A> {
  return {
    ...command,
    handle: (handling) => {
      const outcome = command.handle(handling);
      const session = handling.world.sessions.get(id);
      if (session === undefined) throw occupantChanged();
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

/** What a request names of where it comes from; a console is known by its session alone. */
function surfaceOf(place: Work["place"]): { readonly seat?: string; readonly device?: string } {
  if (place.type === "console") return {};
  return place.type === "phone" ? { device: place.device } : { seat: place.seat };
}

/** What came of it, in words; `gone` where the session had left the seat, and `impossible` what nobody's policy says. */
export async function settled(deciding: () => Promise<Recorded | Decided>): Promise<Decided> {
  try {
    return decidedOf(await deciding());
  } catch (error) {
    if (error instanceof SessionError && error.code === "occupant-changed") return { type: "gone" };
    const isSaid =
      error instanceof ExceptionError ||
      error instanceof ReviewError ||
      error instanceof SessionError ||
      error instanceof OfflineError;
    if (isSaid) {
      return { type: "impossible", said: error.message };
    }
    throw error;
  }
}

/** What is done without a word of why it may be. */
export function untold(decided: Decided): Decided {
  return decided.type === "permit" ? { type: "permit", said: [] } : decided;
}

function decidedOf(answer: Recorded | Decided): Decided {
  if (!("policies" in answer)) return answer;
  if (answer.type === "deny") return answer satisfies Denied;
  const { because, obligations } = answer;
  const asked = obligations.map((each) => ("text" in each ? each.text : each.name));
  return { type: "permit", said: [...because, ...asked] };
}
