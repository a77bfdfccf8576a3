import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { system } from "../app.ts";
import type { VisibilityView } from "../http/workloads-contract.ts";
import type { NewRecord } from "../world/index.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { inventory } from "./inventory.ts";
import { readSettings } from "./settings.ts";
import { captured, openOperator } from "./test-support.ts";
import { workload } from "./workload.ts";

const day = 24 * 3_600_000;

let folder: string;
let environment: { readonly WARDKEY_DATA: string };
let installation: Installation;
let server: FastifyInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wardkey-workload-"));
  environment = { WARDKEY_DATA: join(folder, "data") };
  installation = await openInstallation(readSettings(environment), environment);
  const { app } = installation;
  const [from, to] = [app.now() - day, app.now() + 300 * day];
  const records = ["amy", "ben"].flatMap((person) => {
    const engaged = { engagement: `eng_${person}`, person, type: "employee", from, to } as const;
    return [
      { kind: "person.registered", body: { person } },
      { kind: "engagement.started", body: engaged },
    ] as const;
  });
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  server = await openOperator(environment.WARDKEY_DATA, {
    workloads: {
      app,
      actor: { type: "system", id: "terminal" },
      keyedHash: installation.keyedHash,
    },
  });
}, 60_000);
afterAll(async () => {
  await server?.close();
  await installation?.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => captured(() => workload(args, environment));
const terms = () => ({
  id: "lab",
  name: "Laboratory gateway",
  purpose: "Brings results into charts",
  owner: "amy",
  deputy: "ben",
  environment: "production",
  vendor: "Acme",
  scopes: ["system/Observation.rs"],
  neededBy: ["4B"],
  until: new Date(installation.app.now() + 100 * day).toISOString().slice(0, 10),
});
function file(content: object): string {
  const path = join(folder, "terms.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test("[N8] a workload is asked for, approved by somebody else, stopped and ended at the command line", async () => {
  expect((await run("list")).text).toBe("No workload is known.");
  const asked = await run("request", file(terms()), "--by", "amy");
  expect(asked).toEqual({ code: 0, text: "Asked for: lab. Somebody else has to approve it." });
  await expect(run("approve", "lab", "--by", "amy")).rejects.toMatchObject({
    code: "own-workload",
  });
  await expect(run("approve", "lab", "--by", "nobody")).rejects.toThrow(/--by/);
  expect((await run("approve", "lab", "--by", "ben")).text).toContain("State        approved");
  expect((await run("list")).text).toMatch(/^lab {2}Laboratory gateway {2}approved {2}owner amy/);
  expect((await run("list", "--search", "LABORATORY acme")).text).toMatch(/^lab /);
  expect((await run("list", "--search", "acme night")).text).toBe("No workload is known.");
  expect((await run("review", "lab", "--by", "ben")).code).toBe(0);
  await expect(run("review", "lab", "--by", "nobody")).rejects.toThrow(/--by/);

  expect((await run("suspend", "lab", "--reason", "concern")).text).toContain(
    "suspended (concern)",
  );
  expect((await run("resume", "lab")).text).toContain("State        active");
  const owned = await run("handover", "lab", "--owner", "ben", "--deputy", "amy");
  expect(owned.text).toContain("Owner        ben, deputy amy");
  await expect(run("extend", "lab", "--until", "2020-01-01")).rejects.toMatchObject({
    code: "workload-terms",
  });

  const preview = await run("quarantine", "--vendor", "Acme");
  expect(preview.text).toMatch(/lab {2}Laboratory gateway: stops as a whole\n {2}Needed by 4B\n/);
  expect(preview.text).toContain("Nothing has happened.");
  expect(installation.app.world().workloads.get("lab")?.state).toBe("active");
  expect((await run("quarantine", "--vendor", "Acme", "--yes")).text).not.toContain("Nothing");
  expect(installation.app.world().workloads.get("lab")?.state).toBe("suspended");

  await run("resume", "lab");
  expect((await run("retire", "lab")).text).toContain("Nothing has happened.");
  expect((await run("retire", "lab", "--yes")).text).toMatch(
    /lab is decommissioned, at position \d+/,
  );
  const shown = JSON.parse((await run("show", "lab", "--json")).text) as { state: string };
  expect(shown.state).toBe("decommissioned");
});

test("which roles a workload gives by SCIM is asked for and approved with the rest of it", async () => {
  const gives = ["nurse@4B", "*@6A"];
  await run(
    "request",
    file({ ...terms(), id: "hr", gives, scopes: ["scim.manage"] }),
    "--by",
    "amy",
  );
  expect(installation.app.world().workloads.get("hr")?.gives).toEqual(gives);
  for (const wrong of [["nurse"], ["nurse @4B"], ["a@b@c"], [""]]) {
    const asked = file({ ...terms(), id: "hr2", gives: wrong });
    await expect(run("request", asked, "--by", "amy"), String(wrong)).rejects.toThrow();
  }
  expect(installation.app.world().workloads.has("hr2")).toBe(false);
});

test("a wrong call is told how it is right, and a file that is none", async () => {
  for (const args of [[], ["shout"], ["show"], ["list", "x"], ["approve", "lab"], ["quarantine"]]) {
    await expect(run(...args), args.join(" ")).rejects.toThrow(/Usage: wardkey workload/);
  }
  await expect(run("request", join(folder, "none.json"), "--by", "amy")).rejects.toThrow(/JSON/);
  await expect(run("request", file({ until: "tomorrow" }), "--by", "amy")).rejects.toThrow(/day/);
  await expect(run("request", file({ ...terms(), vendor: 3 }), "--by", "amy")).rejects.toThrow();
});

test("[N5] what detectors find is listed, accepted by a person, and ended in one step that is shown first", async () => {
  const { app } = installation;
  const until = app.now() + 100 * day;
  const known = { workload: "bot", name: "Bot", purpose: "Reports", scopes: ["system/*.rs"] };
  const records = [
    { kind: "workload.registered", body: { ...known, until, gives: ["*@*"] } },
    {
      kind: "workload-credential.added",
      body: { workload: "bot", credential: "crd_bot", kind: "key", until },
    },
    { kind: "workload.decommissioned", body: { workload: "bot" } },
  ] as const;
  await app.submit({ name: "test", actor: system, handle: () => ({ records, answer: undefined }) });
  await app.recordEnds();
  const id = "NHI1:undead-credential:crd_bot";
  const listed = (await run("findings")).text;
  expect(listed).toContain(`high      ${id}\n  Bot: It is decommissioned`);
  expect(listed).toMatch(/in the log at \d+, \d+/);
  const seen = JSON.parse((await run("findings", "--json")).text) as {
    readonly findings: readonly object[];
  };
  expect(seen.findings).toContainEqual(
    expect.objectContaining({ id, risk: "NHI1", remedy: { type: "end-credential" } }),
  );
  const soon = new Date(app.now() + 20 * day).toISOString().slice(0, 10);
  const accept = ["accept", id, "--because", "vendor-replies", "--until", soon, "--by", "amy"];
  expect((await run(...accept)).text).toContain("is accepted");
  expect((await run("findings")).text).toContain(`amy lives with it until ${soon}`);

  expect((await run("remedy", id)).text).toContain("One step: end-credential. Nothing has");
  expect(app.world().workloadCredentials.get("crd_bot")?.ended).toBeUndefined();
  expect((await run("remedy", id, "--yes")).text).toBe("Done: end-credential.");
  expect(app.world().workloadCredentials.get("crd_bot")?.ended?.reason).toBe("withdrawn");
  await expect(run("remedy", id)).rejects.toThrow(/no finding/);
});

test("[N6] a vendor is flagged, and a canary is laid, whose secret is shown once", async () => {
  await expect(run("flag-vendor", "Nobody", "--because", "breach")).rejects.toMatchObject({
    code: "vendor-unknown",
  });
  expect((await run("flag-vendor", "Acme", "--because", "breach")).text).toContain("not trusted");
  expect((await run("findings")).text).toContain("Vendor not trusted: Acme (breach)");
  expect((await run("clear-vendor", "Acme")).text).toBe("Acme is trusted again.");
  const laid = (await run("lay-canary", "build-server")).text;
  const [, canary = ""] = /^(\S+) is laid/.exec(laid) ?? [];
  expect(laid).toMatch(/\nwardkey_ws_[0-9A-Za-z]{49}$/);
  expect((await run("findings")).text).toContain(`Canary ${canary} at build-server: not used`);
  expect((await run("end-canary", canary)).text).toBe(`${canary} is over.`);
  await expect(run("narrow", "none", "--scopes", "decision.ask")).rejects.toMatchObject({
    code: "workload-unknown",
  });
});

describe("the inventory", () => {
  const call = (...args: readonly string[]) => captured(() => inventory(args, environment));
  const put = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const until = () => terms().until;

  test("[N8] is imported by row: each is asked for, known or refused with its line, and exported again", async () => {
    const header = "id;name;purpose;owner;deputy;environment;vendor;scopes;until;accounts";
    const rows = [
      `imaging;Imaging;"Sends; images";amy;ben;production;Acme;system/ImagingStudy.c;${until()};postgresql:img ad:svc-img`,
      `lab;Lab;x;amy;ben;production;Acme;decision.ask;${until()};`,
      `nobody;X;x;amy;amy;production;Acme;decision.ask;${until()};`,
      "late;X;x;amy;ben;production;Acme;decision.ask;soon;",
    ];
    const path = put("workloads.csv", [header, ...rows].join("\r\n"));
    const { code, text } = await call("import", path, "--by", "amy");
    expect(code).toBe(1);
    expect(text).toContain("Read 4: 1 asked for, 1 known already, 2 refused.");
    expect(text).toMatch(/Line 4: .*two people/);
    expect(text).toContain("Line 5: until is a day");
    const exported = (await call("export")).text.split("\r\n");
    expect(exported[0]).toMatch(/^id,name,state,owner,deputy,purpose/);
    expect(exported.find((row) => row.startsWith("imaging,"))).toContain(
      "imaging,Imaging,requested,amy,ben,Sends; images,production,Acme,system/ImagingStudy.c",
    );
  });

  test("[N8] what other systems list is known by what workloads say of their accounts, and by no likeness", async () => {
    const roles = put("roles.csv", "rolname,rolcanlogin\nIMG,t\nimaging,t\ngroup,f\n");
    const found = await call("discover", "postgresql", roles);
    expect(found.code).toBe(1);
    expect(found.text).toContain("postgresql:imaging  not known");
    expect(found.text).toContain("Known: 1 of 2 that were found (50 %).");
    const ldif = put(
      "accounts.ldif",
      [
        "dn: CN=svc-img,DC=h\nobjectClass: user\nsAMAccountName: svc-\n img\nservicePrincipalName: HTTP/img\nlastLogonTimestamp: 116445600000000000",
        "dn: CN=Amy,DC=h\nobjectClass: user\nsAMAccountName: amy\nuserAccountControl: 512",
        "dn: CN=PC1,DC=h\nobjectClass: computer\nsAMAccountName: PC1$\nservicePrincipalName: HOST/PC1",
        "dn: CN=old,DC=h\nobjectClass: user\nsAMAccountName:: c3ZjLW9sZA==\nuserAccountControl: 66048",
      ].join("\n\n"),
    );
    const seen = JSON.parse((await call("discover", "ad", ldif, "--json")).text) as object;
    expect(seen).toMatchObject({
      discovered: 2,
      known: 1,
      accounts: [{ name: "svc-img", workload: "imaging", usedAt: 86_400_000 }, { name: "svc-old" }],
    });
    const report = put(
      "report.csv",
      [
        "user,arn,password_enabled,access_key_1_active,access_key_1_last_used_date,access_key_2_active",
        "ci,arn:aws:iam::1:user/ci,false,true,2026-01-02T03:04:05+00:00,false",
        "ann,arn:aws:iam::1:user/ann,true,true,N/A,false",
        "idle,arn:aws:iam::1:user/idle,false,false,N/A,false",
      ].join("\n"),
    );
    const cloud = await call("discover", "aws", report);
    expect(cloud.text).toContain("aws:ci  not known, used 2026-01-02");
    expect(cloud.text).toContain("Known: 0 of 1 that were found (0 %).");
    // All of it is kept.
    const all = await call("discovered");
    expect(all.code).toBe(1);
    for (const one of ["postgresql:imaging", "ad:svc-old", "aws:ci"]) {
      expect(all.text).toContain(`${one}  not known`);
    }
    expect(all.text).not.toContain("svc-img  not known");
    const figures = JSON.parse((await call("discovered", "--json")).text) as VisibilityView;
    expect(figures.accounts.map(({ name, source }) => `${source}:${name}`)).toEqual(
      expect.arrayContaining(["postgresql:IMG", "ad:svc-img"]),
    );
    expect(figures).toMatchObject({ reviewed: expect.any(Number) });
  });

  test("a wrong call, a file of another form and one that is not there are said", async () => {
    for (const args of [[], ["import", "x"], ["discover", "ad"], ["discover", "x", "y"]]) {
      await expect(call(...args), args.join(" ")).rejects.toMatchObject({ name: "UsageError" });
    }
    await expect(call("discover", "postgresql", put("x.csv", "a,b\n"))).rejects.toThrow(/column/);
    await expect(call("discover", "ad", join(folder, "none"))).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});

test("[N7] roles in databases are listed, what cannot be taken away first and with exit code 1, and ended", async () => {
  const { app } = installation;
  expect(await run("database", "list")).toEqual({
    code: 0,
    text: "No workload has a role in a database.",
  });
  const until = app.now() + day;
  const common = { workload: "lab", credential: "crd", target: "lab", until };
  const records = [
    { kind: "database-role.intended", body: { ...common, role: "dbr_1", name: "wardkey_a_1" } },
    { kind: "database-role.intended", body: { ...common, role: "dbr_2", name: "wardkey_a_2" } },
    { kind: "database-role.made", body: { role: "dbr_1" } },
  ] as const;
  const note = (all: readonly NewRecord[]) =>
    app.submit({
      name: "test",
      actor: system,
      handle: () => ({ records: all, answer: undefined }),
    });
  await note(records);
  expect((await run("database", "end", "dbr_2")).text).toBe("dbr_2 is being taken away.");
  await expect(run("database", "end", "dbr_3")).rejects.toMatchObject({
    code: "database-role-unknown",
  });
  await expect(run("database", "end")).rejects.toMatchObject({ code: "usage" });
  const stuck = { role: "dbr_2", workload: "lab", target: "lab", why: "depended-on" } as const;
  await note([{ kind: "database-role.stuck", body: stuck }]);
  const { code, text } = await run("database", "list");
  expect(code).toBe(1);
  expect(text).toMatch(/^dbr_2 .*stuck .*CANNOT BE TAKEN AWAY since .*\(depended-on\)\ndbr_1 /);
  await note(["dbr_1", "dbr_2"].map((role) => ({ kind: "database-role.gone", body: { role } })));
});
