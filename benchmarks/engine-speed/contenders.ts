import type { Prepare, Size } from "./contender.ts";

/** What takes part, by name. */
export interface Entry {
  readonly says: string;
  /** Loaded where it is needed: each contender runs in a process that has none of the others. */
  readonly load: () => Promise<Prepare>;
  readonly sizes: readonly Size[];
  /** A call of this one takes so long that only so many requests are compared at 1,000 policies, or at all. */
  readonly compares?: Partial<Record<Size, number>>;
}

const names = [
  "hand-written",
  "engine-prepared",
  "engine-object",
  "engine-drop-in",
  "casl",
  "casbin",
  "cedar-wasm-stateful",
  "cedar-wasm-validated",
  "cedar-wasm-text",
  "cedar-wasm-whole",
] as const;

/** The name of a contender. */
export type ContenderName = (typeof names)[number];

const both = [8, 1000] as const;

export const contenders: Readonly<Record<ContenderName, Entry>> = {
  "hand-written": {
    says: "hand-written JavaScript",
    load: async () => (await import("./hand-written.ts")).prepareHandWritten,
    sizes: both,
  },
  "engine-prepared": {
    says: "this engine, prepared values",
    load: async () => (await import("./engine.ts")).prepareEngineValues,
    sizes: both,
  },
  "engine-object": {
    says: "this engine, from a JS object, validated",
    load: async () => (await import("./engine.ts")).prepareEngineObjects,
    sizes: both,
  },
  "engine-drop-in": {
    says: "this engine as a drop-in, three entities as JSON",
    load: async () => (await import("./engine.ts")).prepareEngineDropIn,
    sizes: both,
  },
  casl: {
    says: "CASL, one prebuilt ability for each principal",
    load: async () => (await import("./casl.ts")).prepareCasl,
    sizes: both,
  },
  casbin: {
    says: "casbin",
    load: async () => (await import("./casbin.ts")).prepareCasbin,
    sizes: both,
  },
  "cedar-wasm-stateful": {
    says: "cedar-wasm, stateful, three entities",
    load: async () => (await import("./cedar-wasm.ts")).prepareStateful,
    sizes: both,
  },
  "cedar-wasm-validated": {
    says: "cedar-wasm, stateful, three entities, validated",
    load: async () => (await import("./cedar-wasm.ts")).prepareStatefulValidated,
    sizes: both,
  },
  "cedar-wasm-text": {
    says: "cedar-wasm, policy texts each time, three entities",
    load: async () => (await import("./cedar-wasm.ts")).prepareText,
    sizes: both,
    compares: { 1000: 20 },
  },
  "cedar-wasm-whole": {
    says: "cedar-wasm, stateful, all entities each time",
    load: async () => (await import("./cedar-wasm.ts")).prepareStatefulWhole,
    sizes: [8],
    compares: { 8: 10 },
  },
};
