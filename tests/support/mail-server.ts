import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** What a mail server answers instead of taking something. */
export interface Refusal {
  readonly code: number;
  readonly words: string;
}

/** A mail server of this machine, for tests. */
export interface TestMailServer {
  readonly port: number;
  readonly url: string;
  /** What it took over, in order: to whom, and the mail as it came. */
  readonly mails: readonly { readonly to: string; readonly text: string }[];
  /** What it says to the next recipients; undefined: it takes them. */
  refuse: Refusal | undefined;
  /** What it says to a whole message once it has it (RFC 5321 section 4.1.1.4); undefined: it takes it. */
  refuseMessage: (to: string) => Refusal | undefined;
  close(): Promise<void>;
}

/** Starts one without TLS, on a free port or on a given one. */
export async function startMailServer(
  options: { readonly host?: string; readonly port?: number } = {},
): Promise<TestMailServer> {
  const { host = "127.0.0.1", port = 0 } = options;
  const mails: { readonly to: string; readonly text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onRcptTo(_address, _session, callback) {
      const { refuse } = opened;
      if (refuse === undefined) return callback();
      callback(Object.assign(new Error(refuse.words), { responseCode: refuse.code }));
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const to = envelope.rcptTo.map(({ address }) => address);
        const refusal = to.map(opened.refuseMessage).find((one) => one !== undefined);
        if (refusal !== undefined) {
          const { code, words } = refusal;
          return callback(Object.assign(new Error(words), { responseCode: code }));
        }
        for (const address of to) mails.push({ to: address, text });
        callback();
      });
    },
  });
  server.on("error", () => undefined);
  const listening = server.listen(port, host);
  await once(listening, "listening");
  const address = listening.address() as AddressInfo;
  const opened: TestMailServer = {
    port: address.port,
    url: `smtp://${host}:${address.port}`,
    mails,
    refuse: undefined,
    refuseMessage: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return opened;
}
