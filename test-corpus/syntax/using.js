function open() {
  using port = acquire();
  for (using item of items) item.use();
}
async function later() {
  await using file = await acquireLater();
}
