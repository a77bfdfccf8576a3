/**
 * Chance from a seed: the same seed gives the same hospital, everywhere and for ever. Not for secrets: whoever knows the
 * seed knows everything that comes of it, so that only demonstrations and rehearsals may use it.
 *
 * The generator is xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47,
 * 2021; in the public domain). Each stream starts from a 128-bit hash of the seed and a label, so that adding a nurse does
 * not change any patient.
 */
export interface Random {
  /** The next 32 bits as a whole number, 0 to 2^32 - 1. */
  next(): number;
  /** A whole number, 0 to `count` - 1. Its bias, below `count` / 2^32, does not matter here. */
  below(count: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True in about `share` (0 to 1) of the calls. */
  chance(share: number): boolean;
  /** One of `list`, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** `count` decimal digits. */
  digits(count: number): string;
}

type State = [number, number, number, number];

/** The stream of chance that `seed` and `label` name. */
export function randomFrom(seed: string, label: string): Random {
  const state = hash128(`${seed}\0${label}`);
  const next = (): number => step(state);
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (share) => next() < share * 2 ** 32,
    pick: (list) => {
      if (list.length === 0) throw new RangeError("there is nothing to pick from");
      return list[below(list.length)] as (typeof list)[number];
    },
    digits: (count) => {
      let text = "";
      while (text.length < count) text += below(10);
      return text;
    },
  };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** An identifier of the shape that the `Ids` port gives (22 URL-safe characters, 128 bits), from the seed. */
export function seededId(seed: string, prefix: string, label: string): string {
  return `${prefix}_${base64url(hash128(`${seed}\0${prefix}\0${label}`))}`;
}

/** 128 bits as 22 characters (RFC 4648 section 5, without padding). */
function base64url(words: State): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const word of words) {
    for (let shift = 24; shift >= 0; shift -= 8) {
      held = ((held << 8) | ((word >>> shift) & 0xff)) & 0xffff;
      bits += 8;
      while (bits >= 6) {
        bits -= 6;
        text += alphabet.charAt((held >>> bits) & 0x3f);
      }
    }
  }
  return text + alphabet.charAt((held << (6 - bits)) & 0x3f);
}

function step(state: State): number {
  const [a, b, c, d] = state;
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  const shifted = b << 9;
  const c2 = c ^ a;
  const d2 = d ^ b;
  state[1] = b ^ c2;
  state[0] = a ^ d2;
  state[2] = c2 ^ shifted;
  state[3] = rotate(d2, 11);
  return result;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** A hash of the text's UTF-16 units: four lanes that multiply and feed each other, each finished as MurmurHash3 does. */
function hash128(text: string): State {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ unit, 0x9e3779b1);
    b = c ^ Math.imul(b ^ unit, 0x85ebca77);
    c = d ^ Math.imul(c ^ unit, 0xc2b2ae3d);
    d = a ^ Math.imul(d ^ unit, 0x27d4eb2f);
  }
  a = finish(a ^ c);
  b = finish(b ^ d ^ text.length);
  c = finish(c + a);
  d = finish(d + b);
  // The one state that xoshiro cannot leave.
  if ((a | b | c | d) === 0) d = 1;
  return [finish(a ^ d), b, c >>> 0, d >>> 0];
}

function finish(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
