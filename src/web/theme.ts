import { type CSSVariablesResolver, createTheme, type MantineThemeOverride } from "@mantine/core";

/** Petrol: calm, and far from the red that is kept for emergencies and the amber for what ends soon. */
const petrol = [
  "#e9f5f7",
  "#d3e8ec",
  "#a6d1da",
  "#76b9c7",
  "#4fa4b6",
  "#3596ab",
  "#1f7f95",
  "#0f6a7e",
  "#075566",
  "#003f4d",
] as const;

const systemFonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

/**
 * The one look of every face. Sizes are in rem: the bedside sets 18 px as its root size and 56 px as
 * its target (`--wk-target`), the console 16 px and 40 px, and nothing else differs.
 */
export const theme: MantineThemeOverride = createTheme({
  colors: { petrol },
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 7 },
  fontFamily: systemFonts,
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontFamily: systemFonts, fontWeight: "650" },
  // Nothing is smaller than the root size: 18 px at arm's length.
  fontSizes: { xs: "1rem", sm: "1rem", md: "1rem", lg: "1.125rem", xl: "1.375rem" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "14px", xl: "20px" },
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: { vars: () => ({ root: { "--button-height": "var(--wk-target)" } }) },
    Input: { vars: () => ({ wrapper: { "--input-height": "var(--wk-target)" } }) },
    InputWrapper: {
      vars: () => ({
        label: { "--input-label-size": "1rem" },
        description: { "--input-description-size": "1rem" },
        error: { "--input-error-size": "1rem" },
      }),
    },
    // A scroll lock would need a style element; the dialogs fill the screen anyway.
    Modal: {
      defaultProps: {
        lockScroll: false,
        // Inside the tree of whoever is in, so that a dialog goes with them at once (S7).
        withinPortal: false,
        centered: true,
        transitionProps: { duration: 0 },
      },
    },
  },
});

type Palette = Readonly<Record<`--${string}`, string>>;

const light: Palette = {
  "--mantine-color-body": "#f2f6f7",
  "--mantine-color-text": "#10242b",
  "--mantine-color-dimmed": "#465a62",
  "--mantine-color-placeholder": "#5b6d75",
  "--mantine-color-error": "#9c2f1c",
  "--mantine-color-default-border": "#758a93",
  "--mantine-color-anchor": "#0f6a7e",
  "--wk-surface": "#ffffff",
  "--wk-sunken": "#e8eef0",
  "--wk-line": "#d3dde1",
  "--wk-accent": "#0f6a7e",
  "--wk-accent-soft": "#e0f0f3",
  "--wk-identity": "#0d2b35",
  "--wk-identity-ink": "#ffffff",
  "--wk-identity-soft": "#d4e5ea",
  "--wk-amber": "#fff3d1",
  "--wk-amber-line": "#c98a00",
  "--wk-amber-ink": "#523800",
  "--wk-red": "#ffe9e6",
  "--wk-red-line": "#b3261e",
  "--wk-red-ink": "#7a120c",
  "--wk-good": "#1c6b3c",
};

const dark: Palette = {
  "--mantine-color-body": "#0f1719",
  "--mantine-color-text": "#e6eef0",
  "--mantine-color-bright": "#ffffff",
  "--mantine-color-dimmed": "#a9babf",
  "--mantine-color-placeholder": "#93a5aa",
  "--mantine-color-error": "#ffab96",
  "--mantine-color-default": "#1d2a2e",
  "--mantine-color-default-hover": "#24343a",
  "--mantine-color-default-color": "#e6eef0",
  "--mantine-color-default-border": "#5f757c",
  "--mantine-color-anchor": "#8fcbd8",
  "--mantine-color-petrol-light": "#17323a",
  "--mantine-color-petrol-light-hover": "#1c3c46",
  "--mantine-color-petrol-light-color": "#a6d9e4",
  "--mantine-color-petrol-outline": "#6fb3c3",
  "--wk-surface": "#172225",
  "--wk-sunken": "#0b1113",
  "--wk-line": "#2c3c41",
  "--wk-accent": "#76c0cf",
  "--wk-accent-soft": "#16323a",
  "--wk-identity": "#1b4451",
  "--wk-identity-ink": "#ffffff",
  "--wk-identity-soft": "#dcebef",
  "--wk-amber": "#33270a",
  "--wk-amber-line": "#d9a02b",
  "--wk-amber-ink": "#ffdf9c",
  "--wk-red": "#3a1210",
  "--wk-red-line": "#f2796f",
  "--wk-red-ink": "#ffd2cc",
  "--wk-good": "#83d3a2",
};

/** Dark, and dimmed for a dark ward: no white anywhere, and still legible (WCAG 2.2 AA). */
export const night: Palette = {
  "--mantine-color-body": "#060909",
  "--mantine-color-text": "#b7bfbb",
  "--mantine-color-bright": "#c9d0cc",
  "--mantine-color-white": "#d3dad6",
  "--mantine-color-dimmed": "#8f9a97",
  "--mantine-color-placeholder": "#879290",
  "--mantine-color-error": "#d98d76",
  "--mantine-color-default": "#101718",
  "--mantine-color-default-hover": "#162021",
  "--mantine-color-default-color": "#b7bfbb",
  "--mantine-color-default-border": "#4a5859",
  "--mantine-color-anchor": "#7fb0ba",
  "--mantine-color-petrol-filled": "#0b4653",
  "--mantine-color-petrol-filled-hover": "#0d505f",
  "--wk-surface": "#0c1213",
  "--wk-sunken": "#040606",
  "--wk-line": "#1f2b2d",
  "--wk-accent": "#5f9fac",
  "--wk-accent-soft": "#0e2228",
  "--wk-identity": "#102b34",
  "--wk-identity-ink": "#dbe2de",
  "--wk-identity-soft": "#c2ccc8",
  "--wk-amber": "#211905",
  "--wk-amber-line": "#8f6a1c",
  "--wk-amber-ink": "#d3b87c",
  "--wk-red": "#220a08",
  "--wk-red-line": "#b0524a",
  "--wk-red-ink": "#d9a49d",
  "--wk-good": "#6aa983",
};

/** Our own variables, beside Mantine's. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...light },
  dark: { ...dark },
});
