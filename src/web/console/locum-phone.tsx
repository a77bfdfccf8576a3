import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { SecondPerson } from "../../http/console-contract.ts";
import type {
  LocumCodeRequest,
  LocumPhoneReply,
  LocumPhoneRequest,
  LocumReply,
  LocumView,
} from "../../http/locums-contract.ts";
import { QrCode } from "../shared/qr-code.tsx";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import type { LocumActProps } from "./locum-card.tsx";
import styles from "./locums.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { isThere, nobody, onceMore, Vouching } from "./second-person.tsx";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

export interface LocumPhoneProps extends LocumActProps {
  readonly may: { readonly book: boolean; readonly proof: boolean };
}

const pathOf = ({ engagement }: LocumView): string =>
  `locums/${encodeURIComponent(engagement)}/phone`;

/** A link for the locum's own phone: made, shown this once, and withdrawn. */
export function LocumPhone({ locum, may, onDone }: LocumPhoneProps): ReactNode {
  const { t, language, locale, tell } = useWords();
  const { zone } = useConsole();
  const { busy, said, needsPasskey, run } = useDoing();
  const [made, setMade] = useState<LocumPhoneReply>();
  const { phone, who } = locum;
  const [address, setAddress] = useState("");
  const [last, setLast] = useState<"send" | "withdraw">("send");
  const send = async (): Promise<string> => {
    const mail = address.trim();
    const body: LocumPhoneRequest = mail === "" ? {} : { mail };
    setMade(await askJson<LocumPhoneReply>({ path: pathOf(locum), body, language }));
    setAddress("");
    // What the list says of it is asked for anew; the link itself is here already.
    onDone("");
    return "";
  };
  const withdraw = async (): Promise<string> => {
    const path = `${pathOf(locum)}/withdraw`;
    const reply = await askJson<LocumReply>({ path, body: {}, language });
    if (reply.type !== "done") return tell(reply);
    setMade(undefined);
    onDone(t.locumLinkWithdrawn(who.name));
    return "";
  };
  const acts = { send, withdraw };
  const act = (what: "send" | "withdraw"): void => {
    setLast(what);
    void run(acts[what]);
  };
  const until = phone && dayAndTime(phone.until, zone, locale);
  const states = {
    sent: t.locumLinkSent(until ?? ""),
    expired: t.locumLinkExpired,
    accepted: t.locumLinkAccepted,
    failed: t.locumLinkFailed,
    bound: t.locumLinkBound,
  };
  const isOpen = phone !== undefined && phone.state !== "bound";
  return (
    <div className={styles["step"]}>
      {phone !== undefined && <p>{states[phone.state]}</p>}
      {made !== undefined && phone?.state === "sent" && (
        <>
          <p>{t.locumLinkOnce}</p>
          <TextInput readOnly label={t.locumLinkFor(who.name)} value={made.link} />
          <QrCode text={made.link} label={t.locumLinkFor(who.name)} />
          <Button
            variant="default"
            onClick={() =>
              void navigator.clipboard.writeText(made.link).then(() => onDone(t.locumLinkCopied))
            }
          >
            {t.locumLinkCopy}
          </Button>
        </>
      )}
      <div role="alert">{said}</div>
      {needsPasskey && <PasskeyButton onRaised={() => act(last)} />}
      {may.book && phone?.state !== "bound" && (
        <TextInput
          type="email"
          label={t.locumLinkMail}
          description={t.locumLinkMailHint}
          value={address}
          autoComplete="off"
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        />
      )}
      {may.book && phone?.state !== "bound" && (
        <Button variant="default" aria-disabled={busy} onClick={() => act("send")}>
          {phone === undefined ? t.locumLink : t.locumLinkAgain}
        </Button>
      )}
      {may.proof && isOpen && (
        <Button variant="subtle" aria-disabled={busy} onClick={() => act("withdraw")}>
          {t.locumLinkWithdraw}
        </Button>
      )}
    </div>
  );
}

/** Whoever was proofed here says the code that their phone shows. */
export function LocumCode({ locum, onDone }: LocumActProps): ReactNode {
  const { t, language, tell } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const [code, setCode] = useState("");
  const [second, setSecond] = useState<SecondPerson>(nobody);
  const [asksSecond, setAsksSecond] = useState(false);
  const { who } = locum;
  const bind = async (): Promise<string> => {
    if (asksSecond && !isThere(second)) return t.secondFirst;
    const body: LocumCodeRequest = { code, ...(isThere(second) ? { second } : {}) };
    if ("response" in second) setSecond(nobody);
    const reply = await askJson<LocumReply>({ path: `${pathOf(locum)}/code`, body, language });
    if (reply.type === "done") {
      onDone(t.locumPasskeyMade(who.name));
      return "";
    }
    if (reply.type === "second") {
      setAsksSecond(true);
      setSecond(onceMore(second));
    } else setCode("");
    return tell(reply);
  };
  const isWhole = /^\d{6}$/.test(code);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isWhole) void run(bind);
  };
  return (
    <form className={styles["step"]} onSubmit={submit} autoComplete="off">
      <TextInput
        label={t.locumCode}
        inputMode="numeric"
        maxLength={6}
        value={code}
        onChange={({ currentTarget }) => setCode(currentTarget.value.trim())}
      />
      {asksSecond && <Vouching person={who.id} value={second} onChange={setSecond} />}
      <div role="alert">{said}</div>
      {needsPasskey && <PasskeyButton onRaised={() => void run(bind)} />}
      <Button type="submit" aria-disabled={busy || !isWhole}>
        {busy ? t.oneMoment : t.locumCodeBind}
      </Button>
    </form>
  );
}
