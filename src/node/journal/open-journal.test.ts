import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSealer } from "../crypto/index.ts";
import { describeJournal } from "./contract.ts";
import { unframe } from "./frames.ts";
import { type FileJournal, journalFile, openJournal } from "./open-journal.ts";

const sealer = openSealer(new Uint8Array(32).fill(7));
const at = (directory: string) => openJournal({ directory, sealer });

describeJournal("in a file", async () => {
  const directory = mkdtempSync(join(tmpdir(), "wk-journal-"));
  const journal = await at(directory);
  return {
    journal,
    end: async () => {
      await journal.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
});

describe("[X14] the journal's file", () => {
  let directory: string;
  let journal: FileJournal;
  const path = () => join(directory, journalFile);
  const reopened = async () => {
    await journal.close();
    journal = await at(directory);
    return journal.read();
  };
  /** Closes the journal, changes its file, and opens it again. */
  const changed = async (change: (bytes: Buffer) => Uint8Array) => {
    await journal.close();
    writeFileSync(path(), change(readFileSync(path())));
    journal = await at(directory);
    return journal.read();
  };
  const idsOf = ({ entries }: { readonly entries: readonly { readonly id: string }[] }) =>
    entries.map(({ id }) => id);

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "wk-journal-"));
    journal = await at(directory);
    for (const id of ["jrn_a", "jrn_b", "jrn_c"]) {
      await journal.append({ id, value: { patient: "pat_1234567890", id } });
    }
  });
  afterEach(async () => {
    await journal.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("is there after the process has ended", async () => {
    expect(idsOf(await reopened())).toEqual(["jrn_a", "jrn_b", "jrn_c"]);
  });

  test("says nothing to whoever has only the file, and is its owner's alone", async () => {
    const text = readFileSync(path(), "latin1");
    expect(text).not.toContain("pat_");
    expect(text).not.toContain("jrn_");
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  test("an append that a crash cut short is gone wherever it was cut, and nothing else is", async () => {
    const whole = readFileSync(path());
    const last = unframe(whole).stretches.at(-1)?.at ?? 0;
    for (let cut = last; cut < whole.length; cut++) {
      const zeros = Buffer.concat([whole.subarray(0, cut), Buffer.alloc(whole.length - cut)]);
      for (const left of [whole.subarray(0, cut), zeros]) {
        const { stretches, end } = unframe(left);
        expect(stretches.map(({ type }) => type)).toEqual(["whole", "whole"]);
        expect(end).toBe(last);
      }
    }
    expect(await changed((bytes) => bytes.subarray(0, bytes.length - 5))).toMatchObject({
      entries: [{ id: "jrn_a" }, { id: "jrn_b" }],
      damage: [],
    });
    await journal.append({ id: "d", value: 1 });
    expect(idsOf(await reopened())).toEqual(["jrn_a", "jrn_b", "d"]);
  });

  test("a byte that changed is damage, names its place, and hides no other entry", () => {
    const whole = readFileSync(path());
    const places = unframe(whole).stretches.map((stretch) => stretch.at);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const bytes = Buffer.from(whole);
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        // A last byte that became zero is as it would be in an append that was never acknowledged.
        fc.pre(bytes.at(-1) !== 0);
        const hit = places.findLastIndex((from) => from <= place);
        const { stretches } = unframe(bytes);
        const inLastLength = hit === 2 && stretches.length === 2;
        expect(inLastLength).toBe(false);
        expect(stretches.map(({ at: from, type }) => ({ from, type }))).toEqual(
          places.map((from, index) => ({ from, type: index === hit ? "damaged" : "whole" })),
        );
      }),
    );
  });

  test("what is damaged is told, kept aside when the rest is forgotten, and in nobody's way", async () => {
    const content = await changed((bytes) => {
      const second = unframe(bytes).stretches[1]?.at ?? 0;
      bytes[second + 40] = (bytes[second + 40] ?? 0) ^ 1;
      return bytes;
    });
    expect(idsOf(content)).toEqual(["jrn_a", "jrn_c"]);
    expect(content.damage).toEqual([expect.stringContaining(`${journalFile} at byte`)]);
    await journal.append({ id: "jrn_d", value: 1 });
    await journal.discard("jrn_c");
    expect(await reopened()).toMatchObject({ entries: [{ id: "jrn_d" }], damage: [] });
    expect(readdirSync(directory)).toContain(`${journalFile}.damaged-1`);
  });

  test("entries after a damaged header are found, those appended later too", async () => {
    await changed((bytes) => {
      const last = unframe(bytes).stretches[2]?.at ?? 0;
      bytes[last + 9] = (bytes[last + 9] ?? 0) ^ 1;
      return bytes;
    });
    await journal.append({ id: "jrn_d", value: 1 });
    const content = await reopened();
    expect(idsOf(content)).toEqual(["jrn_a", "jrn_b", "jrn_d"]);
    expect(content.damage).toHaveLength(1);
  });

  test("under another pepper nothing is read, and that is told", async () => {
    await journal.close();
    const other = openSealer(new Uint8Array(32).fill(8));
    journal = await openJournal({ directory, sealer: other });
    const { entries, damage } = await journal.read();
    expect(entries).toEqual([]);
    expect(damage).toHaveLength(3);
    expect(damage[0]).toContain("another pepper");
  });

  test("belongs to one process at a time, and to the next one after a kill", async () => {
    await expect(at(directory)).rejects.toMatchObject({ code: "journal-in-use" });
    await journal.close();
    const script = `
      import { openJournal } from ${JSON.stringify(join(import.meta.dirname, "open-journal.ts"))};
      const sealer = { seal: (_use, text) => text, open: (_use, text) => text };
      const journal = await openJournal({ directory: ${JSON.stringify(directory)}, sealer });
      await journal.append({ id: "of another process", value: 1 });
      process.kill(process.pid, "SIGKILL");`;
    expect(() =>
      execFileSync(process.execPath, ["--input-type=module", "-e", script], { stdio: "pipe" }),
    ).toThrow();
    journal = await at(directory);
    const { entries, damage } = await journal.read();
    expect(entries).toHaveLength(3);
    // Sealed by nobody: it is there, and no entry of ours.
    expect(damage).toHaveLength(1);
  });

  test("a directory that takes no file is refused with what to do", async () => {
    const nowhere = join(directory, "file");
    appendFileSync(nowhere, "");
    await expect(at(nowhere)).rejects.toMatchObject({ code: "journal-unusable" });
  });

  test("takes nothing once it is closed", async () => {
    await journal.close();
    await expect(journal.append({ id: "late", value: 1 })).rejects.toMatchObject({
      code: "journal-closed",
    });
    journal = await at(directory);
    expect(idsOf(await journal.read())).toEqual(["jrn_a", "jrn_b", "jrn_c"]);
  });
});
