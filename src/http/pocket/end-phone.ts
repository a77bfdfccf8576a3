import { endDevice } from "../../sessions/index.ts";
import type { EndPhoneRequest, PhoneReply } from "../pocket-contract.ts";
import { type PhoneVisit, personIn } from "./phone-visit.ts";
import { showPhone } from "./show-phone.ts";

/**
 * Ends a phone of the person who is in on this one: another that is lost, or this very one that is handed back.
 *
 * @throws SessionError `occupant-changed`, `phone-unknown` for a phone that is not theirs
 */
export async function endPhone(
  visit: PhoneVisit,
  { device, why }: EndPhoneRequest,
): Promise<PhoneReply> {
  const { person } = await personIn(visit);
  const actor = { type: "person", id: person } as const;
  await visit.pocket.deps.app.submit(endDevice({ device, why, actor, owner: person }));
  if (device === visit.device) return { state: { type: "unknown", ended: true } };
  return { state: await showPhone(visit) };
}
