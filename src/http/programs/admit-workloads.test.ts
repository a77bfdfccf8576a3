import { afterEach, beforeEach, expect, test } from "vitest";
import { authzen, hospitalPolicy } from "../authzen/index.ts";
import { deviceReports } from "../devices/index.ts";
import { openWard, send, type TestWard } from "../test-support.ts";
import { createAdmission } from "./admit-workloads.ts";
import { addWorkload } from "./test-support.ts";

let ward: TestWard;
let caller: string;
beforeEach(async () => {
  caller = "mdm";
  ward = await openWard(async ({ app }) => {
    const admit = createAdmission({ app, proxies: ["127.0.0.1"] });
    const authenticate = async () => ({ id: caller });
    return {
      devices: deviceReports({ app, admit, authenticate }),
      authzen: authzen({
        baseUrl: () => "http://localhost",
        authenticate,
        admit: (request, { id }) => admit(request, id, "decision.ask"),
        evaluate: hospitalPolicy({ app }),
      }),
    };
  });
  const networks = ["10.1.0.0/16"];
  for (const [id, scopes] of [
    ["mdm", ["device.report"]],
    ["board", ["decision.ask"]],
  ] as const) {
    await addWorkload(ward, id, { networks, scopes, until: ward.app.now() + 3_600_000 });
    await ward.record("workload.activated", { workload: id });
  }
});
afterEach(() => ward.close());

const report = (address: string) =>
  send(
    ward.server,
    "POST",
    "/devices/report",
    {
      devices: [
        {
          device: "other",
          managed: true,
          encrypted: true,
          checkedIn: new Date(ward.app.now()).toISOString(),
        },
      ],
    },
    { "x-forwarded-for": address },
  );
const evaluate = (body: object, address = "10.1.2.3") =>
  send(ward.server, "POST", "/access/v1/evaluation", body, { "x-forwarded-for": address });

async function decisions(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { bytes } of await ward.log.read(0, { limit: 10_000 })) {
    const { body, kind } = JSON.parse(new TextDecoder().decode(bytes));
    if (!kind.startsWith("decision.")) continue;
    const { action, context, subject } = body;
    found.push(`${kind} ${subject.id} ${action} ${context.address}`);
  }
  return found;
}

test("[N8] [D8] what a workload asks of our own services the policy decides, on record, from where it comes", async () => {
  expect((await report("10.1.2.3")).status).toBe(200);
  const elsewhere = await report("10.2.0.1");
  expect([elsewhere.status, elsewhere.body.error]).toMatchObject([
    403,
    { code: "refused", message: expect.stringContaining("does not call from there") },
  ]);
  expect(await decisions()).toEqual([
    "decision.permitted mdm device.report 10.1.0.0/16",
    "decision.denied mdm device.report elsewhere",
  ]);
});

test("[D6] a permit on record stands for the same calls until it may be relied on no longer, or what it rests on changes", async () => {
  for (let call = 0; call < 5; call++) expect((await report("10.1.2.3")).status).toBe(200);
  expect(await decisions()).toHaveLength(1);
  ward.clock.pass(60_000);
  expect((await report("10.1.2.3")).status).toBe(200);
  expect(await decisions()).toHaveLength(2);
  await ward.record("workload.suspended", { workload: "mdm", reason: "concern" });
  expect((await report("10.1.2.3")).status).toBe(403);
  expect((await decisions()).at(-1)).toBe("decision.denied mdm device.report 10.1.0.0/16");
});

test("[N8] [D1] it asks nothing that its scopes do not include, and no scope of one service opens another", async () => {
  caller = "board";
  const refused = await report("10.1.2.3");
  expect([refused.status, refused.body.error.message]).toEqual([
    403,
    "No scope that this program was approved for includes this. Whoever answers for it can ask for one.",
  ]);
});

test("[N8] a workload is a subject over AuthZEN: permitted, refused with the reason, and explained", async () => {
  await addWorkload(ward, "lab", { wards: ["4B"] });
  await ward.record("workload.activated", { workload: "lab" });
  await ward.adt("anna", "A01", "4B");
  caller = "board";
  const asked = {
    subject: { type: "workload", id: "lab" },
    action: { name: "data.read" },
    resource: { type: "patient", id: "anna" },
  };
  const permitted = await evaluate({ ...asked, context: { data: "Observation" } });
  expect(permitted.body).toMatchObject({
    decision: true,
    context: { recorded: true, policies: ["program-in-scope"] },
  });
  const denied = await evaluate({
    ...asked,
    resource: { type: "ward", id: "ED" },
    context: { data: "Observation", explain: true },
  });
  expect(denied.body).toMatchObject({
    decision: false,
    context: {
      policies: ["program-elsewhere"],
      reason_user: { en: expect.stringContaining("approved for 4B only") },
      explanation: {
        policies: expect.arrayContaining([expect.objectContaining({ id: "program-elsewhere" })]),
      },
    },
  });
  expect((await evaluate({ ...asked, context: { data: 1 } })).status).toBe(400);
  expect((await evaluate(asked, "10.9.9.9")).status).toBe(403);
  caller = "mdm";
  expect((await evaluate(asked)).status).toBe(403);
});
