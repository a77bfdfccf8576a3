import { expect, test } from "vitest";
import { readArguments } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";

const options = { zone: { type: "string" }, full: { type: "boolean" } } as const;
const read = (...args: readonly string[]) =>
  readArguments("Usage: x", { args: [...args], options });

test.each([
  [["--foo"], "There is no option --foo."],
  [["--foo=1"], "There is no option --foo."],
  [["-z"], "There is no option -z."],
  [["--toString"], "There is no option --toString."],
  [["file"], '"file" is not expected.'],
  [["--zone"], "--zone needs a value."],
  [["--zone", "--full"], "--zone needs a value."],
  [["--full=yes"], "--full takes no value."],
] as const)("%j: %s", (args, says) => {
  expect(() => read(...args)).toThrow(new UsageError(`${says}\n\nUsage: x`));
});

test("what is right is read", () => {
  expect(read("--zone", "UTC", "--full").values).toEqual({ zone: "UTC", full: true });
});
