import { useSyncExternalStore } from "react";
import type { ConsolePage } from "../../http/console-contract.ts";

/** Every page: one that is missing here does not compile. */
const pages: Readonly<Record<ConsolePage, true>> = {
  records: true,
  feeds: true,
  parked: true,
  grants: true,
  reviews: true,
  access: true,
  notices: true,
  rosters: true,
  wards: true,
  sessions: true,
  applications: true,
  workloads: true,
  charts: true,
  locums: true,
  people: true,
  held: true,
  badges: true,
  desk: true,
  phones: true,
  rehearsals: true,
  observed: true,
};

/** Every page of the console, in the order in which they are offered. */
const pageNames = Object.keys(pages) as readonly ConsolePage[];

/** Changes to the address's query; undefined takes a part out. */
export type AddressChanges = Readonly<Record<string, string | undefined>>;

const moved = "wardkey:moved";

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(moved, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(moved, listener);
  };
}

/** The query with the changes made. */
export function changed(search: string, changes: AddressChanges): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === "" ? "?" : `?${text}`;
}

/** The address of a page, without the state of the page before it. */
export function pageAddress(search: string, page: ConsolePage): string {
  const lang = new URLSearchParams(search).get("lang");
  return changed("", { page, ...(lang === null ? {} : { lang }) });
}

/** Goes to another query of this page; "replace" leaves no step for "back". */
export function go(search: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", search);
  else history.replaceState(null, "", search);
  dispatchEvent(new Event(moved));
}

/** The state of the screen as the address holds it. */
export interface Address {
  readonly search: string;
  readonly query: URLSearchParams;
  /** The page that is asked for; undefined: none by name. */
  readonly page: ConsolePage | undefined;
  readonly change: (changes: AddressChanges, how?: "push" | "replace") => void;
}

/** Follows the address: what is filtered, sorted and open can be sent to a colleague as a link. */
export function useAddress(): Address {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const query = new URLSearchParams(search);
  const page = pageNames.find((name) => name === query.get("page"));
  return {
    search,
    query,
    page,
    change: (changes, how) => go(changed(location.search, changes), how),
  };
}
