import { Table, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../shared/words.tsx";
import { useAddress } from "./address.ts";
import { arrangementOf, type Column } from "./arrange.ts";
import styles from "./table.module.css";

/** A column as the table shows it. */
export interface TableColumn<Row> extends Column<Row> {
  /** The text when absent. */
  readonly cell?: (row: Row) => ReactNode;
  /** Whether the column may be sorted by; the order of records is the log's and no other. */
  readonly sortable?: boolean;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** It has many columns, which take two lines rather than more than the page. */
  readonly close?: boolean;
}

function Heading<Row>({ column }: { readonly column: TableColumn<Row> }): ReactNode {
  const { t } = useWords();
  const { query, change } = useAddress();
  const { sort, descending } = arrangementOf(query);
  const active = sort === column.id;
  if (column.sortable !== true) return <Table.Th role="columnheader">{column.title}</Table.Th>;
  const order = active && !descending ? "desc" : undefined;
  return (
    <Table.Th
      role="columnheader"
      aria-sort={active ? (descending ? "descending" : "ascending") : "none"}
    >
      <UnstyledButton
        className={styles["sort"]}
        aria-label={t.sortBy(column.title)}
        onClick={() => change({ sort: column.id, order }, "replace")}
      >
        {column.title} <span aria-hidden="true">{active ? (descending ? "↓" : "↑") : "↕"}</span>
      </UnstyledButton>
    </Table.Th>
  );
}

/**
 * A table whose order is in the address. Where there is too little room each row is a card, of which nothing is out of sight; what they
 * are is said in so many words, since a table that is drawn as something else is one to nobody else.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  close = false,
}: DataTableProps<Row>): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by keyboard.
    <section className={styles["scroll"]} aria-label={caption} tabIndex={0}>
      <Table
        className={styles["table"]}
        data-close={close}
        verticalSpacing="sm"
        role="table"
        aria-label={caption}
      >
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => (
              <Heading key={column.id} column={column} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)} role="row">
              {columns.map(({ id, cell, text, title }) => (
                <Table.Td key={id} role="cell" data-column={id} data-title={title}>
                  <div className={styles["value"]}>
                    {cell === undefined ? text(row) : cell(row)}
                  </div>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
