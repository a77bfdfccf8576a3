import { StoreError, type StoreErrorCode } from "../errors.ts";

/**
 * What an error of `pg` means for a statement that was under way.
 *
 * - `lost`: the connection is gone or silent; whether the statement was done is not known
 * - `taken`: a unique key was there already; nothing was done
 * - `failed`: nothing was done, for the reason in the error
 */
export type Failure =
  | { readonly type: "lost"; readonly why: string }
  | { readonly type: "taken" }
  | { readonly type: "failed"; readonly error: unknown };

/** SQLSTATEs with which the server ends a connection. 25P03 is the timeout of a node that held the head row. */
const endings = ["57P01", "57P02", "57P03", "25P03", "57P05"];

/** What other SQLSTATEs mean to us, by their start. */
const meanings: readonly (readonly [string, StoreErrorCode, string])[] = [
  ["57014", "unreachable", "did not answer in time. It is overloaded, or something holds a lock"],
  ["55P03", "unreachable", "did not answer in time. It is overloaded, or something holds a lock"],
  ["53100", "full", "has no room left on its disk. Make room; nothing was written"],
  ["53", "unreachable", "has no connection, memory or disk left for this. See its log"],
  ["25006", "read-only", "takes no writes. DATABASE_URL must name the primary server"],
  ["28", "refused", "refuses this user or password. Check DATABASE_URL"],
  ["3D000", "refused", "has no such database. Create it, or check DATABASE_URL"],
  ["42501", "refused", "does not give this user the rights it needs. It must own its tables"],
  ["42P01", "no-store", "has no tables of Wardkey. Start the server once"],
  ["XX001", "corrupt", "says that its files are damaged. Restore it from a backup"],
  ["XX002", "corrupt", "says that an index is damaged. Reindex it, or restore it from a backup"],
  ["40", "unreachable", "gave up on the statement because of others. Try again"],
];

/** An SQLSTATE; the names of network errors start with an E. */
const sqlState = /^[0-9FHPX][0-9A-Z]{4}$/;

/**
 * What an error of `pg` means. The messages of PostgreSQL may hold values, so that only its SQLSTATE is told.
 *
 * @param where the database's name and host, for messages
 */
export function classify(error: unknown, where: string): Failure {
  if (error instanceof StoreError) return { type: "failed", error };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!sqlState.test(code)) {
    if (!(error instanceof Error) || isOurFault(error)) return { type: "failed", error };
    return { type: "lost", why: code === "" ? "the connection was lost" : code };
  }
  if (code.startsWith("08") || endings.includes(code)) return { type: "lost", why: code };
  if (code === "23505") return { type: "taken" };
  const meaning = meanings.find(([start]) => code.startsWith(start));
  const [, ours, words] = meaning ?? ["", "unreachable", "could not do what it was asked"];
  return {
    type: "failed",
    error: new StoreError(ours as StoreErrorCode, `The database ${where} ${words} (${code}).`),
  };
}

/** Whether a connection cannot be used any more. */
export function isLost(error: unknown, where: string): boolean {
  return classify(error, where).type === "lost";
}

/** Errors of our own code are not taken for those of a connection. */
function isOurFault(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError;
}

/** An error of `pg` where nothing can be in doubt. */
export function readFailure(error: unknown, where: string): unknown {
  const failure = classify(error, where);
  if (failure.type === "failed") return failure.error;
  if (failure.type === "taken") return error;
  return unreachable(where, failure.why);
}

/** The database does not answer, and nothing was done. */
export function unreachable(where: string, why: string): StoreError {
  return new StoreError(
    "unreachable",
    `The database ${where} cannot be reached (${why}). Check that it runs, and DATABASE_URL.`,
  );
}
