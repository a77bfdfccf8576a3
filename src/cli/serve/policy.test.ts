import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { onBothStores, type TestPlace } from "../../../tests/support/places.ts";
import { type App, openApp } from "../../app.ts";
import { machineClock, nodeHasher, nodeIds, type Store, wait } from "../../node/index.ts";
import { openStore } from "../installation.ts";
import { readSettings } from "../settings.ts";
import { activatePolicyFiles, policyFolder } from "./policy.ts";

/** Opens the store of a place, works on it, and closes it. */
async function withStore(place: TestPlace, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(readSettings(place.environment));
  await work(store).finally(() => store.close());
}

function openOn({ log, side }: Store): Promise<App> {
  const ports = { clock: machineClock, hasher: nodeHasher, ids: nodeIds(), wait };
  return openApp({ log, side, ...ports });
}

/** What a start with the files of a folder says. */
async function offer(app: App, folder = policyFolder): Promise<readonly string[]> {
  const said: string[] = [];
  await activatePolicyFiles(app, (line) => said.push(line), { folder, always: false });
  return said;
}

const damages = [
  ["is missing from", "delete from bundles"],
  ["is damaged", "update bundles set value = replace(value, 'permit', 'forbid')"],
  ["is damaged", "update bundles set value = '{'"],
] as const;

onBothStores("the text of the active policy", (place) => {
  test.each(damages)(
    "%s the table (%s): nothing is permitted, the node is not ready, and its very files heal it",
    async (why, sql) => {
      await withStore(place(), async (store) => {
        const app = await openOn(store);
        expect(app.status()).toMatchObject({ why: expect.stringContaining("No policy is active") });
        expect([await offer(app), app.status()]).toEqual([[], { type: "ready" }]);
      });
      await place().run(sql);
      await withStore(place(), async (store) => {
        const [app, other] = [await openOn(store), await openOn(store)];
        for (const one of [app, other]) {
          expect(one.status()).toEqual({
            type: "out-of-service",
            why: expect.stringContaining(why),
          });
          expect(one.bundles.current(one.world())).toBeUndefined();
        }
        expect(await offer(app)).toEqual([expect.stringContaining("restored from its files")]);
        expect([app.status(), app.world().next]).toEqual([{ type: "ready" }, 2]);
        await other.sequencer.refresh();
        expect(other.status()).toEqual({ type: "ready" });
      });
      await withStore(place(), async (store) => {
        const app = await openOn(store);
        expect([app.status(), await offer(app), app.world().next]).toEqual([
          { type: "ready" },
          [],
          2,
        ]);
      });
    },
  );

  test("is not replaced by files with mistakes, of which each is said with its place and its policy", async () => {
    await withStore(place(), async (store) => {
      const app = await openOn(store);
      const folder = join(place().data, "policy");
      cpSync(policyFolder, folder, { recursive: true });
      const file = join(folder, "own.cedar");
      const begin = '@id("own") @title("mine") permit (principal, action, resource)\n';
      writeFileSync(file, `${begin}  when { context.engaged } x;`);
      await expect(offer(app, folder)).rejects.toThrow(
        `\n  ${relative(".", file)}:2:29: policy \`own\`: failed to parse policy from string: unexpected token \`;\`: expected \`{\``,
      );
      writeFileSync(file, `${begin}  when { context.enraged };`);
      await expect(offer(app, folder)).rejects.toThrow(
        `\n  ${relative(".", file)}:2:10: for policy \`own\`, attribute \`enraged\``,
      );
      expect(app.world().policy).toBeUndefined();
    });
  });

  test("is not healed by files that are others, and that is said", async () => {
    await withStore(place(), async (store) => void (await offer(await openOn(store))));
    await place().run("delete from bundles");
    const folder = join(place().data, "policy");
    cpSync(policyFolder, folder, { recursive: true });
    const file = join(folder, "patterns.yaml");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n# mine\n`);
    await withStore(place(), async (store) => {
      const app = await openOn(store);
      expect(await offer(app, folder)).toEqual([
        expect.stringContaining("is missing from"),
        expect.stringContaining("differ from the active policy"),
      ]);
      expect(app.status()).toMatchObject({ type: "out-of-service" });
    });
  });
});
