// What can stand behind a slash: commands of the server, and those that Apps have bound.

import { RefusedError } from './api.js';
import { Apps } from './apps.js';

export class Commands {
  #slash = [];
  #isRead = Promise.resolve();

  constructor(session) {
    this.session = session;
    this.apps = new Apps(session.me.token, session.words);
  }

  /** Bridges come and go, and with them their commands. */
  read() {
    const { api, team } = this.session;
    this.#isRead = Promise.all([
      api.get(`/teams/${team.id}/commands/autocomplete`).then((commands) => {
        this.#slash = commands;
      }),
      this.apps.read(this.session.place()),
    ]);
    return this.#isRead;
  }

  /** What the word that is being typed can become: where it starts, and each text with its hint and what it is about. */
  offered(typed) {
    const words = typed.slice(1).split(/\s+/);
    const last = words.pop();
    const isFirst = words.length === 0;
    const { below, rest } = this.#follow(words);
    return {
      start: typed.length - last.length - (isFirst ? 1 : 0),
      matches: (rest.length === 0 ? below : [])
        .filter((c) => c.label.toLowerCase().startsWith(last.toLowerCase()))
        .map((c) => ({ text: isFirst ? `/${c.label}` : c.label, hint: c.hint ?? '', about: c.description ?? '' })),
    };
  }

  /** How the command goes on that is being typed; null: it is none. */
  hint(text) {
    const words = /^\/\S+\s/.test(text) ? text.slice(1).split(/\s+/) : [];
    const { command, path } = this.#follow(words);
    return command && `${path} ${command.hint ?? ''}  ${command.description ?? ''}`;
  }

  /**
   * As the web client does it: where an App has bound the word, it gets the command; the server never hears of it.
   * @returns an address that is to be opened, if there is one
   */
  async run(text, rootId) {
    const place = this.session.place(rootId);
    await this.#isRead;
    if (this.isOfApp(text)) {
      await this.#runApp(text, place);
      return null;
    }
    const answer = await this.session.api.post('/commands/execute', { ...place, command: text });
    return answer.goto_location;
  }

  isOfApp(text) {
    return Boolean(this.#bound(text.slice(1).split(/\s+/)[0]));
  }

  async #runApp(text, place) {
    const { words } = this.session;
    const { command, path, below, rest } = this.#follow(text.slice(1).split(/\s+/));
    if (below.length > 0) {
      throw new RefusedError(words.goOn(path, below.map((b) => b.label).join(', ')));
    }
    if (rest.length > 0) {
      throw new RefusedError(words.tooMuch(path, rest.join(' ')));
    }
    // Fields that are typed behind the command are for forms that bindings bring along, which the bridge's don't.
    const call = command.submit ?? command.form?.submit ?? command.form.source;
    const location = `/command/${command.location}`;
    const answer = await this.apps.call(command.app_id, call, place, { command: text, location });
    this.session.answered(answer, command.app_id, place);
  }

  /** A word is offered once; it is the App's where both have it. */
  #top() {
    const slash = this.#slash
      .filter((c) => !this.#bound(c.trigger))
      .map((c) => ({ label: c.trigger, hint: c.auto_complete_hint, description: c.auto_complete_desc }));
    return [...slash, ...this.apps.commands].sort((a, b) => a.label.length - b.label.length);
  }

  #bound(word) {
    return this.apps.commands.find((b) => b.label.toLowerCase() === word.toLowerCase());
  }

  /** The deepest command that the words lead to, what is below it, and the words that lead nowhere. */
  #follow(words) {
    let [command, path, below, depth] = [null, '/', this.#top(), 0];
    for (; depth < words.length; depth += 1) {
      const next = below.find((c) => c.label.toLowerCase() === words[depth].toLowerCase());
      if (!next) {
        break;
      }
      command = next;
      path = path === '/' ? `/${next.label}` : `${path} ${next.label}`;
      below = next.bindings ?? [];
    }
    return { command, path, below, rest: words.slice(depth).filter((w) => w !== '') };
  }
}
