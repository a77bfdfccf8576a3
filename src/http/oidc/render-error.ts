import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";

/** A page for a person whose application asked wrongly: what happened, and whom to tell. */
export async function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
  const { error, error_description: description = "" } = out;
  ctx.type = "html";
  ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Wardkey</title>
<h1>The application could not be opened</h1>
<p>It asked Wardkey for a sign-in that cannot be given. Close this page and open the application again. If it happens
again, tell whoever looks after the application this:</p>
<pre>${escaped(error)}: ${escaped(description)}</pre>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
