/**
 * Opens an application in a window of its own, and answers what closes it; undefined where the browser opens none.
 *
 * A window can be closed by whoever is of one origin with its opener, and could send its opener elsewhere. Its opener is therefore
 * not this page, but an empty frame in it, which no other origin can send anywhere, nor what is around it. This page's opener
 * policy (`same-origin-allow-popups`) keeps the window's handle, as long as no page that it goes through breaks off on its side.
 */
export function openApplicationWindow(url: string): (() => void) | undefined {
  const opener = document.createElement("iframe");
  opener.hidden = true;
  document.body.append(opener);
  const made = opener.contentWindow?.open("about:blank", "_blank");
  if (made === null || made === undefined) {
    opener.remove();
    return undefined;
  }
  made.location.replace(url);
  const close = (): void => {
    removeEventListener("pagehide", close);
    made.close();
    opener.remove();
  };
  // Whoever reloads or leaves this page has nobody any more who would close it.
  addEventListener("pagehide", close);
  return close;
}
