import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "./fault.ts";
import { IpAddress, ipText, isInRange, isLoopback, isMulticast, parseIp } from "./ip-address.ts";

/** An address or range, near others more often than chance would have it. */
const ranges = fc.constantFrom(4 as const, 6 as const).chain((version) => {
  const bits = version === 4 ? 32 : 128;
  const most = (1n << BigInt(bits)) - 1n;
  const near = fc
    .tuple(fc.constantFrom(0n, most, most >> 1n, 127n << BigInt(bits - 8)), fc.nat(bits - 1))
    .map(([base, bit]) => base ^ (1n << BigInt(bit)));
  return fc
    .tuple(fc.oneof(fc.bigInt({ min: 0n, max: most }), near), fc.integer({ min: 0, max: bits }))
    .map(([address, prefix]) => new IpAddress(version, address, prefix));
});

const bitAt = ({ version, address }: IpAddress, at: number) =>
  (address >> BigInt((version === 4 ? 32 : 128) - 1 - at)) & 1n;

/** Whether `range` has all of `ip`: bit by bit. */
function isInRangeByBits(ip: IpAddress, range: IpAddress): boolean {
  if (ip.version !== range.version) return false;
  for (let at = 0; at < range.prefix; at++) {
    if (at >= ip.prefix || bitAt(ip, at) !== bitAt(range, at)) return false;
  }
  return true;
}

const parsed = (text: string) => {
  const { version, address, prefix } = parseIp(text);
  return { version, address, prefix };
};

describe("ip(...)", () => {
  test("reads addresses and ranges of both versions", () => {
    expect(parsed("127.0.0.1")).toEqual({ version: 4, address: 0x7f000001n, prefix: 32 });
    expect(parsed("255.0.1.2/0")).toEqual({ version: 4, address: 0xff000102n, prefix: 0 });
    expect(parsed("10.0.0.0/8")).toEqual({ version: 4, address: 0x0a000000n, prefix: 8 });
    expect(parsed("::")).toEqual({ version: 6, address: 0n, prefix: 128 });
    expect(parsed("::1")).toEqual({ version: 6, address: 1n, prefix: 128 });
    expect(parsed("1::")).toEqual({ version: 6, address: 1n << 112n, prefix: 128 });
    expect(parsed("ffEE::/64")).toEqual({ version: 6, address: 0xffeen << 112n, prefix: 64 });
    expect(parsed("1:2:3:4:5:6:7:8").address).toBe(0x00010002000300040005000600070008n);
    expect(parsed("1:2::7:8").address).toBe(0x00010002000000000000000000070008n);
    expect(parsed("1:2:3:4:5:6:7::").address).toBe(0x00010002000300040005000600070000n);
  });

  test("refuses everything else", () => {
    const wrong = [
      ..."|1.2.3|1.2.3.4.5|256.0.0.1|1.2.3.04|1.2.3.|.1.2.3|1.2.3.x|1.2.3.4 |0x1.2.3.4".split("|"),
      ..."1.2.3.4/|1.2.3.4/33|1.2.3.4/032|1.2.3.4/+8|1.2.3.4/8/8|1.2.3.4/08|1.2.3.4/-1".split("|"),
      ..."1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1::2::3|:::|12345::|g::|1:2:3:4:5:6:7:8::".split("|"),
      ..."::1:2:3:4:5:6:7:8|:1::|1::/129|1::/0128|1:|:1|::ffff:127.0.0.1|[::1]|::1%eth0".split("|"),
      "1.2.3.4\n",
    ];
    for (const text of wrong) expect(() => parseIp(text), text).toThrow(Fault);
  });

  test("its text reads as itself", () => {
    fc.assert(
      fc.property(ranges, (ip) => {
        expect(parseIp(ipText(ip))).toEqual(ip);
      }),
    );
  });
});

describe("ranges", () => {
  test("isInRange is right bit by bit", () => {
    fc.assert(
      fc.property(ranges, ranges, fc.nat(128), (ip, other, bit) => {
        const bits = ip.version === 4 ? 32 : 128;
        const flipped = ip.address ^ (1n << BigInt(bit % bits));
        for (const range of [
          other,
          ip,
          new IpAddress(ip.version, ip.address, other.prefix % (bits + 1)),
          new IpAddress(ip.version, flipped, other.prefix % (bits + 1)),
        ]) {
          expect(isInRange(ip, range)).toBe(isInRangeByBits(ip, range));
          expect(isInRange(range, ip)).toBe(isInRangeByBits(range, ip));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a range is in another only as a whole; versions never mix", () => {
    const within = (ip: string, range: string) => isInRange(parseIp(ip), parseIp(range));
    expect(within("10.1.2.3", "10.0.0.0/8")).toBe(true);
    expect(within("10.1.2.3", "10.255.255.255/8")).toBe(true);
    expect(within("11.1.2.3", "10.0.0.0/8")).toBe(false);
    expect(within("10.0.0.0/8", "10.0.0.0/9")).toBe(false);
    expect(within("10.0.0.0/9", "10.0.0.0/8")).toBe(true);
    expect(within("10.0.0.0/8", "10.0.0.0/8")).toBe(true);
    expect(within("1.2.3.4", "0.0.0.0/0")).toBe(true);
    expect(within("::1", "0.0.0.0/0")).toBe(false);
    expect(within("0.0.0.1", "::/0")).toBe(false);
  });

  test("loopback and multicast are whole ranges of their own", () => {
    const tests = { loopback: isLoopback, multicast: isMulticast };
    const of = (text: string) =>
      Object.entries(tests).flatMap(([name, test]) => (test(parseIp(text)) ? [name] : []));
    for (const text of ["127.0.0.1", "127.255.255.255", "127.0.0.0/8", "::1"]) {
      expect(of(text)).toEqual(["loopback"]);
    }
    for (const text of ["224.0.0.0", "239.255.255.255", "224.0.0.0/4", "ff00::", "ff00::/8"]) {
      expect(of(text)).toEqual(["multicast"]);
    }
    const neither = ["126.0.0.1", "128.0.0.1", "127.0.0.0/7", "::2", "::1/127", "::"];
    for (const text of [...neither, "223.255.255.255", "240.0.0.0", "224.0.0.0/3", "ff00::/7"]) {
      expect(of(text)).toEqual([]);
    }
    expect(of("fe00::")).toEqual([]);
  });
});
