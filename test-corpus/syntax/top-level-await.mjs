const module = await import('./x.mjs');
for await (const message of module.messages()) console.log(message);
