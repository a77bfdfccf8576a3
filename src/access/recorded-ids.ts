import type { Workload, World } from "../world/index.ts";
import type { Bundle } from "./bundle/bundle.ts";
import { blockAround } from "./programs/in-block.ts";
import type { AccessRequest, RequestContext } from "./request.ts";

/** What stands in a record instead of something that is not ours: the log holds no names and no numbers (U3). */
const unknown = "unknown";

/** The form of ids from the `Ids` port: a prefix and 22 URL-safe characters. */
const random = /^[a-z]+_[A-Za-z0-9_-]{22}$/;

/**
 * A request as it may be recorded. Callers can name anything, a patient's name or number included, so ids
 * that are neither in the world nor of our own random form are recorded as unknown (U3).
 */
export function recordable(
  bundle: Bundle | undefined,
  world: World,
  request: AccessRequest,
): AccessRequest & { readonly context: { readonly purpose: string } } {
  const { subject, action, resource, context } = request;
  return {
    subject: {
      id: known(subject.type === "workload" ? world.workloads : world.people, subject.id),
      type: subject.type === "workload" || subject.type === "person" ? subject.type : unknown,
    },
    action: bundle?.actions.has(action) === true ? action : unknown,
    resource: {
      id:
        resource.type === "hospital"
          ? "hospital"
          : known(tableOf(world, resource.type), resource.id),
      type: types.includes(resource.type) ? resource.type : unknown,
    },
    context: {
      ...recordableCall(
        world.workloads.get(subject.type === "workload" ? subject.id : ""),
        context,
      ),
      ...recordableContext(world, context),
    },
  };
}

function known(table: { has(id: string): boolean } | undefined, id: string): string {
  return table?.has(id) === true || random.test(id) ? id : unknown;
}

/** Kinds of data that are recorded as such wherever they are asked for; others only where a scope names them. */
const kinds: ReadonlySet<string> = new Set([
  "AllergyIntolerance",
  "Appointment",
  "CarePlan",
  "CareTeam",
  "Condition",
  "Consent",
  "Coverage",
  "Device",
  "DiagnosticReport",
  "DocumentReference",
  "Encounter",
  "ImagingStudy",
  "Immunization",
  "Location",
  "Medication",
  "MedicationAdministration",
  "MedicationRequest",
  "Observation",
  "Organization",
  "Patient",
  "Practitioner",
  "Procedure",
  "RelatedPerson",
  "ServiceRequest",
  "Specimen",
  "Task",
]);

/** What a workload's request names besides: of an address the block of its own, and no address; of data, what is no name. */
function recordableCall(
  workload: Workload | undefined,
  { address, data }: RequestContext,
): Pick<RequestContext, "address" | "data"> {
  if (workload === undefined) return {};
  const { failover = [], networks, scopes } = workload;
  const block =
    address === undefined ? undefined : blockAround([...(networks ?? []), ...failover], address);
  const isNamed = (kind: string) =>
    kinds.has(kind) || scopes.some((scope) => kindIn(scope) === kind);
  return {
    ...(networks === undefined || address === undefined ? {} : { address: block ?? "elsewhere" }),
    ...(data === undefined ? {} : { data: isNamed(data) ? data : unknown }),
  };
}

/** `Observation?category=laboratory` of `system/Observation.rs?category=laboratory`. */
function kindIn(scope: string): string | undefined {
  const [, type, query = ""] = /^system\/([A-Za-z]+)\.[a-z*]+(\?.+)?$/.exec(scope) ?? [];
  return type === undefined ? undefined : `${type}${query}`;
}

/** HL7 v3 PurposeOfUse codes are capitals. */
const purposes = /^[A-Z]{1,12}$/;

/** Member by member: of what a request may name, most name a session and a seat. */
function recordableContext(
  world: World,
  context: RequestContext,
): RequestContext & { readonly purpose: string } {
  const { device, purpose = "TREAT", recording, seat, session, signature } = context;
  const { witness, witnessing } = context;
  const named: { -readonly [K in keyof RequestContext]: RequestContext[K] } & { purpose: string } =
    device === undefined
      ? { purpose: purposeIn(purpose) }
      : { device: known(world.devices, device), purpose: purposeIn(purpose) };
  if (recording !== undefined) named.recording = known(world.sessions, recording);
  if (seat !== undefined) named.seat = known(world.seats, seat);
  if (session !== undefined) named.session = known(world.sessions, session);
  if (signature !== undefined) named.signature = known(undefined, signature);
  if (witness !== undefined) named.witness = known(world.people, witness);
  if (witnessing !== undefined) named.witnessing = known(world.sessions, witnessing);
  return named;
}

function purposeIn(purpose: string): string {
  return purpose === "TREAT" || purposes.test(purpose) ? purpose : unknown;
}

const types: readonly string[] = ["patient", "ward", "seat", "hospital"];

function tableOf(world: World, type: string): { has(id: string): boolean } | undefined {
  if (type === "patient") return world.patients;
  if (type === "ward") return world.wards;
  return type === "seat" ? world.seats : undefined;
}
