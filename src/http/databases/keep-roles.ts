import type { App } from "../../app.ts";
import type { Duration } from "../../ports/index.ts";
import type { LogRecord } from "../../world/index.ts";
import type { DatabaseRoles } from "./database-roles.ts";

const every: Duration = 2_000;

/** What may end a role: looked at as soon as it is committed. */
const ending = /^(?:database-role\.(?:ended|made)|workload(?:-credential)?\.\w)/;

/** Looks after roles in databases, one look at a time, until it is stopped. */
export function keepDatabaseRoles({
  app,
  onFault,
  roles,
}: {
  readonly app: Pick<App, "follow">;
  readonly roles: Pick<DatabaseRoles, "look">;
  readonly onFault: (error: unknown) => void;
}): { start(): void; stop(): Promise<void> } {
  let looking: Promise<void> | undefined;
  let isAgain = false;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let forget: (() => void) | undefined;
  const look = () => {
    isAgain = looking !== undefined;
    looking ??= roles
      .look()
      .catch(onFault)
      .finally(() => {
        looking = undefined;
        if (isAgain && !isOver) look();
      });
  };
  return {
    start() {
      look();
      timer = setInterval(look, every);
      forget = app.follow((records: readonly LogRecord[]) => {
        if (records.some(({ kind }) => ending.test(kind))) look();
      });
    },
    async stop() {
      isOver = true;
      forget?.();
      clearInterval(timer);
      await looking;
    },
  };
}
