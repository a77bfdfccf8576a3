import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from "@mantine/core";
import { cssVariables, night, theme } from "./theme.ts";

/**
 * The theme as a style sheet, made when the faces are built: Mantine's variables, ours, and the dimmed
 * night, which is the dark scheme under `data-night` on the root element.
 */
export function themeCss(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const base = defaultCssVariablesResolver(merged);
  const own = cssVariables(merged);
  const css = convertCssVariables({
    variables: { ...base.variables, ...own.variables },
    light: { ...base.light, ...own.light },
    dark: { ...base.dark, ...own.dark },
  });
  const dimmed = Object.entries(night)
    .map(([name, value]) => `${name}:${value};`)
    .join("");
  return `${css}\n:root[data-mantine-color-scheme="dark"][data-night]{${dimmed}}\n`;
}
