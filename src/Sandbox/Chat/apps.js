// What Apps offer one person, and calls of them, as the web client makes them: through the Apps plugin.

import { Api, ApiError, RefusedError } from './api.js';

const root = '/plugins/com.mattermost.apps/api/v1';

/** What an App refuses, in its own words; errors are those of single fields of a form, by name. */
export class AppError extends RefusedError {
  constructor(message, errors = {}) {
    super(message);
    this.errors = errors;
  }
}

export class Apps {
  /** Those of all Apps below /command. */
  commands = [];
  #isThere = true;
  #reads = 0;

  constructor(token, words) {
    this.api = new Api(token, root);
    this.words = words;
  }

  /** Apps may offer something else in each channel. A server without the plugin is not asked again. */
  async read({ channel_id, team_id }) {
    if (!this.#isThere) {
      return;
    }
    this.#reads += 1;
    const read = this.#reads;
    try {
      const bindings = await this.api.get('/bindings', { channel_id, team_id, user_agent: 'webapp' });
      if (read === this.#reads) {
        this.commands = bindings.filter((b) => b.location === '/command').flatMap((b) => b.bindings ?? []);
      }
    } catch (refusal) {
      if (!(refusal instanceof ApiError && refusal.status === 404)) {
        throw refusal;
      }
      this.#isThere = false;
    }
  }

  /**
   * @param call what a binding or a form leads to
   * @param place where the person is: ids of channel, team and thread
   * @param filled values by field; command as it was typed; field and query where only a part of the form is asked for
   * @returns an answer that is no refusal
   */
  async call(app, call, place, { values, command = '', field = '', query = '', location = '' } = {}) {
    const answer = await this.api.post('/call', {
      ...call,
      values,
      raw_command: command,
      selected_field: field,
      query,
      context: { app_id: app, location, ...place, post_id: '', user_agent: 'webapp', track_as_submit: !field },
    });
    if (answer.type === 'error') {
      throw new AppError(answer.text || this.words.appFailed, answer.data?.errors);
    }
    return answer;
  }
}
