import type { ViteUserConfig } from "vitest/config";

/** Tests that start processes or a browser: one file at a time, after everything else. */
const slow = (name: string, groupOrder: number) => ({
  test: {
    name,
    include: [`e2e/${name}/**/*.test.ts`],
    pool: "forks" as const,
    maxWorkers: 1,
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
