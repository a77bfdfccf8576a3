import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { PersonView } from "../../http/contract.ts";
import type {
  BookLocumReply,
  BookLocumRequest,
  LocumView,
  LocumWard,
} from "../../http/locums-contract.ts";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import styles from "./locums.module.css";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { useDoing } from "./use-doing.ts";

const other = "other";

interface FormProps {
  /** Those that the person books locums for. */
  readonly wards: readonly LocumWard[];
  readonly onBooked: (locum: LocumView) => void;
}

/** Who is to come, as what and for which shift: what the ward usually has is chosen already. */
export function LocumForm({ wards, onBooked }: FormProps): ReactNode {
  const { t, language, server } = useWords();
  const { busy, said, needsPasskey, run } = useDoing();
  const [chosen, setChosen] = useState("");
  const ward = wards.find(({ id }) => id === chosen) ?? wards[0];
  const [name, setName] = useState("");
  const [agency, setAgency] = useState("");
  const [role, setRole] = useState(ward?.roles[0]?.name ?? "");
  const [day, setDay] = useState(ward?.today ?? "");
  const [shift, setShift] = useState("");
  const [own, setOwn] = useState({ from: "", to: "" });
  const [known, setKnown] = useState<readonly PersonView[]>([]);
  const patterns = (ward?.patterns ?? []).map(({ from, to }) => ({
    value: `${from}/${to}`,
    label: t.locumTimes(from, to),
  }));
  const times = shift === "" ? (patterns[0]?.value ?? other) : shift;
  const book = async (person?: string): Promise<string> => {
    const [from = "", to = ""] = times === other ? [own.from, own.to] : times.split("/");
    const wanted = { ward: ward?.id ?? "", role, day, from, to, name, agency };
    const body: BookLocumRequest = { ...wanted, ...(person === undefined ? {} : { person }) };
    const reply = await askJson<BookLocumReply>({ path: "locums", body, language });
    if (reply.type === "known") {
      setKnown(reply.people);
      return t.locumKnown;
    }
    setKnown([]);
    setName("");
    onBooked(reply.locum);
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") void run(() => book());
  };
  return (
    <form
      className={styles["book"]}
      aria-label={t.locumBookTitle}
      onSubmit={submit}
      autoComplete="off"
    >
      <h2>{t.locumBookTitle}</h2>
      {wards.length > 1 && (
        <NativeSelect
          label={t.locumWard}
          value={ward?.id ?? ""}
          data={wards.map((one) => ({ value: one.id, label: `${one.id} ${one.name}` }))}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
      )}
      <TextInput
        label={t.locumName}
        value={name}
        spellCheck={false}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
          setKnown([]);
        }}
      />
      <TextInput
        label={t.locumAgency}
        value={agency}
        spellCheck={false}
        onChange={({ currentTarget }) => setAgency(currentTarget.value)}
      />
      <NativeSelect
        label={t.locumRole}
        value={role}
        data={(ward?.roles ?? []).map((one) => ({
          value: one.name,
          label: sayRole(one.title, server),
        }))}
        onChange={({ currentTarget }) => setRole(currentTarget.value)}
      />
      <div className={styles["pair"]}>
        <TextInput
          type="date"
          label={t.locumDay}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        <NativeSelect
          label={t.locumShift}
          value={times}
          data={[...patterns, { value: other, label: t.locumOtherTimes }]}
          onChange={({ currentTarget }) => setShift(currentTarget.value)}
        />
      </div>
      {times === other && (
        <div className={styles["pair"]}>
          <TextInput
            type="time"
            label={t.locumFrom}
            value={own.from}
            onChange={({ currentTarget }) => setOwn({ ...own, from: currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t.locumTo}
            value={own.to}
            onChange={({ currentTarget }) => setOwn({ ...own, to: currentTarget.value })}
          />
        </div>
      )}
      <div role="alert">{said}</div>
      {known.map((person) => (
        <Button
          key={person.id}
          variant="default"
          aria-disabled={busy}
          onClick={() => void run(() => book(person.id))}
        >
          {t.locumAgain(person.name)}
        </Button>
      ))}
      {known.length > 0 && (
        <Button variant="default" aria-disabled={busy} onClick={() => void run(() => book("new"))}>
          {t.locumNew}
        </Button>
      )}
      {needsPasskey && <PasskeyButton onRaised={() => void run(() => book())} />}
      {known.length === 0 && (
        <Button type="submit" aria-disabled={busy}>
          {busy ? t.oneMoment : t.locumBook}
        </Button>
      )}
    </form>
  );
}
