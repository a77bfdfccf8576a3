/**
 * oidc-provider by itself, with the store in memory that it brings, as far as a client needs it that signs in by private_key_jwt:
 * what the server is compared with. Prints its address when it is ready.
 *
 * node bare-provider.ts '{"clients":[...],"resource":"https://lab.example/fhir","scope":"system/*.rs"}'
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type ClientMetadata } from "oidc-provider";

/** What it knows. */
export interface BareSetup {
  readonly clients: ClientMetadata[];
  readonly resource: string;
  readonly scope: string;
}

const { clients, resource, scope } = JSON.parse(process.argv[2] ?? "{}") as BareSetup;
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients,
    clientAuthMethods: ["private_key_jwt"],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => resource,
        getResourceServerInfo: async () => ({
          scope,
          accessTokenFormat: "opaque",
          accessTokenTTL: 300,
        }),
      },
    },
    ttl: { ClientCredentials: 300 },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
