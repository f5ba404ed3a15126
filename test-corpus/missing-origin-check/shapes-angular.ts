// Angular: host listeners, observables of events, the renderer.
import { Component, HostListener, OnDestroy, Renderer2 } from '@angular/core';
import { Subscription, fromEvent } from 'rxjs';
import { filter, map } from 'rxjs/operators';

const TRUSTED = 'https://app.example.com';

@Component({ selector: 'app-user', template: '{{ user }}' })
export class UserComponent {
  user = '';

  @HostListener('window:message', ['$event']) //~ missing-origin-check `HostListener('window:message', ['$event'])` medium
  onMessage(event: MessageEvent): void {
    this.user = event.data.user;
  }
}

@Component({ selector: 'app-checked-user', template: '{{ user }}' })
export class CheckedUserComponent {
  user = '';

  @HostListener('window:message', ['$event'])
  onMessage(event: MessageEvent): void {
    if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: the decorated method compares
    this.user = event.data.user;
  }

  @HostListener('window:resize', ['$event'])
  onResize(event: UIEvent): void {
    this.user = String(event.detail); //~ ok missing-origin-check: another event
  }

  @HostListener('message', ['$event'])
  onChildMessage(event: CustomEvent): void {
    this.user = event.detail; //~ ok missing-origin-check: an event of the host element, not of the window
  }
}

@Component({ selector: 'app-stream', template: '{{ user }}' })
export class StreamComponent implements OnDestroy {
  user = '';
  private readonly subscription: Subscription;

  constructor() {
    this.subscription = fromEvent<MessageEvent>(window, 'message') //~ missing-origin-check `fromEvent<MessageEvent>(window, 'message')` medium
      .pipe(map((event) => event.data))
      .subscribe((data) => {
        this.user = data.user;
      });
  }

  ngOnDestroy(): void {
    this.subscription.unsubscribe();
  }
}

@Component({ selector: 'app-checked-stream', template: '{{ user }}' })
export class CheckedStreamComponent implements OnDestroy {
  user = '';
  private readonly subscription: Subscription;

  constructor() {
    this.subscription = fromEvent<MessageEvent>(window, 'message')
      .pipe(
        filter((event) => event.origin === TRUSTED), //~ ok missing-origin-check: the stream is filtered by origin
        map((event) => event.data),
      )
      .subscribe((data) => {
        this.user = data.user;
      });
  }

  ngOnDestroy(): void {
    this.subscription.unsubscribe();
  }
}

@Component({ selector: 'app-late-check', template: '{{ user }}' })
export class LateCheckComponent implements OnDestroy {
  user = '';
  private readonly subscription = fromEvent<MessageEvent>(window, 'message').subscribe((event) => {
    if (event.origin === TRUSTED) this.user = event.data.user; //~ ok missing-origin-check: the subscriber compares
  });

  ngOnDestroy(): void {
    this.subscription.unsubscribe();
  }
}

@Component({ selector: 'app-rendered', template: '{{ user }}' })
export class RenderedComponent implements OnDestroy {
  user = '';
  private readonly stop: () => void;
  private readonly stopChecked: () => void;

  constructor(renderer: Renderer2) {
    this.stop = renderer.listen('window', 'message', (event: MessageEvent) => { //~ missing-origin-check `renderer.listen('window', 'message', (event: MessageEvent) => {…`
      this.user = event.data.user;
    });
    this.stopChecked = renderer.listen('window', 'message', (event: MessageEvent) => {
      if (event.origin !== TRUSTED) return; //~ ok missing-origin-check: the renderer's listener compares
      this.user = event.data.user;
    });
  }

  ngOnDestroy(): void {
    this.stop();
    this.stopChecked();
  }
}
