import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import { EnrolmentScreen } from "./apart/enrolment-screen.tsx";
import { LostScreen } from "./apart/lost-screen.tsx";
import { MomentScreen } from "./apart/moment-screen.tsx";
import { CaseScreen } from "./case/case-screen.tsx";
import { LockedBesideCase } from "./case/locked-beside-case.tsx";
import { LockedScreen } from "./locked/locked-screen.tsx";
import { PinQuestion, PinScreen } from "./pin/pin-screen.tsx";
import { useSnapshot } from "./seat/use-seat.tsx";
import { SignedIn } from "./signed-in/signed-in.tsx";

/** What is shown when nobody is in, or when whoever is in is covered. */
function Alone(): ReactNode {
  const { t } = useWords();
  const { link, state, locking, reading } = useSnapshot();
  if (link.type === "lost") return <LostScreen kept={state?.type === "in"} />;
  if (locking !== undefined) return <MomentScreen title={t.locking} body={t.lockingBody} />;
  if ((state?.type === "locked" || state?.type === "pin") && state.case !== undefined) {
    // One screen for both, so that what is read there stays where it is while somebody comes in.
    return (
      <CaseScreen
        key={state.case.patient.id}
        shown={state.case}
        wardName={state.wardName}
        asking={state.type === "pin"}
      >
        {state.type === "pin" ? (
          <PinQuestion key={state.tap} state={state} beside />
        ) : (
          <LockedBesideCase state={state} />
        )}
      </CaseScreen>
    );
  }
  if (state?.type === "locked") return <LockedScreen state={state} />;
  if (state?.type === "pin") return <PinScreen key={state.tap} state={state} />;
  if (reading) return <MomentScreen title={t.readingBadge} />;
  return <MomentScreen title={t.startingTitle} />;
}

/**
 * The bedside screen. Whoever is in has a tree of their own, built anew for each occupancy and taken
 * away whole (S7); it is covered, and keeps what was half typed, while a badge is being read or the
 * server is away.
 */
export function Bedside(): ReactNode {
  const { link, state, occupancy, reading } = useSnapshot();
  if (link.type === "unknown") return <EnrolmentScreen link={link} />;
  if (state?.type !== "in") return <Alone />;
  const covered = reading || link.type === "lost";
  return (
    <>
      <div hidden={covered} key={occupancy}>
        <SignedIn state={state} covered={covered} />
      </div>
      {covered && <Alone />}
    </>
  );
}
