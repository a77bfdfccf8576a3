import { describe, expect, test } from "vitest";
import { createNodeTable } from "./node-table.ts";

describe("the node table", () => {
  test("has one node for an identity", () => {
    const table = createNodeTable();
    const node = table.intern("A", "x");
    expect(table.intern("A", "x")).toBe(node);
    expect(table.find("A", "x")).toBe(node);
    expect(table.borrow("A", "x")).toBe(node);
    expect(table.intern("B", "x")).not.toBe(node);
    expect([...table.ofType("A")]).toEqual([node]);
    expect([...table.all()]).toHaveLength(2);
    expect([...table.ofType("C")]).toEqual([]);
  });

  test("does not keep what it lends", () => {
    const table = createNodeTable();
    const stranger = table.borrow("A", "x");
    expect(stranger).toMatchObject({ type: "A", id: "x", shared: false, exists: false });
    expect(table.find("A", "x")).toBeUndefined();
    expect([...table.all()]).toEqual([]);
    expect(table.generation()).toBe(0);
  });

  test("forgets what neither exists nor is mentioned, and nothing else", () => {
    const table = createNodeTable();
    const [there, mentioned, gone] = ["there", "mentioned", "gone"].map((id) =>
      table.intern("A", id),
    );
    if (there === undefined || mentioned === undefined || gone === undefined) throw new Error();
    there.exists = true;
    mentioned.mentioned = 1;
    for (const node of [there, mentioned, gone]) table.release(node);
    expect([...table.all()]).toEqual([there, mentioned]);
    expect([there, mentioned, gone].map(({ shared }) => shared)).toEqual([true, true, false]);
  });

  test("a node that was forgotten takes no newer one with it", () => {
    const table = createNodeTable();
    const old = table.intern("A", "x");
    table.release(old);
    const young = table.intern("A", "x");
    expect(young).not.toBe(old);
    table.release(old);
    expect(table.find("A", "x")).toBe(young);
  });

  test("the generation grows when nodes come and go, and only then", () => {
    const table = createNodeTable();
    const node = table.intern("A", "x");
    expect(table.generation()).toBe(1);
    table.intern("A", "x");
    table.borrow("A", "y");
    node.mentioned = 1;
    table.release(node);
    expect(table.generation()).toBe(1);
    node.mentioned = 0;
    table.release(node);
    expect(table.generation()).toBe(2);
    table.release(node);
    expect(table.generation()).toBe(2);
  });

  test("gives the nodes of a type by their ids, whatever came and went", () => {
    const table = createNodeTable();
    const idsInOrder = () => table.inOrder("A").map(({ id }) => id);
    expect(idsInOrder()).toEqual([]);
    const [, d] = ["b", "d", "a"].map((id) => table.intern("A", id));
    table.intern("B", "c");
    expect(idsInOrder()).toEqual(["a", "b", "d"]);
    const before = table.inOrder("A");
    expect(table.inOrder("A")).toBe(before);
    if (d !== undefined) table.release(d);
    expect(idsInOrder()).toEqual(["a", "b"]);
    for (const id of ["e", "d", "c"]) table.intern("A", id);
    expect(idsInOrder()).toEqual(["a", "b", "c", "d", "e"]);
    expect(table.inOrder("A")).not.toContain(d);
    // A page that is being looked through stays as it was.
    expect(before).toHaveLength(3);
  });

  test("names that mean something to JavaScript are names", () => {
    const table = createNodeTable();
    for (const name of ["__proto__", "constructor", "toString"]) {
      expect(table.find(name, name)).toBeUndefined();
      expect(table.intern(name, name)).toMatchObject({ type: name, id: name, shared: true });
    }
  });
});
