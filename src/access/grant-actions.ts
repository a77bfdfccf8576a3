/** The action of asking for access that the rules do not give (X1). */
export const requesting = "grant.request";

/** The action of answering such a request, for the ward that it is about (X2). */
export const answering = "grant.answer";
