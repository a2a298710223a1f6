// The calls of README and of the tasks, typed by the types that openapi-typescript makes of the API's contract.
import createClient from 'openapi-fetch';
import type { paths } from './control';

const client = createClient<paths>({ baseUrl: 'http://localhost:8091' });
const path = { event: 'NewMessage' };

export async function firstMessage(): Promise<number | undefined> {
  const body = { to: { user: 'alice' }, patch: { content: 'Hello!' }, min_recipients: 1 };
  const { data } = await client.POST('/events/{event}', { params: { path }, body });
  return data !== undefined && 'seq' in data ? data.seq : undefined;
}

export async function uiTest(): Promise<void> {
  await client.POST('/connections/wait', { body: { match: { user: 'alice' } } });
  const body = { to: { user: 'alice' }, fixture: 'emoji-and-rtl', await: 'written' } as const;
  await client.POST('/events/{event}', { params: { path }, body });
  await client.POST('/journal/verify', { body: { match: { kind: 'violation' }, exactly: 0 } });
  await client.POST('/reset');
}

export async function story(): Promise<string | undefined> {
  const name = 'member-added-twice';
  const { data } = await client.POST('/scenarios/{name}/run', {
    params: { path: { name } },
    body: { to: { user: 'alice' } },
  });
  return data?.state;
}

export async function refusal(): Promise<void> {
  const rule = { match: { token: 'mallory' }, outcome: { do: 'reject', message: 'Banned' } } as const;
  await client.POST('/auth/rules', { body: rule });
  await client.PUT('/faults/{name}', {
    params: { path: { name: 'lossy' } },
    body: { on: { event: 'NewMessage', nth: 2 }, do: 'drop' },
  });
  await client.PUT('/clock', { body: { mode: 'manual' } });
  await client.POST('/clock/advance', { body: { ms: 25_000 } });
}

export async function withoutFiles(): Promise<string | undefined> {
  const schema = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
  await client.PUT('/events/{event}/contract', { params: { path: { event: 'Pinned' } }, body: schema });
  await client.PUT('/events/{event}/fixtures/{name}', {
    params: { path: { event: 'Pinned', name: 'default' } },
    body: { id: 'x' },
  });
  await client.PATCH('/profile', { body: { protocol: { ping_interval_ms: 300 } } });
  const { data } = await client.POST('/tokens', { body: { sub: 'alice', broken: 'expired' } });
  return data?.token;
}

export async function mistakes(): Promise<void> {
  await client.POST('/event/{event}', { params: { path } }); // TS2345: no such path
  await client.POST('/tokens', { body: { sub: 7 } }); // TS2322: a user is a text
  await client.PUT('/groups/{id}', { params: { path: { id: '7' } }, body: { members: 7 } }); // TS2322: no list
  await client.PUT('/clock', { body: { mode: 'slow' } }); // TS2322: no such mode
  await client.POST('/clock/advance', { body: {} }); // TS2322: by how much
}
