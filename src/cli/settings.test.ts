import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const mail = {
  WARDKEY_SMTP: "smtps://wardkey:secret@mail.hospital.example",
  WARDKEY_MAIL_FROM: "wardkey@hospital.example",
};

test("[X12] mail is set up by a server and a sender, or not at all", () => {
  const { WARDKEY_MAIL_FROM: from, WARDKEY_SMTP: url } = mail;
  expect(readSettings(mail).mail).toEqual({ url, from });
  expect(readSettings({})).not.toHaveProperty("mail");
  expect(() => readSettings({ WARDKEY_SMTP: url })).toThrow(
    "WARDKEY_SMTP is set and WARDKEY_MAIL_FROM is not: mail needs both.",
  );
  expect(() => readSettings({ WARDKEY_MAIL_FROM: from })).toThrow("WARDKEY_SMTP is not");
});

test.each(["mail.hospital.example:25", "http://mail.example", "smtp://", "smtps://u:secret@m/x"])(
  "[X12] %s is no mail server, and its password is not repeated",
  (url) => {
    const read = () => readSettings({ ...mail, WARDKEY_SMTP: url });
    expect(read).toThrow(/^WARDKEY_SMTP is no address such as/);
    expect(read).not.toThrow("secret@m");
  },
);

test.each(["wardkey", "a b@c.example", "a@b@c.example", "Wardkey <a@b.example>"])(
  "[X12] %s is no sender",
  (from) => {
    expect(() => readSettings({ ...mail, WARDKEY_MAIL_FROM: from })).toThrow(
      /is no address such as/,
    );
  },
);
