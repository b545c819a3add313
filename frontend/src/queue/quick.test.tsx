import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { openWorkspace } from '../test/workspace'
import { DEPTH } from './useClaims'

/** Drafts that one key approves, each of its own ticket. */
function plain() {
  const db = new MockDb()
  const [draft, ticket] = [db.suggestions[1], db.tickets[1]]
  if (!draft || !ticket) throw new Error('no sample')
  db.suggestions = Array.from({ length: DEPTH + 1 }, (_, at) => ({
    ...structuredClone(draft),
    id: 2000 + at,
    ticket: 1000 + at,
    ticket_subject: `Question ${at}`,
    ticket_reference: `T-${20_000 + at}`,
  }))
  db.tickets = db.suggestions.map((one) => ({
    ...structuredClone(ticket),
    id: one.ticket,
    reference: one.ticket_reference,
    subject: one.ticket_subject,
  }))
  return db
}

/** Presses A as somebody who read the open draft; the clock need not be waited for. */
function approve() {
  const event = new KeyboardEvent('keydown', { key: 'a', bubbles: true })
  Object.defineProperty(event, 'timeStamp', { value: performance.now() + 5000 })
  fireEvent(document.body, event)
}

test('whoever decides faster than the server leases never sees the queue empty', async () => {
  const db = plain()
  const ids = db.pending().map((one) => one.id)
  // The list names the first three and the first claim leases them; then neither answers.
  let lists = 0
  const list = http.get('*/api/v1/queue/ids', () => {
    lists += 1
    if (lists > 1) return new Promise<never>(() => {})
    return HttpResponse.json({ ids: ids.slice(0, DEPTH), counts: db.queue('all').counts })
  })
  let claims = 0
  let answer = () => {}
  const asked = new Promise<void>((resolve) => (answer = resolve))
  const claim = http.post('*/api/v1/queue/claim', async () => {
    claims += 1
    // Undefined: the next handler answers.
    if (claims > 1) await asked
  })
  await openWorkspace({ db, overrides: [list, claim] })
  const empty: string[] = []
  const watch = new MutationObserver(() => {
    const said = document.body.textContent?.match(/All caught up|Colleagues hold/)?.[0]
    if (said) empty.push(`${said} after ${db.decisionCalls.length}`)
  })
  watch.observe(document.body, { childList: true, subtree: true, characterData: true })
  for (const id of ids.slice(0, DEPTH)) {
    const subject = db.suggestions.find((one) => one.id === id)?.ticket_subject
    await screen.findByRole('heading', { level: 1, name: subject })
    await waitFor(() => expect(screen.getByRole('button', { name: /^Approve/ })).toBeEnabled())
    approve()
  }
  await waitFor(() => expect(db.decisionCalls.map((call) => call.id)).toEqual(ids.slice(0, DEPTH)))
  await screen.findByText('Loading the next draft')
  answer()
  const next = db.suggestions.find((one) => one.id === ids[DEPTH])?.ticket_subject
  await screen.findByRole('heading', { level: 1, name: next })
  watch.disconnect()
  expect(empty).toEqual([])
})
