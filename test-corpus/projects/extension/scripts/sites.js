export const SITES = ['https://notes.example.com'];
export const ANYWHERE = '*'; //~ wildcard-target-origin `'*'` low regular
