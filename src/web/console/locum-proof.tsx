import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { LocumReply, ProofLocumRequest } from "../../http/locums-contract.ts";
import { useWords } from "../shared/words.tsx";
import type { LocumActProps } from "./locum-card.tsx";
import styles from "./locums.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { useDoing } from "./use-doing.ts";

/** Somebody has come, and the one at the console has seen who it is: how, how sure, and until when that counts. */
export function LocumProof({ locum: { engagement, who }, onDone }: LocumActProps): ReactNode {
  const { t, language, tell } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const [method, setMethod] = useState<ProofLocumRequest["method"]>("photo-id");
  const [level, setLevel] = useState<ProofLocumRequest["level"]>(2);
  const [until, setUntil] = useState("");
  const proof = async (): Promise<string> => {
    const body: ProofLocumRequest = { method, level, until };
    const path = `locums/${encodeURIComponent(engagement)}/proof`;
    const reply = await askJson<LocumReply>({ path, body, language });
    if (reply.type !== "done") return tell(reply);
    onDone(t.locumProofed(who.name));
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (until !== "") void run(proof);
  };
  const one = { value: "1", label: t.locumLevelOne };
  const levels = method === "photo-id" ? [{ value: "2", label: t.locumLevelTwo }, one] : [one];
  return (
    <form
      className={styles["step"]}
      aria-label={t.locumProofOf(who.name)}
      onSubmit={submit}
      autoComplete="off"
    >
      <NativeSelect
        label={t.locumProofHow}
        value={method}
        data={[
          { value: "photo-id", label: t.checkedPhotoId },
          { value: "known-with-witness", label: t.checkedKnown },
        ]}
        onChange={({ currentTarget }) => {
          const isId = currentTarget.value === "photo-id";
          setMethod(isId ? "photo-id" : "known-with-witness");
          setLevel(isId ? 2 : 1);
        }}
      />
      <NativeSelect
        label={t.locumProofLevel}
        value={String(level)}
        data={levels}
        onChange={({ currentTarget }) => setLevel(currentTarget.value === "2" ? 2 : 1)}
      />
      <TextInput
        type="date"
        label={t.locumProofUntil}
        value={until}
        onChange={({ currentTarget }) => setUntil(currentTarget.value)}
      />
      <div role="alert">{said}</div>
      {needsPasskey && <PasskeyButton onRaised={() => void run(proof)} />}
      <Button type="submit" aria-disabled={busy || until === ""}>
        {busy ? t.oneMoment : t.locumProof}
      </Button>
    </form>
  );
}
