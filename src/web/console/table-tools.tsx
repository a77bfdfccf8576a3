import { Button, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import { useAddress } from "./address.ts";
import type { Column } from "./arrange.ts";
import { download, toCsv } from "./csv.ts";
import styles from "./table.module.css";

export interface TableToolsProps<Row> {
  /** Of the exported file. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Further filters, before the text. */
  readonly children?: ReactNode;
}

/** Above a table: its filters, and what it shows as CSV. */
export function TableTools<Row>({
  name,
  columns,
  rows,
  children,
}: TableToolsProps<Row>): ReactNode {
  const { t } = useWords();
  const { query, change } = useAddress();
  const save = (): void =>
    download(
      `${name}.csv`,
      toCsv(
        columns.map(({ title }) => title),
        rows.map((row) => columns.map(({ text }) => text(row))),
      ),
    );
  return (
    <div className={styles["tools"]}>
      {children}
      <TextInput
        label={t.contains}
        type="search"
        value={query.get("contains") ?? ""}
        onChange={(event) => change({ contains: event.currentTarget.value }, "replace")}
      />
      <Button
        variant="default"
        className={styles["export"]}
        disabled={rows.length === 0}
        onClick={save}
      >
        {t.exportCsv}
      </Button>
    </div>
  );
}
