import type { RecordOf, World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** Whoever answers for the workload, and whoever closes incidents, are told of a role that stays; undefined: it is gone by now. */
export function stuckFacts(
  world: World,
  { role, target, why, workload }: RecordOf<"database-role.stuck">["body"],
): Facts | undefined {
  if (!world.databaseRoles.has(role)) return undefined;
  const owner = world.workloads.get(workload)?.owner;
  return {
    person: owner ?? "wardkey",
    // The database by its id, and why by its code: in words it is for people alone.
    reason: `${target}:${why}`,
    type: "database",
  };
}

const whys: Readonly<Record<string, string>> = {
  unreachable: "it does not answer",
  "not-allowed": "it does not let Wardkey do that",
  "depended-on": "somebody has made what hangs on what the role owns",
  "in-use": "sessions of the role do not end",
  failed: "it could not do that",
  "target-unknown": "it is not in the list of databases any more",
} satisfies Record<RecordOf<"database-role.stuck">["body"]["why"], string>;

function words(whose: string): (telling: Telling) => Said {
  return ({ reason }) => {
    const [target = "", why = "failed"] = reason.split(":");
    return {
      subject: "A program's role in a database cannot be taken away",
      text: [
        `A role that was made for ${whose} for a while has ended, and its database still has it. The database is "${target}": ${whys[why]}.`,
        'It is tried again all the time, and you are told once a day for as long as it lasts. "wardkey workload database list" says which role it is; whoever looks after the database can take it away there.',
      ],
    };
  };
}

/** That a role in a database cannot be taken away. */
export const stuckWords: Readonly<Record<"self" | "incidents", (telling: Telling) => Said>> = {
  self: words("a program that you answer for"),
  incidents: words("a program"),
};
