import { createMemoryJournal } from "../../memory/index.ts";
import { describeJournal } from "./contract.ts";

describeJournal("in memory", async () => ({
  journal: createMemoryJournal(),
  end: async () => undefined,
}));
