import { type Bundle, loadBundle } from "../access/index.ts";

/** What a test of this folder gets from the machine. */
export interface Machine {
  readonly fs: {
    readdirSync(path: URL): string[];
    readFileSync(path: URL, encoding: "utf8"): string;
  };
  readonly crypto: {
    createHash(name: "sha256"): { update(bytes: Uint8Array): { digest(): Uint8Array } };
  };
}

/** The files of the shipped policy. */
export function shippedFiles({ fs }: Machine): Readonly<Record<string, string>> {
  const folder = new URL("../../policy/", import.meta.url);
  return Object.fromEntries(
    fs.readdirSync(folder).map((name) => [name, fs.readFileSync(new URL(name, folder), "utf8")]),
  );
}

/** The policy of these files, compiled. */
export async function bundleOf(
  { crypto }: Machine,
  files: Readonly<Record<string, string>>,
): Promise<Bundle> {
  const sha256 = (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest();
  const loaded = await loadBundle({ hasher: { sha256 } }, files);
  if (loaded.type === "refused") throw new Error(JSON.stringify(loaded.problems));
  return loaded.bundle;
}
