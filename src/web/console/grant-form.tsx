import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ConsoleGrantRequest, GrantForm as Form } from "../../http/grants-contract.ts";
import { own, sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { instantAt } from "../shared/zoned.ts";
import { useConsole } from "./use-console.tsx";

export interface GrantFormProps {
  readonly form: Form;
  readonly busy: boolean;
  readonly onAsk: (wish: ConsoleGrantRequest) => void;
}

/** What is asked for at a desk; one patient is asked for from the chart that stays closed, which says who it is. */
const kinds = ["ward", "task", "role"] as const;
type Kind = (typeof kinds)[number];

interface Typed {
  readonly kind: Kind;
  readonly ward: string;
  readonly action: string;
  readonly role: string;
  readonly reason: string;
  readonly staff: string;
  readonly minutes: string;
  readonly from: string;
  readonly words: string;
}

/** What there is to choose from, in the screen's own language. */
function useChoices(form: Form) {
  const { t, server } = useWords();
  const titleOf = (action: string, label: string): string =>
    (server && own(server.actions, action)) ?? label;
  return {
    kinds: kinds
      .filter((kind) => form.kinds.includes(kind))
      .map((value) => ({ value, label: t[`grantAskKind_${value}`] })),
    wards: form.wards.map(({ id, name }) => ({ value: id, label: name })),
    tasks: form.tasks.map(({ action, label }) => ({
      value: action,
      label: titleOf(action, label),
    })),
    roles: form.roles.map(({ role, label }) => ({ value: role, label: sayRole(label, server) })),
    reasons: form.reasons.map(({ code, label }) => ({
      value: code,
      label: (server && own(server.excuses, code)) ?? label,
    })),
  };
}

function wishOf(typed: Typed, zone: string): ConsoleGrantRequest {
  const { kind, ward, action, role, reason, staff, minutes, from, words } = typed;
  return {
    kind,
    ward,
    reason,
    ...(kind === "task" ? { action } : {}),
    ...(kind === "role" ? { role } : {}),
    ...(staff.trim() === "" ? {} : { staff: staff.trim() }),
    ...(minutes.trim() === "" ? {} : { minutes: Number(minutes) }),
    ...(from === "" ? {} : { from: instantAt(from, zone) }),
    ...(words.trim() === "" ? {} : { words }),
  };
}

/** Asks for a ward's patients, a task or a role there, for oneself or for somebody who is sent there; now or from a time on. */
export function GrantForm({ form, busy, onAsk }: GrantFormProps): ReactNode {
  const { t } = useWords();
  const { zone } = useConsole();
  const choices = useChoices(form);
  const [typed, setTyped] = useState<Typed>({
    kind: choices.kinds[0]?.value ?? "ward",
    ward: form.wards[0]?.id ?? "",
    action: form.tasks[0]?.action ?? "",
    role: form.roles[0]?.role ?? "",
    reason: form.reasons[0]?.code ?? "",
    staff: "",
    minutes: "",
    from: "",
    words: "",
  });
  const set =
    (name: keyof Typed) =>
    ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void =>
      setTyped({ ...typed, [name]: currentTarget.value });
  const choose = (
    name: "kind" | "ward" | "action" | "role" | "reason",
    label: string,
    data: readonly { readonly value: string; readonly label: string }[],
  ): ReactNode => (
    <NativeSelect label={label} value={typed[name]} data={[...data]} onChange={set(name)} />
  );
  return (
    <details>
      <summary>{t.grantAskTitle}</summary>
      <p>{t.grantAskHint}</p>
      <Group align="end">
        {choose("kind", t.grantAskKind, choices.kinds)}
        {typed.kind === "task" && choose("action", t.grantAskTask, choices.tasks)}
        {typed.kind === "role" && choose("role", t.grantAskRole, choices.roles)}
        {choose("ward", t.grantAskWard, choices.wards)}
        {choose("reason", t.grantAskReason, choices.reasons)}
        <TextInput label={t.grantAskStaff} value={typed.staff} onChange={set("staff")} />
        <TextInput
          label={t.grantAskMinutes}
          inputMode="numeric"
          value={typed.minutes}
          onChange={({ currentTarget }) =>
            setTyped({ ...typed, minutes: currentTarget.value.replace(/\D/g, "") })
          }
        />
        <TextInput
          label={t.grantAskFrom}
          type="datetime-local"
          value={typed.from}
          onChange={set("from")}
        />
        <TextInput
          label={t.grantAskWords}
          maxLength={500}
          value={typed.words}
          onChange={set("words")}
        />
        <Button aria-disabled={busy} onClick={() => onAsk(wishOf(typed, zone))}>
          {t.grantAsk}
        </Button>
      </Group>
    </details>
  );
}
