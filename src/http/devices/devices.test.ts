import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWard, send, type TestWard } from "../test-support.ts";
import { deviceReports } from "./index.ts";

let ward: TestWard;
let caller: string | undefined;
beforeEach(async () => {
  caller = "mdm";
  const credential = { table: "credentials", key: "api-key|1" } as const;
  const app: { submit: TestWard["app"]["submit"] } = {
    submit: (command) => ward.app.submit(command),
  };
  const authenticate = async () => (caller === undefined ? undefined : { id: caller, credential });
  ward = await openWard({ devices: deviceReports({ app, authenticate }) });
  const body = { name: "MDM", purpose: "phones", until: ward.app.now() + 1e6 };
  const side = [{ ...credential, value: "mdm" }];
  await ward.record(
    "workload.registered",
    { ...body, workload: "mdm", scopes: ["device.report"] },
    side,
  );
  await ward.record("workload.registered", {
    ...body,
    workload: "beacons",
    scopes: ["device.place"],
  });
  await ward.record("workload.registered", {
    ...body,
    workload: "board",
    scopes: ["decision.ask"],
  });
  await ward.record("device.registered", { device: "dev", managed: false, encrypted: false });
});
afterEach(() => ward.close());

const post = (devices: unknown) => send(ward.server, "POST", "/devices/report", { devices });
const fine = () => ({
  device: "dev",
  managed: true,
  encrypted: true,
  checkedIn: new Date(ward.app.now()).toISOString(),
});
const known = () => ward.app.world().devices.get("dev");

test("[C8] the management of devices is believed", async () => {
  const { status, body } = await post([fine(), { ...fine(), device: "other" }]);
  expect([status, body]).toEqual([
    200,
    { changed: ["dev"], unchanged: [], unknown: ["other"], overtaken: [] },
  ]);
  expect(known()).toMatchObject({ managed: true, checkedInAt: ward.app.now() });
});

test("[C8] nobody else is: no key, no scope, a workload or a key that has ended", async () => {
  caller = undefined;
  const stranger = await post([fine()]);
  expect([stranger.status, stranger.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
  caller = "board";
  expect((await post([fine()])).body.error.code).toBe("refused");
  caller = "mdm";
  ward.clock.pass(1e6);
  expect((await post([fine()])).status).toBe(403);
  expect(known()?.managed).toBe(false);
});

test("a report that is not as it should be is refused as a whole, by its member", async () => {
  const bad = [
    { ...fine(), checkedIn: "2026-03-10T19:00:00" },
    { ...fine(), managed: "yes" },
    { ...fine(), rooted: false },
    { device: "dev" },
  ];
  for (const each of bad) {
    const { status, body } = await post([fine(), each]);
    expect([status, body.error.code]).toEqual([400, "bad-request"]);
  }
  expect((await post([])).status).toBe(400);
  expect(known()?.managed).toBe(false);
});

describe("[C8] where devices were seen", () => {
  const see = (devices: unknown) => send(ward.server, "POST", "/devices/seen", { devices });
  const here = () => ({
    device: "dev",
    ward: "4B",
    seen: new Date(ward.app.now()).toISOString(),
  });
  const keyOf = async (workload: string) => {
    await ward.app.submit({
      name: "test.key",
      actor: { type: "system", id: "test" },
      handle: () => ({
        records: [],
        answer: undefined,
        side: [{ table: "credentials", key: "api-key|1", value: workload }],
      }),
    });
    caller = workload;
  };

  test("a workload with the scope for it says; the scope for what is managed is another", async () => {
    expect((await see([here()])).body.error.code).toBe("refused");
    await keyOf("beacons");
    const { status, body } = await see([here(), { ...here(), device: "other" }]);
    expect([status, body]).toEqual([
      200,
      { changed: ["dev"], unchanged: [], unknown: ["other"], overtaken: [], nowhere: [] },
    ]);
    expect(known()?.seen).toEqual({ site: "north", ward: "4B", seenAt: ward.app.now() });
    expect((await post([fine()])).body.error.code).toBe("refused");
    caller = undefined;
    expect((await see([here()])).status).toBe(401);
  });

  test("what is no such list is refused as a whole", async () => {
    await keyOf("beacons");
    for (const bad of [
      { ...here(), seen: "now" },
      { ...here(), ward: 4 },
      { ...here(), latitude: 51.5 },
      { device: "dev" },
    ]) {
      expect((await see([here(), bad])).status).toBe(400);
    }
    expect(known()?.seen).toBeUndefined();
  });
});
