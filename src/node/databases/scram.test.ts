import { expect, test } from "vitest";
import { scramVerifier } from "./scram.ts";

test("[N7] a password is hashed as RFC 7677 has it, and salted anew each time", async () => {
  // RFC 7677 section 3: user, pencil, this salt and 4096 rounds; its server signature stands on the server key below.
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  expect(await scramVerifier("pencil", salt)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
  expect(await scramVerifier("pencil")).not.toBe(await scramVerifier("pencil"));
});
