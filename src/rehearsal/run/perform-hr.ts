import { bringRole, submitReading } from "../../feeds/index.ts";
import { isRunning } from "../../world/index.ts";
import type { HrAct } from "../vocabulary/acts.ts";
import { RehearsalError } from "./errors.ts";
import { type Run, sceneNow } from "./run.ts";
import { done, type Ending } from "./turn.ts";

/** HR's file lists a role of somebody, as a line of it is taken in. */
export async function performHr(run: Run, { person, role: name, ward }: HrAct): Promise<Ending> {
  const { app } = run.stage;
  const { at, world } = sceneNow(run);
  const who = run.performers.get(person)?.id ?? "";
  const engagement = world.engagementsByPerson
    .get(who)
    .flatMap((id) => world.engagements.get(id) ?? [])
    .find((each) => isRunning(each, at));
  if (engagement === undefined) {
    throw new RehearsalError("not-taken-in", `${person} has no engagement that goes on.`);
  }
  await submitReading(app, {
    name: "rehearsal.list-role",
    actor: { type: "feed", id: "staff" },
    keys: [],
    handle: (slate) => bringRole(slate, engagement, { name, ward }),
  });
  // A line that is refused is said to whoever took the file in, and gives nothing.
  return done();
}
