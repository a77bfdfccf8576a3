import type { Hasher, Json, Side } from "../../ports/index.ts";
import { bundleHash } from "./load-bundle.ts";

/** The files of a bundle as they are kept beside the log; `damaged`: what is kept is not what its name says. */
export type KeptFiles =
  | { readonly type: "whole"; readonly files: Readonly<Record<string, string>> }
  | { readonly type: "missing" }
  | { readonly type: "damaged" };

/** Reads the files of the bundle `hash`, and believes them only if they have that hash. Errors of the store pass through. */
export async function keptFiles(
  { hasher, side }: { readonly hasher: Hasher; readonly side: Pick<Side, "get"> },
  hash: string,
): Promise<KeptFiles> {
  let value: Json | undefined;
  try {
    [value] = await side.get([{ table: "bundles", key: hash }]);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "corrupt") {
      return { type: "damaged" };
    }
    throw error;
  }
  if (value === undefined) return { type: "missing" };
  const files = value as Readonly<Record<string, string>>;
  return hashOf(hasher, files) === hash ? { type: "whole", files } : { type: "damaged" };
}

function hashOf(hasher: Hasher, files: Readonly<Record<string, string>>): string | undefined {
  try {
    return bundleHash(hasher, files);
  } catch {
    // A text that has no canonical form, e.g. one with half of a surrogate pair.
    return undefined;
  }
}
