import type { Actor, Application, Command } from "../world/index.ts";
import { applicationUnknown } from "./connect-application.ts";

/**
 * Makes an application known, or changes what is known of it. Whether its metadata is right, and whether the actor may,
 * is the caller's to decide.
 */
export function registerApplication(
  application: Omit<Application, "id"> & { readonly id?: string },
  actor: Actor,
): Command<{ readonly application: string }> {
  return {
    name: "application.register",
    actor,
    handle: ({ id }) => {
      const { id: known, ...rest } = application;
      const body = { application: known ?? id("app"), ...rest };
      return {
        records: [{ kind: "application.registered", body }],
        answer: { application: body.application },
      };
    },
  };
}

/**
 * Retires an application: nobody signs in to it any more, and what hangs on it ends.
 *
 * @throws SessionError `application-unknown`
 */
export function retireApplication(application: string, actor: Actor): Command<void> {
  return {
    name: "application.retire",
    actor,
    handle: ({ world }) => {
      if (!world.applications.has(application)) throw applicationUnknown();
      return {
        records: [{ kind: "application.retired", body: { application } }],
        answer: undefined,
      };
    },
  };
}
