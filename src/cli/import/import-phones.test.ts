import { beforeEach, expect, test } from "vitest";
import { type FeedApp, openFeedApp } from "../../../tests/support/feed-app.ts";
import { importDevices } from "./import-devices.ts";
import { importNetworks } from "./import-networks.ts";

let app: FeedApp;
beforeEach(async () => {
  app = await openFeedApp();
  await app.wards("4B");
  await app.submit({
    name: "test",
    actor: { type: "system", id: "test" },
    handle: () => ({
      records: [
        { kind: "device.registered", body: { device: "dev_1", managed: false, encrypted: false } },
      ],
      answer: undefined,
    }),
  });
});

const lines = (...text: string[]) => text;
const site = () => [...app.world().sites.values()][0]?.id ?? "";
const networks = () => app.world().sites.get(site())?.networks;

test("[C8] what the management of devices exports: applied, then unchanged; what is wrong is named by its column", async () => {
  const at = new Date(app.clock.now()).toISOString();
  const file = lines(
    "device,managed,encrypted,checked_in",
    `dev_1,yes,yes,${at}`,
    `dev_2,yes,yes,${at}`,
    `dev_1,perhaps,yes,${at}`,
    `dev_1,yes,,${at}`,
    "dev_1,yes,yes,yesterday",
  );
  const first = await importDevices(app, file);
  expect(first).toMatchObject({ read: 5, applied: 1, refused: 4 });
  expect(first.refusals.map(({ line, column }) => `${line} ${column}`)).toEqual([
    "3 device",
    "4 managed",
    "5 encrypted",
    "6 checked_in",
  ]);
  expect(app.world().devices.get("dev_1")).toMatchObject({ managed: true, encrypted: true });
  expect(await importDevices(app, file)).toMatchObject({ applied: 0, unchanged: 1 });
});

test("[C8] a site's networks are those of the file, all or none", async () => {
  const head = "site,network";
  const two = lines(head, `${site()},10.1.0.0/16`, `${site()},2001:db8::/48`);
  expect(await importNetworks(app, two)).toMatchObject({ applied: 2 });
  expect(await importNetworks(app, two)).toMatchObject({ unchanged: 2 });
  expect(networks()).toEqual(["10.1.0.0/16", "2001:db8::/48"]);
  const spoilt = lines(
    head,
    `${site()},10.2.0.0/16`,
    `${site()},10.3.0.0/99`,
    "nowhere,10.0.0.0/8",
  );
  expect(await importNetworks(app, spoilt)).toMatchObject({ read: 3, refused: 3 });
  expect(networks()).toEqual(["10.1.0.0/16", "2001:db8::/48"]);
  expect(await importNetworks(app, lines(head, `${site()},`))).toMatchObject({ applied: 1 });
  expect(networks()).toEqual([]);
});
