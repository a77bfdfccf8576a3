import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { progressBar } from "./progress.ts";

test("a bar shows how much is done of how much, and the note", async () => {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
  Object.assign(stream, {
    isTTY: true,
    cursorTo() {},
    clearLine() {},
    moveCursor() {},
    columns: 80,
  });
  const bar = progressBar("staff.csv", false, stream);
  bar.update(25, 100, "read, 7 entries");
  await setTimeout(300);
  bar.stop();
  expect(String(stream.read())).toMatch(/staff\.csv \[[^\]]+\] 25 % read, 7 entries/);
});
