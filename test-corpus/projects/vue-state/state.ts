import { reactive } from 'vue';

export const state = reactive({ banner: '', user: '' });

window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
  state.banner = event.data.banner;
});
window.addEventListener('message', (event) => { //~ ok missing-origin-check: the origin is checked
  if (event.origin === 'https://id.example.com') state.user = event.data.user;
});
