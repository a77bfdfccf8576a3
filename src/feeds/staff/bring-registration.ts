import { registrationKey } from "../../lifecycle/index.ts";
import type { Duration, Instant } from "../../ports/index.ts";
import { type Registration, registrationId } from "../../world/index.ts";
import type { Slate } from "../shared/deps.ts";

/** What a register has answered within so long is believed, and not what HR says besides. */
const answered: Duration = 7 * 86_400_000;

/** What a source says of somebody's professional registration. */
export interface RegistrationTold {
  readonly register: string;
  readonly number: string;
  readonly until: Instant;
}

/**
 * Brings a professional registration to what a source says (L7). Where the register itself is asked and knows the number, when it ends
 * is the register's to say; another number is taken over all the same, and asked about at once.
 */
export function bringRegistration(
  slate: Slate,
  person: string,
  { number, register, until }: RegistrationTold,
): void {
  const id = registrationId(person, register);
  const { key, table } = registrationKey(id);
  const known = registrationOf(slate, person, id);
  // Of somebody new there is no row, and their id is another one each time that it is looked at.
  const isNew = [...slate.toldAbout(person)].some(({ kind }) => kind === "person.registered");
  const row = isNew && known === undefined ? undefined : slate.read(table, key);
  const isOther =
    typeof row !== "object" || row === null || !("number" in row) || row["number"] !== number;
  if (isOther) slate.write(table, key, { type: "registration", number });
  const { answeredAt = 0 } = slate.world.registers.get(register) ?? {};
  const isRegisters =
    known !== undefined && known.unknownSince === undefined && slate.at - answeredAt < answered;
  if (!isOther && (known?.until === until || isRegisters)) return;
  slate.record({ kind: "registration.recorded", body: { person, register, until } });
}

/** As the world and this command's records so far have it. */
function registrationOf(
  slate: Slate,
  person: string,
  id: string,
): Pick<Registration, "until" | "unknownSince"> | undefined {
  const told = [...slate.toldAbout(person)].findLast(
    ({ body, kind }) =>
      kind === "registration.recorded" && registrationId(body.person, body.register) === id,
  );
  return told?.kind === "registration.recorded" ? told.body : slate.world.registrations.get(id);
}
