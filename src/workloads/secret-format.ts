/** What every client secret begins with: scanners of files and histories look for it (N6). */
export const secretPrefix = "wardkey_ws_";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 43 of 62 digits are 256 bits. */
const bodyLength = 43;
const checkLength = 6;

/** How long a secret is, its prefix included. */
export const secretLength: number = secretPrefix.length + bodyLength + checkLength;

const table = crcTable();

/**
 * A secret of random octets: prefix, 43 digits, and six of the CRC-32 of those, by which one is told from what merely looks like it.
 * 43 octets at least; each gives a digit.
 */
export function makeSecret(random: Uint8Array): string {
  if (random.length < 2 * bodyLength) throw new RangeError("a secret is made of 86 random octets");
  let body = "";
  // Octets from 248 on would make the first digits likelier: two each are drawn, and one of 16 bits is near enough to even.
  for (let index = 0; index < bodyLength; index++) {
    const wide = (random[2 * index] as number) * 256 + (random[2 * index + 1] as number);
    body += digits[wide % digits.length];
  }
  return `${secretPrefix}${body}${checksum(body)}`;
}

/** Whether a text is a secret of ours: by its form and its checksum alone. */
export function isSecret(text: string): boolean {
  if (text.length !== secretLength || !text.startsWith(secretPrefix)) return false;
  const body = text.slice(secretPrefix.length, -checkLength);
  return /^[0-9A-Za-z]+$/.test(body) && text.endsWith(checksum(body));
}

function checksum(body: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < body.length; index++) {
    crc = (table[(crc ^ body.charCodeAt(index)) & 0xff] as number) ^ (crc >>> 8);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let text = "";
  for (let index = 0; index < checkLength; index++) {
    text = digits[rest % digits.length] + text;
    rest = Math.floor(rest / digits.length);
  }
  return text;
}

/** CRC-32 as of ISO 3309 and RFC 1952 section 8. */
function crcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_value, octet) => {
    let crc = octet;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    return crc >>> 0;
  });
}
