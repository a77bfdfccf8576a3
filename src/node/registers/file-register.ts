import { readFile, stat } from "node:fs/promises";
import { readCsv } from "../../feeds/index.ts";
import type { Clock, Duration, Register } from "../../ports/index.ts";
import { inOrder, RegisterError, type RegisterLine, readAnswers } from "./read-answers.ts";

const columns = { required: ["number", "standing"], optional: ["until"] };

/** A register that is had as a file. */
export interface FileRegister {
  readonly id: string;
  /** A CSV file with the columns number, standing and until. It is read anew each time. */
  readonly path: string;
  /** The IANA zone of its days. */
  readonly zone: string;
  /** A file that was written longer ago says nothing any more. */
  readonly within: Duration;
  readonly clock: Pick<Clock, "now">;
}

/** A professional register as a file: what is brought by hand, or by another program. */
export function openFileRegister({ clock, id, path, within, zone }: FileRegister): Register {
  return {
    id,
    async ask(numbers) {
      const { mtimeMs } = await stat(path);
      if (clock.now() - mtimeMs > within) throw new RegisterError("the file is too old");
      const text = await readFile(path, "utf8");
      const lines: RegisterLine[] = [];
      for await (const row of readCsv(text.split(/\r?\n/), columns)) {
        if (row.type === "bad") throw new RegisterError(`line ${row.line}: ${row.reason}`);
        lines.push(row.cells);
      }
      if (lines.length === 0) throw new RegisterError("the file is empty");
      return inOrder(numbers, readAnswers(lines, zone));
    },
  };
}
