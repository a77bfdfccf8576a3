import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { serialize } from "node:v8";
import { parentPort } from "node:worker_threads";

/** What the main thread says: a file is begun, gets its parts, and is done. */
export type ToSnapshotWorker =
  | { readonly type: "begin"; readonly path: string }
  | { readonly type: "part"; readonly part: unknown }
  | { readonly type: "end" };

let open: { readonly path: string; readonly file: number } | undefined;

parentPort?.on("message", (message: ToSnapshotWorker) => {
  if (message.type === "begin") {
    open = { path: message.path, file: openSync(`${message.path}.new`, "w", 0o600) };
  } else if (open !== undefined && message.type === "part") {
    writePart(open.file, message.part);
  } else if (open !== undefined) {
    // Only a whole file gets the name under which the next start looks for it.
    fsyncSync(open.file);
    closeSync(open.file);
    renameSync(`${open.path}.new`, open.path);
    open = undefined;
    parentPort?.postMessage("done");
  }
});

/** Each part is its length in 4 bytes, then itself. */
function writePart(file: number, part: unknown): void {
  const bytes = serialize(part);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  writeSync(file, Buffer.concat([length, bytes]));
}
