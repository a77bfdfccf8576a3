import { decide, isPermitted, type SaidIn } from "../access/index.ts";
import type { Session } from "../world/index.ts";
import { withSession } from "./bedside.ts";
import type { Scene } from "./scene.ts";

/** What coming in at a seat is to the policy (A1): with a session that is new, or back to the one that one has. */
export type ComingIn = "seat.open" | "seat.unlock";

/** The policy's word to whoever stands there. */
export interface SaidNo {
  /** In words. */
  readonly why: string;
  /** The same, for a screen to say in its own language. */
  readonly said: readonly SaidIn[];
}

/** Why the policy does not let somebody in. */
export interface NotLetIn extends SaidNo {
  /** The ids of the policies that say so. */
  readonly policies: readonly string[];
}

/**
 * Whether the policy lets somebody in at a seat, asked of the session as it will be once they are in: level, instant and place are
 * that one's. When a tap is enough, the session machine says before that (S4, S5). A policy from before these were actions says
 * nothing of them, and leaves it to the session machine; one that knows them and permits nothing lets nobody in.
 *
 * @returns undefined where it does
 */
export function letIn(
  { bundle, world, at }: Scene,
  session: Session,
  action: ComingIn,
): NotLetIn | undefined {
  // Cut off from the log a node withholds all but reading; who comes in there reads, and breaks the glass (X14).
  if (!bundle.actions.has(action) || world.downtime !== undefined) return undefined;
  const { id: seat } = session.surface;
  const question = {
    bundle,
    world: withSession(world, session),
    request: {
      subject: { type: "person", id: session.person },
      action,
      resource: { type: "seat", id: seat },
      context: { session: session.id, seat },
    },
    at,
  };
  // Nobody is told why they may come in, or for how long that would hold.
  if (isPermitted(question)) return undefined;
  const answer = decide({ ...question, remedies: false });
  if (answer.type === "permit") return undefined;
  const { policies, reasons, said } = answer;
  return { why: reasons.join(" "), said, policies };
}
