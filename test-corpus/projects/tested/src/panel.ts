// The same without a check, in a part that the application sets up as the test does.
export class Panel {
  public title = '';

  open(): void {
    window.addEventListener('message', (event) => { //~ missing-origin-check `window.addEventListener('message', (event) => {…`
      this.title = event.data.title;
    });
  }
}
