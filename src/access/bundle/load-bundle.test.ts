import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle, shippedFiles } from "../../../tests/support/shipped-bundle.ts";
import { activatePolicy, createBundles, loadBundle, patternOf } from "../index.ts";
import { minute, testHospital } from "../test-support.ts";

const shipped = shippedFiles();
const ports = { hasher: sha256 };

/** Loads the shipped files with `file` changed by `edit`. */
async function problemsOf(file: string, edit: (text: string) => string | undefined) {
  const { [file]: before = "", ...others } = shipped;
  const after = edit(before);
  if (after === before) throw new Error("the test changes nothing");
  const files = after === undefined ? others : { ...others, [file]: after };
  const loaded = await loadBundle(ports, files);
  return loaded.type === "refused" ? loaded.problems : [];
}

const lineOf = (file: string, part: string) =>
  (shipped[file] ?? "").slice(0, (shipped[file] ?? "").indexOf(part)).split("\n").length;

describe("the shipped bundle", () => {
  test("loads, and its hash is of its content", async () => {
    const one = await shippedBundle();
    const other = await loadBundle(ports, Object.fromEntries(Object.entries(shipped).reverse()));
    expect(other).toMatchObject({ type: "loaded", bundle: { hash: one.hash } });
    const changed = await shippedBundle({
      "roles.yaml": `${shipped["roles.yaml"]}\n# more`,
    });
    expect(changed.hash).not.toBe(one.hash);
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("[M1] roles have least privilege: only what their tasks call for", async () => {
    const { roles } = await shippedBundle();
    const may = (action: string) =>
      [...roles.values()].filter((role) => role.may.has(action)).map(({ name }) => name);
    expect(may("order.place")).toEqual(["doctor", "consultant"]);
    expect(may("medication.administer")).toEqual(["nurse", "nurse-in-charge"]);
    expect(may("ward.administer")).toEqual(["ward-manager"]);
    expect(may("log.read")).toEqual(["privacy-officer", "security-engineer", "administrator"]);
    expect([...(roles.get("student")?.may ?? [])]).toEqual([
      "chart.open",
      "shift.start",
      "shift.swap",
      "seat.open",
      "seat.unlock",
    ]);
  });

  test("[M15] six patterns, with the times of the table", async () => {
    const { patterns } = await shippedBundle();
    expect([...patterns.keys()]).toEqual([
      "inpatient",
      "emergency",
      "theatre-icu",
      "remote-ward",
      "telehealth",
      "locum-heavy",
    ]);
    expect(patterns.get("telehealth")).toMatchObject({
      grace: undefined,
      walkAwayLock: undefined,
      contactTail: 7 * 24 * 60 * minute,
      cutOffLease: 0,
    });
    expect(patterns.get("remote-ward")).toMatchObject({ handoverMarginBefore: 45 * minute });
  });

  test("[A1] actions state their assurance, what contributes to care, and what they are about", async () => {
    const { actions } = await shippedBundle();
    expect(actions.get("order.place")).toMatchObject({
      assurance: { level: 2, within: 240 * minute },
      contributes: true,
      clinical: true,
      title: "place this order",
    });
    expect(actions.get("chart.open")).toMatchObject({
      assurance: { level: 1, within: undefined },
      contributes: false,
    });
    const contributing = [...actions.values()].filter(({ contributes }) => contributes);
    expect(contributing.map(({ name }) => name).sort()).toEqual([
      "medication.administer",
      "medication.administer-controlled",
      "note.write",
      "order.discharge-controlled",
      "order.place",
      "order.place-controlled",
    ]);
    expect(actions.has("chart-review")).toBe(false);
  });
});

describe("a bad bundle is refused, with file, line and reason", () => {
  test("a file that is missing, and one that does not belong", async () => {
    expect(await problemsOf("roles.yaml", () => undefined)).toEqual([
      { file: "roles.yaml", line: 1, message: "this file is missing" },
    ]);
    expect(await problemsOf("notes.txt", () => "hello")).toEqual([
      { file: "notes.txt", line: 1, message: "a bundle has no such file" },
    ]);
  });

  test("a policy that does not parse, or does not fit the schema, at its place in its file", async () => {
    const line = lineOf("gates.cedar", "unless { context.engaged }");
    expect(
      await problemsOf("gates.cedar", (text) => text.replace("context.engaged", "context engaged")),
    ).toMatchObject([
      {
        file: "gates.cedar",
        line,
        column: 18,
        message: expect.stringMatching(/unexpected token `engaged`.*expected/),
      },
    ]);
    expect(
      await problemsOf("gates.cedar", (text) => text.replace("context.engaged", "context.enraged")),
    ).toMatchObject([
      { file: "gates.cedar", line, message: expect.stringContaining("did you mean `engaged`") },
    ]);
  });

  test("a policy that can never apply", async () => {
    const file = "care.cedar";
    const [problem] = await problemsOf(file, (text) =>
      text.replace(
        'action == Action::"patient.search",\n  resource\n',
        'action == Action::"patient.search",\n  resource is Ward\n',
      ),
    );
    expect(problem).toMatchObject({ file, line: lineOf(file, '@id("patient-search")') });
  });

  test("a schema that does not parse, and an action without a title", async () => {
    expect(
      await problemsOf("schema.cedarschema", (text) => text.replace("entity Ward;", "entity Ward")),
    ).toMatchObject([
      { file: "schema.cedarschema", line: lineOf("schema.cedarschema", "entity Seat") },
    ]);
    expect(
      await problemsOf("schema.cedarschema", (text) =>
        text.replace('@title("enrol a seat")\n', ""),
      ),
    ).toMatchObject([
      { line: lineOf("schema.cedarschema", '@title("enrol a seat")'), file: "schema.cedarschema" },
    ]);
  });

  test("ids: none, twice, and what a policy says or limits", async () => {
    const own = (text: string) => problemsOf("own.cedar", () => text);
    const rest = "permit (principal is Person, action, resource) when { context.engaged };";
    expect(await own(`// hello\n\n  ${rest}`)).toMatchObject([
      { file: "own.cedar", line: 3, column: 3, message: expect.stringContaining("@id") },
    ]);
    expect(await own(`@id("on-shift") @title("x") ${rest}`)).toMatchObject([
      { file: "own.cedar", message: 'the id "on-shift" is taken by care.cedar' },
    ]);
    expect(await own(`@id("own") ${rest}`)).toMatchObject([{ line: 1 }]);
    expect(await own(`@id("own") @title("x") @says("hello") ${rest}`)).toHaveLength(1);
    expect(await own(`@id("own") @title("x") @limit("half") ${rest}`)).toHaveLength(1);
    expect(await own(`@id("own") @title("semi; // colon") ${rest} // ; end`)).toEqual([]);
    // A comment ends at a carriage return too, as in Cedar.
    expect(await own(`// hello;\r${rest}`)).toMatchObject([
      { file: "own.cedar", line: 1, message: expect.stringContaining("@id") },
    ]);
  });

  test.each([
    ["an unknown key", "  tail: 2 h\n", "  tail: 2 h\n  tale: 2 h\n", /"tale" is unknown here/],
    ["a missing parameter", "  tail: 2 h\n", "", /"inpatient" does not state tail/],
    ["a wrong duration", "tail: 2 h", "tail: 2 hours", /tail must be a duration/],
    ["a dash where something must be", "tail: 2 h", 'tail: "-"', /tail must be a duration/],
    ["the same key twice", "  tail: 2 h\n", "  tail: 2 h\n  tail: 2 h\n", /must be unique/],
    ["a validity of nothing", "max-validity: 60 s", "max-validity: 0", /longer than 0/],
    ["what is no YAML", "inpatient:", "inpatient: [", /./],
  ])("patterns.yaml: %s", async (_what, from, to, message) => {
    const [problem] = await problemsOf("patterns.yaml", (text) => text.replace(from, to));
    expect(problem).toMatchObject({
      file: "patterns.yaml",
      line: expect.any(Number),
      message: expect.stringMatching(message),
    });
    expect(problem?.line).toBeGreaterThan(18);
  });

  test("roles.yaml names an action, a word or a key that nobody knows", async () => {
    const edits: [string, string, RegExp][] = [
      ["may: [chart.open, ", "may: [chart.opne, ", /"chart.opne" is no action/],
      [
        "may: [chart.open, shift.start, shift.swap, seat-use]",
        "may: chart.open",
        /may must be a list/,
      ],
      [
        "clinical: no\n  in-charge: no\n  may: [chart.open, ",
        "clinical: maybe\n  in-charge: no\n  may: [chart.open, ",
        /clinical must be yes or no/,
      ],
      [
        "may: [chart.open, ",
        "may: [chart.open, glass.break, ",
        /only a clinical role breaks the glass/,
      ],
      ["  title: nurse\n", "  title: nurse\n  wage: much\n", /"wage" is unknown/],
    ];
    for (const [from, to, message] of edits) {
      const problems = await problemsOf("roles.yaml", (text) => text.replace(from, to));
      expect(problems).toMatchObject([{ message: expect.stringMatching(message) }]);
      expect(problems[0]?.line).toBeGreaterThan(1);
    }
  });

  test("what asks for broken glass is seen behind a comment that ends at a carriage return", async () => {
    const behind = (text: string) =>
      text.replaceAll("context.glassBroken", "// note\rcontext.glassBroken");
    expect(await problemsOf("sensitive.cedar", behind)).toEqual([]);
  });

  test("[X10] [C10] break-glass.yaml states all of it, the forbids that it lifts, reasons that are words, and four hours at most, as a pattern does", async () => {
    const edits: [string, string, string, RegExp][] = [
      ["break-glass.yaml", "warn-before: 5 min\n", "", /does not state warn-before/],
      ["break-glass.yaml", "warn-before:", "warn-befor:", /"warn-befor" is unknown here/],
      ["break-glass.yaml", "longest: 4 h", "longest: 241 min", /longest is 4 h at most/],
      ["break-glass.yaml", "off-site, ", "", /lifts does not name off-site, whose policy asks/],
      ["break-glass.yaml", "[off-site", "[own-chart", /"own-chart" forbids nothing that broken/],
      ["break-glass.yaml", "covering:", "Covering Ms K:", /a reason is a word/],
      ["patterns.yaml", "break-glass: 60 min", "break-glass: 5 h", /break-glass is 4 h at most/],
      ["patterns.yaml", "cut-off-lease: 15 min", "cut-off-lease: 5 h", /cut-off-lease is 4 h at/],
    ];
    for (const [file, from, to, message] of edits) {
      const problems = await problemsOf(file, (text) => text.replace(from, to));
      const found = problems.filter((problem) => message.test(problem.message));
      expect([from, found.length, found[0]?.file]).toEqual([from, 1, file]);
    }
  });

  test("[C7] [C9] patients.yaml states all of it, by patterns that there are, and a day at most", async () => {
    const edits: [string, string, RegExp][] = [
      ["  results: 5\n", "", /"search" does not state results/],
      ["  results: 5", "  results: 50", /results must be a number from 1 to 20/],
      ["within: 1 h", "within: 25 h", /within is 24 h at most/],
      ["emergency: 60", "urgency: 60", /"urgency" is no pattern of patterns.yaml/],
      ["remote-ward: 45", "remote-ward: 0", /remote-ward must be a number from 1 to 500/],
      ["  lasts: 24 h", "  last: 24 h", /"last" is unknown here/],
      ["arrivals:\n  lasts: 24 h\n", "", /does not state arrivals/],
    ];
    for (const [from, to, message] of edits) {
      const problems = await problemsOf("patients.yaml", (text) => text.replace(from, to));
      const found = problems.filter((problem) => message.test(problem.message));
      expect([from, found.length]).toEqual([from, 1]);
    }
  });

  test("[L9] [S9] rosters.yaml states all of it, and no more than the rules allow", async () => {
    const edits: [string, string, RegExp][] = [
      ["longest: 12 h\n", "", /does not state longest/],
      ["relief:", "relif:", /"relif" is unknown here/],
      ["unconfirmed: 30 min", "unconfirmed: 31 min", /unconfirmed is 30 min at most/],
      ["relief: 60 min", "relief: 2 h", /relief is 60 min at most/],
      ["drafts: 2 h", "drafts: 3 h", /drafts is 2 h at most/],
    ];
    for (const [from, to, message] of edits) {
      const problems = await problemsOf("rosters.yaml", (text) => text.replace(from, to));
      const found = problems.filter((problem) => message.test(problem.message));
      expect([from, found.length, found[0]?.file]).toEqual([from, 1, "rosters.yaml"]);
    }
  });

  test("[N8] workloads.yaml states all letters, and actions that the schema has for workloads", async () => {
    const edits: [string, string, RegExp][] = [
      ["  c: data.create\n", "", /does not state c/],
      ["scopes:", "scope:", /"scope" is unknown here/],
      [
        "r: data.read",
        "r: chart.open",
        /"chart.open" is no action that the schema has for workloads/,
      ],
      ["[decision.ask]", "[decision.say]", /"decision.say" is no action/],
      ["[decision.ask]", "decision.ask", /must be a list/],
    ];
    for (const [from, to, message] of edits) {
      const problems = await problemsOf("workloads.yaml", (text) => text.replace(from, to));
      const found = problems.filter((problem) => message.test(problem.message));
      expect([from, found.length, found[0]?.file]).toEqual([from, 1, "workloads.yaml"]);
    }
  });

  test("[X2] [X6] grants.yaml states all of it, of roles that may ask and answer, and of actions and rules that there are", async () => {
    const edits: [string, string, RegExp][] = [
      ["ahead: 14 d\n", "", /does not state ahead/],
      ["ahead:", "ahed:", /"ahed" is unknown here/],
      [
        "nurse-in-charge: ward",
        "nurse-in-charge: bed",
        /must be one of ward, service, site, not "bed"/,
      ],
      ["nurse-in-charge: ward", "nurse: ward", /"nurse" does not include grant.answer/],
      ["site-manager: site", "site-boss: site", /"site-boss" is no role of roles.yaml/],
      [
        "for: [nurse, nurse-in-charge, pharmacist]",
        "for: [student]",
        /does not include grant.request/,
      ],
      ["of: [medication.witness", "of: [ward.administer", /is no action that concerns a patient/],
      ["of: [nurse-in-charge]", "of: [queen]", /"queen" is no role of roles.yaml/],
      ["  patient:\n", "  bed:\n", /"bed" is no kind of grant/],
      ["usual: 2 h", "usual: 0", /usual must be longer than nothing/],
      ["when: on-call-for-the-specialty", "when: it-rains", /when must be one of/],
      ["on-call-same-specialty:", "Ms K:", /a rule's name is a word/],
      ["covering:", "Covering Ms K:", /a reason is a word/],
      ["  renewed: 3", "  renewed: 0", /renewed must be a number from 1 to 100/],
      ["  unused-after: 2 h\n", "", /does not state unused-after/],
      ["confirm-within: 60 min", "confirm-within: 0", /confirm-within must be longer/],
    ];
    for (const [from, to, message] of edits) {
      const problems = await problemsOf("grants.yaml", (text) => text.replace(from, to));
      const found = problems.filter((problem) => message.test(problem.message));
      expect([from, to, found.length]).toEqual([from, to, 1]);
      expect(found[0]?.line).toBeGreaterThan(1);
    }
  });

  test("assurance.yaml must state every action, and no other", async () => {
    const edits: [string, string, RegExp][] = [
      ["chart.open: { level: 1 }\n", "", /does not state chart.open/],
      ["chart.open:", "chart.opne:", /"chart.opne" is no action/],
      ["chart.open: { level: 1 }", "chart.open: { level: 5 }", /from 0 to 4/],
      ["within: 1 h", "within: soon", /within must be a duration/],
      ["level: 4, within: act", "level: 2, within: act", /only a passkey signs an act/],
      ["level: 4, within: act", "within: act", /only a passkey signs an act/],
      [
        "case.open: { level: 2 }",
        "case.open: { in-patients: { level: 2 } }",
        /"case.open" states neither level nor within/,
      ],
    ];
    for (const [from, to, message] of edits) {
      const problems = await problemsOf("assurance.yaml", (text) => text.replace(from, to));
      expect(problems[0]).toMatchObject({ message: expect.stringMatching(message) });
    }
  });

  test("remedies.yaml offers only what exists", async () => {
    const offer = (text: string) => problemsOf("remedies.yaml", () => text);
    expect(await offer("bribe: { cost: 1 s }")).toMatchObject([
      { line: 1, column: 1, message: expect.stringContaining('"bribe" is no remedy; known are') },
    ]);
    expect(await offer("step-up: { level: 3, cost: 1 s }")).toHaveLength(1);
    expect(await offer("step-up-passkey: { level: 4, cost: 1 s }")).toMatchObject([
      { line: 1, message: "step-up-passkey reaches level 3" },
    ]);
    expect(await offer("step-up: { level: 2 }")).toMatchObject([
      { message: '"step-up" does not state cost' },
    ]);
  });

  test("[A1] passkeys.yaml names no hardware passkey as shipped, or without it; an AAGUID needs its roots", async () => {
    const { "passkeys.yaml": _, ...before } = shipped;
    for (const files of [shipped, before]) {
      const loaded = await loadBundle(ports, files);
      expect(loaded.type === "loaded" && loaded.bundle.hardware.size).toBe(0);
    }
    const model = "cb69481e-8ff7-4039-93ec-0a2729a154a8";
    const pem = "-----BEGIN CERTIFICATE-----\n        AAAA\n        -----END CERTIFICATE-----";
    const text = `hardware:\n  ${model}:\n    title: Key\n    roots: |\n        ${pem}\n`;
    const { hardware } = await shippedBundle({ "passkeys.yaml": text });
    expect(hardware.get(model)).toMatchObject({
      title: "Key",
      roots: [expect.stringContaining("AAAA")],
    });
    const refused = (from: string, to: string) =>
      problemsOf("passkeys.yaml", () => text.replace(from, to));
    expect(await refused(model, "yubikey")).toMatchObject([
      { line: 2, message: expect.stringMatching(/no AAGUID/) },
    ]);
    expect(await refused(model, "00000000-0000-0000-0000-000000000000")).toHaveLength(1);
    expect(await refused("BEGIN", "START")).toMatchObject([
      { message: expect.stringMatching(/no PEM certificate/) },
    ]);
    expect(await refused("    title: Key\n", "")).toHaveLength(1);
    expect(await refused("hardware", "software")).toMatchObject([
      { message: expect.stringMatching(/known is hardware/) },
    ]);
  });

  test("[L7] passports.yaml believes nobody as shipped, or without it; an issuer has an address, roles, bounds and public keys", async () => {
    const { "passports.yaml": _, ...before } = shipped;
    for (const files of [shipped, before]) {
      const loaded = await loadBundle(ports, files);
      expect(loaded.type === "loaded" && loaded.bundle.passports.issuers.size).toBe(0);
    }
    const text = `type: urn:passport
proof-within: 5 min
status-within: 12 h
issuers:
  https://passports.example:
    title: Staff bank
    status-lists: https://passports.example/status/
    proofing: 2
    roles: [nurse]
    longest: 24 h
    keys: '{"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]}'
`;
    const { passports } = await shippedBundle({ "passports.yaml": text });
    expect(passports).toMatchObject({ type: "urn:passport", proofWithin: 300_000 });
    expect(passports.issuers.get("https://passports.example")).toMatchObject({
      title: "Staff bank",
      proofing: 2,
      roles: new Set(["nurse"]),
      longest: 86_400_000,
      keys: [{ kty: "EC" }],
    });
    for (const [from, to, line, message] of [
      ["  https://passports.example:", "  http://passports.example:", 5, /no https address/],
      ["/status/", "/status", 7, /ends with a slash/],
      ["proofing: 2", "proofing: 4", 8, /from 1 to 3/],
      ["[nurse]", "[nurse, wizard]", 9, /no role "wizard"/],
      ['"x": "a"', '"d": "secret"', 11, /no public key/],
      ['{"keys": [{"kty"', '{"keys": {"kty"', 11, /no JSON/],
      ["longest: 24 h", "longest: ever", 10, /duration/],
      ["    title: Staff bank\n", "", 5, /does not state title/],
    ] as const) {
      const problems = await problemsOf("passports.yaml", () => text.replace(from, to));
      expect(problems, to).toMatchObject([{ line, message: expect.stringMatching(message) }]);
    }
  });

  test("[C11] passports.yaml says what care pathways call organisations, each name one of them", async () => {
    const issuer = (name: string) => `  https://${name}.example:
    title: ${name}
    status-lists: https://${name}.example/status/
    proofing: 2
    roles: [nurse]
    longest: 24 h
    known-as: ["urn:org|${name}"]
    keys: '{"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]}'
`;
    const text = `type: urn:passport
proof-within: 5 min
status-within: 12 h
known-as: ["urn:org|us", Organization/us]
issuers:
${issuer("a")}${issuer("b")}`;
    const { passports } = await shippedBundle({ "passports.yaml": text });
    expect([...passports.knownAs]).toEqual(["urn:org|us", "Organization/us"]);
    expect([...(passports.issuers.get("https://b.example")?.knownAs ?? [])]).toEqual(["urn:org|b"]);
    for (const twice of ["urn:org|a", "urn:org|us"]) {
      const problems = await problemsOf("passports.yaml", () => text.replace("urn:org|b", twice));
      expect(problems).toMatchObject([
        { line: 20, message: expect.stringContaining("known as already") },
      ]);
    }
  });

  test("no text whatever makes loading throw", async () => {
    const files = Object.keys(shipped);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.nat(40),
        fc.string({ maxLength: 12, unit: "binary" }),
        async (file, at, cut, put) => {
          const text = shipped[file] ?? "";
          const from = at % text.length;
          const edited = `${text.slice(0, from)}${put}${text.slice(from + cut)}`;
          const loaded = await loadBundle(ports, { ...shipped, [file]: edited });
          if (loaded.type === "loaded") return;
          for (const problem of loaded.problems) {
            expect(problem.line).toBeGreaterThanOrEqual(1);
            expect(problem.message).not.toBe("");
            expect(files).toContain(problem.file);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("activation", () => {
  test("is a record, and keeps the files beside the log", async () => {
    const bundle = await shippedBundle();
    const hospital = testHospital(bundle);
    const command = activatePolicy(bundle, { type: "person", id: "pat" });
    expect(hospital.submit(command)).toEqual([{ hash: bundle.hash }]);
    expect(hospital.log.at(-1)).toMatchObject({
      kind: "policy.activated",
      body: { hash: bundle.hash, decider: 1 },
    });
    expect(hospital.bundles.current(hospital.world)).toBe(bundle);
    expect(createBundles().current(hospital.world)).toBeUndefined();
  });

  test("a bundle without a pattern that a ward runs under is refused; the last good one stays", async () => {
    const good = await shippedBundle();
    const hospital = testHospital(good);
    const bad = await shippedBundle({
      "patterns.yaml": (shipped["patterns.yaml"] ?? "").replace("\nemergency:", "\nurgency:"),
      "patients.yaml": (shipped["patients.yaml"] ?? "").replace("emergency:", "urgency:"),
    });
    hospital.bundles.add(bad);
    const command = activatePolicy(bad, { type: "person", id: "pat" });
    expect(() => hospital.submit(command)).toThrow(
      expect.objectContaining({ code: "unknown-pattern" }),
    );
    expect(hospital.bundles.current(hospital.world)).toBe(good);
    expect(patternOf(good, hospital.world, "ED").name).toBe("emergency");
    expect(() => patternOf(bad, hospital.world, "ED")).toThrow(
      expect.objectContaining({ code: "unknown-pattern" }),
    );
    expect(() => patternOf(good, hospital.world, "9Z")).toThrow(
      expect.objectContaining({ code: "unknown-ward" }),
    );
  });
});
