import type { FastifyRequest } from "fastify";
import { passkeyLevel } from "../../access/index.ts";
import {
  comeToDesk,
  enrolPasskey,
  hadPasskeyKey,
  isPasskeyRecovery,
  needsSecond,
  removePasskey,
} from "../../sessions/index.ts";
import type { Passkey, Session } from "../../world/index.ts";
import type {
  ConsoleSignInRequest,
  DeskEnrolReply,
  DeskEnrolRequest,
  DeskReply,
  PasskeyView,
  RemovePasskeyRequest,
} from "../console-contract.ts";
import { ceremonyOver } from "../passkeys/ceremonies.ts";
import { checkEnrolment, enrolmentOptions } from "../passkeys/enrolment.ts";
import { credentialHash, keptPasskeys } from "../passkeys/kept-passkey.ts";
import { passkeyOrigin } from "../passkeys/relying-party.ts";
import { type Console, requirePermit, sceneNow } from "./console-context.ts";
import { personView, refused, verifierOf } from "./sign-in.ts";
import { standBeside, vouchesFor } from "./stand-beside.ts";

/**
 * Somebody stands at the desk and gives badge number and PIN, while the one who is signed in supervises: who it is,
 * their passkeys, and what the browser makes another one with.
 *
 * @throws HttpError `refused`, `bad-request`
 */
export async function beginEnrolment(
  context: Console,
  request: FastifyRequest,
  session: Session,
  { badge: number, pin }: ConsoleSignInRequest,
): Promise<DeskReply> {
  const { ceremonies, deps } = context;
  const { app, keyedHash, pins } = deps;
  const origin = passkeyOrigin(request, deps.origins());
  await requirePermit(context, session, "passkey.enrol");
  const badge = keyedHash("badge", number.trim());
  const right = await pins.verify(await verifierOf(context, badge), pin, "surface");
  const here = await app.submit(comeToDesk({ badge, right, supervisor: session.person }));
  if (here.type === "refused") return { type: "refused", ...refused };
  if (here.type === "oneself") {
    const message = "Nobody enrols their own passkey. Ask a colleague who may to supervise.";
    return { type: "refused", message };
  }
  const { person } = here;
  const passkeys = passkeysOf(context, person);
  const known = await keptPasskeys(
    app.side,
    passkeys.map(({ id }) => id),
  );
  const who = await personView(context, person);
  const attested = sceneNow(context).bundle.hardware.size > 0;
  const enrolling = { session: session.id, origin, ...here, name: who.name, known, attested };
  const options = await enrolmentOptions(ceremonies, enrolling);
  const isRecovery = await isRecoveryFor(context, person);
  return {
    type: "present",
    who,
    passkeys: passkeys.map((each) => view(context, each)),
    isRecovery,
    needsSecond: needsSecond(sceneNow(context), { person, supervisor: session.person, isRecovery }),
    options,
  };
}

/**
 * Enrols the passkey that the browser made; the record says who supervised, what they checked, and who vouched beside them. After a
 * wrong PIN of that one, what was made can be sent again: its challenge is not spent.
 *
 * @throws HttpError `refused`, `ceremony-over`, `passkey-refused`; SessionError `badge-unknown`, `passkey-known`,
 * `proofing-unstated`, `reaches-further`, `second-refused`
 */
export async function finishEnrolment(
  context: Console,
  session: Session,
  { checked, response, second }: DeskEnrolRequest,
): Promise<DeskEnrolReply> {
  const { ceremonies, deps } = context;
  const { app } = deps;
  await requirePermit(context, session, "passkey.enrol");
  const beside = await standBeside(context, session, second);
  if (beside.type === "refused") return { ...beside, type: "second" };
  const { bundle } = sceneNow(context);
  const made = await checkEnrolment(ceremonies, bundle, session.id, response);
  const { kept, badge, ...rest } = made;
  const person = app.world().badges.get(badge)?.person ?? "";
  if (!vouchesFor(second, person)) throw ceremonyOver();
  const actor = { type: "person", id: session.person } as const;
  const credential = credentialHash(kept.credential);
  const secret = { ...kept };
  const { passkey } = await app.submit(
    enrolPasskey(
      { bundles: app.bundles },
      {
        ...rest,
        ...(checked === undefined ? {} : { checked }),
        ...(beside.second === undefined ? {} : { second: beside.second }),
        person,
        badge,
        credential,
        secret,
        actor,
      },
    ),
  );
  return { type: "made", passkey };
}

async function isRecoveryFor({ deps }: Console, person: string): Promise<boolean> {
  const [had] = await deps.app.side.get([hadPasskeyKey(person)]);
  return isPasskeyRecovery(deps.app.world(), person, had);
}

/**
 * Removes a passkey that was lost, replaced or handed back.
 *
 * @throws HttpError `refused`; SessionError `passkey-unknown`
 */
export async function removeAtDesk(
  context: Console,
  session: Session,
  passkey: string,
  { reason }: RemovePasskeyRequest,
): Promise<{ readonly type: "removed" }> {
  const { app } = context.deps;
  await requirePermit(context, session, "passkey.remove");
  const [kept] = await keptPasskeys(app.side, [passkey]);
  const credential = credentialHash(kept?.credential ?? "");
  const actor = { type: "person", id: session.person } as const;
  await app.submit(removePasskey({ passkey, credential, reason, actor }));
  return { type: "removed" };
}

/** All of a person's, those that are locked or whose engagement ended too: they are what is removed. */
function passkeysOf({ deps }: Console, person: string): readonly Passkey[] {
  const world = deps.app.world();
  return world.passkeysByPerson
    .get(person)
    .map((id) => world.passkeys.get(id))
    .filter((passkey) => passkey !== undefined);
}

function view(context: Console, passkey: Passkey): PasskeyView {
  const { id, enrolledAt, locked, usedAt } = passkey;
  const level = passkeyLevel(sceneNow(context).bundle, passkey);
  return { id, enrolledAt, level, locked, ...(usedAt === undefined ? {} : { usedAt }) };
}
