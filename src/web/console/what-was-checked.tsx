import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import type { GiveBadgeRequest } from "../../http/console-contract.ts";
import { useWords } from "../shared/words.tsx";

export type Checked = GiveBadgeRequest["checked"];

interface CheckedProps {
  readonly label: string;
  readonly value: Checked;
  readonly onChange: (value: Checked) => void;
}

/** What was checked before somebody gets again what they had: it stands in the record. */
export function WhatWasChecked({ label, value, onChange }: CheckedProps): ReactNode {
  const { t } = useWords();
  const data = [
    { value: "", label: t.checkedChoose },
    { value: "photo-id", label: t.checkedPhotoId },
    { value: "known-with-witness", label: t.checkedKnown },
    { value: "staff-passport", label: t.checkedPassport },
  ];
  return (
    <NativeSelect
      label={label}
      data={data}
      value={value ?? ""}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === "" ? undefined : (currentTarget.value as Checked))
      }
    />
  );
}
