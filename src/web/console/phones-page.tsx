import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  ConsolePhone,
  ConsolePhonesReply,
  EndConsolePhoneRequest,
} from "../../http/console-contract.ts";
import { EndPhone } from "../shared/end-phone.tsx";
import { useWords } from "../shared/words.tsx";
import { timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { arrange, arrangementOf } from "./arrange.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Empty } from "./empty.tsx";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import { TableTools } from "./table-tools.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

function useColumns(onEnd: (phone: ConsolePhone) => void): readonly TableColumn<ConsolePhone>[] {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  return [
    {
      id: "owner",
      title: t.phoneOwner,
      text: ({ owner }) => owner?.name ?? t.phoneShared,
      sortable: true,
    },
    { id: "platform", title: t.phone, text: ({ platform }) => platform, sortable: true },
    {
      id: "state",
      title: t.phoneState,
      text: ({ managed }) => (managed ? t.phoneManaged : t.phoneUnmanaged),
      sortable: true,
    },
    {
      id: "checked",
      title: t.phoneChecked,
      text: ({ checkedInAt }) =>
        checkedInAt === undefined ? t.phoneNeverChecked : timestamp(checkedInAt, zone, locale),
      sortBy: ({ checkedInAt }) => checkedInAt ?? 0,
      sortable: true,
    },
    {
      id: "end",
      title: t.phoneEnd,
      text: ({ id }) => id,
      cell: (phone) => (
        <Button
          variant="default"
          aria-label={`${t.phoneEndOf(phone.platform)}, ${phone.owner?.name ?? t.phoneShared}`}
          onClick={() => onEnd(phone)}
        >
          {t.phoneEnd}
        </Button>
      ),
    },
  ];
}

/** Phones: one's own, and everybody's for those who look after safety; ends one that is lost or handed back. */
export function PhonesPage(): ReactNode {
  const { t, locale, language } = useWords();
  const { query } = useAddress();
  const asked = useAsked<ConsolePhonesReply>("phones", 10_000);
  const [ending, setEnding] = useState<ConsolePhone>();
  const columns = useColumns(setEnding);
  const { busy, said, run } = useDoing();
  const all = asked.answer?.phones ?? [];
  const rows = arrange(all, columns, arrangementOf(query), locale);
  const end = async ({ id }: ConsolePhone, body: EndConsolePhoneRequest): Promise<void> => {
    await run(async () => {
      await askJson({ path: `phones/${encodeURIComponent(id)}/end`, body, language });
      return t.phoneEnded;
    });
    setEnding(undefined);
    asked.again();
  };
  return (
    <>
      <TableTools name="phones" columns={columns} rows={rows} />
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      <Failed asked={asked} />
      {rows.length > 0 && (
        <DataTable caption={t.pagePhones} columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
      {rows.length === 0 && asked.answer !== undefined && (
        <Empty title={t.noPhones} hint={t.noPhonesHint} filtered={all.length > 0} />
      )}
      {ending !== undefined && (
        <EndPhone
          platform={ending.platform}
          whose={ending.own ? undefined : (ending.owner?.name ?? t.phoneShared)}
          busy={busy}
          onEnd={(why) => void end(ending, { why })}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}
