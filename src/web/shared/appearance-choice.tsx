import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { Messages } from "../messages/en.ts";
import { type Appearance, appearances, useAppearance } from "./appearance.tsx";
import styles from "./choice.module.css";
import { Icon } from "./icon.tsx";
import { useWords } from "./words.tsx";

function nameOf(appearance: Appearance, t: Messages): string {
  const names: Readonly<Record<Appearance, string>> = {
    auto: t.appearanceAuto,
    light: t.appearanceLight,
    dark: t.appearanceDark,
    night: t.appearanceNight,
  };
  return names[appearance];
}

/** Large buttons for light, dark and night. */
export function AppearanceChoice(): ReactNode {
  const { t } = useWords();
  const { appearance, choose } = useAppearance();
  return (
    <fieldset className={styles["choice"]}>
      <legend>{t.appearance}</legend>
      {appearances.map((one) => (
        <Button
          key={one}
          variant={one === appearance ? "filled" : "default"}
          aria-pressed={one === appearance}
          leftSection={one === appearance ? <Icon name="check" /> : undefined}
          onClick={() => choose(one)}
        >
          {nameOf(one, t)}
        </Button>
      ))}
    </fieldset>
  );
}
