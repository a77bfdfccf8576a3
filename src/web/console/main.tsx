import "../styles.ts";
import "./console.css";
import { createRoot } from "react-dom/client";
import { firstCatalogue } from "../messages/languages.ts";
import { AppearanceProvider } from "../shared/appearance.tsx";
import { WordsProvider } from "../shared/words.tsx";
import { Console } from "./console.tsx";

const catalogue = await firstCatalogue();

createRoot(document.getElementById("root") as HTMLElement).render(
  <AppearanceProvider>
    <WordsProvider initial={catalogue}>
      <Console />
    </WordsProvider>
  </AppearanceProvider>,
);

// A page kept for "back" must not show what somebody signed out of.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
