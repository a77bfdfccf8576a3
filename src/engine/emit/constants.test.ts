import { expect, test } from "vitest";
import { compileSet, uid } from "../../../tests/support/engine.ts";
import { createEntityStore, createPdp } from "../index.ts";
import { createConstants, mostNamed } from "./constants.ts";

test("each constant stands for itself alone, and equal ones are one", () => {
  const constants = createConstants();
  const names = Array.from({ length: mostNamed + 5 }, (_, at) =>
    constants.add(`constant ${at}`, () => at),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names.map((_, at) => constants.add(`constant ${at}`, () => -1))).toEqual(names);
  expect(constants.all()).toHaveLength(names.length);
});

test("no more have a name in the code than JavaScript takes apart at once", () => {
  const constants = createConstants();
  const names = Array.from({ length: mostNamed + 2 }, (_, at) =>
    constants.add(`constant ${at}`, () => at),
  );
  expect(names.filter((name) => /^k\d+$/.test(name))).toHaveLength(mostNamed);
  expect(names.at(-1)).toBe(`constants[${mostNamed + 1}]`);
});

test("policies that name more entities than have a name in the code decide by each of them", async () => {
  const schema = `
    entity Person;
    entity Chart;
    action "open" appliesTo { principal: Person, resource: Chart };
  `;
  const charts = Array.from({ length: mostNamed + 20 }, (_, at) => `c${at}`);
  const policies = Object.fromEntries(
    charts.map((id, at) => [
      id,
      `permit (principal == Person::"p${at}", action, resource) when { resource == Chart::"${id}" };`,
    ]),
  );
  const set = await compileSet({ schema, policies });
  const pdp = createPdp(set, createEntityStore(set.schema), { onPolicyError: "forbid-denies" });
  const opens = (person: number, chart: number) =>
    pdp.decide({
      principal: uid("Person", `p${person}`),
      action: uid("Action", "open"),
      resource: uid("Chart", `c${chart}`),
      context: {},
    }).allow;
  for (const at of [0, 1, mostNamed - 1, mostNamed, mostNamed + 1, mostNamed + 19]) {
    expect([at, opens(at, at), opens(at, at === 0 ? 1 : at - 1), opens(at, 0)]).toEqual([
      at,
      true,
      false,
      at === 0,
    ]);
  }
});
