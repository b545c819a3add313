import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse, type RequestHandler } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { BEN } from '../mocks/people'
import { itemShown, live, openWorkspace, settle } from '../test/workspace'

/** Three drafts of low risk that may be approved together, beside the usual ones. */
function withLow(count = 3) {
  const db = new MockDb()
  const model = db.suggestions.find((one) => one.risk === 'low' && one.reply)
  for (const one of db.suggestions) if (one.risk === 'low') one.risk = 'medium'
  const ids = Array.from({ length: count }, (_, n) => 800 + n)
  for (const id of ids) {
    const ticket = { ...structuredClone(db.tickets[0]!), id: 1000 + id, reference: `T-9${id}` }
    db.tickets.push({ ...ticket, subject: `Low ${id}` })
    db.suggestions.push({
      ...structuredClone(model!),
      id,
      ticket: ticket.id,
      ticket_reference: ticket.reference,
      ticket_subject: `Low ${id}`,
      content_hash: `hash-${id}`,
      reply: `Answer ${id}`,
      risk: 'low',
      gates: [],
      required_reviews: 1,
      claim: null,
    })
  }
  return { db, ids }
}

async function openBulk(count?: number, overrides?: RequestHandler[]) {
  const { db, ids } = withLow(count)
  const page = await openWorkspace({ db, path: '/queue?view=low_risk', overrides })
  await itemShown(/Low 80/)
  await page.user.keyboard('b')
  await screen.findByRole('heading', { name: 'Approve several' })
  const box = (id: number) => screen.getByRole('checkbox', { name: `Low ${id}` })
  await waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(ids.length))
  return { ...page, db, ids, box }
}

const number = () => screen.getByLabelText(/^Type \d+ to approve/)

test('B chooses, shows every reply, and only the number typed approves', async () => {
  const { db, user, box } = await openBulk()
  box(800).focus()
  await user.keyboard(' jj ')
  const read = screen.getByRole('region', { name: 'Read what you sign' })
  await within(read).findByText('Answer 800')
  await within(read).findByText('Answer 802')
  await user.keyboard('{Enter}')
  expect(number()).toHaveFocus()
  await user.keyboard('3{Enter}')
  await settle()
  expect(db.flow.batchCalls).toHaveLength(0)
  await user.clear(number())
  await user.keyboard('2{Enter}')
  await waitFor(() => expect(db.flow.batchCalls).toHaveLength(1))
  const [{ body, key }] = db.flow.batchCalls as [(typeof db.flow.batchCalls)[0]]
  expect(key).toBeTruthy()
  expect(body).toMatchObject({
    count: 2,
    drafts: [
      { suggestion: 800, content_hash: 'hash-800', ticket_version: 1 },
      { suggestion: 802, content_hash: 'hash-802', ticket_version: 1 },
    ],
  })
  expect(body.dwell_ms).toBeGreaterThan(300)
  expect(live()).toMatch(/2 drafts approved\./)
})

test('a range is chosen by Shift and a click, and at most 25', async () => {
  const { db, user, box } = await openBulk(30)
  await user.click(box(800))
  await user.keyboard('{Shift>}')
  await user.click(box(829))
  await user.keyboard('{/Shift}')
  await screen.findByText('25 of at most 25')
  expect(live()).toMatch(/At most 25/)
  expect(db.suggestions.filter((one) => one.claim?.mine && one.id >= 800).length).toBe(25)
})

test('what is refused is said with its reason, and Z takes the whole batch back', async () => {
  const { db, user, box } = await openBulk()
  for (const id of [800, 801, 802]) await user.click(box(id))
  await waitFor(() => expect(number()).toBeVisible())
  await screen.findByText('Answer 802')
  db.ticket(1801).version = 2
  await user.type(number(), '3{Enter}')
  await screen.findByRole('heading', { name: '2 drafts approved, 1 refused.' })
  expect(screen.getByText(/The ticket has changed since the draft was shown/)).toBeVisible()
  expect(screen.getByText(/The replies go out in \d+ s/)).toBeVisible()
  await user.keyboard('z')
  await waitFor(() => expect(live()).toMatch(/2 decisions taken back/))
  expect(db.reviews.filter((review) => review.undone)).toHaveLength(2)
})

test('a draft that a colleague has open, or that asks for a word, is not chosen', async () => {
  const { db, user, box } = await openBulk()
  const expires_at = new Date(Date.now() + 60_000).toISOString()
  db.suggestions.find((one) => one.id === 801)!.claim = { by: BEN, mine: false, expires_at }
  db.suggestions.find((one) => one.id === 802)!.gates = [
    { code: 'x', level: 'warn', message: 'Look', spans: [], confirm: true },
  ]
  await user.click(box(801))
  await screen.findByText('Ben Osei has this draft open.')
  await user.click(box(802))
  await screen.findAllByText(/A check asks for your word/)
  expect(box(801)).not.toBeChecked()
  expect(box(802)).not.toBeChecked()
})

test('B outside the low-risk view leads there and says so', async () => {
  const { user, router } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('b')
  await waitFor(() => expect(router.state.location.search.view).toBe('low_risk'))
  expect(router.state.location.search).not.toHaveProperty('bulk', true)
  expect(live()).toMatch(/this is their list/)
})

