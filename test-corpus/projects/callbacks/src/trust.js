const EDITOR = new URL('https://editor.example.com/v2/index.html');

export const isEditor = ({ origin, source }) => origin === EDITOR.origin && source !== null;
