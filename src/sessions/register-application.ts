import type { Actor, Application, Command, NewRecord, World } from "../world/index.ts";
import { applicationUnknown } from "./connect-application.ts";
import { SessionError } from "./errors.ts";

/**
 * Makes an application known, or changes what is known of it. Whether its metadata is right, and whether the actor may,
 * is the caller's to decide.
 *
 * @throws SessionError `application-known` where it is said to be new and is not, or is a workload's name
 */
export function registerApplication(
  application: Omit<Application, "id"> & { readonly id?: string },
  actor: Actor,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Command<{ readonly application: string }> {
  return {
    name: "application.register",
    actor,
    handle: ({ id, world }) => {
      const { id: known, ...rest } = application;
      const isThere = known !== undefined && world.applications.has(known);
      if (isNew && isThere) throw applicationKnown();
      // One name for two would let one answer for the other: an application and a workload are both clients. What has one name from
      // before that was looked at can still be changed.
      if (known !== undefined && !isThere && world.workloads.has(known)) {
        throw new SessionError("application-known.workload");
      }
      const body = { application: known ?? id("app"), ...rest };
      return {
        records: [{ kind: "application.registered", body }],
        answer: { application: body.application },
      };
    },
  };
}

/**
 * Retires an application: nobody signs in to it any more, and what hangs on it ends. With it goes the key by which it is told of
 * sign-outs, so that those that it is owed, and those of who is in there now, are given up, each on record.
 *
 * @throws SessionError `application-unknown`
 */
export function retireApplication(
  application: string,
  actor: Actor,
): Command<{ readonly untold: number }> {
  return {
    name: "application.retire",
    actor,
    handle: ({ world }) => {
      if (!world.applications.has(application)) throw applicationUnknown();
      const untold = owedTo(world, application);
      const givenUp = untold.map(
        (connection): NewRecord => ({
          kind: "logout.told",
          body: { connection, outcome: "given-up" },
        }),
      );
      return {
        records: [...givenUp, { kind: "application.retired", body: { application } }],
        answer: { untold: untold.length },
      };
    },
  };
}

/** The connections whose ends an application would still be told of, if it were told at all. */
function owedTo(world: World, application: string): readonly string[] {
  const owed = [...world.logouts.values()].filter((logout) => logout.application === application);
  const isTold = world.applications.get(application)?.logoutUri !== undefined;
  const connected = isTold ? world.connectionsByApplication.get(application) : [];
  return [...owed.map(({ id }) => id), ...connected];
}

function applicationKnown(): SessionError {
  return new SessionError("application-known");
}
