/** How sure we are that this is the person (domain, Assurance). */
export type AssuranceLevel = 0 | 1 | 2 | 3 | 4;

/** That a session's person showed who they are: by a PIN, or by a passkey of this level. */
export interface SessionProof {
  readonly level: AssuranceLevel;
  readonly at: number;
  /** The passkey; absent for a PIN, and for a tap that was enough (X17). */
  readonly passkey?: string;
}

/** What a session knows of how sure it is: its proofs, and what follows from them. */
export interface Proven {
  /** The surest proof's level. A tap changes nothing of it (A1), and neither does a proof that is less sure (A2). */
  readonly level: AssuranceLevel;
  /** The instant of the last PIN or passkey, whatever its level. */
  readonly provedAt: number;
  /**
   * The last proof of each level that no surer one has come after: from the surest, which is the oldest, to the last. What needs a
   * level within some time rests on the last proof of at least that level ({@link lastProof}).
   */
  readonly proofs: readonly [SessionProof, ...SessionProof[]];
}

/** What is known with this proof alone. */
export function provenBy(proof: SessionProof): Proven {
  return { level: proof.level, provedAt: proof.at, proofs: [proof] };
}

/** What is known with one more proof: it never lowers what a surer one has shown (A2). */
export function withProof({ proofs }: Proven, proof: SessionProof): Proven {
  const [surest, ...others] = proofs.filter(({ level }) => level > proof.level);
  if (surest === undefined) return provenBy(proof);
  return { level: surest.level, provedAt: proof.at, proofs: [surest, ...others, proof] };
}

/** The last proof of at least this level; undefined where there was none. */
export function lastProof(
  { proofs }: Pick<Proven, "proofs">,
  level: number,
): SessionProof | undefined {
  return proofs.findLast((proof) => proof.level >= level);
}

/** Whether anything of how sure a session is rests on this passkey. */
export function restsOn({ proofs }: Pick<Proven, "proofs">, passkey: string): boolean {
  return proofs.some((proof) => proof.passkey === passkey);
}
