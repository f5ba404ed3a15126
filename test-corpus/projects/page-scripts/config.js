// Shared by all pages of the kiosk.
var KIOSK = {
  target: "https://shop.example.com",
  till: "https://till.example.com",
  partner: "https://partner.example.com",
};
