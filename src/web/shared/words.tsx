import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import type { Messages } from "../messages/en.ts";
import { type Catalogue, type Language, loadCatalogue, locales } from "../messages/languages.ts";
import type { ServerWords } from "./say-server.ts";
import { type Saying, sayingIn } from "./words-for.ts";

/** The words in force, and how to change the language. */
export interface Words extends Saying {
  readonly t: Messages;
  readonly language: Language;
  /** What the server says as codes; undefined: its own words are in this language. */
  readonly server: ServerWords | undefined;
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
  readonly initial: Catalogue;
  /** Told of each change, for what is not a component. */
  readonly onChange?: (catalogue: Catalogue) => void;
  readonly children: ReactNode;
}

/** Provides the words; a language chosen on the screen lives until the provider is built anew. */
export function WordsProvider({ initial, onChange, children }: WordsProviderProps): ReactNode {
  const [catalogue, speak] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = catalogue.language;
    onChange?.(catalogue);
  }, [catalogue, onChange]);
  // The same for ever: whoever goes back to a language when somebody leaves depends on it.
  const choose = useCallback((next: Language): void => {
    // Where the line does not let it come it stays as it is, to be chosen again.
    void loadCatalogue(next).then(speak, () => undefined);
  }, []);
  const words = useMemo(() => {
    const { language, messages, server } = catalogue;
    const locale = locales[language];
    return {
      t: messages,
      language,
      server,
      locale,
      choose,
      ...sayingIn(messages, { server, locale }),
    };
  }, [catalogue, choose]);
  return <WordsContext value={words}>{children}</WordsContext>;
}
