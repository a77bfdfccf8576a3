import { hospital, type Resource } from "../../access/index.ts";
import { resumeWorkload, suspendWorkload } from "../../workloads/index.ts";
import type { WorkloadAct } from "../vocabulary/acts.ts";
import type { Run } from "./run.ts";
import { director } from "./stage.ts";
import { done, type Ending, refused, type Turn } from "./turn.ts";

/** What a program does, and what is done to it (N8). */
export async function performWorkload(
  run: Run,
  turn: Turn,
  workload: string,
  act: WorkloadAct,
): Promise<Ending> {
  const { app } = run.stage;
  switch (act.type) {
    case "suspend-workload":
      await app.submit(suspendWorkload({ workload, reason: "concern", actor: director }));
      return done();
    case "resume-workload":
      await app.submit(resumeWorkload({ workload, actor: director }));
      return done();
    case "call":
      return call(run, turn, workload, act);
  }
}

async function call(
  run: Run,
  turn: Turn,
  workload: string,
  { action, address, data, patient, purpose, ward }: Extract<WorkloadAct, { type: "call" }>,
): Promise<Ending> {
  const resource: Resource =
    patient !== undefined
      ? { type: "patient", id: await run.stage.adt.patientId(patient) }
      : ward === undefined
        ? hospital
        : { type: "ward", id: ward };
  const decided = await run.doors.askAboutWorkload(turn, workload, {
    action,
    resource,
    context: {
      ...(address === undefined ? {} : { address }),
      ...(data === undefined ? {} : { data }),
      ...(purpose === undefined ? {} : { purpose }),
    },
  });
  if (decided.type === "permit") {
    turn.isDecided = true;
    return { type: "permit", said: decided.said, by: workload };
  }
  if (decided.type !== "deny") return refused("Nobody was asked about the program.");
  turn.isDecided = true;
  return { type: "refused", said: decided.reasons, denial: decided };
}
