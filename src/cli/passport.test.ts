import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createIssuer, desk, type Issuer, keys, present } from "../../tests/support/passports.ts";
import { passport } from "./passport.ts";
import { policyFolder } from "./serve/policy.ts";
import { openOperator } from "./test-support.ts";

let directory = "";
let said: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "wardkey-passport-"));
  said = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  rmSync(directory, { recursive: true });
});

/** A policy that believes an issuer. */
function policyOf({ trusted: { keys: jwks } }: Issuer): string {
  const folder = join(directory, "policy");
  cpSync(policyFolder, folder, { recursive: true });
  const text = `
type: urn:wardkey:staff-passport:1
proof-within: 5 min
status-within: 12 h
issuers:
  https://passports.example:
    title: Regional staff bank
    status-lists: https://passports.example/status/
    proofing: 2
    roles: [nurse]
    longest: 24 h
    keys: |
      ${JSON.stringify({ keys: jwks })}
`;
  writeFileSync(join(folder, "passports.yaml"), text);
  return folder;
}

/** A passport of today, presented now, in a file. */
async function presented(issuer: Issuer): Promise<string> {
  const holder = await keys();
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now - 60, exp: now + 3600 };
  const file = join(directory, "presented");
  writeFileSync(
    file,
    `${await present(await issuer.issue(holder.jwk, times), holder, { iat: now })}\n`,
  );
  return file;
}

const run = async (folder: string, file: string, ...more: readonly string[]) => {
  const expected = ["--audience", desk.audience, "--nonce", desk.nonce];
  return passport([...expected, "--policy", folder, ...more, file], {});
};

test("says what a passport says that the policy believes, and asks its issuer's list", async () => {
  const issuer = await createIssuer();
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (uri: string) => {
    asked.push(uri);
    return new Response(await issuer.statusList(Date.now()));
  });
  const [folder, file] = [policyOf(issuer), await presented(issuer)];
  expect(await run(folder, file)).toBe(0);
  expect(said[0]).toMatch(/^Believed: Nora Lind, nurse, until \d{4}-\d\d-\d\d$/m);
  expect(said[0]).toContain("issued by Regional staff bank (https://passports.example)");
  expect(said[0]).toContain("registered with NMC as 12A3456B");
  expect(asked).toEqual(["https://passports.example/status/1"]);
  expect(await run(folder, file, "--json")).toBe(0);
  expect(JSON.parse(said[1] ?? "")).toMatchObject({
    issuer: "https://passports.example",
    name: "Nora Lind",
  });
});

test("says why it is not believed, and a list that cannot be had believes nobody", async () => {
  const issuer = await createIssuer();
  vi.stubGlobal("fetch", () => Promise.reject(new Error("no answer")));
  const [folder, file] = [policyOf(issuer), await presented(issuer)];
  expect(await run(folder, file)).toBe(1);
  expect(said.pop()).toMatch(/^Not believed: Whether it was revoked cannot be found out now/);
  vi.stubGlobal("fetch", async () => new Response("gone", { status: 404 }));
  expect(await run(folder, file)).toBe(1);
  expect(await run(policyFolder, file, "--json")).toBe(1);
  expect(JSON.parse(said.pop() ?? "")).toMatchObject({ refused: "untrusted-issuer" });
});

test("a call without what it needs is told how it is made", async () => {
  await expect(passport(["file"], {})).rejects.toThrow(/Usage: wardkey passport/);
  await expect(run(policyFolder, join(directory, "none"))).rejects.toThrow(/cannot be read/);
});

test("[N2] the next key is asked of the running server, and whom to tell of it is said", async () => {
  const asked: object[] = [];
  const running = await openOperator(directory, {
    turnPassportKey: async (turn) => {
      asked.push(turn);
      const from = Date.UTC(2026, 4, 1);
      return { kid: "key_2", from, ...(turn.compromised ? {} : { keptUntil: from + 1000 }) };
    },
  });
  const turn = (...args: readonly string[]) =>
    passport(["turn-key", ...args], { WARDKEY_DATA: directory });
  try {
    expect([await turn(), await turn("--days", "7"), await turn("--compromised")]).toEqual([
      0, 0, 0,
    ]);
    const day = 86_400_000;
    expect(asked).toEqual([
      { after: 30 * day, compromised: false },
      { after: 7 * day, compromised: false },
      { after: 0, compromised: true },
    ]);
    expect(said[0]).toBe(
      "The key key_2 signs passports from 2026-05-01T00:00:00.000Z on, and is published now.",
    );
    expect(said[1]).toContain("The one before is published until 2026-05-01T00:00:01.000Z.");
    expect(said[5]).toContain("take it out");
    for (const wrong of ["91", "-1", "soon"]) {
      await expect(turn("--days", wrong)).rejects.toThrow();
    }
    await expect(turn("--nonce", "n", "--audience", "a")).rejects.toThrow();
    await expect(passport(["x", "--days", "3"], {})).rejects.toThrow(/Usage/);
    expect(asked).toHaveLength(3);
  } finally {
    await running.close();
  }
});
