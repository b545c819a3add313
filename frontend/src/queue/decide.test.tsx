import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { decisionsMade, itemShown, live, openWorkspace, settle } from '../test/workspace'

const CARD = 'My new card still has not arrived'
const PORTO = 'Card payment abroad charged twice'
const FRAUD = 'Somebody withdrew cash that was not me'

test('A approves the open draft and the next one is there with the focus on its heading', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  const calls = await decisionsMade(db, 1)
  expect(calls[0]).toMatchObject({
    id: 500,
    body: {
      verdict: 'approve',
      content_hash: 'hash-500-3f9a27c4',
      ticket_version: 1,
      next_status: 'resolved',
    },
  })
  expect(calls[0]?.key).toBeTruthy()
  expect(calls[0]?.body.dwell_ms).toBeGreaterThan(300)
  const next = await screen.findByRole('heading', { level: 1, name: FRAUD })
  await waitFor(() => expect(next).toHaveFocus())
  expect(live()).toMatch(/Approved T-10040\. 7 drafts remain\./)
})

test('a double A is one decision, however late the page hears of the second press', async () => {
  const { db } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  const press = (at = performance.now()) => {
    const event = new KeyboardEvent('keydown', { key: 'a', bubbles: true })
    Object.defineProperty(event, 'timeStamp', { value: at })
    fireEvent(document.body, event)
  }
  const pressedAt = performance.now()
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
  await itemShown(FRAUD)
  press(pressedAt + 120)
  await settle()
  expect(db.decisionCalls.map((call) => call.id)).toEqual([500])
  press()
  expect((await decisionsMade(db, 2))[1]?.id).toBe(502)
})

test('two clicks on Approve are one decision as well', async () => {
  const { db, user } = await openWorkspace({ path: '/tickets/100' })
  await itemShown(PORTO)
  await user.dblClick(screen.getByRole('button', { name: /^Approve/ }))
  await settle()
  expect(db.decisionCalls).toHaveLength(1)
})

test('a lost answer is asked for again with the same idempotency key', async () => {
  const db = new MockDb()
  let drops = 1
  const lossy = http.post('*/api/v1/suggestions/:id/decision', async ({ request }) => {
    if (drops === 0) return undefined
    drops -= 1
    const body = (await request.json()) as never
    db.decide(500, body, request.headers.get('Idempotency-Key'))
    return HttpResponse.error()
  })
  const { user } = await openWorkspace({ db, path: '/queue?item=500', overrides: [lossy] })
  await itemShown(PORTO)
  await user.keyboard('a')
  const calls = await decisionsMade(db, 2)
  expect(calls[1]?.key).toBe(calls[0]?.key)
  expect(db.reviews.filter((review) => review.suggestion === 500)).toHaveLength(1)
  expect(await screen.findByRole('complementary', { name: 'Last decision' })).toHaveTextContent(
    'Approved',
  )
})

test('an answer that is cut off in the middle is lost like any other', async () => {
  const db = new MockDb()
  let cuts = 1
  const lossy = http.post('*/api/v1/suggestions/:id/decision', async ({ request }) => {
    if (cuts === 0) return undefined
    cuts -= 1
    db.decide(500, (await request.json()) as never, request.headers.get('Idempotency-Key'))
    return new HttpResponse('{"id": 12, "verd', { headers: { 'Content-Type': 'application/json' } })
  })
  const { user } = await openWorkspace({ db, path: '/queue?item=500', overrides: [lossy] })
  await itemShown(PORTO)
  await user.keyboard('a')
  const calls = await decisionsMade(db, 2)
  expect(calls[1]?.key).toBe(calls[0]?.key)
  expect(await screen.findByRole('complementary', { name: 'Last decision' })).toHaveTextContent(
    'Approved',
  )
})

test('R and a digit reject with that reason', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=501' })
  await itemShown(CARD)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('3')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({
    verdict: 'reject',
    reason_code: 'incomplete',
    next_status: 'open',
  })
})

