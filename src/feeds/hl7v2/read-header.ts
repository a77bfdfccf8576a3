import { latin1 } from "./decode-bytes.ts";

/** What an acknowledgement has to repeat of the message's header, byte by byte as characters; "" where there is nothing. */
export interface Header {
  /** MSH-1 and MSH-2, or the usual ones. */
  readonly field: string;
  readonly encoding: string;
  /** MSH-3, MSH-4: who sent it. */
  readonly application: string;
  readonly facility: string;
  /** MSH-5, MSH-6: to whom. */
  readonly toApplication: string;
  readonly toFacility: string;
  /** MSH-9.2. */
  readonly trigger: string;
  /** MSH-10. */
  readonly control: string;
  /** MSH-11. */
  readonly processing: string;
  /** MSH-12. */
  readonly version: string;
  /** MSH-18. */
  readonly characterSet: string;
}

/** Reads what can be read of a header, from any bytes at all. */
export function readHeader(bytes: Uint8Array): Header {
  const start = latin1(bytes.subarray(0, 4096));
  const at = start.indexOf("MSH");
  const line = at === -1 ? "" : (start.slice(at).split(/[\r\n]/, 1)[0] ?? "");
  const usual = !/^MSH([^\w\s])[^\w\s]{2,5}\1/.test(line);
  const field = usual ? "|" : (line[3] as string);
  const fields = usual ? [] : line.split(field);
  const encoding = fields[1] ?? "^~\\&";
  // Field n of MSH is at n - 1, since the separator counts as MSH-1.
  const get = (n: number): string => (fields[n - 1] ?? "").slice(0, 200);
  return {
    field,
    encoding,
    application: get(3),
    facility: get(4),
    toApplication: get(5),
    toFacility: get(6),
    trigger: get(9).split(encoding[0] ?? "^")[1] ?? "",
    control: get(10),
    processing: get(11),
    version: get(12),
    characterSet: get(18),
  };
}
