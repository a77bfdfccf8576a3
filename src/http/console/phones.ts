import { endDevice, sessionsOn } from "../../sessions/index.ts";
import type { Device, Session } from "../../world/index.ts";
import type {
  ConsolePhone,
  ConsolePhonesReply,
  EndConsolePhoneRequest,
} from "../console-contract.ts";
import { withNames } from "../names.ts";
import { phonesOf, phoneView } from "../phones.ts";
import { refusedBy } from "../spoken.ts";
import { type Console, mayLook, requirePermit, sceneNow } from "./console-context.ts";

/** The phones that the session's person may end: their own, and everybody's for those who look after safety. */
export async function listPhones(context: Console, session: Session): Promise<ConsolePhonesReply> {
  const { app } = context.deps;
  const all = mayLook(context, session, "device.end").type === "permit";
  return withNames(app.side, app.world, (names, world) => {
    const { bundle, at } = sceneNow(context);
    const devices = all
      ? [...world.devices.values()].filter(({ key }) => key !== undefined)
      : phonesOf(world, session.person);
    const view = (device: Device): ConsolePhone => ({
      ...phoneView(bundle, device, at),
      ...(device.person === undefined ? {} : { owner: names.person(device.person) }),
      own: device.person === session.person,
      signedIn: sessionsOn(world, device.id).length > 0,
    });
    return { phones: devices.map(view).toSorted((a, b) => (a.id < b.id ? -1 : 1)), all };
  });
}

/**
 * Ends a phone: one's own without more ado, somebody else's by the policy (`device.end`). Its session is over at once.
 *
 * @throws HttpError `refused`, `not-found`; SessionError `phone-unknown`
 */
export async function endPhone(
  context: Console,
  session: Session,
  device: string,
  { why }: EndConsolePhoneRequest,
): Promise<ConsolePhonesReply> {
  const { app } = context.deps;
  const known = app.world().devices.get(device);
  if (known === undefined) throw refusedBy("not-found", "phone.unknown");
  const own = known.person === session.person;
  if (!own) await requirePermit(context, session, "device.end");
  const actor = { type: "person", id: session.person } as const;
  const owner = own ? { owner: session.person } : {};
  await app.submit(endDevice({ device, why, actor, ...owner }));
  return listPhones(context, session);
}
