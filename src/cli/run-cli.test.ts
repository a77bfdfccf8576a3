import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { onBothStores } from "../../tests/support/places.ts";
import { system } from "../app.ts";
import { openInstallation } from "./installation.ts";
import { runCli } from "./run-cli.ts";
import { readSettings } from "./settings.ts";

/** A command that opens the installation; its exit code and all that it says. */
async function start(environment: Readonly<Record<string, string>>) {
  const [out, err] = (["log", "error"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  try {
    const code = await runCli(["import", "staff", "/nowhere.csv"], environment);
    return { code, said: [...(out?.mock.calls ?? []), ...(err?.mock.calls ?? [])].join("\n") };
  } finally {
    vi.restoreAllMocks();
  }
}

const sentence = (words: RegExp) => ({
  code: 1,
  said: expect.stringMatching(new RegExp(`^wardkey import: [^\\n]*${words.source}[^\\n]*$`)),
});

onBothStores("a start", (place) => {
  test("that meets a damaged record says in a sentence where, and what to do", async () => {
    const { environment, run } = place();
    const installation = await openInstallation(readSettings(environment), environment);
    await installation.app.submit({
      name: "test",
      actor: system,
      handle: () => ({
        records: ["north", "south"].map((site) => ({
          kind: "site.registered",
          body: { site, name: site, zone: "UTC" },
        })),
        answer: undefined,
      }),
    });
    await installation.close();
    const bytes = environment["DATABASE_URL"] ? "convert_to('X', 'UTF8')" : "cast('X' as blob)";
    await run(`update records set bytes = ${bytes} where position = 1`);
    expect(await start(environment)).toEqual(
      sentence(/The record at position 1 cannot be read.*Run "wardkey verify"/),
    );
  });

  test("that finds a file which it cannot use, or a fault, says so without a stack", async () => {
    const { data, environment } = place();
    mkdirSync(join(data, "pepper"), { mode: 0o700 });
    expect(await start(environment)).toEqual(sentence(/pepper/));
    const file = join(data, "file");
    writeFileSync(file, "");
    expect(await start({ ...environment, WARDKEY_DATA: join(file, "data") })).toEqual({
      ...sentence(/file/),
      code: expect.toBeOneOf([1, 2]),
    });
  });
});
