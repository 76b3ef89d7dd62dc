/** What the name of each purpose's box begins with. */
export const PURPOSE_FIELD = 'purpose-'
