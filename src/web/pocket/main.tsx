import "../styles.ts";
import "./pocket.css";
import { createRoot } from "react-dom/client";
import { firstCatalogue } from "../messages/languages.ts";
import { AppearanceProvider } from "../shared/appearance.tsx";
import { WordsProvider } from "../shared/words.tsx";
import { openPhoneLink, type PhoneLink } from "./phone-link.ts";
import { Insecure, Pocket } from "./pocket.tsx";

const catalogue = await firstCatalogue();
const root = createRoot(document.getElementById("root") as HTMLElement);

function render(link: PhoneLink | undefined): void {
  root.render(
    <AppearanceProvider>
      <WordsProvider initial={catalogue} onChange={(next) => link?.speak(next.language)}>
        {link === undefined ? <Insecure /> : <Pocket link={link} />}
      </WordsProvider>
    </AppearanceProvider>,
  );
}

// Outside https and localhost there is no WebCrypto, and without a key there is no phone (S0).
if (isSecureContext) void openPhoneLink(catalogue.language).then(render);
else render(undefined);

// A page that was kept for "back" shows nothing of whoever was in.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
