export const STATIC = new Set(['https://widgets.example.com', 'https://static.example.com']);
