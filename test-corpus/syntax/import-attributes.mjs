import data from './data.json' with { type: 'json' };
import old from './data.json' assert { type: 'json' };
export { default as again } from './data.json' with { type: 'json' };
const later = await import('./data.json', { with: { type: 'json' } });
export { data, old, later };
