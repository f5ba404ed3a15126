import { Component, OnDestroy, OnInit, SecurityContext } from '@angular/core';
import { DomSanitizer, SafeHtml } from '@angular/platform-browser';

const APP = 'https://app.example.com';

@Component({ selector: 'app-card', template: '<div [innerHTML]="html"></div>' })
export class CardComponent implements OnInit, OnDestroy {
  html: SafeHtml = '';
  plain = '';

  constructor(private readonly sanitizer: DomSanitizer) {}

  ngOnInit(): void {
    window.addEventListener('message', this.receive);
  }

  ngOnDestroy(): void {
    window.removeEventListener('message', this.receive);
  }

  private readonly receive = (event: MessageEvent): void => {
    if (event.origin !== APP) return;
    this.html = this.sanitizer.bypassSecurityTrustHtml(event.data.html); //~ message-to-html `this.sanitizer.bypassSecurityTrustHtml(event.data.html)` low pedantic
    this.plain = this.sanitizer.sanitize(SecurityContext.HTML, event.data.html) ?? ''; //~ ok message-to-html: Angular's own sanitizer
  };
}
