import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ConsoleMe, RecordView } from "../../http/console-contract.ts";
import { onThisPage, throughAMoment } from "../shared/through-a-moment.ts";
import { useWords } from "../shared/words.tsx";
import { followRecords } from "./follow-records.ts";
import { ask, askJson } from "./requests.ts";
import { Shell } from "./shell.tsx";
import { SignInScreen } from "./sign-in-screen.tsx";
import { ConsoleContext } from "./use-console.tsx";

type Who =
  | { readonly type: "asking" }
  | { readonly type: "out"; readonly was: boolean }
  | { readonly type: "in"; readonly me: ConsoleMe };

const askMe = (language: string): Promise<ConsoleMe> =>
  throughAMoment(() => askJson<ConsoleMe>({ path: "me", language }), {
    ...onThisPage,
    waiting: () => undefined,
  });

async function whoAmI(language: string): Promise<Who> {
  try {
    return { type: "in", me: await askMe(language) };
  } catch {
    return { type: "out", was: false };
  }
}

interface InProps {
  readonly me: ConsoleMe;
  readonly onOut: (was: boolean) => void;
}

function SignedInConsole({ me: first, onOut }: InProps): ReactNode {
  const { language } = useWords();
  const [me, setMe] = useState(first);
  const [live, setLive] = useState<boolean | undefined>();
  const follows = me.pages.includes("records");
  const listeners = useRef(new Set<(record: RecordView) => void>());
  // These two stay the same: pages ask again when they change.
  const signedOut = useCallback(() => onOut(true), [onOut]);
  const denied = useCallback(() => {
    // Without an answer what was offered stays, and the refusal stands on its page.
    void askMe(language).then(setMe, () => undefined);
  }, [language]);
  useEffect(() => {
    // Each refusal is on record: what is not offered is not asked for.
    if (!follows) return setLive(undefined);
    setLive(false);
    const leaving = new AbortController();
    const onRecord = (record: RecordView): void => {
      for (const listener of listeners.current) listener(record);
    };
    const deps = {
      language,
      onRecord,
      onLive: setLive,
      onSignedOut: signedOut,
      onRefused: () => setLive(undefined),
    };
    void followRecords(deps, leaving.signal);
    return () => leaving.abort();
  }, [language, signedOut, follows]);
  const session = useMemo(
    () => ({
      ...me,
      live,
      listen: (listener: (record: RecordView) => void) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
      denied,
      signedOut,
      signOut: () => {
        // What was shown goes at once; the server ends the session as soon as it hears of it.
        onOut(false);
        void ask({ path: "sign-out", body: {}, language }).catch(() => undefined);
      },
    }),
    [me, live, language, onOut, denied, signedOut],
  );
  return (
    <ConsoleContext value={session}>
      <Shell />
    </ConsoleContext>
  );
}

/** The console: whoever is signed in, or the way in. */
export function Console(): ReactNode {
  const { t, language } = useWords();
  const [who, setWho] = useState<Who>({ type: "asking" });
  const onOut = useCallback((was: boolean) => setWho({ type: "out", was }), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, in whatever language.
  useEffect(() => {
    void whoAmI(language).then(setWho);
  }, []);
  useEffect(() => {
    document.title = `${t.appName} – ${t.consoleTitle}`;
  }, [t]);
  if (who.type === "asking") return <main aria-busy="true" aria-label={t.oneMoment} />;
  if (who.type === "in") return <SignedInConsole me={who.me} onOut={onOut} />;
  return (
    <SignInScreen
      was={who.was}
      // Without an answer nothing is made up: neither pages nor a time zone.
      onIn={async () => {
        const known = await whoAmI(language);
        setWho(known.type === "in" ? known : { type: "out", was: true });
      }}
    />
  );
}
