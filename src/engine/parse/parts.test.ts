import { describe, expect, test } from "vitest";
import { sha256, uid } from "../../../tests/support/engine.ts";
import { compilePolicies } from "../index.ts";
import type { TemplateLink } from "../types.ts";
import { inParts, longestPart, type SourcePart } from "./parts.ts";

const schema = `
  entity Group;
  entity Person in [Group];
  entity Chart;
  action open appliesTo { principal: Person, resource: Chart, context: { level: Long } };`;

/** Long enough that three of them are more than a part. */
const padding = `// ${"x".repeat(longestPart * 0.4)}\n`;

/** As many texts under ids of their own. */
const texts = (name: string, count: number, text: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}${at}`, text]));

const links = (count: number, template: string, type = "Person"): readonly TemplateLink[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${template}-${at}`,
    template,
    values: { "?principal": uid(type, `${at}`) },
  }));

const permit = "permit (principal, action, resource);";
const forPrincipal = "permit (principal == ?principal, action, resource);";

function partsOf(source: Partial<Parameters<typeof inParts>[0]>): readonly SourcePart[] {
  return [...inParts({ schema, policies: {}, ...source })];
}

/** How many policies, templates and links each part has. */
const counts = (parts: readonly SourcePart[]) =>
  parts.map((part) => [
    Object.keys(part.policies).length,
    Object.keys(part.templates).length,
    part.links.length,
  ]);

describe("the parts of a set", () => {
  test("have each policy once, and no more of them than fit", () => {
    const policies = texts("p", 5, padding + permit);
    const parts = partsOf({ policies });
    expect(counts(parts)).toEqual([
      [2, 0, 0],
      [2, 0, 0],
      [1, 0, 0],
    ]);
    expect(Object.assign({}, ...parts.map((part) => part.policies))).toEqual(policies);
  });

  test("are filled to the last character, with ids counted too", () => {
    const half = longestPart / 2;
    const sized = (id: string, length: number) => ({ [id]: "y".repeat(length - id.length) });
    const both = { ...sized("a", half), ...sized("bb", half) };
    expect(counts(partsOf({ policies: both }))).toEqual([[2, 0, 0]]);
    const more = { ...both, ...sized("bb", half + 1) };
    expect(counts(partsOf({ policies: more }))).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  test("are of one text where that is too long for a part already", () => {
    const policies = { small: permit, ...texts("p", 2, padding.repeat(3) + permit) };
    expect(counts(partsOf({ policies }))).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  test("are longer beside a long schema, which is read again for each", () => {
    const policies = texts("p", 40, padding + permit);
    const parts = partsOf({ schema: schema + padding, policies });
    expect(counts(parts)).toEqual([
      [16, 0, 0],
      [16, 0, 0],
      [8, 0, 0],
    ]);
  });

  test("have templates apart from policies, once if nothing links them", () => {
    const templates = texts("t", 3, padding + forPrincipal);
    const parts = partsOf({ policies: { p: permit }, templates });
    expect(counts(parts)).toEqual([
      [1, 0, 0],
      [0, 2, 0],
      [0, 1, 0],
    ]);
    expect(Object.assign({}, ...parts.map((part) => part.templates))).toEqual(templates);
  });

  test("have each link once, and its template with it", () => {
    const templates = { few: forPrincipal, many: forPrincipal, ...texts("t", 3, padding) };
    const all = [...links(3, "few"), ...links(30_000, "many"), ...links(2, "t2")];
    const parts = partsOf({ templates, links: all });
    for (const part of parts) {
      for (const { template } of part.links) expect(part.templates).toHaveProperty(template);
    }
    const found = parts.flatMap((part) => part.links);
    expect(found).toHaveLength(all.length);
    expect(new Set(found)).toEqual(new Set(all));
    // No part is much longer than its templates ask for.
    const longest = Math.max(...parts.map((part) => JSON.stringify(part.links).length));
    expect(longest).toBeLessThan(16 * 2.5 * padding.length);
  });

  test("do not repeat a template for each link, however long it is", () => {
    const templates = { long: padding.repeat(5) + forPrincipal };
    expect(partsOf({ templates, links: links(20_000, "long") })).toHaveLength(1);
    const short = partsOf({ templates: { short: forPrincipal }, links: links(20_000, "short") });
    expect(short.length).toBeGreaterThan(1);
    expect(short.length).toBeLessThan(5);
  });

  test("of nothing are none", () => {
    expect(partsOf({})).toEqual([]);
  });
});

describe("a set of several parts", () => {
  const wrong = "permit (principal, action, resource) when { context.levle > 1 };";
  const never = 'permit (principal == Chart::"a", action, resource);';

  test("is held to the schema in each of them, and refused as a whole", async () => {
    const policies = texts("p", 5, padding + permit);
    const spoilt = { ...policies, p0: padding + wrong, p4: padding + wrong };
    const templates = { t0: forPrincipal, ...texts("u", 4, padding + forPrincipal) };
    const badTemplate = padding + forPrincipal.replace(";", " when { context.levle > 1 };");
    const compiled = await compilePolicies(
      { schema, policies: spoilt, templates: { ...templates, u3: badTemplate } },
      { sha256 },
    );
    expect(compiled).toMatchObject({
      type: "refused",
      problems: [
        { source: "policy", id: "p0", line: 2 },
        { source: "policy", id: "p4", line: 2 },
        { source: "template", id: "u3", line: 2 },
      ],
    });
  });

  test("is warned of in each of them", async () => {
    const policies = { ...texts("p", 5, padding + permit), p0: padding + never, p4: never };
    const compiled = await compilePolicies({ schema, policies }, { sha256 });
    if (compiled.type !== "loaded") throw new Error("It fits the schema.");
    expect(compiled.warnings.map(({ id }) => id)).toEqual(["p0", "p4"]);
    expect(compiled.set.policies.size).toBe(5);
  });

  test("has what is wrong with a link in whichever part it is, and what is wrong with its template once", async () => {
    const many = links(20_000, "t");
    const last = many.length - 1;
    const misfit = { ...(many[last] as TemplateLink), values: { "?principal": uid("Chart", "a") } };
    const compiled = await compilePolicies(
      {
        schema,
        policies: {},
        templates: { t: forPrincipal },
        links: [...many.slice(0, -1), misfit],
      },
      { sha256 },
    );
    if (compiled.type !== "loaded") throw new Error("It fits the schema.");
    expect(compiled.warnings.map(({ source, id }) => [source, id])).toEqual([["link", misfit.id]]);
    const refused = await compilePolicies(
      {
        schema,
        policies: {},
        templates: { t: forPrincipal.replace(";", " when { context.levle > 1 };") },
        links: many,
      },
      { sha256 },
    );
    expect(refused).toMatchObject({ type: "refused", problems: [{ source: "template", id: "t" }] });
  });
});
