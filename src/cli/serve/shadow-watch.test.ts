import { expect, test } from "vitest";
import type { NewRecord } from "../../world/index.ts";
import { createShadowWatch } from "./shadow-watch.ts";

test("what differs from Cedar's own evaluator is counted, recorded and said, once", async () => {
  const watch = createShadowWatch(() => 0);
  const [records, said]: [NewRecord[], string[]] = [[], []];
  const app = {
    world: () => ({ policy: { hash: "b1", decider: 1 } }) as never,
    submit: async <A>(command: {
      handle: (handling: never) => { readonly records: readonly NewRecord[]; readonly answer: A };
    }) => {
      const handled = command.handle(undefined as never);
      records.push(...handled.records);
      return handled.answer;
    },
  };
  const alarm = () => watch.alarm(app, (line) => said.push(line));
  watch.options.onChecked({ agrees: true });
  await alarm();
  expect([records, said, watch.counts()]).toEqual([[], [], { checked: 1, differed: 0 }]);
  watch.options.onChecked({ agrees: false, difference: "here permit by a, Cedar deny by b" });
  await alarm();
  await alarm();
  expect(records).toEqual([
    { kind: "decider.differed", body: { bundle: "b1", checked: 2, differed: 1 } },
  ]);
  expect(said).toEqual([expect.stringContaining("here permit by a, Cedar deny by b")]);
});
