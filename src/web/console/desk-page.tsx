import { type ReactNode, useState } from "react";
import type { DeskReply } from "../../http/console-contract.ts";
import { DeskForm } from "./desk-form.tsx";
import { DeskPerson } from "./desk-person.tsx";

type Present = Extract<DeskReply, { readonly type: "present" }>;

/** The enrolment desk: who stands there proves who they are, then makes a passkey under supervision. */
export function DeskPage(): ReactNode {
  const [present, setPresent] = useState<Present>();
  if (present === undefined) return <DeskForm onPresent={setPresent} />;
  return <DeskPerson present={present} onNext={() => setPresent(undefined)} />;
}
