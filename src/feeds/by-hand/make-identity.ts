/** Who somebody is called until it is known who they are: made, and nothing of theirs (C9). */
export interface MadeIdentity {
  readonly family: string;
  readonly given: string;
  /** Under which they are found; no hospital gives numbers of this form. */
  readonly number: string;
}

/** Words that are told apart when they are called over a noisy corridor, and are nobody's name. */
const first = [
  "Amber",
  "Azure",
  "Bronze",
  "Cedar",
  "Cobalt",
  "Copper",
  "Coral",
  "Crimson",
  "Ebony",
  "Golden",
  "Granite",
  "Indigo",
  "Ivory",
  "Lilac",
  "Maple",
  "Marble",
  "Nimble",
  "Olive",
  "Orange",
  "Pearl",
  "Purple",
  "Quartz",
  "Rapid",
  "Scarlet",
  "Silver",
  "Silent",
  "Sunny",
  "Teal",
  "Turquoise",
  "Velvet",
  "Walnut",
  "Yellow",
];
const second = [
  "Anchor",
  "Badger",
  "Beacon",
  "Bridge",
  "Candle",
  "Compass",
  "Dolphin",
  "Falcon",
  "Feather",
  "Glacier",
  "Harbour",
  "Island",
  "Kettle",
  "Ladder",
  "Lantern",
  "Magnet",
  "Meadow",
  "Mountain",
  "Otter",
  "Paddle",
  "Pelican",
  "Pocket",
  "Puffin",
  "Rocket",
  "Sparrow",
  "Thimble",
  "Tiger",
  "Trumpet",
  "Tunnel",
  "Valley",
  "Window",
  "Zebra",
];

/** Without letters and digits that are taken for each other. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** An identity from something random, of 12 characters or more. */
export function makeIdentity(random: string): MadeIdentity {
  const codes = [...random].slice(-12).map((letter) => letter.codePointAt(0) ?? 0);
  const mix = (from: number) => ((codes[from] ?? 0) * 31 + (codes[from + 1] ?? 0) * 7) % 32;
  const digits = [0, 2, 4, 6, 8, 10].map((at) => alphabet[mix(at)]).join("");
  const given = `${first[mix(1)]} ${second[mix(3)]}`;
  return { family: "Unknown", given, number: `T-${digits}` };
}
