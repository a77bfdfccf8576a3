import type { LaunchReply, LaunchRequest } from "../../../http/connect-contract.ts";
import type { Core } from "./seat-core.ts";

/**
 * Opens an application for whoever is in, signed in and for the patient whose chart is open. Its window goes with them: when the
 * screen locks, or somebody else is in, it is closed (S7).
 */
export async function openApplication(
  core: Core,
  ask: (request: LaunchRequest) => Promise<LaunchReply>,
  application: string,
): Promise<"opened" | "blocked"> {
  const { signal } = core.occupancy;
  const { url } = await ask({ application });
  // Whoever is in now has not asked for it.
  if (signal.aborted) return "blocked";
  const close = core.deps.openWindow(url);
  if (close === undefined) return "blocked";
  signal.addEventListener("abort", close, { once: true });
  return "opened";
}
