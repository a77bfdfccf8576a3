import { Button } from "@mantine/core";
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { ConsolePage } from "../../http/console-contract.ts";
import type { Messages } from "../messages/en.ts";
import { Icon } from "../shared/icon.tsx";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { AccessPage } from "./access-page.tsx";
import { go, pageAddress, useAddress } from "./address.ts";
import { ApplicationsPage } from "./applications-page.tsx";
import { BadgesPage } from "./badges-page.tsx";
import { ChartsPage } from "./charts-page.tsx";
import { DeskPage } from "./desk-page.tsx";
import { FeedsPage } from "./feeds-page.tsx";
import { GrantsPage } from "./grants-page.tsx";
import { HeldPage } from "./held-page.tsx";
import { LocumsPage } from "./locums-page.tsx";
import { NotYours } from "./not-yours.tsx";
import { NoticesPage } from "./notices-page.tsx";
import { ObservedPage } from "./observed-page.tsx";
import { ParkedPage } from "./parked-page.tsx";
import { PeoplePage } from "./people-page.tsx";
import { PersonLine } from "./person-line.tsx";
import { PhonesPage } from "./phones-page.tsx";
import { Preferences } from "./preferences.tsx";
import { RecordsPage } from "./records-page.tsx";
import { RehearsalsPage } from "./rehearsals-page.tsx";
import { ReviewsPage } from "./reviews-page.tsx";
import { RostersPage } from "./rosters-page.tsx";
import { SessionsPage } from "./sessions-page.tsx";
import styles from "./shell.module.css";
import { useConsole } from "./use-console.tsx";
import { WardsPage } from "./wards-page.tsx";
import { WorkloadsPage } from "./workloads-page.tsx";

interface PageWords {
  readonly title: string;
  readonly question: string;
}

function wordsOf(page: ConsolePage | undefined, t: Messages): PageWords {
  if (page === undefined) return { title: t.noPages, question: t.noPagesHint };
  const words: Readonly<Record<ConsolePage, PageWords>> = {
    records: { title: t.pageRecords, question: t.questionRecords },
    feeds: { title: t.pageFeeds, question: t.questionFeeds },
    parked: { title: t.pageParked, question: t.questionParked },
    grants: { title: t.pageGrants, question: t.questionGrants },
    reviews: { title: t.pageReviews, question: t.questionReviews },
    access: { title: t.pageAccess, question: t.questionAccess },
    rosters: { title: t.pageRosters, question: t.questionRosters },
    wards: { title: t.pageWards, question: t.questionWards },
    sessions: { title: t.pageSessions, question: t.questionSessions },
    applications: { title: t.pageApplications, question: t.questionApplications },
    workloads: { title: t.pageWorkloads, question: t.questionWorkloads },
    charts: { title: t.pageCharts, question: t.questionCharts },
    locums: { title: t.pageLocums, question: t.questionLocums },
    people: { title: t.pagePeople, question: t.questionPeople },
    held: { title: t.pageHeld, question: t.questionHeld },
    badges: { title: t.pageBadges, question: t.questionBadges },
    desk: { title: t.pageDesk, question: t.questionDesk },
    notices: { title: t.pageNotices, question: t.questionNotices },
    phones: { title: t.pagePhones, question: t.questionPhones },
    rehearsals: { title: t.pageRehearsals, question: t.questionRehearsals },
    observed: { title: t.pageObserved, question: t.questionObserved },
  };
  return words[page];
}

/** A link to a page of the console, followed without leaving it. */
function PageLink(props: {
  readonly to: ConsolePage;
  readonly current?: boolean;
  readonly className?: string | undefined;
  readonly children: string;
}): ReactNode {
  const { search } = useAddress();
  const target = pageAddress(search, props.to);
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(target);
  };
  return (
    <a
      href={target}
      className={props.className}
      aria-current={props.current === true ? "page" : undefined}
      onClick={follow}
    >
      {props.children}
    </a>
  );
}

function Navigation({ page }: { readonly page: ConsolePage | undefined }): ReactNode {
  const { t } = useWords();
  const { pages } = useConsole();
  if (pages.length === 0) return null;
  return (
    <nav className={styles["nav"]} aria-label={t.navigation}>
      {pages.map((name) => (
        <PageLink key={name} to={name} current={name === page}>
          {wordsOf(name, t).title}
        </PageLink>
      ))}
    </nav>
  );
}

