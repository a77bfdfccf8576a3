import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { FindPeopleReply, FindPeopleRequest } from "../../http/people-contract.ts";
import { sayRole } from "../shared/say-server.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { useAddress } from "./address.ts";
import styles from "./people.module.css";
import { peopleWords } from "./people-words.ts";
import { PersonLine } from "./person-line.tsx";
import { PersonPanel } from "./person-panel.tsx";
import { askJson } from "./requests.ts";
import { useDoing } from "./use-doing.ts";

interface FoundProps {
  readonly reply: FindPeopleReply;
  readonly onChoose: (person: string) => void;
}

function Found({ reply: { more, people }, onChoose }: FoundProps): ReactNode {
  const { t, server } = useWords();
  if (people.length === 0) return <p>{t.peopleNone}</p>;
  return (
    <>
      <p>
        {t.peopleFound(people.length)}
        {more && `. ${t.peopleMore}`}
      </p>
      <ul className={styles["found"]}>
        {people.map(({ state, wards, who }) => (
          <li key={who.id}>
            <button type="button" onClick={() => onChoose(who.id)}>
              <PersonLine
                who={who}
                note={[sayRole(who.role, server), ...wards, peopleWords(t).engagementStates[state]]
                  .filter((part) => part !== "")
                  .join(" · ")}
              />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** People: one is looked for, and then looked at; who it is stands in the address, so that a colleague can be sent it. */
export function PeoplePage(): ReactNode {
  const { t, language } = useWords();
  const { change, query } = useAddress();
  const { busy, said, run } = useDoing();
  const [text, setText] = useState("");
  const [reply, setReply] = useState<FindPeopleReply>();
  const field = useFocus<HTMLInputElement>();
  const person = query.get("person");
  if (person !== null) {
    return (
      <PersonPanel key={person} person={person} onBack={() => change({ person: undefined })} />
    );
  }
  const find = async (): Promise<string> => {
    const body: FindPeopleRequest = { text };
    const found = await askJson<FindPeopleReply>({ path: "people/find", body, language });
    setReply(found);
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text.trim() !== "") void run(find);
  };
  return (
    <>
      <form className={styles["find"]} onSubmit={submit} autoComplete="off">
        <TextInput
          ref={field}
          label={t.peopleSearch}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" aria-disabled={busy}>
          {busy ? t.oneMoment : t.peopleFind}
        </Button>
      </form>
      <div role="alert">{said}</div>
      <div role="status">
        {reply !== undefined && <Found reply={reply} onChoose={(id) => change({ person: id })} />}
      </div>
    </>
  );
}
