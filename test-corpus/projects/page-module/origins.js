const ORIGINS = ["https://desk.example.com"];

export const accepts = (event) => ORIGINS.includes(event.origin);
