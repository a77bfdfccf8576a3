import { readFileSync } from "node:fs";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import { expect, test } from "vitest";
import type { Ceremonies } from "./ceremonies.ts";
import { checkEnrolment } from "./enrolment.ts";

/** Registrations attested by a certificate for `model`, which `root` signed, over the challenge that stands in them. */
interface Attested {
  readonly model: string;
  readonly root: string;
  readonly otherRoot: string;
  readonly hardware: RegistrationResponseJSON;
  readonly synced: RegistrationResponseJSON;
}

const path = new URL("../../../tests/vectors/webauthn/attested.json", import.meta.url);
const attested: Attested = JSON.parse(readFileSync(path, "utf8"));
const { model, root, otherRoot, hardware, synced } = attested;

const ceremonies: Ceremonies = {
  begin: () => new Uint8Array(32).fill(7),
  take: (_challenge, purpose, bound) => {
    return { purpose, bound, origin: "http://localhost:8080", badge: "bdg" };
  },
};
const check = (models: readonly (readonly [string, string])[], response = hardware) => {
  const named = new Map(models.map(([id, pem]) => [id, { title: "Key", roots: [pem] }]));
  return checkEnrolment(ceremonies, { hardware: named }, "ses", response);
};

test("[A1] a model that the policy names is attested by its maker's certificate", async () => {
  expect(await check([[model, root]])).toMatchObject({ model, synced: false, badge: "bdg" });
});

test("[A1] without the maker's root an AAGUID is only a claim", async () => {
  for (const models of [
    [],
    [[model, otherRoot]],
    [["00000000-0000-4000-8000-000000000000", root]],
  ]) {
    const made = await check(models as [string, string][]);
    expect(made.model).toBeUndefined();
    expect(made.synced).toBe(false);
  }
});

test("[A1] one that may be copied says so, whatever attests it", async () => {
  expect(await check([[model, root]], synced)).toMatchObject({ synced: true });
});

test("[A1] a statement that its certificate did not sign is refused as a whole", async () => {
  const mixed = { ...hardware, response: { ...synced.response } };
  mixed.response.clientDataJSON = Buffer.from(
    Buffer.from(hardware.response.clientDataJSON, "base64url")
      .toString()
      .replace("false", "false "),
  ).toString("base64url");
  await expect(check([[model, root]], mixed)).rejects.toMatchObject({ code: "passkey-refused" });
});