test('a note goes along with a rejection and digits typed into it reject nothing', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=501' })
  await itemShown(CARD)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('n')
  await user.keyboard('See article 12')
  expect(db.decisionCalls).toHaveLength(0)
  await user.keyboard('{Escape}1')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ reason_code: 'wrong_facts', note: 'See article 12' })
})

test('N changes what the ticket becomes', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=501' })
  await itemShown(CARD)
  await user.keyboard('na')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.next_status).toBe('pending')
})

test('without a proposed reply A does nothing but say why, and E starts writing', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=504' })
  await itemShown(/inheritance/)
  expect(screen.getByRole('button', { name: /^Approve/ })).toBeDisabled()
  expect(screen.getByText(/write the reply yourself/)).toBeVisible()
  await user.keyboard('a')
  expect(live()).toMatch(/No good match/)
  await user.keyboard('e')
  expect(await screen.findByLabelText('Reply to the customer')).toHaveFocus()
  await user.keyboard('Dear Georg{Control>}{Enter}{/Control}')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body).toMatchObject({ verdict: 'edit', reply: 'Dear Georg' })
})

test('Z takes the decision back and the item is on screen again', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  const toast = await screen.findByRole('complementary', { name: 'Last decision' })
  expect(await within(toast).findByRole('button', { name: /Undo/ })).toHaveTextContent(/\d+ s/)
  await screen.findByRole('heading', { level: 1, name: FRAUD })
  await user.keyboard('z')
  await screen.findByRole('heading', { level: 1, name: PORTO })
  await waitFor(() =>
    expect(db.reviews.find((review) => review.suggestion === 500)?.undone).toBe(true),
  )
  expect(live()).toMatch(/Undone/)
})

test('an undo that did not get through is tried again, and Z again means the same decision', async () => {
  const db = new MockDb()
  let down = 1
  const undone: number[] = []
  const lossy = http.post('*/api/v1/reviews/:id/undo', ({ params }) => {
    undone.push(Number(params.id))
    if (down === 0) return undefined
    down -= 1
    return new HttpResponse('', { status: 502 })
  })
  const { user } = await openWorkspace({ db, path: '/queue?item=500', overrides: [lossy] })
  await itemShown(PORTO)
  await user.keyboard('a')
  await itemShown(FRAUD)
  await user.keyboard('a')
  await decisionsMade(db, 2)
  await settle()
  const [first, second] = db.reviews.slice(-2).map((review) => review.id)
  await user.keyboard('z')
  await itemShown(FRAUD)
  expect(undone).toEqual([second, second])
  await user.keyboard('a')
  await decisionsMade(db, 3)
  await settle()
  const third = db.reviews.at(-1)?.id
  down = 3
  await user.keyboard('z')
  await waitFor(() => expect(live()).toMatch(/Not undone/))
  await user.keyboard('z')
  await itemShown(FRAUD)
  expect(undone.slice(2)).toEqual([third, third, third, third])
  expect(db.reviews.find((review) => review.id === first)?.undone).toBe(false)
})

