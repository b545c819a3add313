import { setupWorker } from 'msw/browser'
import { MockDb } from './db'
import { handlersFor } from './handlers'

/** `vite --mode mock` only; the real build never contains this file. */
export function startMocks() {
  const db = new MockDb()
  Object.assign(window, { mockDb: db })
  return setupWorker(...handlersFor(db)).start({ quiet: true, onUnhandledRequest: 'bypass' })
}
