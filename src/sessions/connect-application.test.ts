import * as crypto from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, createRepeats } from "../access/index.ts";
import type { Connection } from "../world/index.ts";
import {
  connectApplication,
  disconnectApplication,
  enterPin,
  noteLogout,
  registerApplication,
  signOut,
} from "./index.ts";
import { SmallHospital } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  hospital.submit(
    registerApplication(
      {
        id: "growth",
        name: "Growth chart",
        kind: "signs-in-here",
        browser: true,
        redirectUris: ["https://growth.example/back"],
        logoutUri: "https://growth.example/logout",
        scopes: ["openid"],
        serves: [],
      },
      { type: "system", id: "test" },
    ),
  );
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-eve", right: true }));
});

const sessionOf = (person: string) => hospital.world.sessionsByPerson.get(person)[0] ?? "";
const hasher = {
  sha256: (bytes: Uint8Array) => crypto.createHash("sha256").update(bytes).digest(),
};
function connect(seat: string, application = "growth"): Connection {
  const connected = hospital.submit(
    connectApplication(
      { ...hospital.deps, repeats: createRepeats({ hasher }) },
      {
        application,
        session: sessionOf("eve"),
        surface: { type: "seat", id: seat },
        scopes: ["openid"],
      },
    ),
  );
  if (connected.type === "refused") throw new Error("no chart, and yet refused");
  return connected.connection;
}

test("a connection hangs on the session of the surface where it was asked for", () => {
  const made = connect("4B-1");
  expect(made).toMatchObject({ application: "growth", person: "eve", session: sessionOf("eve") });
  expect(hospital.world.connectionsBySession.get(sessionOf("eve"))).toEqual([made.id]);
});

test("[S1] at a seat that the person is not at, and after a tap-over, none is made", () => {
  expect(() => connect("4B-2")).toThrow(
    expect.objectContaining({ code: "occupant-changed" }) as Error,
  );
  hospital.submit(enterPin(hospital.deps, { seat: "4B-1", badge: "bdg-amy", right: true }));
  expect(() => connect("4B-1")).toThrow(
    expect.objectContaining({ code: "occupant-changed" }) as Error,
  );
  expect(hospital.world.connections.size).toBe(0);
});

test("an unknown application is refused", () => {
  expect(() => connect("4B-1", "gone")).toThrow(
    expect.objectContaining({ code: "application-unknown" }) as Error,
  );
});

test("a connection that its application gives back is no more; a second time there is nothing to record", () => {
  const { id } = connect("4B-1");
  hospital.submit(disconnectApplication(id, "revoked"));
  expect(hospital.world.connections.has(id)).toBe(false);
  const before = hospital.world.next;
  hospital.submit(disconnectApplication(id, "revoked"));
  expect(hospital.world.next).toBe(before);
});

test("an application is owed a word that the session has ended, until it was told once", () => {
  const { id } = connect("4B-1");
  hospital.submit(signOut({ session: sessionOf("eve"), surface: "4B-1" }));
  expect(hospital.world.logouts.has(id)).toBe(true);
  hospital.submit(noteLogout(id, "told"));
  expect(hospital.world.logouts.has(id)).toBe(false);
  const before = hospital.world.next;
  hospital.submit(noteLogout(id, "told"));
  expect(hospital.world.next).toBe(before);
});
