import type { Messages } from "../../messages/en.ts";
import type { SignedInState } from "./header-bar.tsx";

/** "nurse 4B Cardiology"; at another ward's seat "nurse 5A · seat on 4B Cardiology". */
export function whoAndWhere(
  { who, roleAt, ward, wardName }: Pick<SignedInState, "who" | "roleAt" | "ward" | "wardName">,
  t: Pick<Messages, "seatOn">,
): string {
  const place = `${ward} ${wardName}`;
  if (roleAt === ward) return `${who.role} ${place}`;
  return `${who.role}${roleAt === undefined ? "" : ` ${roleAt}`} · ${t.seatOn(place)}`;
}
