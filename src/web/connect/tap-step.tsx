import { type ReactNode, useEffect, useState } from "react";
import type { SeatState } from "../../http/bedside-contract.ts";
import type { Spoken } from "../../http/contract.ts";
import { ApartScreen } from "../bedside/apart/apart-screen.tsx";
import { listenForBadges } from "../bedside/wedge/listen-for-badges.ts";
import { aloneTiming, readerTiming } from "../bedside/wedge/read-key.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import type { ConnectRequests } from "./connect-requests.ts";
import { PinForm } from "./pin-form.tsx";

export interface TapStepProps {
  readonly requests: ConnectRequests;
  readonly onIn: () => void;
  readonly children: ReactNode;
}

type AskingPin = Extract<SeatState, { readonly type: "pin" }>;

/** Nobody is in at this seat: a badge is tapped here, or at the bedside screen. */
export function TapStep({ children, onIn, requests }: TapStepProps): ReactNode {
  const { t, explain, tell } = useWords();
  const [pin, setPin] = useState<AskingPin>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const doing = async (work: Promise<{ readonly state: SeatState } & Partial<Spoken>>) => {
    setBusy(true);
    try {
      const { message = "", said: sentences = [], state } = await work;
      setPin(state.type === "pin" ? state : undefined);
      setSaid(message === "" ? "" : tell({ message, said: sentences }));
      if (state.type === "in") onIn();
    } catch (cause) {
      setSaid(explain(failureOf(cause, false)));
    } finally {
      setBusy(false);
    }
  };
  const isAsking = pin !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the listener lives as long as the step; only its timing changes.
  useEffect(
    () =>
      listenForBadges(
        document,
        (badge) => void doing(requests.tap(badge)),
        () => (isAsking ? readerTiming : aloneTiming),
      ),
    [isAsking, requests],
  );
  return (
    <ApartScreen icon="badge" title={isAsking ? t.pinTitle(pin.initials) : t.connectTap}>
      {isAsking ? (
        <PinForm
          busy={busy}
          said={said}
          onPin={(digits) => void doing(requests.pin(pin.tap, digits))}
        />
      ) : (
        <>
          <p>{t.connectTapBody}</p>
          <div role="alert">{said}</div>
        </>
      )}
      {children}
    </ApartScreen>
  );
}
