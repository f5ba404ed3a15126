export const SHOP = "https://shop.example.com";
export const isShop = (url) => new URL(url).origin === SHOP;
