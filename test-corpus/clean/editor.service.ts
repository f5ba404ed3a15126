import { Inject, Injectable, NgZone, OnDestroy } from '@angular/core';
import { Observable, Subject } from 'rxjs';
import { EDITOR_ORIGIN } from './tokens';

export interface EditorEvent {
  kind: 'saved' | 'closed';
  document: string;
}

@Injectable({ providedIn: 'root' })
export class EditorService implements OnDestroy {
  private readonly subject = new Subject<EditorEvent>();
  private editor: Window | null = null;

  readonly events$: Observable<EditorEvent> = this.subject.asObservable();

  constructor(private readonly zone: NgZone, @Inject(EDITOR_ORIGIN) private readonly origin: string) {
    window.addEventListener('message', this.receive);
  }

  open(document: string): void {
    this.editor = window.open(`${this.origin}/documents/${encodeURIComponent(document)}`, 'editor');
  }

  save(): void {
    this.editor?.postMessage({ kind: 'save' }, this.origin);
  }

  ngOnDestroy(): void {
    window.removeEventListener('message', this.receive);
    this.subject.complete();
  }

  private readonly receive = (event: MessageEvent<EditorEvent>): void => {
    if (!this.isFromEditor(event)) return;
    this.zone.run(() => this.subject.next({ kind: event.data.kind, document: event.data.document }));
  };

  private isFromEditor(event: MessageEvent): boolean {
    return event.origin === this.origin;
  }
}
