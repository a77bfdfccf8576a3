import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFeedApp } from "../../../tests/support/feed-app.ts";
import { importFhir } from "./import-fhir.ts";

const vector = readFileSync(
  join(import.meta.dirname, "../../../tests/vectors/fhir/hospital.ndjson"),
  "utf8",
).split("\n");

test("[L7] FHIR's files give nobody a privileged role", async () => {
  const app = await openFeedApp();
  await importFhir(app, vector.slice(0, 10), { feed: "fhir", zone: "Europe/London" });
  const roleOf = (id: string, code: string) =>
    JSON.stringify({
      resourceType: "PractitionerRole",
      id,
      active: true,
      practitioner: { reference: "Practitioner/dr1" },
      code: [{ coding: [{ code }] }],
      location: [{ reference: "Location/icu" }],
    });
  const report = await importFhir(
    app,
    [roleOf("n1", "administrator"), roleOf("n2", "pharmacist")],
    {
      feed: "fhir",
      zone: "Europe/London",
      isPrivileged: (role) => role === "administrator",
    },
  );
  expect(report.refusals).toMatchObject([{ line: 1, column: "PractitionerRole.code[0]" }]);
  const roles = [...app.world().roles.values()].map(({ role }) => role);
  expect(roles).toContain("pharmacist");
  expect(roles).not.toContain("administrator");
});
