/** A block of addresses: its first bits, written as 0 and 1, of a family. */
interface Block {
  readonly family: 4 | 6;
  readonly bits: string;
}

const unreadable = Symbol("no block");

/** The first of some CIDR blocks (RFC 4632, RFC 4291 section 2.3) in which an address, or a whole block, lies. */
export function blockAround(blocks: readonly string[], address: string): string | undefined {
  const inner = read(address);
  if (inner === unreadable) return undefined;
  return blocks.find((block) => {
    const outer = read(block);
    // What this version cannot read lets nobody in.
    if (outer === unreadable || outer.family !== inner.family) return false;
    return inner.bits.startsWith(outer.bits);
  });
}

function read(block: string): Block | typeof unreadable {
  const [address = "", length, ...rest] = block.split("/");
  const plain = /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
  const family = plain.includes(":") ? 6 : 4;
  const whole = family === 6 ? bitsOfSix(plain) : bitsOfFour(plain);
  if (whole === undefined || rest.length > 0) return unreadable;
  if (length === undefined) return { family, bits: whole };
  if (!/^\d{1,3}$/.test(length) || Number(length) > whole.length) return unreadable;
  return { family, bits: whole.slice(0, Number(length)) };
}

function bitsOfFour(address: string): string | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.map((part) => binary(Number(part), 8)).join("");
}

function bitsOfSix(address: string): string | undefined {
  const [head = "", tail, ...more] = address.split("::");
  if (more.length > 0) return undefined;
  const first = groupsOf(head);
  const last = groupsOf(tail ?? "");
  if (first === undefined || last === undefined) return undefined;
  const missing = 8 - first.length - last.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...first, ...Array<string>(missing).fill(binary(0, 16)), ...last].join("");
}

/** Some of the groups of sixteen bits; the last of an address may be written as an IPv4 one. */
function groupsOf(part: string): readonly string[] | undefined {
  if (part === "") return [];
  const groups: string[] = [];
  for (const group of part.split(":")) {
    const four = group.includes(".") ? bitsOfFour(group) : undefined;
    if (four !== undefined) groups.push(four.slice(0, 16), four.slice(16));
    else if (/^[\da-f]{1,4}$/i.test(group)) groups.push(binary(Number.parseInt(group, 16), 16));
    else return undefined;
  }
  return groups;
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, "0");
}
