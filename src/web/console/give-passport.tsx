import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PersonView } from "../../http/contract.ts";
import type { PassportOfferReply } from "../../http/passports-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { QrCode } from "../shared/qr-code.tsx";
import { useWords } from "../shared/words.tsx";
import { clockTime } from "../shared/zoned.ts";
import desk from "./desk.module.css";
import { Facts } from "./one-thing.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import people from "./people.module.css";
import { askJson } from "./requests.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

interface Props {
  readonly who: PersonView;
  /** The engagement's address below `console/api/`. */
  readonly path: string;
}

/** Offers somebody a staff passport of this house: a code for their wallet, and the PIN that they type into it. */
export function GivePassport({ path, who }: Props): ReactNode {
  const { t, language, locale } = useWords();
  const { zone } = useConsole();
  const { busy, said, needsPasskey, run } = useDoing();
  const [offer, setOffer] = useState<PassportOfferReply>();
  const begin = () =>
    run(async () => {
      const to = `${path}/passport-offer`;
      setOffer(await askJson<PassportOfferReply>({ path: to, body: {}, language }));
      return "";
    });
  return (
    <div className={people["acts"]}>
      <Button variant="default" aria-disabled={busy} onClick={() => void begin()}>
        {t.passportGive}
      </Button>
      <div role="alert" className={desk["said"]}>
        {said}
      </div>
      {needsPasskey && <PasskeyButton onRaised={() => void begin()} />}
      {offer !== undefined && (
        <Dialog
          title={t.passportGiveTitle(who.name)}
          size="36rem"
          onClose={() => setOffer(undefined)}
          steady
        >
          <p>{t.passportGiveScan}</p>
          <QrCode text={offer.link} label={t.passportGiveCode} />
          <Facts facts={[[t.passportPin, <strong key="pin">{offer.pin}</strong>]]} />
          <p>{t.passportUntil(clockTime(offer.until, zone, locale))}</p>
          <p>{t.passportGiveWhat(who.name)}</p>
        </Dialog>
      )}
    </div>
  );
}
