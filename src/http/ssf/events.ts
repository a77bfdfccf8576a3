/** The types of CAEP 1.0 section 3 that are sent; of these, device-compliance-change is heard as well. */
export const eventTypes = {
  sessionRevoked: "https://schemas.openid.net/secevent/caep/event-type/session-revoked",
  credentialChange: "https://schemas.openid.net/secevent/caep/event-type/credential-change",
  assuranceLevelChange:
    "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change",
  tokenClaimsChange: "https://schemas.openid.net/secevent/caep/event-type/token-claims-change",
  deviceComplianceChange:
    "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change",
} as const;

/** Said about a stream itself, whatever was asked for (SSF 1.0 sections 8.1.4.1 and 8.1.5). */
export const streamEventTypes = {
  verification: "https://schemas.openid.net/secevent/ssf/event-type/verification",
  streamUpdated: "https://schemas.openid.net/secevent/ssf/event-type/stream-updated",
} as const;

/** What the configuration of every stream names as `events_supported`. */
export const eventsSupported: readonly string[] = Object.values(eventTypes);
