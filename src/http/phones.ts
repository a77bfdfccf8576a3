import { type Bundle, countsAsManaged } from "../access/index.ts";
import type { Instant } from "../ports/index.ts";
import type { Device, World } from "../world/index.ts";
import type { PhoneView } from "./pocket-contract.ts";

/** What a phone is called whose browser did not say what it runs. */
const unnamed = "phone";

/** A phone as its person sees it. */
export function phoneView(bundle: Bundle, device: Device, at: Instant): PhoneView {
  const { id, platform = unnamed, checkedInAt } = device;
  return {
    id,
    platform,
    managed: countsAsManaged(bundle, device, at),
    ...(checkedInAt === undefined ? {} : { checkedInAt }),
  };
}

/** The phones of a person that have a key of their own: the ones that sessions can be on. */
export function phonesOf(world: World, person: string): readonly Device[] {
  return world.devicesByPerson
    .get(person)
    .map((id) => world.devices.get(id))
    .filter((device) => device !== undefined)
    .filter(({ key }) => key !== undefined);
}
