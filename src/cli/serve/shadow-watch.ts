import { type App, system } from "../../app.ts";
import type { ShadowOptions } from "../../engine/index.ts";

/** The share of decisions that is compared: at a thousand decisions a second, one each second. */
const rate = 0.001;

/** Counts how often decisions were compared with Cedar's own evaluator, and how often the two differed. */
export interface ShadowWatch {
  readonly options: ShadowOptions;
  readonly counts: () => { readonly checked: number; readonly differed: number };
  /** Raises the alarm for what differed since the last time: a record for everybody, a line for the operator. */
  readonly alarm: (
    app: Pick<App, "submit" | "world">,
    say: (line: string) => void,
  ) => Promise<void>;
}

/** Watches from now on. */
export function createShadowWatch(random: () => number = Math.random): ShadowWatch {
  let checked = 0;
  let differed = 0;
  let told = 0;
  let latest = "";
  return {
    options: {
      rate,
      random,
      onChecked: ({ agrees, difference = "" }) => {
        checked++;
        if (agrees) return;
        differed++;
        latest = difference;
      },
    },
    counts: () => ({ checked, differed }),
    async alarm(app, say) {
      if (differed === told) return;
      const body = { bundle: app.world().policy?.hash ?? "", checked, differed };
      await app.submit({
        name: "decider.alarm",
        actor: system,
        handle: () => ({ records: [{ kind: "decider.differed", body }], answer: undefined }),
      });
      told = body.differed;
      say(
        `ALARM: ${differed} of ${checked} compared decisions differ from Cedar's. Latest: ${latest}`,
      );
    },
  };
}
