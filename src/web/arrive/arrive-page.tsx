import { Button } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type {
  ArriveAcceptReply,
  ArriveOptionsReply,
  ArriveReply,
} from "../../http/arrive-contract.ts";
import styles from "../bedside/apart/apart.module.css";
import { ApartScreen } from "../bedside/apart/apart-screen.tsx";
import { MomentScreen } from "../bedside/apart/moment-screen.tsx";
import { makePasskey } from "../shared/passkeys.ts";
import { sayRole } from "../shared/say-server.ts";
import { failureOf } from "../shared/screen-error.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime, dayAndTime } from "../shared/zoned.ts";
import { askArrive } from "./arrive-requests.ts";
import { keepCode, keptCode } from "./kept-code.ts";

export interface ArrivePageProps {
  /** The secret of the link. */
  readonly link: string;
}

/** What whoever is booked does before they come, on their own phone: one touch and the phone's own question. */
export function ArrivePage({ link }: ArrivePageProps): ReactNode {
  const { t, explain, language } = useWords();
  const [offer, setOffer] = useState<ArriveReply>();
  const [code, setCode] = useState(() => keptCode(link));
  const [refused, setRefused] = useState("");
  const look = useCallback(async (): Promise<void> => {
    try {
      setOffer(await askArrive<ArriveReply>("look", { link }, language));
      setRefused("");
    } catch (cause) {
      setRefused(explain(failureOf(cause, false)));
    }
  }, [link, language, explain]);
  const isWhole = /^[\w-]{43}$/.test(link);
  useEffect(() => {
    if (code === undefined && isWhole) void look();
  }, [code, isWhole, look]);
  if (code !== undefined) {
    return (
      <ApartScreen icon="badge" title={t.arriveDone}>
        <p>{t.arriveCode}</p>
        <output className={styles["code"]} aria-label={t.arriveCodeName}>
          {code}
        </output>
        <p>{t.arriveCodeOnly}</p>
      </ApartScreen>
    );
  }
  if (!isWhole) {
    return (
      <ApartScreen icon="offline" title={t.arriveRefused}>
        <p>{t.arriveBroken}</p>
      </ApartScreen>
    );
  }
  if (refused !== "") {
    return (
      <ApartScreen icon="offline" title={t.arriveRefused}>
        <p role="alert">{refused}</p>
        <Button variant="subtle" size="lg" onClick={() => void look()}>
          {t.tryAgain}
        </Button>
      </ApartScreen>
    );
  }
  if (offer === undefined) return <MomentScreen title={t.oneMoment} />;
  const taken = (shown: string): void => {
    keepCode(link, shown);
    setCode(shown);
  };
  return <Offer link={link} offer={offer} onTaken={taken} />;
}

interface OfferProps extends ArrivePageProps {
  readonly offer: ArriveReply;
  readonly onTaken: (code: string) => void;
}

function Offer({ link, offer, onTaken }: OfferProps): ReactNode {
  const { t, explain, language, locale, server } = useWords();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const { from, name, role, to, ward, zone } = offer;
  const accept = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid("");
    try {
      const { options } = await askArrive<ArriveOptionsReply>("options", { link }, language);
      const { response } = await makePasskey(options, t);
      const body = { link, response };
      const { code } = await askArrive<ArriveAcceptReply>("accept", body, language);
      onTaken(code);
    } catch (cause) {
      setSaid(explain(failureOf(cause, true)));
    } finally {
      setBusy(false);
    }
  };
  const when = `${dayAndTime(from, zone, locale)} – ${clockTime(to, zone, locale)}`;
  return (
    <ApartScreen icon="badge" title={t.arriveTitle(name)}>
      <p>{t.arriveOffer(sayRole(role, server), ward, when)}</p>
      <p>{t.arrivePasskey}</p>
      <div role="alert">{said}</div>
      <Button size="lg" aria-disabled={busy} onClick={() => void accept()}>
        {busy ? t.oneMoment : t.arriveAccept}
      </Button>
    </ApartScreen>
  );
}
