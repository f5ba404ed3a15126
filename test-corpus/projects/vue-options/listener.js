export const listener = {
  data() {
    return { remote: '' };
  },
  created() {
    window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
      this.remote = event.data;
    });
  },
};
