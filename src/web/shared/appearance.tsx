import { type MantineColorSchemeManager, MantineProvider } from "@mantine/core";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { theme } from "../theme.ts";

/** How the screen looks; night is dark, dimmed. */
export type Appearance = "auto" | "light" | "dark" | "night";

/** Every appearance, in the order in which they are offered. */
export const appearances: readonly Appearance[] = ["auto", "light", "dark", "night"];

export interface AppearanceChoice {
  readonly appearance: Appearance;
  readonly choose: (appearance: Appearance) => void;
}

const AppearanceContext = createContext<AppearanceChoice | undefined>(undefined);

/** The appearance in force, and how to change it. */
export function useAppearance(): AppearanceChoice {
  const choice = useContext(AppearanceContext);
  if (choice === undefined) throw new Error("useAppearance needs an AppearanceProvider around it");
  return choice;
}

/** It belongs to the screen and where it stands, not to whoever is in. */
const key = "wardkey-appearance";

function stored(): Appearance {
  const kept = localStorage.getItem(key);
  return appearances.find((appearance) => appearance === kept) ?? "auto";
}

/** Mantine is told what to show and keeps nothing itself. */
const manager: MantineColorSchemeManager = {
  get: () => "auto",
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};

function forced(appearance: Appearance): { forceColorScheme?: "light" | "dark" } {
  if (appearance === "auto") return {};
  return { forceColorScheme: appearance === "light" ? "light" : "dark" };
}

/**
 * The theme, and the appearance that this screen was given. The theme's variables come as a style
 * sheet of their own (`theme-css.ts`), so that no `<style>` element is needed and the content security
 * policy stays whole.
 */
export function AppearanceProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [appearance, setAppearance] = useState(stored);
  useEffect(() => {
    document.documentElement.toggleAttribute("data-night", appearance === "night");
    localStorage.setItem(key, appearance);
  }, [appearance]);
  const choice = useMemo(() => ({ appearance, choose: setAppearance }), [appearance]);
  return (
    <AppearanceContext value={choice}>
      <MantineProvider
        theme={theme}
        withCssVariables={false}
        withGlobalClasses={false}
        defaultColorScheme="auto"
        colorSchemeManager={manager}
        {...forced(appearance)}
      >
        {children}
      </MantineProvider>
    </AppearanceContext>
  );
}
