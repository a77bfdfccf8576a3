/** A thing with a key that no other of its list has. */
export interface Keyed<T> {
  readonly key: string;
  readonly item: T;
}

/** Gives the things of a list keys from what they say; of two that say the same, the second is numbered. */
export function keyed<T>(items: readonly T[], say: (item: T) => string): readonly Keyed<T>[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const said = say(item);
    const before = seen.get(said) ?? 0;
    seen.set(said, before + 1);
    return { key: before === 0 ? said : `${said} ${before + 1}`, item };
  });
}
