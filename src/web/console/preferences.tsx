import { Input } from "@mantine/core";
import type { ReactNode } from "react";
import { catalogues, languages } from "../messages/languages.ts";
import { appearances, useAppearance } from "../shared/appearance.tsx";
import { useWords } from "../shared/words.tsx";
import styles from "./table.module.css";

/** How the console looks and speaks. */
export function Preferences(): ReactNode {
  const { t, language, choose } = useWords();
  const { appearance, choose: look } = useAppearance();
  const names = {
    auto: t.appearanceAuto,
    light: t.appearanceLight,
    dark: t.appearanceDark,
    night: t.appearanceNight,
  };
  return (
    <div className={styles["preferences"]}>
      <Input
        component="select"
        aria-label={t.appearance}
        value={appearance}
        onChange={(event) =>
          look(appearances.find((one) => one === event.currentTarget.value) ?? "auto")
        }
      >
        {appearances.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </Input>
      <Input
        component="select"
        aria-label={t.language}
        value={language}
        onChange={(event) =>
          choose(languages.find((one) => one === event.currentTarget.value) ?? "en")
        }
      >
        {languages.map((one) => (
          <option key={one} value={one} lang={one}>
            {catalogues[one].languageName}
          </option>
        ))}
      </Input>
    </div>
  );
}
