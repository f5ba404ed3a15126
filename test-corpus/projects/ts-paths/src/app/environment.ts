export const environment = {
  production: true,
  host: 'https://host.example.com',
};
