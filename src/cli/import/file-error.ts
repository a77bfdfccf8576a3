/** Why a file was not taken in, or not to its end. */
export type FileErrorCode = "bad-file" | "not-stored";

/** A file stopped; the message says which, and why. */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FileError";
    this.code = code;
  }
}

/** Errors that are about how the command was called, not about the file: `--zone`, `--site`, a path that is no file. */
const aboutTheCall: ReadonlySet<string> = new Set(["usage", "unknown-zone", "unknown-site"]);

/** Whether an error says that the command was called wrongly. */
export function isAboutTheCall(error: unknown): error is Error {
  const code = codeOf(error);
  return code !== undefined && aboutTheCall.has(code);
}

/** The error that stopped a file, with the file's path; faults of ours stay as they are. */
export function namingFile(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === undefined) return error;
  if (code.startsWith("ERR_") || aboutTheCall.has(code)) return error;
  const options = { cause: error };
  if (code.startsWith("Z_")) {
    const why = zipFault(code, error.message);
    return new FileError("bad-file", `${path} is no whole gzip file: ${why}.`, options);
  }
  if ("syscall" in error)
    return new FileError("bad-file", `${path} cannot be read (${error.message}).`, options);
  return Object.assign(new Error(`${path}: ${error.message}`, options), { code });
}

/** zlib's errors (https://nodejs.org/api/zlib.html) in words. */
function zipFault(code: string, message: string): string {
  if (code === "Z_BUF_ERROR") return "it ends too early";
  if (message === "incorrect header check") return "it does not begin as one";
  return "it is damaged";
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
