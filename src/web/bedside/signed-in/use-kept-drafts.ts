import { useEffect, useRef, useState } from "react";
import { failureOf } from "../../shared/screen-error.ts";
import { useSeat } from "../seat/use-seat.tsx";
import type { Panel } from "./attempt.ts";
import type { Attempts } from "./use-attempts.ts";

/** The server is asked again after this long. */
const again = 3_000;

function formOf(panel: Panel | undefined): string | undefined {
  if (panel?.type === "compose") return panel.action;
  const isAbout = panel?.type === "refused" || panel?.type === "confirm";
  return isAbout && panel.attempt.type === "act" ? panel.attempt.action : undefined;
}

/**
 * Brings back what the person has half-written on the open chart, and the form that they were in (S2, S6); keeps known which form
 * that is.
 */
export function useKeptDrafts(patient: string | undefined, attempts: Attempts): void {
  const { store } = useSeat();
  const { panel, setPanel } = attempts;
  const [round, setRound] = useState(0);
  const shown = useRef(panel);
  shown.current = panel;
  useEffect(() => {
    if (patient === undefined) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetch = async (): Promise<void> => {
      try {
        const kept = await store.fetchDrafts(patient);
        const action = kept?.form;
        if (gone || action === undefined || shown.current !== undefined) return;
        if (store.drafts().has({ patient, action })) setPanel({ type: "compose", action });
      } catch (cause) {
        const { code } = failureOf(cause, false);
        if (!gone && code !== "dropped") timer = setTimeout(() => setRound(round + 1), again);
      }
    };
    void fetch();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [patient, store, setPanel, round]);
  const form = formOf(panel);
  useEffect(() => {
    const isOpen = patient !== undefined && form !== undefined;
    store.drafts().form(isOpen ? { patient, action: form } : undefined);
  }, [patient, form, store]);
}
