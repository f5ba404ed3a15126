import { Client } from ".";
const client = new Client();
client.on("navigate", (data) => {
  location.href = data.url; //~ message-to-navigation `location.href` high
});
