import { BlockList, isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import type { World } from "../world/index.ts";

/** Answers which addresses are in any of these blocks. */
export type InBlocks = (address: string) => boolean;

/** More hops than any chain of proxies has. */
const mostHops = 20;

/**
 * Reads CIDR blocks (RFC 4632 section 3.1, RFC 4291 section 2.3); an address alone is a block of its own.
 *
 * @throws RangeError naming the first that is none
 */
export function readBlocks(blocks: readonly string[]): InBlocks {
  const list = new BlockList();
  for (const block of blocks) addBlock(list, block);
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? "ipv6" : "ipv4");
  };
}

function addBlock(list: BlockList, block: string): void {
  const [address = "", length, ...rest] = block.split("/");
  const family = isIP(address);
  const widest = family === 6 ? 128 : 32;
  const bits = length === undefined ? widest : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (family === 0 || rest.length > 0 || bits < 0 || bits > widest || address.includes("%")) {
    throw new RangeError(`"${block}" is no address block such as 10.1.0.0/16 or 2001:db8::/48`);
  }
  list.addSubnet(address, bits, family === 6 ? "ipv6" : "ipv4");
}

/** An IPv4 address that came over an IPv6 socket, as itself (RFC 4291 section 2.5.5.2). */
function plainAddress(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}

/**
 * The address that a request comes from: that of the connection, and behind proxies of ours what the one nearest to the
 * caller saw. X-Forwarded-For is read from its end, and only as long as the one who wrote it is a proxy of ours: what
 * stands before that anybody may have written. Undefined where a proxy of ours wrote what is no address.
 */
export function addressOf(
  { socket, headers }: Pick<FastifyRequest, "socket" | "headers">,
  isProxy: InBlocks,
): string | undefined {
  let address = plainAddress(socket.remoteAddress ?? "");
  const forwarded = headers["x-forwarded-for"];
  const hops = [forwarded ?? []].flat().join(",").split(",").slice(-mostHops);
  while (isProxy(address)) {
    const next = hops.pop()?.trim() ?? "";
    if (isIP(next) === 0) return undefined;
    address = plainAddress(next);
  }
  return isIP(address) === 0 ? undefined : address;
}

/** Worked out once for each list of blocks: a world keeps the same list until it changes. */
const known = new WeakMap<readonly string[], InBlocks>();

/** The site in whose networks an address is; undefined for none (C8). Of several the one whose id comes first. */
export function siteOfAddress(world: World, address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  let found: string | undefined;
  for (const { id, networks } of world.sites.values()) {
    if (networks === undefined || (found !== undefined && found < id)) continue;
    let isIn = known.get(networks);
    if (isIn === undefined) {
      isIn = readKnown(networks);
      known.set(networks, isIn);
    }
    if (isIn(address)) found = id;
  }
  return found;
}

/** Blocks are checked before they are recorded; one that this version cannot read puts nobody on the site. */
function readKnown(networks: readonly string[]): InBlocks {
  try {
    return readBlocks(networks);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return () => false;
  }
}
