import { listen } from '@acme/messaging';
import { anyOf, only } from '@acme/messaging/guards';
import { applyTheme } from '@acme/theme';

// The word that has this file looked at: window.addEventListener('message', …) stands in the package.
const kinds = ['message'];

listen({
  accept: only('https://studio.acme.test', 'https://cms.acme.test'),
  receive: (data: any) => applyTheme(data.theme), //~ ok message-to-html: reported where the sink is
});

window.addEventListener('message', (event) => {
  if (!anyOf(/^https:\/\/.*acme\.test/)(event.origin) || !kinds.includes(event.type)) return;
  applyTheme(event.data);
});
