import { Fault } from "./fault.ts";

/** An IP address or a range of them in CIDR form. */
export class IpAddress {
  readonly version: 4 | 6;
  readonly address: bigint;
  /** How many leading bits are the network's. */
  readonly prefix: number;

  constructor(version: 4 | 6, address: bigint, prefix: number) {
    this.version = version;
    this.address = address;
    this.prefix = prefix;
  }
}

/** Eight groups of four, their colons, and a prefix: in bytes, as Cedar counts. */
const longest = 43;

const bytesIn = (text: string) => new TextEncoder().encode(text).length;

/** Reads `127.0.0.1`, `127.0.0.1/24` or `ffee::/64`. @throws Fault */
export function parseIp(text: string): IpAddress {
  if (text.length > longest || bytesIn(text) > longest) {
    throw wrong(`error parsing IP address from string \`${text}\`: string length is too large`);
  }
  if (text.split(":").length > 2 && text.split(".").length > 2) {
    throw wrong(
      `error parsing IP address from string: We do not accept IPv4 embedded in IPv6 (e.g., ::ffff:127.0.0.1). Found: \`${text}\``,
    );
  }
  const slash = text.indexOf("/");
  const host = slash === -1 ? text : text.slice(0, slash);
  const version = host.includes(":") ? 6 : 4;
  const address = version === 6 ? parseV6(host) : parseV4(host);
  if (address === undefined) {
    throw wrong(
      slash === -1
        ? `invalid IP address: ${host}`
        : `error parsing IP address from the string \`${host}\`: invalid IP address syntax`,
    );
  }
  const bits = bitsOf(version);
  return new IpAddress(
    version,
    address,
    slash === -1 ? bits : parsePrefix(text.slice(slash + 1), bits),
  );
}

/** As {@link parseIp} reads it. */
export function ipText({ version, address, prefix }: IpAddress): string {
  const [groups, width, base] = version === 4 ? [4, 8n, 10] : [8, 16n, 16];
  const parts = Array.from({ length: groups as number }, (_, index) => {
    const shift = BigInt((groups as number) - 1 - index) * (width as bigint);
    return ((address >> shift) & ((1n << (width as bigint)) - 1n)).toString(base as number);
  });
  return `${parts.join(version === 4 ? "." : ":")}/${prefix}`;
}

/** Whether all of it lies in `range`. */
export function isInRange(ip: IpAddress, range: IpAddress): boolean {
  if (ip.version !== range.version || ip.prefix < range.prefix) return false;
  const host = BigInt(bitsOf(ip.version) - range.prefix);
  return ip.address >> host === range.address >> host;
}

const loopback = { 4: new IpAddress(4, 127n << 24n, 8), 6: new IpAddress(6, 1n, 128) };
const multicast = { 4: new IpAddress(4, 224n << 24n, 4), 6: new IpAddress(6, 0xff00n << 112n, 8) };

/** Whether all of it is in 127.0.0.0/8, or is ::1. */
export function isLoopback(ip: IpAddress): boolean {
  return isInRange(ip, loopback[ip.version]);
}

/** Whether all of it is in 224.0.0.0/4, or in ff00::/8. */
export function isMulticast(ip: IpAddress): boolean {
  return isInRange(ip, multicast[ip.version]);
}

function bitsOf(version: 4 | 6): number {
  return version === 4 ? 32 : 128;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let address = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined;
    address = (address << 8n) | BigInt(part);
  }
  return address;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const groups = [...head, ...(tail ?? [])];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  // `::` stands for at least one group.
  if (tail === undefined ? groups.length !== 8 : groups.length > 7) return undefined;
  const zeros = Array.from({ length: 8 - groups.length }, () => "0");
  return [...head, ...zeros, ...(tail ?? [])].reduce(
    (address, group) => (address << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

function parsePrefix(text: string, most: number): number {
  const length = bytesIn(text);
  if (length > String(most).length) {
    throw wrong(`error parsing prefix: string length ${length} is too large`);
  }
  if (text === "") {
    throw wrong("error parsing prefix from the string ``: cannot parse integer from empty string");
  }
  if (!/^[0-9]+$/.test(text)) {
    throw wrong(`error parsing prefix \`${text}\`: encountered non-digit`);
  }
  if (text.length > 1 && text.startsWith("0")) {
    throw wrong(`error parsing prefix \`${text}\`: leading zero(s)`);
  }
  const prefix = Number(text);
  // Cedar reads it into one byte.
  if (prefix > 255) {
    throw wrong(
      `error parsing prefix from the string \`${text}\`: number too large to fit in target type`,
    );
  }
  if (prefix > most)
    throw wrong(`error parsing prefix: ${prefix} is larger than the limit ${most}`);
  return prefix;
}

function wrong(why: string): Fault {
  return new Fault(`error while evaluating \`ipaddr\` extension function: ${why}`);
}
