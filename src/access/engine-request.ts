import type { CedarRecord, EngineRequest } from "../engine/index.ts";
import { asContext, type PolicyFacts } from "./facts.ts";
import type { AccessRequest } from "./request.ts";

const cedarTypes: Readonly<Record<string, string>> = {
  patient: "Patient",
  ward: "Ward",
  seat: "Seat",
  hospital: "Hospital",
};

/** The request as the policies see it: what the world knows stands in its context. */
export function engineRequest(
  { subject, action, resource }: AccessRequest,
  facts: PolicyFacts | CedarRecord,
): EngineRequest {
  return {
    principal: { type: subject.type === "workload" ? "Workload" : "Person", id: subject.id },
    action: { type: "Action", id: action },
    resource: { type: cedarTypes[resource.type] ?? resource.type, id: resource.id },
    context: asContext(facts as PolicyFacts),
  };
}
