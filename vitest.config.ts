import type { ViteUserConfig } from "vitest/config";

/** Tests that start processes or a browser: after everything else. */
const slow = (name: string, groupOrder: number) => ({
  test: {
    name,
    include: [`e2e/${name}/**/*.test.ts`],
    pool: "forks" as const,
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { groupOrder },
  },
});

const config: ViteUserConfig = {
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.ts"],
          maxWorkers: 2,
          // What a worker has read it keeps for its next file, which more than halves the time. No test
          // replaces a module or leaves anything in one: those that need to are given what they use.
          isolate: false,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      slow("process", 1),
      slow("browser", 2),
    ],
  },
};

export default config;
