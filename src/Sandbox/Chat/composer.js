// The box that messages and commands are written into.

import { RefusedError } from './api.js';
import { Completion } from './completion.js';
import { h, iconButton, newId } from './dom.js';

const tallest = 240;

export class Composer {
  #session = null;
  #rootId = null;
  #key = null;

  /** @param element an empty form */
  constructor(element) {
    this.element = element;
    const problemId = newId('problem');
    this.text = h('textarea', { rows: 1, 'aria-describedby': problemId, autocomplete: 'off' });
    this.problem = h('p', { class: 'problem', id: problemId, role: 'alert' });
    this.hint = h('p', { class: 'hint' });
    this.sendButton = iconButton('send', '', null, { type: 'submit', class: 'icon-button send' });
    this.completion = new Completion(this.text, () => this.#changed());
    element.append(this.completion.element, h('div', { class: 'box' }, this.text, this.sendButton), this.problem, this.hint);
    element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.text.addEventListener('input', () => this.#changed());
    this.text.addEventListener('keydown', (event) => {
      if (this.completion.takes(event)) {
        return;
      }
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
  }

  /** @param rootId of the thread that is replied to; null: the channel */
  show(session, rootId = null) {
    const { words, channel } = session;
    const key = `${session.me.id} ${rootId ?? session.channelId}`;
    const name = session.users.titleOf(channel);
    const label = rootId ? words.replyTo : words.messageTo(name);
    this.#session = session;
    this.#rootId = rootId;
    this.text.setAttribute('aria-label', label);
    this.text.placeholder = rootId ? words.writeReply : words.write(channel.type === 'D' ? name : `${channel.type === 'P' ? '' : '#'}${name}`);
    this.sendButton.title = words.send;
    this.sendButton.setAttribute('aria-label', words.send);
    this.completion.session = session;
    if (key !== this.#key) {
      this.#key = key;
      this.text.value = session.drafts.get(rootId ?? session.channelId) ?? '';
      this.problem.textContent = '';
      this.completion.close();
    }
    this.#fit();
  }

  /** Puts words into the box, for the visitor to send. */
  suggest(text) {
    this.text.value = text;
    this.#changed();
    this.completion.close();
    this.text.focus();
  }

  focus() {
    this.text.focus({ preventScroll: true });
  }

  #changed() {
    this.#session.drafts.set(this.#rootId ?? this.#session.channelId, this.text.value);
    this.problem.textContent = '';
    this.completion.look();
    this.#fit();
  }

  #fit() {
    this.hint.textContent = this.completion.hint() ?? this.#session.words.hint;
    this.sendButton.disabled = this.text.value.trim() === '';
    this.text.style.height = 'auto';
    this.text.style.height = `${Math.min(this.text.scrollHeight, tallest)}px`;
  }

  async #send() {
    const [session, rootId, text] = [this.#session, this.#rootId, this.text.value];
    if (text.trim() === '') {
      return;
    }
    const draft = rootId ?? session.channelId;
    this.text.value = '';
    this.#changed();
    this.completion.close();
    try {
      if (text.startsWith('/')) {
        const address = await session.commands.run(text.trimEnd(), rootId);
        if (/^https?:/i.test(address ?? '')) {
          window.open(address, '_blank', 'noopener');
        }
      } else {
        await session.send(text, rootId);
      }
    } catch (refusal) {
      // What was typed comes back, if nothing else has been typed meanwhile.
      if (!session.drafts.get(draft)) {
        session.drafts.set(draft, text);
      }
      if (this.#session === session && (this.#rootId ?? session.channelId) === draft) {
        this.text.value = session.drafts.get(draft);
        this.#fit();
        this.problem.textContent = refusal instanceof RefusedError ? refusal.message : session.words.failed;
      }
    }
  }
}
