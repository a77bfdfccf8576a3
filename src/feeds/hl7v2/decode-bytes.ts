/** What became of a message's bytes: its text, or why they are no text. */
export type Decoded =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "unreadable"; readonly what: string };

/** HL7 table 0211 and what senders write for it, in lower case without blanks, as labels of the Encoding Standard. */
const labels: ReadonlyMap<string, string> = new Map([
  ["unicodeutf-8", "utf-8"],
  ["unicode", "utf-8"],
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["gb18030-2000", "gb18030"],
  ["gb18030", "gb18030"],
  ["ksx1001", "euc-kr"],
  ["big-5", "big5"],
  ["isoir14", "iso-2022-jp"],
  ["isoir87", "iso-2022-jp"],
  ["isoir159", "iso-2022-jp"],
]);

const plain: ReadonlySet<string> = new Set(["", "ascii", "us-ascii", "isoir6"]);

/**
 * The text of a message in the character set of MSH-18 (HL7 v2.5.1 section 2.15.9.18). Absent or ASCII
 * with other bytes in it is read as UTF-8 if it is that, else as 8859/1: both are what senders do.
 */
export function decodeBytes(bytes: Uint8Array, declared: readonly string[]): Decoded {
  const names = declared.map((name) => name.toLowerCase().replaceAll(" ", ""));
  // A second repetition names what escape sequences switch to (section 2.15.9.18): only ISO 2022 does.
  const name =
    names.find((known) => known.startsWith("isoir") && labels.has(known)) ?? names[0] ?? "";
  if (plain.has(name)) return read(bytes, "utf-8") ?? latin(bytes);
  const label = labels.get(name) ?? latinLabel(name);
  if (label === undefined) {
    return {
      type: "unreadable",
      what: `the character set "${printable(declared.join("~"))}" is not supported`,
    };
  }
  return (
    read(bytes, label) ?? {
      type: "unreadable",
      what: `the message is not in the character set that it names`,
    }
  );
}

/** Bytes as characters one to one, which loses nothing: for the header, and to keep what cannot be read. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return text;
}

/** The bytes of {@link latin1}. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

/** At most 40 printable ASCII characters of a text that came from outside, for messages to people. */
export function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 40);
}

function latinLabel(name: string): string | undefined {
  const part = /^(?:iso[-_]?)?8859[-/](\d{1,2})$/.exec(name)?.[1];
  // There is no part 12; the Encoding Standard knows parts 9 and 11 under Windows names.
  return part === undefined || part === "12" || Number(part) > 16
    ? undefined
    : `iso-8859-${Number(part)}`;
}

function latin(bytes: Uint8Array): Decoded {
  return read(bytes, "iso-8859-1") ?? { type: "unreadable", what: "the message is not text" };
}

function read(bytes: Uint8Array, label: string): Decoded | undefined {
  try {
    return { type: "text", text: new TextDecoder(label, { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}
