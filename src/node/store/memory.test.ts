import { createMemoryStore } from "../../memory/index.ts";
import { describeStore } from "./contract.ts";

const start = async () => ({
  async fresh() {
    const store = createMemoryStore({ clock: Date });
    return { store, another: async () => store, reopen: undefined, end: async () => undefined };
  },
  stop: async () => undefined,
});

describeStore("memory", start, { outlivesProcess: false });
