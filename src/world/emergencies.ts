import type { Appliers } from "./apply.ts";
import type { Draft } from "./world.ts";

/** What a responder does: who performs and who records are kept apart (X18). */
export type EmergencyTask = "performs" | "records";

/** Somebody who responds to a declared emergency. */
export interface Responder {
  readonly person: string;
  /** They respond only while this is live (L1). */
  readonly engagement: string;
  /** By the roster; or they said that they are responding, which is reviewed (X17). */
  readonly how: "rostered" | "said-so";
  readonly task: EmergencyTask;
  readonly at: number;
}

/** A declared emergency, while it lasts (X16). One that has ended has left the world. */
export interface Emergency {
  readonly id: string;
  /** A kind of emergencies.yaml. */
  readonly type: string;
  /** Where it is: where its patient lay when it was declared, else the ward that it was declared in. */
  readonly ward: string;
  readonly seat?: string;
  /** Who was in and declared it; absent: nobody was. */
  readonly declaredBy?: string;
  /** Whom it is for; absent: whoever is in the ward. */
  readonly patient?: string;
  readonly at: number;
  readonly until: number;
  readonly responders: readonly Responder[];
  /** Who only said that they respond, and are not needed (X17); absent: nobody. */
  readonly sentAway?: readonly string[];
}

/** Something done in an emergency that its performer has to sign for (X18). */
export interface UnsignedAct {
  readonly id: string;
  readonly emergency: string;
  /** The emergency's kind. */
  readonly type: string;
  readonly action: string;
  readonly patient: string;
  readonly performer: string;
  /** Who recorded it; absent: the performer themselves. */
  readonly scribe?: string;
  readonly ward?: string;
  readonly at: number;
  readonly due: number;
  /** That it was due has been recorded, and a review of it opened; absent: not yet. */
  readonly overdue?: true;
}

/** The bodies of records about declared emergencies. */
export interface EmergencyBodies {
  /** Its seat is where; its actor whoever was in there, or the system when nobody was. */
  readonly "emergency.declared": {
    readonly emergency: string;
    readonly patient?: string;
    readonly type: string;
    readonly until: number;
    readonly ward: string;
  };
  readonly "emergency.joined": {
    readonly emergency: string;
    readonly engagement: string;
    readonly how: Responder["how"];
    readonly person: string;
  };
  readonly "emergency.tasked": {
    readonly emergency: string;
    readonly person: string;
    readonly task: EmergencyTask;
  };
  /** Its actor has said that they are not needed: they respond no longer (X17). */
  readonly "emergency.left": { readonly emergency: string; readonly person: string };
  readonly "emergency.renewed": { readonly emergency: string; readonly until: number };
  readonly "emergency.ended": {
    readonly emergency: string;
    readonly reason: "over" | "stood-down";
  };
  /** In the batch of the permit that says what was done: who performed it, and who recorded it. */
  readonly "act.recorded": {
    readonly act: string;
    readonly action: string;
    readonly due: number;
    readonly emergency: string;
    readonly patient: string;
    readonly performer: string;
    readonly scribe?: string;
    readonly type: string;
    readonly ward?: string;
  };
  /** By its performer, with their PIN. */
  readonly "act.signed": { readonly act: string; readonly person: string };
  /** Nobody has signed it in time: a review of it was opened in the same batch. */
  readonly "act.overdue": { readonly act: string };
}

/** The fold of records about declared emergencies. */
export const emergencyAppliers: Appliers<keyof EmergencyBodies> = {
  "emergency.declared": (draft, { at, actor, body, seat }) => {
    const { emergency, ...rest } = body;
    const place = seat === undefined ? {} : { seat };
    const by = actor.type === "person" ? { declaredBy: actor.id } : {};
    draft.emergencies.set(emergency, {
      id: emergency,
      at,
      ...place,
      ...by,
      ...rest,
      responders: [],
    });
  },
  "emergency.joined": (draft, { at, body }) => {
    const { emergency, ...who } = body;
    change(draft, emergency, ({ responders }) => ({
      responders: [
        ...responders.filter(({ person }) => person !== who.person),
        { ...who, task: "performs", at },
      ],
    }));
  },
  "emergency.tasked": (draft, { body }) => {
    const { emergency, person, task } = body;
    change(draft, emergency, ({ responders }) => ({
      responders: responders.map((each) => (each.person === person ? { ...each, task } : each)),
    }));
  },
  "emergency.left": (draft, { body: { emergency, person } }) => {
    change(draft, emergency, ({ responders, sentAway = [] }) => ({
      responders: responders.filter((each) => each.person !== person),
      sentAway: [...sentAway, person],
    }));
  },
  "emergency.renewed": (draft, { body }) => {
    change(draft, body.emergency, () => ({ until: body.until }));
  },
  "emergency.ended": (draft, { body }) => {
    draft.emergencies.delete(body.emergency);
  },
  "act.recorded": (draft, { at, body }) => {
    const { act, ...rest } = body;
    draft.unsignedActs.set(act, { id: act, at, ...rest });
    draft.unsignedActsByPerson.add(body.performer, act);
  },
  "act.signed": (draft, { body }) => removeAct(draft, body.act),
  "act.overdue": (draft, { body }) => {
    const act = draft.unsignedActs.get(body.act);
    if (act !== undefined) draft.unsignedActs.set(act.id, { ...act, overdue: true });
  },
};

/** It is signed, or the review of why it was not is closed. */
export function removeAct(draft: Draft, id: string): void {
  const act = draft.unsignedActs.get(id);
  if (act === undefined) return;
  draft.unsignedActs.delete(id);
  draft.unsignedActsByPerson.remove(act.performer, id);
}

function change(
  draft: Draft,
  id: string,
  to: (known: Emergency) => Partial<Pick<Emergency, "responders" | "until">>,
): void {
  const known = draft.emergencies.get(id);
  if (known !== undefined) draft.emergencies.set(id, { ...known, ...to(known) });
}
