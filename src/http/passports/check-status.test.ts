import { describe, expect, test } from "vitest";
import {
  believing,
  createIssuer,
  type Issuer,
  listUri,
  noon,
} from "../../../tests/support/passports.ts";
import { createCheckStatus, createStatusLists, type FetchStatusList } from "./check-status.ts";
import { PassportError } from "./passport.ts";

const hour = 3_600_000;

/** What is known of entry 3 of the issuer's list, at an instant. */
async function open(fetchList: (issuer: Issuer) => FetchStatusList) {
  const issuer = await createIssuer();
  let now = noon;
  let fetched = 0;
  const fetching = fetchList(issuer);
  const check = createCheckStatus(
    createStatusLists(
      (uri) => {
        fetched++;
        return fetching(uri);
      },
      { clock: { now: () => now } },
    ),
  );
  return {
    issuer,
    fetched: () => fetched,
    async at(instant: number): Promise<string> {
      now = instant;
      try {
        await check(believing(issuer), issuer.trusted, { uri: listUri, index: 3 });
        return "valid";
      } catch (error) {
        if (error instanceof PassportError) return error.code;
        throw error;
      }
    },
  };
}

describe("whether a passport was revoked", () => {
  test("its issuer's list says, which is kept for as long as it lives and then had again", async () => {
    let at = noon;
    const status = await open((issuer) => () => issuer.statusList(at));
    expect(await status.at(noon)).toBe("valid");
    status.issuer.list.setStatus(3, 1);
    expect(await status.at(noon + 599_000)).toBe("valid");
    expect(status.fetched()).toBe(1);
    at = noon + 600_000;
    expect(await status.at(at)).toBe("revoked");
    status.issuer.list.setStatus(3, 2);
    at += 600_000;
    expect(await status.at(at)).toBe("suspended");
    status.issuer.list.setStatus(3, 0);
    at += 600_000;
    expect(await status.at(at)).toBe("valid");
    expect(status.fetched()).toBe(4);
  });

  test("is not known from a list that cannot be had, that is old, another's or about another place", async () => {
    const unknown: readonly ((issuer: Issuer) => FetchStatusList)[] = [
      () => () => Promise.reject(new Error("No answer.")),
      () => async () => "",
      () => async () => (await createIssuer()).statusList(),
      (issuer) => () => issuer.statusList(noon - 12 * hour - 1000),
      (issuer) => () => issuer.statusList(noon, { sub: "https://passports.example/status/2" }),
      (issuer) => () => issuer.statusList(noon, { exp: noon / 1000 - 1 }),
    ];
    for (const fetchList of unknown) {
      expect(await (await open(fetchList)).at(noon)).toBe("status-unknown");
    }
    const old = await open((issuer) => () => issuer.statusList(noon - 12 * hour));
    expect(await old.at(noon)).toBe("valid");
  });

  test("of an entry that the list does not have is not known", async () => {
    const issuer = await createIssuer();
    const check = createCheckStatus(
      createStatusLists(() => issuer.statusList(), { clock: { now: () => noon } }),
    );
    await expect(
      check(believing(issuer), issuer.trusted, { uri: listUri, index: 16 }),
    ).rejects.toMatchObject({ code: "status-unknown" });
  });
});
