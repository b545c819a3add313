import { createMemoryHistory } from '@tanstack/react-router'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { RequestHandler } from 'msw'
import { App } from '../app/App'
import { makeQueryClient } from '../app/queryClient'
import { makeRouter } from '../app/router'
import { onSessionEnded } from '../api/client'
import { MockDb } from '../mocks/db'
import { handlersFor } from '../mocks/handlers'
import { server } from './setup'

interface Options {
  db?: MockDb
  path?: string
  overrides?: RequestHandler[]
}

/** The whole workspace over an in-memory Handrail, as a reviewer named Ada sees it. */
export async function openWorkspace({
  db = new MockDb(),
  path = '/queue',
  overrides = [],
}: Options = {}) {
  onSessionEnded(null)
  server.use(...overrides, ...handlersFor(db))
  const client = makeQueryClient()
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } })
  const router = makeRouter(client, createMemoryHistory({ initialEntries: [path] }))
  const view = render(<App client={client} router={router} />)
  const user = userEvent.setup()
  return { db, client, router, user, ...view }
}

/** Waits until the item is on screen and old enough to be decided on. */
export async function itemShown(subject: string | RegExp) {
  const heading = await screen.findByRole('heading', { level: 1, name: subject })
  await screen.findByRole('heading', { level: 2, name: /AI draft|Your edit|Not sent/ })
  await settle()
  return heading
}

/** Longer than the time in which a key press is taken for one meant for the item before. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 380))

export const live = () => screen.getByTestId('live').textContent ?? ''

export async function decisionsMade(db: MockDb, count: number) {
  await waitFor(() => {
    if (db.decisionCalls.length < count) throw new Error(`${db.decisionCalls.length} decisions`)
  })
  return db.decisionCalls
}
