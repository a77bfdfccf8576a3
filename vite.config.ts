import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin, UserConfig } from "vite";
import { themeCss } from "./src/web/theme-css.ts";

const root = fileURLToPath(new URL("./src/web/", import.meta.url));

/**
 * Writes the theme's variables into the style sheet. At run time Mantine would add them as a `<style>`
 * element, which `style-src 'self'` rightly refuses.
 */
function themeVariables(): Plugin {
  const id = "virtual:theme.css";
  return {
    name: "theme-variables",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? themeCss() : undefined),
  };
}

const config: UserConfig = {
  root,
  base: "/",
  publicDir: false,
  plugins: [react(), themeVariables()],
  build: {
    // Which one says who builds: src/cli/build-web.ts.
    emptyOutDir: true,
    target: "es2023",
    // Every asset is a file of its own: `default-src 'self'` allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        bedside: `${root}index.html`,
        console: `${root}console/index.html`,
        arrive: `${root}arrive/index.html`,
        connect: `${root}connect/index.html`,
        pocket: `${root}pocket/index.html`,
      },
    },
  },
};

export default config;
