export const ALLOWED = ["https://one.example.com", "https://two.example.com"];
