import type { Instant } from "../../ports/index.ts";
import { latin1Bytes, printable } from "./decode-bytes.ts";
import { formatTimestamp } from "./parse-timestamp.ts";
import type { Header } from "./read-header.ts";

/** HL7 table 0008: stored (applied or parked), not stored, or not taken in here. */
export type AcknowledgementCode = "AA" | "AE" | "AR";

/** An error of HL7 table 0357 that an acknowledgement reports. */
export interface ReportedError {
  readonly code: "100" | "200" | "201" | "202" | "203" | "207";
  readonly segment: string;
  readonly field?: number;
}

/** What there is to say to a sender. */
export interface Acknowledgement {
  readonly code: AcknowledgementCode;
  /** MSA-3: for the people who run the sender. */
  readonly text?: string;
  readonly error?: ReportedError;
  readonly at: Instant;
  /** MSH-10 of the acknowledgement itself, at most 20 characters. */
  readonly control: string;
}

const errorTexts: Readonly<Record<ReportedError["code"], string>> = {
  "100": "Segment sequence error",
  "200": "Unsupported message type",
  "201": "Unsupported event code",
  "202": "Unsupported processing id",
  "203": "Unsupported version id",
  "207": "Application internal error",
};

/**
 * The bytes of an acknowledgement in original mode (HL7 v2.5.1 section 2.9.2): MSA-2 echoes MSH-10 of
 * the message byte by byte, and errors come in the form of the message's own version.
 */
export function acknowledge(header: Header, answer: Acknowledgement): Uint8Array {
  const { field, encoding } = header;
  const component = encoding[0] ?? "^";
  const version = /^\d\.\d(\.\d)?/.exec(header.version)?.[0] ?? "2.5.1";
  const structure = version === "2.3" ? "" : `${component}ACK`;
  const type = header.trigger === "" ? "ACK" : `ACK${component}${header.trigger}${structure}`;
  const msh = [
    "MSH",
    encoding,
    header.toApplication,
    header.toFacility,
    header.application,
    header.facility,
    formatTimestamp(answer.at),
    "",
    type,
    answer.control,
    header.processing === "" ? "P" : header.processing,
    version,
    "",
    "",
    "",
    "",
    "",
    header.characterSet,
  ];
  const text = answer.text === undefined ? "" : escapeText(answer.text, header);
  const msa = ["MSA", answer.code, header.control, text];
  const segments = [msh, msa, ...errorSegment(answer.error, text, header, version)];
  return latin1Bytes(segments.map((fields) => `${joinFields(fields, field)}\r`).join(""));
}

/** Empty fields at the end of a segment are left out (section 2.5.3). */
function joinFields(fields: readonly string[], separator: string): string {
  return fields.slice(0, fields.findLastIndex((text) => text !== "") + 1).join(separator);
}

function errorSegment(
  error: ReportedError | undefined,
  text: string,
  { field: _field, encoding }: Header,
  version: string,
): readonly (readonly string[])[] {
  if (error === undefined) return [];
  const [component = "^", , , subcomponent = "&"] = encoding;
  const where = [error.segment, "1", ...(error.field === undefined ? [] : [String(error.field)])];
  const what = errorTexts[error.code];
  if (version < "2.5") {
    // ERR-1 of v2.3 and v2.4 (section 2.16.5 there): segment, sequence, field and code together.
    const [segment, sequence, position = ""] = where;
    return [
      ["ERR", [segment, sequence, position, `${error.code}${subcomponent}${what}`].join(component)],
    ];
  }
  const coded = [error.code, what, "HL70357"].join(component);
  return [["ERR", "", where.join(component), coded, "E", "", "", "", text]];
}

/** A text of ours inside their delimiters (section 2.7.1), in ASCII, since their character set may be any. */
function escapeText(text: string, { field, encoding }: Header): string {
  const [component, repetition, mark, subcomponent] = encoding;
  const codes = new Map([
    [field, "F"],
    [component, "S"],
    [repetition, "R"],
    [mark, "E"],
    [subcomponent, "T"],
  ]);
  return [...text.slice(0, 200)]
    .map((sign) => {
      const code = codes.get(sign);
      if (code === undefined) return printable(sign);
      return mark === undefined ? " " : `${mark}${code}${mark}`;
    })
    .join("");
}
