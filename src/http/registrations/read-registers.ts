import type { Json } from "../../ports/index.ts";
import { isSafeAddress } from "../follower/index.ts";
import { isRecord } from "../json.ts";

/** A professional register, as the administrator wrote it down: a file, or a server that answers. */
export type RegisterSetting =
  | {
      readonly id: string;
      readonly zone: string;
      readonly file: string;
      /** How many days old the file may be. */
      readonly days: number;
    }
  | { readonly id: string; readonly zone: string; readonly url: string; readonly token?: string };

/** A list of registers that cannot be used; the message says which and why. */
export class RegisterSettingError extends Error {
  readonly code = "bad-register";

  constructor(message: string) {
    super(message);
    this.name = "RegisterSettingError";
  }
}

/**
 * Reads the list: `[{"id", "zone", "file", "days"}]` and `[{"id", "zone", "url", "token"}]`.
 *
 * @throws RegisterSettingError
 */
export function readRegisters(text: string): readonly RegisterSetting[] {
  let list: Json;
  try {
    list = JSON.parse(text) as Json;
  } catch {
    throw new RegisterSettingError("it is not JSON");
  }
  if (!Array.isArray(list)) throw new RegisterSettingError("it is not a list");
  const registers = list.map(readOne);
  const ids = registers.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new RegisterSettingError(`two have the id ${twice}`);
  return registers;
}

function readOne(value: Json, index: number): RegisterSetting {
  const wrong = (what: string) => new RegisterSettingError(`number ${index + 1}: ${what}`);
  if (!isRecord(value)) throw wrong("it is no object");
  const { id, zone, ...rest } = value;
  if (typeof id !== "string" || !/^[a-z0-9-]{1,40}$/.test(id)) {
    throw wrong("id has 1 to 40 small letters, digits and hyphens");
  }
  if (typeof zone !== "string" || !isZone(zone)) {
    throw wrong("zone is no IANA name such as Europe/London");
  }
  const allowed = "file" in rest ? ["file", "days"] : ["url", "token"];
  const unknown = Object.keys(rest).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw wrong(`there is no member ${unknown} beside ${allowed[0]}`);
  const { days, file, token, url } = rest;
  if (file !== undefined) {
    if (typeof file !== "string" || file === "") throw wrong("file is no path");
    if (typeof days !== "number" || !Number.isInteger(days) || days < 1 || days > 31) {
      throw wrong("days is no number from 1 to 31: how old the file may be");
    }
    return { days, file, id, zone };
  }
  if (!isSafeAddress(url)) throw wrong("url is no https address, and there is no file");
  const { hash, password, username } = new URL(url);
  if (username !== "" || password !== "" || hash !== "") {
    throw wrong("url holds a user name, a password or a fragment");
  }
  if (token === undefined) return { id, url, zone };
  if (typeof token !== "string" || !/^[\x21-\x7e]{1,4096}$/.test(token)) {
    throw wrong("token is none");
  }
  return { id, token, url, zone };
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
