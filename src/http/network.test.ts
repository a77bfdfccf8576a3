import { expect, test } from "vitest";
import { addressOf, readBlocks, siteOfAddress } from "./network.ts";

const from = (remoteAddress: string, forwarded?: string | string[]) =>
  ({ socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } }) as never;
const ours = readBlocks(["10.0.0.1", "10.0.1.0/24", "2001:db8::/64"]);

test("[C8] blocks are addresses with a length, or alone; anything else is refused by name", () => {
  const within = readBlocks(["10.1.0.0/16", "192.0.2.7", "2001:db8:1::/48"]);
  for (const yes of ["10.1.255.255", "::ffff:10.1.0.9", "192.0.2.7", "2001:db8:1:2::3"]) {
    expect([yes, within(yes)]).toEqual([yes, true]);
  }
  for (const no of ["10.2.0.0", "192.0.2.8", "2001:db8:2::1", "", "north", "10.1.0.0/16"]) {
    expect([no, within(no)]).toEqual([no, false]);
  }
  for (const bad of [
    "10.1.0.0/33",
    "10.1.0/16",
    "::/129",
    "10.0.0.0/8/8",
    "fe80::1%eth0",
    "/8",
    "",
  ]) {
    expect(() => readBlocks([bad])).toThrow(`"${bad}" is no address block`);
  }
});

test("[C8] without a proxy of ours the connection's address counts, whatever a header claims", () => {
  expect(addressOf(from("192.0.2.9", "10.1.0.1"), ours)).toBe("192.0.2.9");
  expect(addressOf(from("::ffff:192.0.2.9", ["10.1.0.1"]), ours)).toBe("192.0.2.9");
  expect(addressOf(from("192.0.2.9"), readBlocks([]))).toBe("192.0.2.9");
});

test("[C8] behind proxies of ours what the outermost of them saw counts, not what its caller claimed", () => {
  expect(addressOf(from("10.0.0.1", "192.0.2.9"), ours)).toBe("192.0.2.9");
  expect(addressOf(from("10.0.0.1", "10.1.0.1, 192.0.2.9, 10.0.1.5"), ours)).toBe("192.0.2.9");
  expect(addressOf(from("10.0.0.1", ["10.1.0.1", "192.0.2.9"]), ours)).toBe("192.0.2.9");
});

test("[C8] a proxy of ours that says no address puts nobody anywhere", () => {
  for (const said of [undefined, "", "unknown", "10.0.0.1", "10.1.0.1, _hidden"]) {
    expect(addressOf(from("10.0.0.1", said), ours)).toBeUndefined();
  }
});

test("[C8] an address is on the site that lists it; a block that cannot be read puts nobody there", () => {
  const sites = (...rows: { id: string; networks?: readonly string[] }[]) =>
    ({ sites: { values: () => rows.values() } }) as never;
  const world = sites(
    { id: "south", networks: ["10.0.0.0/8"] },
    { id: "north", networks: ["10.1.0.0/16"] },
    { id: "west" },
  );
  expect(siteOfAddress(world, "10.1.2.3")).toBe("north");
  expect(siteOfAddress(world, "10.2.2.3")).toBe("south");
  expect(siteOfAddress(world, "192.0.2.1")).toBeUndefined();
  expect(siteOfAddress(world, undefined)).toBeUndefined();
  expect(siteOfAddress(sites({ id: "east", networks: ["0.0.0.0/0", "?"] }), "10.1.2.3")).toBe(
    undefined,
  );
});
