import type { ReactNode } from "react";
import { languageNames, languages } from "../messages/languages.ts";
import { appearances, useAppearance } from "../shared/appearance.tsx";
import { Choose } from "../shared/choose.tsx";
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
      <Choose
        label={t.appearance}
        value={appearance}
        choices={appearances.map((value) => ({ value, label: names[value] }))}
        onChoose={(value) => look(appearances.find((one) => one === value) ?? "auto")}
      />
      <Choose
        label={t.language}
        value={language}
        choices={languages.map((value) => ({
          value,
          label: languageNames[value],
          lang: value,
        }))}
        onChoose={(value) => choose(languages.find((one) => one === value) ?? "en")}
      />
    </div>
  );
}
