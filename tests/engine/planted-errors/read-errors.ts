import { readFileSync } from "node:fs";

/** One wrong change to the engine. */
export interface PlantedError {
  /** What it is a mistake in. */
  readonly name: string;
  /** Under src/engine. */
  readonly file: string;
  /** What stands there once. */
  readonly text: string;
  readonly replacement: string;
}

/** The list: blocks of a name, a file, lines to take out (`-`) and lines to put in their place (`+`). */
export function readErrors(): readonly PlantedError[] {
  const list = readFileSync(new URL("errors.txt", import.meta.url), "utf8");
  const blocks = list
    .split(/\n\n+/)
    .map((block) => block.split("\n").filter((line) => line !== ""));
  return blocks
    .filter(([first = "#"]) => !first.startsWith("#"))
    .map(([name = "", file = "", ...lines]) => {
      const of = (sign: string) =>
        lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
      return { name, file, text: of("-").join("\n"), replacement: of("+").join("\n") };
    });
}

/** `source` with the error in it, or why it cannot be planted there. */
export function plantIn(source: string, { text, replacement }: PlantedError): string | RangeError {
  const count = text === "" ? 0 : source.split(text).length - 1;
  if (count !== 1) return new RangeError(`found ${count} times: ${text}`);
  const planted = source.replace(text, () => replacement);
  return planted === source ? new RangeError(`changes nothing: ${text}`) : planted;
}
