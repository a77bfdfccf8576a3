// What the connect pages and the list of applications say to the server: shared with web/.

/** What a connect page asks: how its application's request goes on. */
export interface ConnectRequest {
  /** The person does not want to. */
  readonly cancel?: boolean;
}

/** How an application's request goes on. `over`: it took too long, or is somebody else's. */
export type ConnectReply =
  | { readonly type: "go"; readonly to: string }
  /** Nobody is in at this seat, on this phone, or signed in at this console. */
  | { readonly type: "tap" | "passkey" | "sign-in" | "over" }
  /** The application is for a patient, and no chart is open at this seat or on this phone. */
  | { readonly type: "patient" }
  /** The application wants to be surer of the person: by a PIN (2) or a passkey (3, 4). */
  | { readonly type: "step-up"; readonly level: 2 | 3 | 4; readonly person: string };

/** Which application is opened from a seat. */
export interface LaunchRequest {
  readonly application: string;
}

/** Where it is opened. */
export interface LaunchReply {
  readonly url: string;
}

/** The applications that a seat can open. */
export interface ApplicationsReply {
  readonly applications: readonly { readonly id: string; readonly name: string }[];
}
