import type { ActReply, ConfirmReply } from "../../../http/bedside-contract.ts";
import type {
  DeclareRequest,
  EmergencyRequest,
  RecordActRequest,
  RespondRequest,
  SendAwayRequest,
  SignForRequest,
  TaskRequest,
} from "../../../http/emergency-contract.ts";

/** What can be done about declared emergencies (X16 to X18). */
export interface EmergencyActions {
  /** For whoever is in, or from a locked screen. */
  readonly declareEmergency: (request: DeclareRequest) => Promise<void>;
  readonly respond: (request: RespondRequest) => Promise<void>;
  readonly takeTask: (request: TaskRequest) => Promise<void>;
  readonly renewEmergency: (request: EmergencyRequest) => Promise<void>;
  readonly sendAway: (request: SendAwayRequest) => Promise<void>;
  readonly standDown: (request: EmergencyRequest) => Promise<void>;
  /** What a colleague performs and the occupant records. */
  readonly recordAct: (request: RecordActRequest) => Promise<ActReply | ConfirmReply>;
  readonly signFor: (request: SignForRequest) => Promise<ActReply>;
}

/** How they are sent. */
export interface EmergencySending {
  /** Its answer is a state; `bound`: for the occupant only. */
  readonly act: (path: string, body: unknown, bound: boolean) => Promise<void>;
  readonly work: <T extends object>(path: string, body: unknown) => Promise<T>;
  /** Whether somebody is in. */
  readonly isIn: () => boolean;
}

/** Each as it is sent. */
export function emergencyActions({ act, work, isIn }: EmergencySending): EmergencyActions {
  return {
    // A call is nobody's in particular where nobody is in.
    declareEmergency: (call) => act("emergency/declare", call, isIn()),
    respond: (to) => act("emergency/respond", to, to.tap === undefined),
    takeTask: (task) => act("emergency/task", task, true),
    renewEmergency: (request) => act("emergency/renew", request, true),
    sendAway: (request) => act("emergency/send-away", request, true),
    standDown: (request) => act("emergency/stand-down", request, true),
    recordAct: (request) => work("emergency/act", request),
    signFor: (request) => work("emergency/sign", request),
  };
}
