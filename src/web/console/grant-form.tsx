import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ConsoleGrantRequest, GrantForm as Form } from "../../http/grants-contract.ts";
import { useWords } from "../shared/words.tsx";

export interface GrantFormProps {
  readonly form: Form;
  readonly busy: boolean;
  readonly onAsk: (wish: ConsoleGrantRequest) => void;
}

/** Asks for a ward's patients, for oneself or for somebody who is sent there. */
export function GrantForm({ form, busy, onAsk }: GrantFormProps): ReactNode {
  const { t } = useWords();
  const [ward, setWard] = useState("");
  const [reason, setReason] = useState("");
  const [staff, setStaff] = useState("");
  const [minutes, setMinutes] = useState("");
  const [words, setWords] = useState("");
  const chosen = {
    ward: ward === "" ? (form.wards[0]?.id ?? "") : ward,
    reason: reason === "" ? (form.reasons[0]?.code ?? "") : reason,
  };
  const ask = (): void =>
    onAsk({
      kind: "ward",
      ...chosen,
      ...(staff.trim() === "" ? {} : { staff: staff.trim() }),
      ...(minutes.trim() === "" ? {} : { minutes: Number(minutes) }),
      ...(words.trim() === "" ? {} : { words }),
    });
  return (
    <details>
      <summary>{t.grantAskTitle}</summary>
      <p>{t.grantAskHint}</p>
      <Group align="end">
        <NativeSelect
          label={t.grantAskWard}
          value={chosen.ward}
          data={form.wards.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ currentTarget }) => setWard(currentTarget.value)}
        />
        <NativeSelect
          label={t.grantAskReason}
          value={chosen.reason}
          data={form.reasons.map(({ code, label }) => ({ value: code, label }))}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <TextInput
          label={t.grantAskStaff}
          value={staff}
          onChange={({ currentTarget }) => setStaff(currentTarget.value)}
        />
        <TextInput
          label={t.grantAskMinutes}
          inputMode="numeric"
          value={minutes}
          onChange={({ currentTarget }) => setMinutes(currentTarget.value.replace(/\D/g, ""))}
        />
        <TextInput
          label={t.grantAskWords}
          maxLength={500}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Button aria-disabled={busy} onClick={ask}>
          {t.grantAsk}
        </Button>
      </Group>
    </details>
  );
}
