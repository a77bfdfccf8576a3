import type { Entry } from "../ports/index.ts";
import { AuditError } from "./errors.ts";

/**
 * A tlog entry bundle (tlog-tiles, "Log entries"): for each record a big-endian uint16 length, then salt || bytes.
 *
 * @throws AuditError `entry-too-large`
 */
export function encodeBundle(entries: readonly Pick<Entry, "salt" | "bytes">[]): Uint8Array {
  let length = 0;
  for (const entry of entries) length += 2 + entry.salt.length + entry.bytes.length;
  const bundle = new Uint8Array(length);
  let offset = 0;
  for (const { salt, bytes } of entries) {
    const size = salt.length + bytes.length;
    if (size > 0xffff) {
      throw new AuditError("entry-too-large", `an entry has at most 65535 bytes, not ${size}`);
    }
    bundle[offset] = size >> 8;
    bundle[offset + 1] = size & 0xff;
    bundle.set(salt, offset + 2);
    bundle.set(bytes, offset + 2 + salt.length);
    offset += 2 + size;
  }
  return bundle;
}

/**
 * The entries in a bundle, as views.
 *
 * @throws AuditError `tile-malformed` when the last entry is cut off
 */
export function parseBundle(bundle: Uint8Array): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (offset < bundle.length) {
    const start = offset + 2;
    // Beyond the end there is `undefined`, which counts as 0: the comparison below refuses it.
    const end = start + (((bundle[offset] ?? 0) << 8) | (bundle[offset + 1] ?? 0));
    if (end > bundle.length) {
      throw new AuditError("tile-malformed", `an entry bundle is cut off after ${offset} bytes`);
    }
    entries.push(bundle.subarray(start, end));
    offset = end;
  }
  return entries;
}
