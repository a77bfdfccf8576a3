import { expect, test } from "vitest";
import { createDrafts } from "./drafts.ts";

const note = { patient: "pat_1", action: "note.write" };

test("text is kept by patient and action, and blank text is no draft", () => {
  const drafts = createDrafts(() => "key");
  drafts.write(note, "slept badly");
  drafts.write({ ...note, patient: "pat_2" }, "  ");
  expect(drafts.read(note).text).toBe("slept badly");
  expect(drafts.read({ ...note, action: "order.place" }).text).toBe("");
  expect([drafts.count(), drafts.has(note), drafts.has({ ...note, patient: "pat_2" })]).toEqual([
    1,
    true,
    false,
  ]);
  drafts.discard(note);
  expect(drafts.count()).toBe(0);
});

test("a draft keeps its key until it is placed, so that a repeat is no second order", () => {
  let made = 0;
  const drafts = createDrafts(() => {
    made += 1;
    return `key-${made}`;
  });
  drafts.write(note, "a");
  const { key } = drafts.read(note);
  drafts.write(note, "ab");
  expect(drafts.read(note).key).toBe(key);
  drafts.discard(note);
  expect(drafts.read(note).key).not.toBe(key);
});
