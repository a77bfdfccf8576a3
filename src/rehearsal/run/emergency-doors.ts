import { type Recorded, signing } from "../../access/index.ts";
import {
  asResponder,
  declareEmergency,
  ExceptionError,
  oweSignature,
  renewEmergency,
  respond,
  signFor,
  standDown,
  takeTask,
} from "../../exceptions/index.ts";
import { asOccupant, leaveEmergency, occupantOf, sceneOf } from "../../sessions/index.ts";
import type { Command } from "../../world/index.ts";
import { decideAt, settled, submitAt, untold } from "./decide-at.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import type { AtSeat, Decided, Doors, Work } from "./doors.ts";
import type { Screens } from "./seat-screens.ts";
import type { Stage } from "./stage.ts";
import type { Turn } from "./turn.ts";

type EmergencyDoors = Pick<
  Doors,
  "declare" | "respond" | "takeTask" | "renewEmergency" | "standDown" | "record" | "sign"
>;

/** What comes of something that nobody's policy is asked about. */
const done: Decided = { type: "permit", said: [] };

/** Declared emergencies (X16 to X18), by the product's own commands. */
export function emergencyDoors(stage: Stage, screens: Screens): EmergencyDoors {
  const { app, deps } = stage;
  const plain = (at: AtSeat, command: Command<unknown>) =>
    settled(() => submitAt(stage, workAt(at), command).then(() => done));
  return {
    async declare(seat, kind, patient) {
      // Whoever is in there makes the call; at a locked seat nobody in particular does.
      const session = occupantOf(sceneOf(deps, app.world(), app.now()), seat);
      const call = {
        seat,
        type: kind,
        ...(patient === undefined ? {} : { patient }),
        ...(session === undefined ? {} : { person: session.person }),
      };
      return await settled(async () => {
        const { emergency } = await app.submit(declareEmergency(deps, call));
        if (session === undefined) return done;
        const { joined } = await app.submit(arriving(stage, { seat, session }, emergency));
        await screens.turnTo(seat, joined);
        return done;
      });
    },
    async respond(at, emergency) {
      const { person } = at.session;
      const said = await plain(at, respond(deps, { emergency, person, seat: at.seat }));
      const joined = app.world().emergencies.get(emergency);
      if (said.type !== "permit") return said;
      return { ...said, ...(await screens.turnTo(at.seat, joined)) };
    },
    takeTask: (at, emergency, task) =>
      plain(at, takeTask({ emergency, person: at.session.person, task })),
    renewEmergency: (at, emergency) =>
      plain(at, renewEmergency(deps, { emergency, person: at.session.person })),
    async standDown(at, emergency) {
      const over = await plain(
        at,
        standDown({ emergency, person: at.session.person }, (world, closed, instant) =>
          leaveEmergency(deps, world, closed, instant),
        ),
      );
      await screens.look(at.seat);
      return over;
    },
    record: (turn, at, act) => settled(() => recordAct(stage, turn, at, act)).then(untold),
    sign: (turn, at, patient) => {
      const { person } = at.session;
      const wish = { action: signing, resource: { type: "patient", id: patient } };
      return settled(() =>
        decideAt(stage, turn, workAt(at), wish, (_permit, _now, { world }) =>
          signFor(world, person, patient),
        ),
      ).then(untold);
    },
  };
}

/** Somebody who is in responds to what has been declared since, if the roster says so. */
function arriving({ deps }: Stage, { seat, session: { id, person } }: AtSeat, emergency: string) {
  const staying: Command<undefined> = {
    name: "emergency.arrive",
    actor: { type: "person", id: person },
    handle: () => ({ records: [], answer: undefined }),
  };
  const inThere = asOccupant(deps, { seat, session: id }, staying);
  return asResponder(deps, seat, inThere, () => ({ person, emergency }));
}

/** Decided for the performer, on record of both (X18). */
function recordAct(
  stage: Stage,
  turn: Turn,
  at: AtSeat,
  { action, performer, patient }: Parameters<Doors["record"]>[2],
): Promise<Recorded> {
  const { bundle } = stage;
  const { person: scribe, id: recording } = at.session;
  if (performer === scribe) {
    throw new ExceptionError("performs-alone");
  }
  const subject = { type: "person", id: performer } as const;
  const resource = { type: "patient", id: patient };
  const request = { subject, action, resource, context: { recording, seat: at.seat } };
  const actor = { type: "person", id: scribe } as const;
  const decision = decideOnRecord(stage, turn, request, { actor, remedies: true });
  return submitAt(stage, workAt(at), decision, (given, _now, handling) =>
    given.type === "deny"
      ? []
      : oweSignature({ ...handling, bundle }, request, { ward: given.ward, scribe }),
  );
}

function workAt({ session, seat }: AtSeat): Work {
  return { session, place: { type: "seat", seat } };
}
