import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { BEN } from '../mocks/people'
import { decisionsMade, itemShown, openWorkspace, settle } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'

async function typeAnEdit(user: Awaited<ReturnType<typeof openWorkspace>>['user'], text: string) {
  await user.keyboard('e')
  await screen.findByLabelText('Reply to the customer')
  await user.keyboard(text)
}

test('a colleague who was faster: the typed text stays and both are compared', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await typeAnEdit(user, ' MY OWN WORDS')
  const one = db.suggestions[0]!
  db.review(
    one,
    {
      verdict: 'edit',
      reply: 'Short answer from Ben.',
      content_hash: one.content_hash,
      ticket_version: 1,
      next_status: 'resolved',
    },
    BEN,
  )
  await user.keyboard('{Control>}{Enter}{/Control}')
  const conflict = await screen.findByRole('region', { name: 'Conflict' })
  expect(within(conflict).getByRole('heading', { name: 'Ben Osei was faster' })).toHaveFocus()
  const mine = within(conflict).getByRole('heading', { name: 'Your text' }).parentElement
  expect(mine).toHaveTextContent('MY OWN WORDS')
  expect(conflict).toHaveTextContent('Short answer from Ben.')
  const diff = await within(conflict).findByRole('region', { name: 'Your text against theirs' })
  expect(diff.querySelector('del')).toHaveTextContent('Short')
  expect([...diff.querySelectorAll('ins')].map((one) => one.textContent).join(' ')).toMatch(/OWN/)
  // No key decides anything here.
  await settle()
  await user.keyboard('a')
  expect(db.decisionCalls).toHaveLength(1)
})

test('a newer draft: my text can be taken over into it', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await typeAnEdit(user, ' MY OWN WORDS')
  const ticket = db.ticket(100)
  db.addMessage(100, 'customer', 'One more thing: it happened again.')
  db.redraft(ticket)
  await user.keyboard('{Control>}{Enter}{/Control}')
  await screen.findByRole('heading', { name: 'The ticket changed while you were deciding' })
  expect(
    await screen.findByRole('region', { name: 'New draft against the one you saw' }),
  ).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'Go on with my text' }))
  await waitFor(() =>
    expect(screen.getByLabelText<HTMLTextAreaElement>('Reply to the customer').value).toContain(
      'MY OWN WORDS',
    ),
  )
  await settle()
  await user.keyboard('{Control>}{Enter}{/Control}')
  const calls = await decisionsMade(db, 2)
  expect(calls[1]?.id).not.toBe(500)
  expect(calls[1]?.body).toMatchObject({ verdict: 'edit', ticket_version: 2 })
})

test('a failed decision puts the item back and explains itself beside the draft', async () => {
  const db = new MockDb()
  let firstKey: string | null = null
  const broken = http.post(
    '*/api/v1/suggestions/:id/decision',
    ({ request }) => {
      firstKey = request.headers.get('Idempotency-Key')
      return HttpResponse.json(
        { code: 'internal_error', detail: 'The database is resting.' },
        { status: 500 },
      )
    },
    { once: true },
  )
  const { user } = await openWorkspace({ db, path: '/queue?item=500', overrides: [broken] })
  await itemShown(PORTO)
  await user.keyboard('a')
  const notice = await screen.findByText('The database is resting.')
  expect(notice).toBeVisible()
  await itemShown(PORTO)
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  const [call] = await decisionsMade(db, 1)
  // The first may have been committed although its answer was an error.
  expect(call?.key).toBe(firstKey)
})

/** The next draft is open, and the decision on the one before fails when told to. */
async function failingLate() {
  let fail: () => void = () => {}
  const slow = http.post('*/api/v1/suggestions/:id/decision', async () => {
    await new Promise<void>((resolve) => (fail = resolve))
    return HttpResponse.json({ code: 'internal_error', detail: 'Late bad news.' }, { status: 500 })
  })
  const { user, router } = await openWorkspace({ path: '/queue?item=500', overrides: [slow] })
  await itemShown(PORTO)
  await user.keyboard('a')
  await itemShown(/Somebody withdrew/)
  return { user, router, fail: () => fail() }
}

test('someone already typing into the next item is not torn away by a failure', async () => {
  const { user, fail } = await failingLate()
  await typeAnEdit(user, ' half a sentence')
  fail()
  const toast = await screen.findByText('Late bad news.')
  expect(toast).toBeVisible()
  expect(screen.getByLabelText<HTMLTextAreaElement>('Reply to the customer').value).toContain(
    'half a sentence',
  )
})

test.each([
  ['a note', 'i', 'Internal note'],
  ['a tag', 'y', /tag/i],
  ['the triage', 't', 'Category'],
  ['the search', '/', 'Search'],
])('someone typing into %s is not torn away by a failure', async (_, key, label) => {
  const { user, router, fail } = await failingLate()
  const { item } = router.state.location.search
  await user.keyboard(key)
  await waitFor(() => expect(document.activeElement).toHaveAccessibleName(label))
  const field = document.activeElement
  fail()
  await screen.findByText('Late bad news.')
  await settle()
  expect(router.state.location.search.item).toBe(item)
  expect(field).toHaveFocus()
})

test('offline: nothing can be decided and it says so', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: false })
  window.dispatchEvent(new Event('offline'))
  expect(await screen.findByText(/You are offline\. You can read/)).toBeVisible()
  await user.keyboard('a')
  await settle()
  expect(db.decisionCalls).toHaveLength(0)
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: true })
  window.dispatchEvent(new Event('online'))
})
