import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { mayHearAddresses } from "./requests.ts";
import type { SetClaims, Stream } from "./rows.ts";
import type { SignalsDeps } from "./types.ts";

/**
 * A SET's claims with people named as the stream's receiver asked for. An address is read when it is sent, from where it can be
 * erased (U3), and never waits in a SET. Whoever has none is named by the id here: an end must not stay unsaid.
 */
export async function namePeople(
  { app }: Pick<SignalsDeps, "app">,
  stream: Stream,
  claims: SetClaims,
): Promise<SetClaims> {
  if (stream.format !== "email" || !mayHearAddresses(app.world(), app.now(), stream)) return claims;
  const { sub_id } = claims;
  const person = personIn(sub_id);
  if (person === undefined) return claims;
  const [row] = await app.side.get([{ table: "names", key: person }]);
  const email = isRecord(row) ? row["email"] : undefined;
  if (typeof email !== "string") return claims;
  // RFC 9493 section 3.2.2.
  const named = { format: "email", email };
  return { ...claims, sub_id: isComplex(sub_id) ? { ...sub_id, user: named } : named };
}

/** A SET's subject is a person, or a complex one with its person: a device, or a stream, is neither. */
function personIn(subject: Json): string | undefined {
  const user = isComplex(subject) ? subject["user"] : subject;
  if (!isRecord(user) || user["format"] !== "iss_sub") return undefined;
  return typeof user["sub"] === "string" ? user["sub"] : undefined;
}

function isComplex(subject: Json): subject is { readonly [member: string]: Json } {
  return isRecord(subject) && subject["format"] === "complex";
}
