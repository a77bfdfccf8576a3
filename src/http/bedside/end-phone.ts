import { endDevice } from "../../sessions/index.ts";
import { phonesOf, phoneView } from "../phones.ts";
import type { EndPhoneRequest, PhonesReply } from "../pocket-contract.ts";
import { occupantIn, sceneNow, type Visit } from "./visit.ts";

/**
 * The phones of whoever is in.
 *
 * @throws SessionError `occupant-changed`
 */
export async function listPhones(visit: Visit): Promise<PhonesReply> {
  const { person } = occupantIn(visit);
  const { bundle, world, at } = sceneNow(visit.bedside);
  return { phones: phonesOf(world, person).map((phone) => phoneView(bundle, phone, at)) };
}

/**
 * Ends a phone of whoever is in (C8): its session is over at once, and the phone for good.
 *
 * @throws SessionError `occupant-changed`, `phone-unknown` for a phone that is not theirs
 */
export async function endPhone(
  visit: Visit,
  { device, why }: EndPhoneRequest,
): Promise<PhonesReply> {
  const { person } = occupantIn(visit);
  const actor = { type: "person", id: person } as const;
  await visit.bedside.deps.app.submit(endDevice({ device, why, actor, owner: person }));
  return listPhones(visit);
}
