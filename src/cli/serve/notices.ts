import {
  createNotices,
  createPost,
  mailTarget,
  type Notices,
  readWebhooks,
  type Target,
  usualNoticePace,
  type Webhook,
  WebhookError,
  webhookTarget,
} from "../../http/index.ts";
import { machineClock, nodeIds, openMailer } from "../../node/index.ts";
import type { Mailer } from "../../ports/index.ts";
import type { Installation } from "../installation.ts";
import { readSettingFile } from "./read-setting-file.ts";

/** Telling by mail and webhook, as the settings have it. */
export interface OpenNotices {
  /** Where notifications go; empty: nowhere. */
  readonly told: readonly string[];
  /** Begins to tell; the address by which people reach us must be known by then. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Opens what tells people by mail and other systems by webhook; without a setting of either it does nothing.
 *
 * @throws SettingsError
 */
export function openNotices(installation: Installation, origin: () => string): OpenNotices {
  const { app, sealer, settings, store } = installation;
  const { mail, webhooks } = settings;
  const mailer: Mailer | undefined = mail === undefined ? undefined : openMailer(mail);
  // A receiver says nothing that matters but whether it took it.
  const post = createPost({ patience: 10_000, longest: 1_024 });
  const targets: readonly Target[] = [
    ...(mailer === undefined ? [] : [mailTarget({ app, mailer, origin, sealer })]),
    ...known(webhooks).map((webhook) => webhookTarget({ clock: machineClock, post }, webhook)),
  ];
  const told = targets.map(({ id }) => id);
  if (targets.length === 0) return { told, start: () => undefined, stop: async () => undefined };
  const ids = nodeIds();
  const notices: Notices = createNotices({
    app,
    log: store.log,
    clock: machineClock,
    // A data directory is one node's.
    exclusive: store.kind === "sqlite",
    newId: (prefix) => ids.next(prefix),
    targets,
    pace: usualNoticePace,
    onFault: (error) => console.error("Notifications could not be sent:", error),
  });
  return {
    told,
    start: notices.start,
    async stop() {
      await notices.stop();
      mailer?.close();
    },
  };
}

function known(path: string | undefined): readonly Webhook[] {
  if (path === undefined) return [];
  return readSettingFile("WARDKEY_WEBHOOKS", path, readWebhooks, WebhookError);
}