test('the focus stays in the choosing when a draft is taken out, or the result is closed', async () => {
  const { user, box } = await openBulk()
  await user.click(box(800))
  await user.click(box(801))
  const card = (await screen.findByText('Answer 800')).closest('article')!
  await user.click(within(card).getByRole('button', { name: 'Take out' }))
  await waitFor(() => expect(screen.queryByText('Answer 800')).toBeNull())
  expect(document.body).not.toHaveFocus()
  await screen.findByText('Answer 801')
  await user.type(number(), '1{Enter}')
  await user.click(await screen.findByRole('button', { name: /^Choose more/ }))
  expect(screen.getByRole('heading', { name: 'Approve several' })).toHaveFocus()
})

const tabShown = () => document.dispatchEvent(new Event('visibilitychange'))

test('a planted error in a batch is told like one decided on by itself', async () => {
  const planted = { kind: 'amount', before: '5 euros', after: '50 euros' }
  const override = http.post('*/api/v1/batches', async ({ request }) => {
    const { drafts } = (await request.json()) as { drafts: { suggestion: number }[] }
    const results = drafts.map(({ suggestion }) => ({
      suggestion,
      review: null,
      code: 'check_missed',
      detail: 'Nothing was sent.',
      check: { kind: 'seeded', caught: false, planted },
    }))
    return HttpResponse.json({ id: 1, asked: 2, created_at: new Date().toISOString(), results })
  })
  const { user, box } = await openBulk(3, [override])
  await user.click(box(800))
  await user.click(box(801))
  await screen.findByText('Answer 801')
  await user.type(number(), '2{Enter}')
  const name = 'This one had a planted error'
  const first = await screen.findByRole('dialog', { name })
  expect(first).toHaveTextContent('Low 800')
  expect(within(first).getByText('50')).toBeInTheDocument()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.getByRole('dialog', { name })).toHaveTextContent('Low 801'))
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  // The genuine drafts wait as before, and the focus is somewhere to go on from.
  expect(screen.getByRole('link', { name: 'Low 800 (T-9800)' })).toBeVisible()
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
})

test('what the queue has leased stays leased when it is taken out, or the choosing left', async () => {
  const { db, user, box } = await openBulk(5)
  const [open, other] = [box(800), box(804)]
  await user.click(other)
  await user.click(open)
  await screen.findByText('Answer 804')
  await user.click(open)
  await user.click(open)
  await user.keyboard('{Escape}')
  await waitFor(() => expect(db.released).toContain(804))
  expect(db.released).toEqual([804])
})

test('a draft whose lease is lost is taken out and says so', async () => {
  const lost = http.post('*/api/v1/queue/heartbeat', async ({ request }) => {
    const { suggestions } = (await request.json()) as { suggestions: number[] }
    return HttpResponse.json({ results: [], lost: suggestions.filter((id) => id === 804) })
  })
  const { user, box } = await openBulk(5, [lost])
  await user.click(box(804))
  await user.click(box(800))
  await screen.findByText('Answer 804')
  tabShown()
  await waitFor(() => expect(box(804)).not.toBeChecked())
  expect(box(800)).toBeChecked()
  expect(box(804)).toHaveAccessibleDescription('Hold ran out')
})

test('one taken out before its lease was there is given back', async () => {
  let lease = () => {}
  const leased = new Promise<void>((resolve) => (lease = resolve))
  // Undefined: the next handler answers.
  const slow = http.post('*/api/v1/suggestions/804/claim', () => leased as never)
  const { db, user, box } = await openBulk(5, [slow])
  await user.click(box(804))
  await user.click(box(804))
  await waitFor(() => expect(db.released).toEqual([804]))
  lease()
  await waitFor(() => expect(db.released).toEqual([804, 804]))
})

test('a batch without an answer is sent again under the same key', async () => {
  let answers = false
  const keys: (string | null)[] = []
  const lossy = http.post('*/api/v1/batches', ({ request }) => {
    keys.push(request.headers.get('Idempotency-Key'))
    return answers ? undefined : HttpResponse.error()
  })
  const { user, box } = await openBulk(3, [lossy])
  await user.click(box(800))
  await screen.findByText('Answer 800')
  await user.type(number(), '1{Enter}')
  await screen.findByText(/could not be reached|not reach/i)
  answers = true
  await user.type(number(), '1{Enter}')
  await screen.findByRole('heading', { name: /^1 draft approved/ })
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
})

test('a batch is taken back although a gateway failed, and Z can be pressed again for it', async () => {
  let down = 4
  const lossy = http.post('*/api/v1/batches/:id/undo', () => {
    if (down === 0) return undefined
    down -= 1
    return new HttpResponse('', { status: 502 })
  })
  const { db, user, box } = await openBulk(3, [lossy])
  await user.click(box(800))
  await screen.findByText('Answer 800')
  await user.type(number(), '1{Enter}')
  await screen.findByRole('heading', { name: /^1 draft approved/ })
  await user.keyboard('z')
  await waitFor(() => expect(live()).toMatch(/Not undone/))
  await user.keyboard('z')
  await waitFor(() => expect(live()).toMatch(/1 decision taken back/))
  expect(db.reviews.find((review) => review.suggestion === 800)?.undone).toBe(true)
})
