import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { openWorkspace } from '../test/workspace'

const MANY = 80

/** As many drafts as wait on a busy morning, each of its own ticket, all of them plain. */
function busy() {
  const db = new MockDb()
  const [draft, ticket] = [db.suggestions[1], db.tickets[1]]
  if (!draft || !ticket) throw new Error('no sample')
  db.suggestions = Array.from({ length: MANY }, (_, at) => ({
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

test('whoever decides faster than the list refreshes never sees it empty', async () => {
  const db = busy()
  // The list names the first twenty and then never answers again.
  let asked = 0
  const slow = http.get('*/api/v1/queue/ids', () => {
    asked += 1
    if (asked > 1) return new Promise<never>(() => {})
    const ids = db.pending().map((one) => one.id)
    return HttpResponse.json({ ids: ids.slice(0, 20), counts: db.queue('all').counts })
  })
  await openWorkspace({ db, overrides: [slow] })
  const empty: string[] = []
  const watch = new MutationObserver(() => {
    const said = document.body.textContent?.match(/All caught up|Colleagues hold/)?.[0]
    if (said) empty.push(`${said} after ${db.decisionCalls.length}`)
  })
  watch.observe(document.body, { childList: true, subtree: true, characterData: true })
  let before = ''
  for (let done = 0; done < 65; done += 1) {
    await waitFor(() => {
      const now = screen.getByRole('heading', { level: 1 }).textContent ?? ''
      expect(now).toMatch(/^Question/)
      expect(now).not.toBe(before)
      expect(screen.getByRole('button', { name: /^Approve/ })).toBeEnabled()
      before = now
    })
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const decided = before
    await waitFor(() => {
      approve()
      expect(screen.queryByRole('heading', { level: 1 })?.textContent).not.toBe(decided)
    })
  }
  watch.disconnect()
  expect(empty).toEqual([])
  await waitFor(() => expect(new Set(db.decisionCalls.map(({ id }) => id)).size).toBe(65))
}, 120_000)
