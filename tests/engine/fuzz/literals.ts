/** Values at which implementations differ: edges of ranges, odd spellings, names that JavaScript has uses for. */
import type { Random } from "./random.ts";
import type { ExtensionName } from "./types.ts";

const max = 2n ** 63n - 1n;
const min = -(2n ** 63n);
const safe = 2n ** 53n;

/** Longs around every border that there is. */
export const longs: readonly bigint[] = [
  ...[0n, 1n, -1n, 2n, 3n, 5n, 7n, -7n, 10n, 12n, 86_400_000n, 2n ** 31n, 2n ** 32n],
  ...[safe - 1n, safe, safe + 1n, -safe + 1n, -safe, -safe - 1n, safe * 3n + 1n],
  ...[max, max - 1n, min, min + 1n, 2n ** 62n, -(2n ** 62n), 3_037_000_499n, 3_037_000_500n],
];

/** Strings that hostile or careless people write. */
export const strings: readonly string[] = [
  ...["", "a", "b", "ab", "abab", "ababab", "aab", "ba", "A", "a*b", "*", "**", "\\", "\\*", '"'],
  ...["é", "e\u0301", "😀", "😀a", "a\u0000b", "\u2028", "\u2029", "\uFFFD", "\u{10FFFF}", "\n"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "`",
    "\u0024{1}",
    "</script>",
    "'); process.exit(); //",
  ],
  ...["0", "1", "-1", "null", "undefined", "a b", "principal", "1.0", "10.0.0.1", "2024-01-01"],
];

/** Ids of entities. */
export const ids: readonly string[] = [
  ...["a", "b", "c", "d", "1", "", "__proto__", "constructor", "é", '"q"', "a\\b", "x::y", "😀"],
];

/** Names of attributes, of tags and of records' keys. */
export const names: readonly string[] = [
  ...["level", "name", "owner", "active", "net", "score", "at", "span", "info", "friends", "list"],
  ...["type", "id", "fn", "arg", "__proto__", "constructor", "toString", "hasOwnProperty", "0"],
  ...["a b", "", "if", "é", 'say "hi"', "valueOf", "length", "_", "a", "b", "c"],
];

const words: { readonly [name in ExtensionName]: readonly string[] } = {
  decimal: [
    ...[
      "0.0",
      "1.0",
      "1.00",
      "1.0000",
      "-1.0",
      "0.0001",
      "-0.0001",
      "-0.5",
      "0.5",
      "-0.0",
      "00.10",
    ],
    ...["922337203685477.5807", "922337203685477.5806", "-922337203685477.5808", "12.3", "-12.30"],
  ],
  ip: [
    ...["127.0.0.1", "127.0.0.0/8", "127.0.0.0/7", "10.0.0.0/8", "10.1.2.3", "10.0.0.5/29"],
    ...["10.0.0.0/9", "10.128.0.0/9", "0.0.0.0/0", "0.0.0.0", "255.255.255.255/32", "1.2.3.4/31"],
    ...[
      "192.168.1.1/31",
      "192.168.1.0/31",
      "224.0.0.1",
      "224.0.0.0/4",
      "224.0.0.0/3",
      "239.1.2.3/30",
    ],
    ...["::1", "::", "::/0", "fe80::1/10", "ff00::/8", "ff00::/7", "ff02::1", "2001:db8::/33"],
    ...[
      "2001:db8:8000::1",
      "2001:db8::1/127",
      "::1/127",
      "1:2:3:4:5:6:7:8",
      "A:B::c",
      "a:b::C/121",
    ],
  ],
  datetime: [
    ...["1970-01-01", "1969-12-31", "1969-12-31T23:59:59.999Z", "1969-12-31T00:00:00Z"],
    ...[
      "1969-12-30T23:00:00-0100",
      "0000-01-01",
      "0001-01-01T00:00:00+2359",
      "9999-12-31T23:59:59.999Z",
    ],
    ...[
      "2024-02-29",
      "2000-02-29T12:34:56Z",
      "2024-01-01T00:00:00.001+0130",
      "1900-03-01T00:00:00-1159",
    ],
    ...[
      "2024-01-01",
      "2024-01-01T00:00:00Z",
      "2023-12-31T23:59:59.999Z",
      "1600-02-29T01:02:03.004Z",
    ],
  ],
  duration: [
    ...[
      "0ms",
      "1ms",
      "-1ms",
      "1d",
      "24h",
      "1h",
      "60m",
      "3600s",
      "90s",
      "1d2h3m4s5ms",
      "-1d2h",
      "-0ms",
    ],
    ...[
      "9223372036854775807ms",
      "-9223372036854775808ms",
      "106751991167d",
      "-106751991167d7h12m55s808ms",
    ],
    ...["-1500ms", "-1s", "-61s", "-59m59s", "1439m", "-1d1ms", "-25h"],
    ...["106751991167d7h12m55s807ms", "86400000ms", "-24h", "-106751991167d", "001d"],
  ],
};

