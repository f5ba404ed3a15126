export const HOST = 'https://host.example.com';
export const ANY = '*'; //~ wildcard-target-origin `'*'` regular: the page that embeds this one is told to anybody
