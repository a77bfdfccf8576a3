/** What a step does. Names are the file's own. */
export type Act =
  | PersonAct
  | PatientAct
  | WorkloadAct
  | FeedAct
  | DatabaseAct
  | RegisterAct
  | HrAct;

/** What a person does. */
export type PersonAct =
  | RosterAct
  | { readonly type: "tap-in"; readonly seat: string }
  | { readonly type: "tap-out" }
  | { readonly type: "lock" }
  /** From where they are; a seat that is named must be that one. */
  | { readonly type: "walk-away"; readonly seat?: string }
  | { readonly type: "come-back"; readonly seat: string }
  | { readonly type: "use-as-it-is"; readonly seat: string }
  | { readonly type: "give-pin" }
  | { readonly type: "sign-in"; readonly device: string }
  | { readonly type: "sign-in-at-console"; readonly by: "pin" | "passkey" }
  | { readonly type: "sign-out" }
  /** To the same role in another ward (L4). */
  | { readonly type: "move-person"; readonly person: string; readonly ward: string }
  | { readonly type: "carry"; readonly device: string; readonly onSite: boolean }
  | { readonly type: "be-seen"; readonly device: string; readonly inHospital: boolean }
  | { readonly type: "lose"; readonly device: string }
  | { readonly type: "close-chart" }
  /** Registers somebody whose chart is not here (C9). */
  | { readonly type: "register"; readonly patient: string }
  /** What somebody does about access for a time to a patient (X1). */
  | {
      readonly type: "cover";
      readonly what: "ask" | "approve" | "deny" | "begin" | "hand-back";
      readonly patient: string;
    }
  | EmergencyAct
  /** Any of the policy's actions; on the hospital as a whole where neither patient nor ward is named. */
  | {
      readonly type: "try";
      readonly action: string;
      readonly patient?: string;
      readonly ward?: string;
      /** What it is done to; of an application's question, the seat that it comes from. */
      readonly seat?: string;
      readonly purpose?: string;
      /** An application asks in their name, wherever they are. */
      readonly byApplication?: true;
    }
  | GrantAct
  | WitnessedAct
  | SearchAct
  | AccessReviewAct
  /** Reads a screen where nobody has to be in: a case may be open there (S7). */
  | { readonly type: "look-at-screen"; readonly seat: string }
  /** More time for broken glass, by one touch (X11). */
  | { readonly type: "renew-glass"; readonly patient: string }
  /** Looks at what somebody else has to look at (X13, X15). */
  | { readonly type: "look-at-reviews" }
  /** One of the policy's actions, for a patient. */
  | { readonly type: "ask"; readonly action: string; readonly patient: string };

/** What somebody does about access for a time of any kind (X1). */
export type GrantAct =
  | {
      readonly type: "ask-for-grant";
      readonly kind: "patient" | "ward" | "task" | "role";
      readonly patient?: string;
      readonly ward?: string;
      readonly action?: string;
      readonly role?: string;
      /** Who is to have it, where that is somebody else. */
      readonly person?: string;
      /** How long it is to last, as the file says it; absent: as long as is usual. */
      readonly lasts?: string;
      /** In how long it is to begin; absent: as soon as it is approved. */
      readonly ahead?: string;
    }
  | {
      readonly type: "answer-grant";
      readonly person: string;
      readonly answer: "approve" | "deny";
    }
  | { readonly type: "begin-grant" | "hand-back-grant" | "look-at-grants" };

/** Something that is done with a colleague as witness (S10), or without one. */
export interface WitnessedAct {
  readonly type: "give-controlled";
  readonly patient: string;
  readonly witness?: string;
}

/** Looking patients up (C7). */
export type SearchAct =
  | { readonly type: "look-up"; readonly patient: string; readonly times: number }
  | { readonly type: "look-for-name"; readonly family: string };

/** What a person does in a declared emergency (X16 to X18). */
export type EmergencyAct =
  | {
      readonly type: "declare";
      readonly kind: string;
      readonly seat: string;
      readonly patient?: string;
    }
  | { readonly type: "respond"; readonly seat: string }
  | { readonly type: "take-task"; readonly task: "performs" | "records" }
  | {
      readonly type: "record";
      readonly action: string;
      readonly by: string;
      readonly patient: string;
    }
  | { readonly type: "stand-down" | "renew-emergency" }
  | { readonly type: "sign-for"; readonly patient: string };

/** What a person does where the roster is wrong (L9, S9, L10). */
export type RosterAct =
  | { readonly type: "start-shift"; readonly ward: string; readonly seat: string }
  | { readonly type: "no-relief" | "agree-swap" }
  | { readonly type: "confirm-roster"; readonly ward: string }
  | { readonly type: "hand-over"; readonly patient: string; readonly person: string }
  | { readonly type: "propose-swap"; readonly person: string }
  | { readonly type: "half-write"; readonly patient: string };

/** What happens to a patient, as the ADT feed tells it. */
export type PatientAct =
  | { readonly type: "admit" | "move"; readonly ward: string; readonly bed?: string }
  | { readonly type: "visit"; readonly ward: string }
  | { readonly type: "merge" | "unmerge"; readonly into: string }
  | {
      readonly type: "discharge" | "leave" | "return" | "cancel-transfer" | "cancel-discharge";
    }
  | { readonly type: "cancel-contacts" };

/** What a program does (N8), and what is done to it. */
export type WorkloadAct =
  | {
      readonly type: "call";
      readonly action: string;
      /** Neither patient nor ward: the hospital as a whole. */
      readonly patient?: string;
      readonly ward?: string;
      readonly data?: string;
      readonly purpose?: string;
      readonly address?: string;
    }
  | { readonly type: "suspend-workload" | "resume-workload" };

/** What a feed does. */
export type FeedAct = { readonly type: "fall-silent" | "speak-again" };

/** What the database does, as a node sees it (X14). */
export type DatabaseAct = { readonly type: "stop-answering" | "answer-again" };

/** What a professional register says when it is asked (L7). */
export type RegisterAct =
  | { readonly type: "strike-off" | "register-expired"; readonly person: string }
  | { readonly type: "register-fails" };

/** What somebody does about who still needs access (L8). */
export type AccessReviewAct =
  | { readonly type: "open-access-review" | "confirm-ordinary"; readonly ward: string }
  | {
      readonly type: "decide-access";
      readonly person: string;
      readonly outcome: "confirmed" | "ended";
    };

/** What HR's file says. */
export type HrAct = {
  readonly type: "list-role";
  readonly person: string;
  readonly role: string;
  readonly ward: string;
};
