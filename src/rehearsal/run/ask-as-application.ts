import { askScope, type Resource } from "../../access/index.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import type { Performer, Run } from "./run.ts";
import { recordAll } from "./stage.ts";
import { type Ending, refused, type Turn } from "./turn.ts";

const application = "rehearsed-application";

/** What is asked, and of which seat the application says that it stands there. */
interface Question {
  readonly action: string;
  readonly resource: Resource;
  readonly seat: string | undefined;
}

/** An application asks about somebody over AuthZEN: decided and recorded, for a caller that hears of no revocation (D6). */
export async function askAsApplication(
  run: Run,
  turn: Turn,
  { id: person }: Performer,
  { action, resource, seat }: Question,
): Promise<Ending> {
  const { app } = run.stage;
  if (!app.world().workloads.has(application)) {
    const body = { workload: application, name: "An application", purpose: "rehearsal" };
    const may = { until: Number.MAX_SAFE_INTEGER, scopes: [askScope] };
    const registered = { kind: "workload.registered", body: { ...body, ...may } } as const;
    await app.submit(recordAll("rehearsal.register-application", [registered]));
  }
  const subject = { type: "person", id: person } as const;
  const request = { subject, action, resource, context: seat === undefined ? {} : { seat } };
  const actor = { id: application, onBehalfOf: person, type: "workload" } as const;
  const answer = await app.submit(decideOnRecord(run, turn, request, { actor, remedies: true }));
  if (answer.type === "permit") return { type: "permit", said: answer.because, by: person };
  turn.remedies.push(...answer.remedies);
  turn.advice.push(...answer.advice);
  return { ...refused(...answer.reasons), denial: answer } as Ending;
}
