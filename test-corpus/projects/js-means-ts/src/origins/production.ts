export const PORTAL = 'https://portal.example.com';
