import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type DemoFile, readDemo, type ServerProcess, startServer } from "./server.ts";

/** An application that is connected, and the form in which it says who it is. */
export interface ConnectedApplication {
  readonly id: string;
  readonly redirectUri: string;
  /** A form with a new assertion of its own (RFC 7523). */
  form(more: Readonly<Record<string, string>>): Promise<string>;
}

/** A demonstration hospital whose people, rosters and applications a test changes as a hospital does. */
export interface StaffedServer {
  readonly process: ServerProcess;
  /** The address that browsers know it by. */
  readonly base: string;
  readonly demo: DemoFile;
  /** The routes that it has, as `METHOD path`. */
  routes(): ReadonlySet<string>;
  /** Takes a file of staff or of the roster in; `ends`: so many engagements are meant to end by it (L11). */
  /** `meant`: how many ends, and privileged roles, somebody says that they mean. */
  takeIn(
    kind: "staff" | "roster",
    csv: string,
    meant?: { readonly ends?: number; readonly privileged?: number },
  ): Promise<void>;
  application(
    form: Readonly<Record<string, unknown>> & { readonly id: string },
  ): Promise<ConnectedApplication>;
  /** Sends JSON to the console, as its page does. */
  console(path: string, body: object, cookie?: string): Promise<Response>;
  /** The cookie of somebody who signs in at the console. */
  consoleCookie(badge: string, pin: string): Promise<string>;
}

/** Starts one with its data in `data`. */
export async function startStaffedServer(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<StaffedServer> {
  const noted = join(data, "routes");
  const process = await startServer({
    data,
    environment: {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, "note-routes.ts")}`,
      NOTE_ROUTES: noted,
      ...environment,
    },
  });
  const base = process.url.replace("127.0.0.1", "localhost");
  const { token } = JSON.parse(readFileSync(join(data, "server.json"), "utf8")) as {
    readonly token: string;
  };
  const post = (path: string, body: object, headers: Readonly<Record<string, string>>) =>
    fetch(base + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: base, ...headers },
      body: JSON.stringify(body),
    });
  const asOwner = async (path: string, body: object): Promise<string> => {
    const answer = await post(path, body, { authorization: `Bearer ${token}` });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} says ${text}`);
    return text;
  };
  const server: StaffedServer = {
    process,
    base,
    demo: readDemo(data),
    routes: () => new Set(readFileSync(noted, "utf8").trim().split("\n")),
    async takeIn(kind, csv, meant = {}) {
      const path = join(data, `${kind}.csv`);
      writeFileSync(path, csv);
      const order = { kind, path, ...meant };
      const [last = ""] = (await asOwner("/operator/import", order)).trim().split("\n").slice(-1);
      const { report } = JSON.parse(last) as {
        readonly report?: { readonly refused: number; readonly stopped?: object };
      };
      if (report?.refused !== 0 || report.stopped !== undefined)
        throw new Error(`the ${kind} file is not taken in: ${last}`);
    },
    async application(form) {
      const { privateKey, publicKey } = await generateKeyPair("ES384");
      const jwk = { ...(await exportJWK(publicKey)), alg: "ES384", use: "sig", kid: "k" };
      const redirectUri = `https://${form.id}.example/callback`;
      const known = { redirectUris: [redirectUri], kind: "signs-in-here", jwks: { keys: [jwk] } };
      await asOwner("/operator/applications", { ...known, ...form });
      const assertion = () =>
        new SignJWT({ iss: form.id, sub: form.id, aud: `${base}/oidc`, jti: crypto.randomUUID() })
          .setProtectedHeader({ alg: "ES384", kid: "k" })
          .setIssuedAt()
          .setExpirationTime("1m")
          .sign(privateKey);
      return {
        id: form.id,
        redirectUri,
        form: async (more) =>
          `${new URLSearchParams({
            client_id: form.id,
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await assertion(),
            ...more,
          })}`,
      };
    },
    console: (path, body, cookie = "") => post(`/console/api/${path}`, body, { cookie }),
    async consoleCookie(badge, pin) {
      const answer = await server.console("sign-in", { badge, pin });
      return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    },
  };
  return server;
}
