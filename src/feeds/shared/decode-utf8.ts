/** What bytes are as UTF-8. */
export type Utf8 =
  | { readonly type: "text"; readonly text: string }
  /** They are not; `before` is the text before the first byte that does not belong. */
  | { readonly type: "broken"; readonly before: string };

const whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of bytes that must be UTF-8 (RFC 3629). What is not is never read with U+FFFD in its place: two
 * numbers that differ would then be one. A byte order mark stays where it is.
 */
export function decodeUtf8(bytes: Uint8Array): Utf8 {
  try {
    return { type: "text", text: whole.decode(bytes) };
  } catch {
    return { type: "broken", before: textBefore(bytes) };
  }
}

/** The longest beginning that is UTF-8, a character that only begins there left out; by halving. */
function textBefore(bytes: Uint8Array): string {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (beginning(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  return beginning(bytes, good) ?? "";
}

function beginning(bytes: Uint8Array, length: number): string | undefined {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}
