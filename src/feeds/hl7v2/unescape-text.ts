import type { Delimiters } from "./message.ts";

/**
 * A text with its escape sequences resolved (HL7 v2.5.1 section 2.7): the delimiters, hexadecimal
 * data and line breaks. Highlighting, changes of the character set and a vendor's own sequences are
 * left out; what is no escape sequence stays as it is.
 */
export function unescapeText(text: string, delimiters: Delimiters): string {
  const { escape: mark } = delimiters;
  if (mark === "" || !text.includes(mark)) return text;
  const parts = text.split(mark);
  let result = parts[0] ?? "";
  let index = 1;
  while (index < parts.length) {
    const code = parts[index] as string;
    const value = index + 1 < parts.length ? resolve(code, delimiters) : undefined;
    if (value === undefined) {
      result += `${mark}${code}`;
      index += 1;
    } else {
      result += `${value}${parts[index + 1] ?? ""}`;
      index += 2;
    }
  }
  return result;
}

function resolve(code: string, delimiters: Delimiters): string | undefined {
  switch (code) {
    case "F":
      return delimiters.field;
    case "S":
      return delimiters.component;
    case "T":
      return delimiters.subcomponent;
    case "R":
      return delimiters.repetition;
    case "E":
      return delimiters.escape;
    case "H":
    case "N":
      return "";
    default:
      return formatted(code);
  }
}

function formatted(code: string): string | undefined {
  // \Xdd..\ is data in hexadecimal (section 2.7.5); in a name or a code it stands for characters.
  if (/^X([0-9A-Fa-f]{2})+$/.test(code)) {
    const bytes = code.slice(1).match(/../g) ?? [];
    return bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join("");
  }
  if (/^\.(br|sp\d*|ce)$/.test(code)) return "\n";
  if (/^\.(in|ti|sk|fi|nf)[+-]?\d*$/.test(code)) return "";
  if (/^(C[0-9A-Fa-f]{4}|M[0-9A-Fa-f]{4,6}|Z.*)$/.test(code)) return "";
  return undefined;
}
