import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { Messages } from "../messages/en.ts";
import { catalogues, type Language, locales } from "../messages/languages.ts";

/** The words in force, and how to change the language. */
export interface Words {
  readonly t: Messages;
  readonly language: Language;
  /** For dates and numbers. */
  readonly locale: string;
  readonly choose: (language: Language) => void;
}

const WordsContext = createContext<Words | undefined>(undefined);

/** The words of this screen's language. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === undefined) throw new Error("useWords needs a WordsProvider around it");
  return words;
}

export interface WordsProviderProps {
  readonly initial: Language;
  /** Told of each change, for what is not a component. */
  readonly onChange?: (language: Language) => void;
  readonly children: ReactNode;
}

/** Provides the words; a language chosen on the screen lives until the provider is built anew. */
export function WordsProvider({ initial, onChange, children }: WordsProviderProps): ReactNode {
  const [language, choose] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = language;
    onChange?.(language);
  }, [language, onChange]);
  const words = useMemo(
    () => ({ t: catalogues[language], language, locale: locales[language], choose }),
    [language],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}
