import "../styles.ts";
import "../bedside/bedside.css";
import { createRoot } from "react-dom/client";
import { findSeatKey } from "../bedside/link/seat-key.ts";
import { firstCatalogue } from "../messages/languages.ts";
import { AppearanceProvider } from "../shared/appearance.tsx";
import { WordsProvider } from "../shared/words.tsx";
import { ConnectPage } from "./connect-page.tsx";
import { createConnectRequests } from "./connect-requests.ts";

async function run(): Promise<void> {
  const catalogue = await firstCatalogue();
  const { language } = catalogue;
  const seatKey = await findSeatKey(indexedDB);
  const phoneKey = await findSeatKey(indexedDB, "wardkey-phone");
  const requests = createConnectRequests({
    seatKey,
    phoneKey,
    path: location.pathname,
    language,
  });
  createRoot(document.getElementById("root") as HTMLElement).render(
    <AppearanceProvider>
      <WordsProvider initial={catalogue}>
        <ConnectPage requests={requests} />
      </WordsProvider>
    </AppearanceProvider>,
  );
}

// A page kept for "back" asks anew who is in.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

void run();
