import "../styles.ts";
import "./bedside.css";
import { createRoot } from "react-dom/client";
import { firstCatalogue } from "../messages/languages.ts";
import { AppearanceProvider } from "../shared/appearance.tsx";
import { WordsProvider } from "../shared/words.tsx";
import { InsecureScreen } from "./apart/insecure-screen.tsx";
import { Bedside } from "./bedside.tsx";
import { SeatProvider } from "./seat/use-seat.tsx";
import { type RunningSeat, startSeat } from "./start-seat.ts";
import { listenForBadges } from "./wedge/listen-for-badges.ts";
import { aloneTiming, readerTiming } from "./wedge/read-key.ts";

const catalogue = await firstCatalogue();
const root = createRoot(document.getElementById("root") as HTMLElement);

function render(seat: RunningSeat | undefined): void {
  root.render(
    <AppearanceProvider>
      {seat === undefined ? (
        <WordsProvider initial={catalogue}>
          <InsecureScreen />
        </WordsProvider>
      ) : (
        <WordsProvider initial={catalogue} onChange={seat.speak}>
          <SeatProvider seat={{ ...seat, language: catalogue.language }}>
            <Bedside />
          </SeatProvider>
        </WordsProvider>
      )}
    </AppearanceProvider>,
  );
}

async function run(): Promise<void> {
  // Outside https and localhost there is no WebCrypto, and without a key there is no seat (S0).
  if (!isSecureContext) return render(undefined);
  const seat = await startSeat(catalogue);
  listenForBadges(
    document,
    (badge) => void seat.store.tap(badge),
    () => (seat.store.snapshot().state?.type === "locked" ? aloneTiming : readerTiming),
  );
  // A page that is left or kept for "back" shows nothing of whoever was in (S7).
  addEventListener("pagehide", () => {
    seat.stop();
    seat.store.forget();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  render(seat);
}

void run();
