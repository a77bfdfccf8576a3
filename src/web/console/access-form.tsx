import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import type { CampaignScopeView } from "../../http/campaigns-contract.ts";
import { useWords } from "../shared/words.tsx";
import { kindWords, ofWords } from "./access-words.ts";

const kinds = ["all", "ward", "role", "risk", "event"] as const;

/** Opens a review: of what, and nothing else is asked. */
export function AccessForm(props: {
  readonly busy: boolean;
  readonly onOpen: (scope: CampaignScopeView) => void;
}): ReactNode {
  const { t } = useWords();
  const [type, setType] = useState<CampaignScopeView["type"]>("ward");
  const [of, setOf] = useState("");
  const open = (event: FormEvent): void => {
    event.preventDefault();
    const named = type === "all" || of.trim() === "" ? {} : { of: of.trim() };
    if (!props.busy) props.onOpen({ type, ...named });
  };
  return (
    <form onSubmit={open} aria-labelledby="access-open">
      <h2 id="access-open">{t.accessOpenTitle}</h2>
      <Group align="end">
        <NativeSelect
          label={t.accessOpenWhat}
          value={type}
          onChange={({ currentTarget: { value } }) =>
            setType(kinds.find((each) => each === value) ?? "ward")
          }
          data={kinds.map((each) => ({ value: each, label: kindWords[each](t) }))}
        />
        {type !== "all" && (
          <TextInput
            label={ofWords[type](t)}
            value={of}
            required={type !== "risk"}
            onChange={(event) => setOf(event.currentTarget.value)}
          />
        )}
        <Button type="submit" aria-disabled={props.busy}>
          {t.accessOpen}
        </Button>
      </Group>
    </form>
  );
}
