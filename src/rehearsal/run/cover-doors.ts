import { answering, type Resource, requesting } from "../../access/index.ts";
import {
  activateGrant,
  answerGrant,
  type Granting,
  isAskedOf,
  requestGrant,
  returnGrant,
} from "../../exceptions/index.ts";
import { sceneOf } from "../../sessions/index.ts";
import type { Command, NewRecord } from "../../world/index.ts";
import { decideAt, settled, submitAt, untold } from "./decide-at.ts";
import type { Decided, Doors, Wish, Work } from "./doors.ts";
import { type Looks, mayLook, noteActive } from "./looks.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

type CoverDoors = Pick<
  Doors,
  "askForAccess" | "whoWaits" | "answerCover" | "beginCover" | "handCoverBack"
>;

/** What comes of something that nobody's policy is asked about. */
const done: Decided = { type: "permit", said: [] };

/** Access for a time (X1), by the product's own commands. */
export function coverDoors(
  stage: Stage,
  looks: Looks,
  { decide }: Pick<Doors, "decide">,
): CoverDoors {
  const { bundle } = stage;
  const openFor: Doors["beginCover"] = async (turn, work, grant) => {
    const { person } = work.session;
    const begun = await plainly(stage, work, "grant.activate", (granting) =>
      activateGrant(granting, { grant, person }),
    );
    const patient = stage.app.world().grants.get(grant)?.patient;
    if (begun.type !== "permit" || patient === undefined) return begun;
    return decide(turn, work, { action: "chart.open", resource: { type: "patient", id: patient } });
  };
  return {
    async askForAccess(turn, work, { holder, ...asked }) {
      const { person: asker } = work.session;
      const person = holder?.id ?? asker;
      const [reason = ""] = bundle.grants.reasons.keys();
      const askedBy = { type: "person", id: asker } as const;
      const wish = { ...asked, person, askedBy, reason };
      const { patient, ward = "" } = asked;
      const resource =
        patient === undefined ? { type: "ward", id: ward } : { type: "patient", id: patient };
      let granted: string | undefined;
      const made = await settled(async () => {
        await noteActive(stage, work);
        return await decideAt(
          stage,
          turn,
          work,
          atDesk(work, requesting, resource),
          (_permit, _now, handling) => {
            const grant = handling.id("gnt");
            const requested = requestGrant({ ...handling, bundle }, { ...wish, grant });
            granted = requested.rule === undefined ? undefined : requested.grant;
            return requested;
          },
        );
      });
      // What a rule approves for a patient (X6) opens at once, at the seat where it is asked for.
      const opens = "seat" in work.place && patient !== undefined && asked.from === undefined;
      return granted === undefined || !opens ? untold(made) : openFor(turn, work, granted);
    },
    whoWaits: (turn, work) => whoWaits(stage, looks, turn, work),
    async answerCover(turn, work, grant, answer) {
      const id = stage.app.world().grants.get(grant)?.ward ?? "";
      const wish = atDesk(work, answering, { type: "ward", id });
      const approver = work.session.person;
      return settled(async () => {
        await noteActive(stage, work);
        return await decideAt(stage, turn, work, wish, (_permit, _now, handling) =>
          answerGrant({ ...handling, bundle }, { grant, approver, answer }),
        );
      }).then(untold);
    },
    beginCover: openFor,
    async handCoverBack(work, grant) {
      const { person } = work.session;
      return settled(async () => {
        await noteActive(stage, work);
        return await plainly(stage, work, "grant.return", (granting) =>
          returnGrant(granting, { grant, person }),
        );
      });
    },
  };
}

/** Whose requests the screen puts before whoever is in; a reviewer's look at them is recorded. */
async function whoWaits(
  stage: Stage,
  looks: Looks,
  turn: Turn,
  work: Work,
): Promise<readonly string[]> {
  const { place, session } = work;
  if (place.type === "console" && mayLook(stage, session, "review.read")) {
    await looks.look(turn, work, "review.read");
  }
  const { app, deps } = stage;
  const scene = sceneOf(deps, app.world(), app.now());
  const device = place.type === "phone" ? { device: place.device } : {};
  const viewer = { person: session.person, context: { session: session.id, ...device } };
  return [...scene.world.grants.values()]
    .filter((grant) => isAskedOf(scene, viewer, grant))
    .toSorted((a, b) => a.askedAt - b.askedAt)
    .map(({ person }) => person);
}

/** What is asked at a console is asked to run the hospital. */
function atDesk({ place }: Work, action: string, resource: Resource): Wish {
  return { action, resource, ...(place.type === "console" ? { purpose: "HOPERAT" } : {}) };
}

/** Done in the name of the session, without a decision. */
function plainly(
  stage: Stage,
  work: Work,
  name: string,
  records: (granting: Granting) => readonly NewRecord[],
): Promise<Decided> {
  const { bundle } = stage;
  const command: Command<void> = {
    name,
    actor: { type: "person", id: work.session.person },
    handle: (handling) => ({ records: records({ ...handling, bundle }), answer: undefined }),
  };
  return settled(() => submitAt(stage, work, command).then(() => done));
}
