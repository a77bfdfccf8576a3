import { readFileSync } from "node:fs";
import { SettingsError } from "../settings.ts";

/**
 * Reads the file that a setting names.
 *
 * @param read makes something of its text, and throws a `refusal` for what it does not take
 * @throws SettingsError when the file cannot be read or is refused; it names the setting and the path
 */
export function readSettingFile<T>(
  setting: string,
  path: string,
  read: (text: string) => T,
  refusal: abstract new (...args: never[]) => Error,
): T {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    throw new SettingsError(`${setting}: ${path} cannot be read (${why}).`);
  }
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof refusal)) throw error;
    throw new SettingsError(`${setting}: ${path}: ${error.message}.`);
  }
}
