import "../styles.ts";
import "../bedside/bedside.css";
import { createRoot } from "react-dom/client";
import { firstCatalogue } from "../messages/languages.ts";
import { AppearanceProvider } from "../shared/appearance.tsx";
import { WordsProvider } from "../shared/words.tsx";
import { ArrivePage } from "./arrive-page.tsx";

async function run(): Promise<void> {
  const catalogue = await firstCatalogue();
  createRoot(document.getElementById("root") as HTMLElement).render(
    <AppearanceProvider>
      <WordsProvider initial={catalogue}>
        <ArrivePage link={location.hash.slice(1)} />
      </WordsProvider>
    </AppearanceProvider>,
  );
}

// Another link that is opened in the same window is another page.
addEventListener("hashchange", () => location.reload());

void run();
