import type { Page } from "playwright-core";

/** A passkey as the DevTools protocol hands it from one authenticator to another. */
interface Credential {
  readonly credentialId: string;
  readonly isResidentCredential: boolean;
  readonly rpId?: string;
  readonly privateKey: string;
  readonly userHandle?: string;
  readonly signCount: number;
}

/** An authenticator that Chromium plays for one page (DevTools protocol, WebAuthn): its user is there at once. */
export interface VirtualAuthenticator {
  credentials(): Promise<readonly Credential[]>;
  add(credential: Credential): Promise<void>;
  /** Whether its user's PIN, finger or face is right from now on. */
  verifies(right: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** Gives a page an authenticator. */
export async function giveAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async credentials() {
      const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
      return credentials;
    },
    async add(credential) {
      await session.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
    async verifies(isUserVerified) {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
    async remove() {
      await session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    },
  };
}