test('a decision without an answer says so, and the tab does not close unasked', async () => {
  let answer = () => {}
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const slow = http.post('*/api/v1/suggestions/:id/decision', async () => {
    await answered
    return undefined // on to the desk's own handler
  })
  const { db, user } = await openWorkspace({ path: '/queue?item=500', overrides: [slow] })
  await itemShown(PORTO)
  await user.keyboard('a')
  const toast = await screen.findByRole('complementary', { name: 'Last decision' })
  await waitFor(() => expect(toast).toHaveTextContent('Not confirmed yet'), { timeout: 5000 })
  expect(live()).toContain('T-10040 is not confirmed yet')
  const closing = () => {
    const event = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(closing()).toBe(true)
  answer()
  await decisionsMade(db, 1)
  await waitFor(() => expect(toast).not.toHaveTextContent('Not confirmed yet'))
  expect(closing()).toBe(false)
})

test('the open item and the next two are leased, and the leases are topped up', async () => {
  const { db, user } = await openWorkspace()
  await itemShown(FRAUD)
  const mine = () =>
    db.suggestions.filter((one) => one.status === 'pending_review' && one.claim?.mine)
  expect(mine()).toHaveLength(3)
  await user.keyboard('s')
  await screen.findByRole('region', { name: 'Skip: choose a reason' })
  await user.keyboard('s')
  await waitFor(() => expect(mine()).toHaveLength(3))
})

test('leaving the queue gives the leases back', async () => {
  const { db, user } = await openWorkspace()
  await itemShown(FRAUD)
  await user.keyboard('gt')
  await screen.findByRole('heading', { level: 1, name: 'Tickets' })
  await waitFor(() => expect(db.suggestions.filter((one) => one.claim)).toHaveLength(0))
})

test('J and K walk through the list and the address follows', async () => {
  const { user, router } = await openWorkspace()
  await itemShown(FRAUD)
  await user.keyboard('j')
  await screen.findByRole('heading', { level: 1, name: PORTO })
  expect(router.state.location.search).toMatchObject({ item: 500 })
  await user.keyboard('k')
  await screen.findByRole('heading', { level: 1, name: FRAUD })
})

test('what arrives later is counted and does not move the list', async () => {
  const { db, client, user } = await openWorkspace()
  await itemShown(FRAUD)
  const rows = () =>
    within(screen.getByRole('complementary', { name: /Queue/ })).getAllByRole('listitem')
  await waitFor(() => expect(rows().length).toBeGreaterThan(1))
  const before = rows().length
  const newcomer = structuredClone(db.suggestions[1]!)
  db.suggestions.push({
    ...newcomer,
    id: 900,
    ticket_subject: 'A newcomer',
    ticket_priority: 'urgent',
    claim: null,
  })
  await client.invalidateQueries()
  const pill = await screen.findByRole('button', { name: /1 new/ })
  expect(rows()).toHaveLength(before)
  await user.keyboard('.')
  await waitFor(() => expect(rows()).toHaveLength(before + 1))
  expect(pill).not.toBeInTheDocument()
})

test('the views say how many drafts wait in each', async () => {
  await openWorkspace()
  await itemShown(FRAUD)
  const nav = screen.getByRole('navigation', { name: 'Main' })
  const link = (name: RegExp) => within(nav).getByRole('link', { name })
  await waitFor(() => expect(link(/^All/)).toHaveTextContent('All8'))
  expect(link(/^Second review/)).toHaveTextContent('Second review1')
})

test('an empty queue says so', async () => {
  const db = new MockDb()
  db.suggestions = []
  await openWorkspace({ db })
  expect(await screen.findByRole('heading', { name: 'All caught up' })).toBeVisible()
})

test('a second reviewer sees the first one’s text with what was changed, and confirms with A', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?view=second_review' })
  await itemShown(FRAUD)
  expect(screen.getByText(/Second review · Ben Osei/)).toBeVisible()
  const diff = () => screen.getByRole('region', { name: 'What Ben Osei changed' })
  await waitFor(() => expect(diff().querySelector('ins')).not.toBeNull())
  expect(diff().querySelector('del')).not.toBeNull()
  await user.keyboard('a')
  const [call] = await decisionsMade(db, 1)
  expect(call?.body.verdict).toBe('approve')
  await waitFor(() => expect(db.suggestions[2]?.review?.reviewer.name).toBe('Ada Lindqvist'))
})

test('who may only read sees why nothing can be decided', async () => {
  const db = new MockDb()
  const session = http.get('*/api/v1/session', () =>
    HttpResponse.json({ ...db.session(), permissions: ['tickets.view'] }),
  )
  const { user } = await openWorkspace({ db, path: '/queue?item=500', overrides: [session] })
  await itemShown(PORTO)
  expect(screen.getByRole('button', { name: /^Approve/ })).toBeDisabled()
  await user.keyboard('a')
  await settle()
  expect(db.decisionCalls).toHaveLength(0)
  expect(db.suggestions.filter((one) => one.claim)).toHaveLength(0)
})
