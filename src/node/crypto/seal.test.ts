import { expect, test } from "vitest";
import { createSeal } from "./seal.ts";

const pepper = new Uint8Array(32).fill(7);

test("what was sealed opens with the same pepper and for the same thing only", () => {
  const seal = createSeal(pepper, "signing-key");
  const sealed = seal.close("private", "key-1");
  expect(sealed).not.toContain("private");
  expect(seal.open(sealed, "key-1")).toBe("private");
  expect(createSeal(pepper, "signing-key").open(sealed, "key-1")).toBe("private");
  expect(() => seal.open(sealed, "key-2")).toThrow(/does not open/);
  expect(() => createSeal(new Uint8Array(32), "signing-key").open(sealed, "key-1")).toThrow(
    /does not open/,
  );
});

test("a changed byte, or none at all, opens nothing", () => {
  const seal = createSeal(pepper, "signing-key");
  const sealed = seal.close("private", "key-1");
  for (let at = 3; at < sealed.length - 1; at += 5) {
    const other = sealed[at] === "A" ? "B" : "A";
    const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`;
    expect(() => seal.open(changed, "key-1")).toThrow(/does not open/);
  }
  for (const broken of ["", "v1", "v1.", "v1.AAAA", sealed.replace("v1", "v2")]) {
    expect(() => seal.open(broken, "key-1")).toThrow(/does not open/);
  }
});

test("the same text is sealed differently each time", () => {
  const seal = createSeal(pepper, "signing-key");
  expect(seal.close("private", "key-1")).not.toBe(seal.close("private", "key-1"));
});
