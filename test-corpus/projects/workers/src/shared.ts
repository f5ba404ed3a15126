export const origin = 'https://dashboard.example.com';