const wrong: { readonly [name in ExtensionName]: readonly string[] } = {
  decimal: [
    ...["1", "1.", "1.12345", "922337203685477.5808", "-922337203685477.5809", "abc", ".5", "1.0 "],
    ...["+1.0", "", "1e3", "1.0.0", "--1.0", "0x1.0", "\u0661.0", "99999999999999999999.0"],
  ],
  ip: [
    ...["10.0.0.1/33", "10.0.0", "::1/129", "01.2.3.4", "10.0.0.1/08", "10.0.0.1/", "1.2.3.4.5"],
    ...[
      "::g",
      "fe80::1%eth0",
      " 1.2.3.4",
      "1::2::3",
      "::ffff:10.1.2.3",
      "256.1.1.1",
      "",
      "1.2.3.4/-1",
    ],
    ...["1:2:3:4:5:6:7:8:9", "::1/+1", "12345::", "/8", "1.2.3.4/1/1", "::ffff:1.2.3.4/96"],
  ],
  datetime: [
    ...["2023-02-29", "2024-13-01", "2024-00-01", "2024-01-01T24:00:00Z", "2024-1-1", "2024-01-32"],
    ...["2024-01-01T00:00:00", "2024-01-01T00:00:00+2400", "10000-01-01", "2024-01-01T00:00:60Z"],
    ...[
      "2024-01-01T00:00:00.1Z",
      "2024-01-01T00:00:00z",
      "",
      "2024-01-01T00:00:00+0060",
      " 2024-01-01",
    ],
    ...[
      "2024-01-01T00:00:00.0001Z",
      "2024-01-01 00:00:00Z",
      "-001-01-01",
      "1900-02-29",
      "2024-04-31",
    ],
    ...["2024-01-01T00:00:00+01:30", "2024-01-01T", "2024-01-01Z"],
  ],
  duration: [
    ...[
      "",
      "1",
      "d",
      "1h1d",
      "1d1d",
      "+1d",
      "1.5h",
      "9223372036854775808ms",
      "106751991168d",
      " 1d",
    ],
    ...[
      "--1d",
      "1ms1s",
      "-",
      "-9223372036854775809ms",
      "1w",
      "1d 1h",
      "1D",
      "99999999999999999999ms",
    ],
  ],
};

/** The text of an extension value: one of the edges, or one that chance makes. */
export function extensionText(random: Random, fn: ExtensionName): string {
  return random.chance(0.6) ? random.pick(words[fn]) : made[fn](random);
}

/** A text that is not one of these values. */
export function wrongText(random: Random, fn: ExtensionName): string {
  return random.pick(wrong[fn]);
}

/** All that is listed above; `right` must be read, `wrong` must be refused. */
export const extensionTexts: {
  readonly right: typeof words;
  readonly wrong: typeof wrong;
} = { right: words, wrong };

const made: { readonly [name in ExtensionName]: (random: Random) => string } = {
  decimal: (random) => {
    const whole = random.chance(0.5) ? random.below(3) : random.below(1_000_000);
    const digits = String(random.below(10_000)).slice(0, random.between(1, 4));
    return `${random.chance(0.3) ? "-" : ""}${whole}.${digits}`;
  },
  ip: (random) => {
    const version = random.chance(0.5) ? 4 : 6;
    const address = version === 4 ? addressV4(random) : addressV6(random);
    return random.chance(0.3) ? address : `${address}/${random.below(version === 4 ? 33 : 129)}`;
  },
  datetime: (random) => {
    const two = (number: number): string => String(number).padStart(2, "0");
    const year = random.pick([0, 1, 1899, 1900, 1969, 1970, 2000, 2024, 9999]);
    const date = `${String(year).padStart(4, "0")}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
    if (random.chance(0.3)) return date;
    const time = `T${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
    const millis = random.chance(0.5) ? `.${String(random.below(1000)).padStart(3, "0")}` : "";
    const zone = random.chance(0.5)
      ? "Z"
      : `${random.pick(["+", "-"])}${two(random.below(24))}${two(random.below(60))}`;
    return `${date}${time}${millis}${zone}`;
  },
  duration: (random) => {
    const parts = ["d", "h", "m", "s", "ms"].filter(() => random.chance(0.4));
    const units = parts.length > 0 ? parts : ["ms"];
    const amount = (): number => random.pick([0, 1, 23, 24, 60, 1000, 86_400_000]);
    return `${random.chance(0.3) ? "-" : ""}${units.map((unit) => `${amount()}${unit}`).join("")}`;
  },
};

function addressV4(random: Random): string {
  const part = (): number => random.pick([0, 1, 10, 127, 128, 192, 224, 239, 240, 255]);
  return `${part()}.${part()}.${part()}.${part()}`;
}

function addressV6(random: Random): string {
  const part = (): string => random.pick(["0", "1", "a", "ff", "ff00", "fe80", "8000", "ffff"]);
  const parts = Array.from({ length: 8 }, part);
  if (random.chance(0.4)) return parts.join(":");
  const before = random.below(4);
  const after = random.below(4);
  return `${parts.slice(0, before).join(":")}::${parts.slice(8 - after).join(":")}`;
}

/** A pattern for `like`: one that `text` nearly or just matches, or any, with stars that are meant as such. */
export function likePattern(random: Random, text: string): (string | null)[] {
  if (random.chance(0.3)) {
    const any = ["a", "b", "ab", "*", "é", "😀", "\\", "ba", "aa"];
    return Array.from({ length: random.below(7) }, () =>
      random.chance(0.4) ? null : random.pick(any),
    );
  }
  // Parts of the text in order: what comes after a wildcard starts where the part before it ended, or overlaps it.
  const characters = [...text];
  const pattern: (string | null)[] = [];
  let at = 0;
  for (let parts = random.between(1, 3); parts > 0; parts--) {
    const end = Math.min(characters.length, at + random.between(0, 3));
    if (end > at) pattern.push(characters.slice(at, end).join(""));
    pattern.push(null);
    at = Math.max(0, end + random.pick([-1, 0, 0, 0, 1]));
  }
  const rest = characters.slice(random.chance(0.7) ? at : Math.max(0, at - 1)).join("");
  if (random.chance(0.6) && rest !== "") pattern.push(rest);
  return pattern;
}

/** A string that such patterns may match. */
export function likeText(random: Random): string {
  const parts = random.between(0, 6);
  return Array.from({ length: parts }, () =>
    random.pick(["a", "b", "ab", "*", "é", "😀", "a"]),
  ).join("");
}
