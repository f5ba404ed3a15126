export class Pane {
  private readonly root = document.createElement('section');

  show({ markup }: { markup: string }) {
    this.root.innerHTML = markup; //~ message-to-html `this.root.innerHTML` high
    document.body.append(this.root);
  }
}
