import type { RoleServerFault } from "../../ports/index.ts";

/** A database did not do what it was asked for. It holds no word of the database's, which may hold a name or a value. */
export class RoleServerError extends Error {
  readonly code: RoleServerFault;

  constructor(code: RoleServerFault) {
    super(words[code]);
    this.name = "RoleServerError";
    this.code = code;
  }
}

const words: Readonly<Record<RoleServerFault, string>> = {
  unreachable: "The database does not answer.",
  "not-allowed": "The database does not let Wardkey do this.",
  "depended-on": "Somebody has made what hangs on what the role owns.",
  "in-use": "Sessions of the role do not end, or hold what is needed.",
  failed: "The database could not do this.",
};

/** What an error of the driver, or of PostgreSQL by its SQLSTATE, comes to. */
export function faultOf(error: unknown): RoleServerError {
  if (error instanceof RoleServerError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "42501" || code.startsWith("28")) return new RoleServerError("not-allowed");
  if (code === "2BP01") return new RoleServerError("depended-on");
  if (code === "55P03") return new RoleServerError("in-use");
  const isAnswer = /^[0-9A-Z]{5}$/.test(code) && !/^(?:08|53|57|58)/.test(code);
  return new RoleServerError(isAnswer ? "failed" : "unreachable");
}
