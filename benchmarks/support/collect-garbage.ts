import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * A full collection as V8 makes it in an idle process: everything that can go goes, and the room that young objects had is given
 * back. A plain `gc()` leaves the process that room, which is all that tells the two apart.
 */
export async function collectGarbage(flavor: "regular" | "last-resort"): Promise<void> {
  setFlagsFromString("--expose_gc");
  const collect = runInNewContext("gc") as (options: object) => void;
  for (let times = 0; times < 3; times++) {
    collect({ type: "major", flavor });
    // Pages are given back to the system a moment after a collection.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
