import { Button, Group, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { ConsoleApplication, RegisterApplicationReply } from "../../http/console-contract.ts";
import type { Messages } from "../messages/en.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import styles from "./desk.module.css";
import { askJson } from "./requests.ts";
import { useDoing } from "./use-doing.ts";

interface Fields {
  readonly name: string;
  readonly id: string;
  readonly kind: ConsoleApplication["kind"];
  readonly redirectUris: string;
  readonly scopes: string;
  readonly keys: "address" | "set" | "none";
  readonly jwksUri: string;
  readonly jwks: string;
  readonly launchUri: string;
  readonly fhirServer: string;
  readonly logoutUri: string;
  readonly serves: string;
  readonly gives: string;
}

const nothing: Fields = {
  name: "",
  id: "",
  kind: "signs-in-here",
  redirectUris: "",
  scopes: "openid",
  keys: "address",
  jwksUri: "",
  jwks: "",
  launchUri: "",
  fhirServer: "",
  logoutUri: "",
  serves: "",
  gives: "",
};

const words = (text: string): readonly string[] => text.split(/\s+/).filter((one) => one !== "");

/** The file of `wardkey application register`, from what was typed; undefined when the key set is no JSON. */
function describe(fields: Fields): object | undefined {
  const { gives, keys, kind, name, redirectUris, scopes, serves } = fields;
  const optional = (["id", "launchUri", "fhirServer", "logoutUri"] as const)
    .map((member) => [member, fields[member].trim()] as const)
    .filter(([, value]) => value !== "");
  const form = {
    name,
    kind,
    redirectUris: words(redirectUris),
    scopes: words(scopes),
    serves: words(serves),
    ...(gives.trim() === "" ? {} : { gives: words(gives) }),
    ...Object.fromEntries(optional),
  };
  if (keys === "none") return { ...form, browser: true };
  if (keys === "address") return { ...form, jwksUri: fields.jwksUri.trim() };
  try {
    return { ...form, jwks: JSON.parse(fields.jwks) };
  } catch {
    return undefined;
  }
}

interface InputProps {
  readonly fields: Fields;
  readonly set: (change: Partial<Fields>) => void;
  readonly t: Messages;
}

function Who({ fields, set, t }: InputProps): ReactNode {
  const kinds = [
    { value: "signs-in-here", label: t.appSigns },
    { value: "decides-here", label: t.appDecides },
    { value: "only-told", label: t.appTold },
  ];
  return (
    <>
      <TextInput
        label={t.appColumn}
        value={fields.name}
        data-autofocus
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t.appClientId}
        description={t.appClientIdHint}
        value={fields.id}
        spellCheck={false}
        onChange={(event) => set({ id: event.currentTarget.value })}
      />
      <NativeSelect
        label={t.appKind}
        data={kinds}
        value={fields.kind}
        onChange={(event) => set({ kind: event.currentTarget.value as Fields["kind"] })}
      />
      <Textarea
        label={t.appScopes}
        description={t.appScopesHint}
        value={fields.scopes}
        spellCheck={false}
        onChange={(event) => set({ scopes: event.currentTarget.value })}
      />
      <Textarea
        label={t.appRedirects}
        description={t.appOnePerLine}
        value={fields.redirectUris}
        spellCheck={false}
        onChange={(event) => set({ redirectUris: event.currentTarget.value })}
      />
    </>
  );
}

function Keys({ fields, set, t }: InputProps): ReactNode {
  const ways = [
    { value: "address", label: t.appKeysAt },
    { value: "set", label: t.appKeysHere },
    { value: "none", label: t.appKeysNone },
  ];
  return (
    <>
      <NativeSelect
        label={t.appKeys}
        data={ways}
        value={fields.keys}
        onChange={(event) => set({ keys: event.currentTarget.value as Fields["keys"] })}
      />
      {fields.keys === "address" && (
        <TextInput
          label={t.appKeysAddress}
          value={fields.jwksUri}
          spellCheck={false}
          onChange={(event) => set({ jwksUri: event.currentTarget.value })}
        />
      )}
      {fields.keys === "set" && (
        <Textarea
          label={t.appKeySet}
          value={fields.jwks}
          spellCheck={false}
          onChange={(event) => set({ jwks: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function Others({ fields, set, t }: InputProps): ReactNode {
  const addresses = [
    ["launchUri", t.appLaunch],
    ["fhirServer", t.appFhir],
    ["logoutUri", t.appLogout],
  ] as const;
  return (
    <>
      {addresses.map(([member, label]) => (
        <TextInput
          key={member}
          label={label}
          description={t.appOptional}
          value={fields[member]}
          spellCheck={false}
          onChange={(event) => set({ [member]: event.currentTarget.value })}
        />
      ))}
      <Textarea
        label={t.appServes}
        description={`${t.appOptional} ${t.appOnePerLine}`}
        value={fields.serves}
        spellCheck={false}
        onChange={(event) => set({ serves: event.currentTarget.value })}
      />
      <Textarea
        label={t.appGives}
        description={t.appGivesHint}
        value={fields.gives}
        spellCheck={false}
        onChange={(event) => set({ gives: event.currentTarget.value })}
      />
    </>
  );
}

export interface ApplicationFormProps {
  /** Hears what to say of it. */
  readonly onConnected: (words: string) => void;
  readonly onClose: () => void;
}

/** Connects an application. What is wrong is said by the server, and what was typed stays. */
export function ApplicationForm({ onConnected, onClose }: ApplicationFormProps): ReactNode {
  const { t, language } = useWords();
  const { busy, said, run } = useDoing();
  const [fields, setFields] = useState(nothing);
  const inputs = {
    fields,
    t,
    set: (change: Partial<Fields>) => setFields({ ...fields, ...change }),
  };
  const connect = async (): Promise<string> => {
    const body = describe(fields);
    if (body === undefined) return t.appKeySetBad;
    const { application } = await askJson<RegisterApplicationReply>({
      path: "applications",
      body,
      language,
    });
    const byHand = fields.keys === "set" ? ` ${t.appKeysByHand}` : "";
    onConnected(`${t.appRegistered(application)}${byHand}`);
    return "";
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void run(connect);
  };
  return (
    <Dialog title={t.appRegister} size="40rem" steady onClose={onClose}>
      <form className={styles["form"]} onSubmit={submit} autoComplete="off">
        <Who {...inputs} />
        <Keys {...inputs} />
        <Others {...inputs} />
        <div role="alert" className={styles["said"]}>
          {said}
        </div>
        <Group>
          <Button type="submit" aria-disabled={busy}>
            {busy ? t.oneMoment : t.appRegister}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
