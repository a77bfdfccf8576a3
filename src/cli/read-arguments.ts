import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

/** What a command was given, as `parseArgs` of node:util has it. */
type Arguments<T extends ParseArgsConfig> = ReturnType<typeof parseArgs<T>>;

/**
 * Reads a command's arguments.
 *
 * @throws UsageError in our words, followed by `usage`, where Node's parser finds something wrong
 */
export function readArguments<T extends ParseArgsConfig>(usage: string, config: T): Arguments<T> {
  try {
    return parseArgs(config);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!(error instanceof Error) || !code.startsWith("ERR_PARSE_ARGS_")) throw error;
    throw new UsageError(`${inWords(code, error.message, config)}\n\n${usage}`);
  }
}

/** Node's errors name what they are about in single quotes: `Option '-z, --zone <value>' argument missing`. */
function inWords(code: string, message: string, { options = {} }: ParseArgsConfig): string {
  const named = /'(.*?)'(?=[\s.]|$)/s.exec(message)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `There is no option ${named}.`;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") return `"${named}" is not expected.`;
  const option = /--[\w-]+/.exec(named)?.[0] ?? named;
  const takesText = options[option.slice(2)]?.type === "string";
  return takesText ? `${option} needs a value.` : `${option} takes no value.`;
}
