import { Component, HostListener } from '@angular/core';

@Component({ selector: 'app-root', template: '' })
export class AppComponent {
  token = '';
  user = '';

  @HostListener('document:message', ['$event']) //~ missed dead-message-listener `@HostListener('document:message', ['$event'])`: of the decorator only the window's events are known
  takeToken(event: MessageEvent): void {
    if (event.origin !== 'https://login.example.com') return;
    if (typeof event.data === 'string') this.token = event.data;
  }

  @HostListener('window:message', ['$event'])
  takeUser(event: MessageEvent): void {
    if (event.origin !== 'https://login.example.com') return; //~ ok dead-message-listener: messages arrive at the window
    if (typeof event.data === 'string') this.user = event.data;
  }
}
