import type { BreakGlassRequest } from "../../http/bedside-contract.ts";
import type { PatientView, RemedyView } from "../../http/contract.ts";
import type { EmergencyRequest } from "../../http/emergency-contract.ts";
import type {
  DeclareOnPhoneRequest,
  OpenOnPhoneReply,
  PhoneState,
} from "../../http/pocket-contract.ts";
import type { Aside } from "./use-phone.ts";

/** The offer to break the glass. */
export type GlassRemedy = Extract<RemedyView, { readonly type: "break-glass" }>;

/** What somebody does on a phone that no rule has foreseen: breaking the glass, and declared emergencies. */
export interface Exceptional {
  /** Goes on to why the chart is needed (X11). */
  readonly askWhy: (patient: PatientView, remedy: GlassRemedy) => void;
  /** Without a reason by a responder to an emergency (X11). */
  readonly breakGlass: (patient: PatientView, reason?: string) => void;
  readonly renewGlass: () => void;
  readonly returnGlass: () => void;
  readonly declare: (request: DeclareOnPhoneRequest) => void;
  readonly respond: (request: EmergencyRequest) => void;
  readonly renewEmergency: (request: EmergencyRequest) => void;
  readonly standDown: (request: EmergencyRequest) => void;
}

/** What these acts need of the phone. */
export interface ExceptionalTalk {
  readonly act: (work: () => Promise<void>) => void;
  /** For what may be asked twice, as breaking glass that is broken. */
  readonly ask: <T>(path: string, body: unknown) => Promise<T>;
  readonly post: (path: string, body: unknown) => Promise<void>;
  readonly take: (state: PhoneState) => void;
  readonly setAside: (aside: Aside | undefined) => void;
  /** Has the person show by their passkey that it is them; what it made of that is posted and taken in. */
  readonly prove: () => Promise<void>;
}

/** Whether a passkey of just now is what is missing. */
function needsPasskey(way: RemedyView): boolean {
  return way.type === "step-up" && way.level > 2;
}

/** The acts themselves. */
export function exceptional(talk: ExceptionalTalk): Exceptional {
  const { act, ask, post, prove, setAside, take } = talk;
  const breakIt = async (patient: PatientView, reason?: string): Promise<void> => {
    const why = reason === undefined ? {} : { reason };
    const body: BreakGlassRequest = { patient: patient.id, ...why };
    const asking = (): Promise<OpenOnPhoneReply> => ask("glass/break", body);
    let reply = await asking();
    // The proof is asked for at once: the third touch opens the chart (X11).
    if (reply.type === "refused" && reply.refusal.remedies.some(needsPasskey)) {
      await prove();
      reply = await asking();
    }
    setAside(reply.type === "refused" ? { ...reply, patient } : undefined);
    if (reply.type === "open") take(reply.state);
  };
  const emergency = (path: string, body: unknown): void =>
    act(async () => {
      await post(`emergency/${path}`, body);
      setAside(undefined);
    });
  return {
    askWhy: (patient, remedy) => setAside({ type: "glass", patient, remedy }),
    breakGlass: (patient, reason) => act(() => breakIt(patient, reason)),
    renewGlass: () => act(() => post("glass/renew", {})),
    returnGlass: () => act(() => post("glass/return", {})),
    declare: (request) => emergency("declare", request),
    respond: (request) => emergency("respond", request),
    renewEmergency: (request) => emergency("renew", request),
    standDown: (request) => emergency("stand-down", request),
  };
}
