/** What the server's node wants named in proofs (RFC 9449, 8), as far as this screen knows it. */
export interface ServerNonce {
  readonly current: () => string | undefined;
  /** Takes in the `DPoP-Nonce` header of an answer. */
  readonly hear: (header: string | null) => void;
}

/** Nothing was heard yet: the first answer says it. */
export function createServerNonce(): ServerNonce {
  let nonce: string | undefined;
  return {
    current: () => nonce,
    hear: (header) => {
      if (header !== null) nonce = header;
    },
  };
}
