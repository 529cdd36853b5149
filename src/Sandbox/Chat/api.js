// Mattermost's REST API as one person uses it, and those of its plugins.

/** What was asked for isn't done; message says why, for people. */
export class RefusedError extends Error {}

/** What the server refuses, in its own words; id is stable. */
export class ApiError extends RefusedError {
  constructor(status, id, message) {
    super(message);
    this.status = status;
    this.id = id;
  }
}

/** There was no answer, or only half of one. */
export class ServerAwayError extends Error {}

export class Api {
  constructor(token, root = '/api/v4') {
    this.token = token;
    this.root = root;
  }

  get(path, query = {}) {
    const text = new URLSearchParams(query).toString();
    return this.call('GET', text ? `${path}?${text}` : path);
  }

  post(path, body) {
    return this.call('POST', path, body);
  }

  put(path, body) {
    return this.call('PUT', path, body);
  }

  delete(path) {
    return this.call('DELETE', path);
  }

  async call(method, path, body) {
    const { response, text } = await ask(`${this.root}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const type = response.headers.get('Content-Type') ?? '';
    const answer = type.startsWith('application/json') ? JSON.parse(text) : null;
    if (!response.ok) {
      // Plugins refuse in plain text.
      const reason = answer?.message ?? (type.startsWith('text/plain') ? text.trim() : '');
      throw new ApiError(response.status, answer?.id ?? '', reason || `${response.status} ${response.statusText}`);
    }
    return answer;
  }
}

async function ask(address, options) {
  try {
    const response = await fetch(address, options);
    return { response, text: await response.text() };
  } catch (failure) {
    throw new ServerAwayError(failure.message);
  }
}
