/**
 * What Node has compiled of our sources is kept beside what npm has installed, so that the next command does not compile it again: half
 * of the time that loading takes. Never in a shared temporary folder, where somebody else could put code for us to run. Where that folder
 * cannot be written nothing is kept, and nothing else differs.
 */
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

export function keepCompiled() {
  const installed = join(import.meta.dirname, "../node_modules");
  // Whoever says where themselves (NODE_COMPILE_CACHE) is not overruled.
  if (process.env.NODE_COMPILE_CACHE !== undefined || !existsSync(installed)) return;
  enableCompileCache(join(installed, ".cache/wardkey"));
}
