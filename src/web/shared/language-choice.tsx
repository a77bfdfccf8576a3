import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { languageNames, languages } from "../messages/languages.ts";
import styles from "./choice.module.css";
import { Icon } from "./icon.tsx";
import { useWords } from "./words.tsx";

/** Large buttons for the languages, each in its own words. */
export function LanguageChoice(): ReactNode {
  const { t, language, choose } = useWords();
  return (
    <fieldset className={styles["choice"]}>
      <legend>{t.language}</legend>
      {languages.map((one) => (
        <Button
          key={one}
          lang={one}
          variant={one === language ? "filled" : "default"}
          aria-pressed={one === language}
          leftSection={one === language ? <Icon name="check" /> : undefined}
          onClick={() => choose(one)}
        >
          {languageNames[one]}
        </Button>
      ))}
    </fieldset>
  );
}