/** Reminds whoever looks at something else of reviews that are due (X15), those of access included (L8). */
function Reminder({ page }: { readonly page: ConsolePage | undefined }): ReactNode {
  const { t } = useWords();
  const { lateAccess, lateReviews } = useConsole();
  return (
    <>
      {lateReviews !== undefined && page !== "reviews" && (
        <PageLink to="reviews" className={styles["reminder"]}>
          {t.reviewsLate(lateReviews)}
        </PageLink>
      )}
      {lateAccess !== undefined && page !== "access" && (
        <PageLink to="access" className={styles["reminder"]}>
          {t.accessLate(lateAccess)}
        </PageLink>
      )}
    </>
  );
}

function Page({ page }: { readonly page: ConsolePage | undefined }): ReactNode {
  const { pages } = useConsole();
  if (page === undefined || !pages.includes(page)) return <NotYours />;
  if (page === "feeds") return <FeedsPage />;
  if (page === "parked") return <ParkedPage />;
  if (page === "grants") return <GrantsPage />;
  if (page === "reviews") return <ReviewsPage />;
  if (page === "access") return <AccessPage />;
  if (page === "notices") return <NoticesPage />;
  if (page === "rosters") return <RostersPage />;
  if (page === "wards") return <WardsPage />;
  if (page === "sessions") return <SessionsPage />;
  if (page === "applications") return <ApplicationsPage />;
  if (page === "workloads") return <WorkloadsPage />;
  if (page === "charts") return <ChartsPage />;
  if (page === "locums") return <LocumsPage />;
  if (page === "people") return <PeoplePage />;
  if (page === "held") return <HeldPage />;
  if (page === "badges") return <BadgesPage />;
  if (page === "desk") return <DeskPage />;
  if (page === "phones") return <PhonesPage />;
  if (page === "rehearsals") return <RehearsalsPage />;
  if (page === "observed") return <ObservedPage />;
  return <RecordsPage />;
}

function Live(): ReactNode {
  const { t } = useWords();
  const { live } = useConsole();
  if (live === undefined) return null;
  return (
    <span className={styles["live"]} data-live={live} role="status">
      {live ? t.live : t.liveOff}
    </span>
  );
}

/** Where else one can go, who one is, and the way out; on a narrow screen behind one button, so that the page comes first. */
function Side({ page }: { readonly page: ConsolePage | undefined }): ReactNode {
  const { t, server } = useWords();
  const { who, signOut } = useConsole();
  const [isOpen, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who has gone to another page wants to see that.
  useEffect(() => setOpen(false), [page]);
  return (
    <header className={styles["side"]} data-open={isOpen}>
      <strong className={styles["brand"]}>
        <Icon name="badge" /> {t.appName}
      </strong>
      <Button
        variant="default"
        className={styles["menu"]}
        aria-expanded={isOpen}
        aria-controls="menu"
        onClick={() => setOpen(!isOpen)}
      >
        {t.menu}
      </Button>
      <div className={styles["choices"]} id="menu">
        <Navigation page={page} />
        <div className={styles["person"]}>
          <PersonLine who={who} note={sayRole(who.role, server)} />
        </div>
        <Preferences />
        <Button variant="default" onClick={signOut}>
          {t.signOut}
        </Button>
      </div>
    </header>
  );
}

/** The console's frame: where one is, who one is, and the way out. */
export function Shell(): ReactNode {
  const { t } = useWords();
  const { pages } = useConsole();
  const { page: asked } = useAddress();
  const page = pages.length === 0 ? undefined : (asked ?? pages[0]);
  const heading = useRef<HTMLHeadingElement>(null);
  const words = wordsOf(page, t);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is read out from its title.
  useEffect(() => heading.current?.focus(), [page]);
  return (
    <div className={styles["shell"]}>
      <a className={styles["skip"]} href="#content">
        {t.toContent}
      </a>
      <Side page={page} />
      <main className={styles["content"]} id="content">
        <div className={styles["title"]}>
          <h1 ref={heading} tabIndex={-1}>
            {words.title}
          </h1>
          <Live />
          <p>{words.question}</p>
        </div>
        <Reminder page={page} />
        <Page key={page} page={page} />
      </main>
    </div>
  );
}
