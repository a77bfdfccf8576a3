import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { holdLines, type Line } from "./lines.ts";

describe("holding lines", () => {
  test("none is lost while something else is waited for", async () => {
    const input = PassThrough.from(["a\nb\nc\n"]);
    const held = holdLines(createInterface({ input }));
    await setTimeout(20);
    const lines: Line[] = [];
    for await (const line of held) lines.push(line);
    expect(lines).toEqual(["a", "b", "c"]);
  });
});
