import { hospital } from "../../access/index.ts";
import { isRunning } from "../../world/index.ts";
import { identityWork } from "../calibration.ts";
import type { PersonAct } from "../vocabulary/acts.ts";
import { decideOn, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, spend } from "./run.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

/** Moves somebody to the role that they have, in another ward (L4): what changes is shown, and then it is done. */
export async function moveSomebody(
  run: Run,
  turn: Turn,
  performer: Performer,
  { person, ward }: Extract<PersonAct, { readonly type: "move-person" }>,
): Promise<Ending> {
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  if (work.place.type !== "console") return refused("Somebody is moved at a console.");
  const { at, world } = sceneNow(run);
  const who = run.performers.get(person)?.id ?? "";
  const role = world.rolesByPerson.get(who).map((id) => world.roles.get(id))[0];
  const engagement = world.engagements.get(role?.engagement ?? "");
  if (role === undefined || engagement === undefined || !isRunning(engagement, at)) {
    return refused(`${person} has no role to move with.`);
  }
  await spend(run, turn, identityWork.press);
  await spend(run, turn, identityWork.press);
  const to = { engagement, role: role.role, ward };
  return decideOn(run, turn, work, { action: "engagement.move", resource: hospital }, (sure) =>
    run.doors.consoles.move(turn, sure, to),
  );
}
