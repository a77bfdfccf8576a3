import { decodeBytes, latin1, printable } from "./decode-bytes.ts";
import type { Delimiters, Hl7Message, Problem, Segment } from "./message.ts";

/** A message, or why it is none. */
export type Parsed = Hl7Message | { readonly type: "unusable"; readonly problem: Problem };

/** Reads the bytes between the frames of MLLP, in the character set that MSH-18 names. Never throws. */
export function parseMessage(bytes: Uint8Array): Parsed {
  const header = headerLine(latin1(bytes.subarray(0, 4096)));
  const declared = header === undefined ? [] : declaredSets(header);
  const decoded = decodeBytes(bytes, declared);
  if (decoded.type === "unreadable") {
    return unusable({ code: "bad-characters", segment: "MSH", field: 18, what: decoded.what });
  }
  if (decoded.text.includes("\0")) {
    // HL7 v2.5.1 section 2.5.2: printable characters only; and no database keeps this one.
    return unusable({ code: "bad-characters", segment: "MSH", what: "the message holds U+0000" });
  }
  return parseText(decoded.text);
}

/** Reads a message that is text already, as it was parked or written by hand. Never throws. */
export function parseText(text: string): Parsed {
  const lines = splitSegments(text);
  const [header] = lines;
  if (header === undefined) {
    return unusable({ code: "empty", segment: "MSH", what: "the message is empty" });
  }
  if (/^(FHS|BHS)/.test(header)) {
    return unusable({
      code: "no-header",
      segment: header.slice(0, 3),
      what: "a batch is not taken in here; send its messages one by one",
    });
  }
  if (!header.startsWith("MSH") || header.length < 8) {
    return unusable({
      code: "no-header",
      segment: "MSH",
      what: "the message does not begin with a header",
    });
  }
  const delimiters = readDelimiters(header);
  if (delimiters === undefined) {
    return unusable({
      code: "bad-delimiters",
      segment: "MSH",
      field: 2,
      what: `the encoding characters "${printable(header.slice(3, 8))}" are not four different signs`,
    });
  }
  return readSegments(lines, delimiters, text);
}

function unusable(problem: Problem): Parsed {
  return { type: "unusable", problem };
}

/** Segments end with a carriage return (section 2.5.2); files have line feeds, or both. */
function splitSegments(text: string): readonly string[] {
  const body = text.replace(/^\ufeff?\s+|^\ufeff/, "");
  // Only files have line feeds alone; next to carriage returns they are part of a text, or of the end.
  if (!body.includes("\r")) return body.split("\n").filter((line) => line.trim() !== "");
  const lines = body.split("\r").map((line) => (line.startsWith("\n") ? line.slice(1) : line));
  return lines.filter((line) => line.trim() !== "");
}

function readDelimiters(header: string): Delimiters | undefined {
  const field = header[3] as string;
  const [encoding = ""] = header.slice(4).split(field, 1);
  // A fifth sign is the truncation character of v2.7; two are enough for a sender without subcomponents.
  const [component = "", repetition = "", mark = "", subcomponent = ""] = encoding;
  const signs = [field, component, repetition, mark, subcomponent].filter((sign) => sign !== "");
  const fit = signs.every((sign) => /^[!-/:-@[-`{-~]$/.test(sign));
  if (!fit || encoding.length < 2 || encoding.length > 5 || new Set(signs).size !== signs.length)
    return undefined;
  return { field, component, repetition, escape: mark, subcomponent };
}

function readSegments(lines: readonly string[], delimiters: Delimiters, text: string): Parsed {
  const segments: Segment[] = [];
  for (const [index, line] of lines.entries()) {
    const fields = line.split(delimiters.field);
    const name = fields[0] as string;
    if (!/^[A-Z][A-Z0-9]{2}$/.test(name)) {
      return unusable({
        code: "bad-segment",
        segment: `segment ${index + 1}`,
        what: `it begins with "${printable(name).slice(0, 3)}", which is no segment's name`,
      });
    }
    if (index > 0 && name === "MSH") {
      return unusable({
        code: "bad-segment",
        segment: `segment ${index + 1}`,
        what: "a second message begins here; send each in a frame of its own",
      });
    }
    // The field separator itself counts as MSH-1 (section 2.15.9.1).
    segments.push({
      name,
      fields: index === 0 ? ["MSH", delimiters.field, ...fields.slice(1)] : fields,
    });
  }
  return { type: "message", delimiters, segments, text };
}

function headerLine(start: string): string | undefined {
  const at = start.indexOf("MSH");
  return at === -1 ? undefined : start.slice(at).split(/[\r\n]/, 1)[0];
}

function declaredSets(header: string): readonly string[] {
  const delimiters = header.length < 8 ? undefined : readDelimiters(header);
  if (delimiters === undefined) return [];
  const raw = header.split(delimiters.field)[17] ?? "";
  return raw.split(delimiters.repetition).filter((name) => name !== "");
}
