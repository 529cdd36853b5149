// Mattermost's REST API as one person uses it.

/** What the server refuses, in its own words; id is stable, message is for people. */
export class ApiError extends Error {
  constructor(status, id, message) {
    super(message);
    this.status = status;
    this.id = id;
  }
}

/** There was no answer, or only half of one. */
export class ServerAwayError extends Error {}

export class Api {
  constructor(token) {
    this.token = token;
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
    const { response, text } = await ask(`/api/v4${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
    const answer = isJson ? JSON.parse(text) : null;
    if (!response.ok) {
      throw new ApiError(response.status, answer?.id ?? '', answer?.message ?? `${response.status} ${response.statusText}`);
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
