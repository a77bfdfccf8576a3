import type { RecordOf, World } from "../../world/index.ts";
import type { Facts } from "./kinds.ts";
import type { Said, Telling } from "./telling.ts";

/** A link for somebody's own phone goes to them by mail, where the desk said so; undefined: it does not, or is good no more. */
export function arrivalFacts(
  world: World,
  { engagement, invitation, mailed, until }: RecordOf<"invitation.sent">["body"],
): Facts | undefined {
  const known = world.engagements.get(engagement);
  const isOpen = known?.invitation?.id === invitation && known.invitation.withdrawn === undefined;
  if (mailed !== true || known === undefined || !isOpen) return undefined;
  return { about: known.person, person: "wardkey", reason: invitation, type: "arrival", until };
}

/** It names nobody: whoever else reads the mail learns only that somebody is expected. */
export function arrivalWords({ link, until }: Telling): Said {
  return {
    subject: "Before you come: set up your phone for your shift",
    text: [
      `Open this link on your own phone before you come, and nowhere else: ${link}`,
      `It is good until ${until}, and once. The page then shows a code of six digits: say it at the desk when you are there. It opens nothing before that.`,
      "Do not pass this mail on. If you expect no shift at this hospital, you need do nothing.",
    ],
  };
}
