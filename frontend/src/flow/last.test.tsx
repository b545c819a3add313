import { screen, waitFor, within } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { DecisionBody } from '../api/types'
import { MockDb } from '../mocks/db'
import { ADA } from '../mocks/people'
import { decisionsMade, itemShown, live, openWorkspace } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'
const FRAUD = 'Somebody withdrew cash that was not me'
const toast = () => screen.findByRole('complementary', { name: 'Last decision' })

/** Ada's decision as made in another tab, or before a reload. */
function decided(db: MockDb, id: number, part: Partial<DecisionBody> = {}) {
  const one = db.suggestions.find((each) => each.id === id)!
  const { content_hash, ticket_version } = one
  return db.review(
    one,
    { verdict: 'approve', content_hash, ticket_version, next_status: 'resolved', ...part },
    ADA,
  )
}

test('H lists the last decisions with what became of them', async () => {
  const db = new MockDb()
  decided(db, 500)
  const sent = decided(db, 501, { verdict: 'edit', reply: 'Mine' })
  sent.undo_until = new Date(Date.now() - 1000).toISOString()
  db.ticket(101).messages.at(-1)!.delivery!.status = 'sent'
  const { user } = await openWorkspace({ db, path: '/tickets' })
  await screen.findByRole('heading', { name: 'Tickets' })
  await user.keyboard('h')
  const panel = await screen.findByRole('dialog', { name: 'Last ten decisions' })
  const waiting = (await within(panel).findByText(PORTO)).closest('li')!
  await waitFor(() => expect(waiting).toHaveTextContent(/Goes out in \d+ s/))
  expect(within(waiting).getByRole('button', { name: /^Undo/ })).toBeVisible()
  expect(within(panel).getByRole('button', { name: /^Follow up/ })).toBeVisible()
})

test('a sent answer is followed up: the ticket is open and the composer has the focus', async () => {
  const db = new MockDb()
  const sent = decided(db, 500)
  sent.undo_until = new Date(Date.now() - 1000).toISOString()
  db.ticket(100).messages.at(-1)!.delivery!.status = 'sent'
  const { user, router } = await openWorkspace({ db, path: '/decided' })
  await user.click(await screen.findByRole('button', { name: /^Follow up/ }))
  await waitFor(() => expect(db.ticket(100).status).toBe('open'))
  expect(await screen.findByLabelText(/^Reply to/)).toHaveFocus()
  expect(router.state.location.pathname).toBe('/tickets/100')
})

test('on its own page too a sent answer is followed up, as often as it is asked for', async () => {
  const db = new MockDb()
  const sent = decided(db, 500)
  sent.undo_until = new Date(Date.now() - 1000).toISOString()
  db.ticket(100).messages.at(-1)!.delivery!.status = 'sent'
  const { user } = await openWorkspace({ db, path: '/tickets/100' })
  await screen.findByRole('heading', { level: 1, name: PORTO })
  for (let time = 0; time < 2; time++) {
    await user.keyboard('h')
    await user.click(await screen.findByRole('button', { name: /^Follow up/ }))
    await waitFor(() => expect(screen.getByLabelText(/^Reply to/)).toHaveFocus())
    await user.keyboard('{Escape}')
    expect(screen.queryByLabelText(/^Reply to/)).toBeNull()
  }
})

/** The next decision does not go through, which is known only after a while. */
const failing = () =>
  http.post('*/api/v1/suggestions/:id/decision', async () => {
    await delay(500)
    return HttpResponse.json({ detail: 'Out of order.' }, { status: 500 })
  })

test('what did not go through is shown from among several chosen, under the same filters', async () => {
  const { user, router } = await openWorkspace({
    path: '/queue?view=low_risk',
    overrides: [failing()],
  })
  await itemShown(/./)
  const { item } = router.state.location.search
  await user.keyboard('a')
  await waitFor(() => expect(live()).toMatch(/Out of order/))
  await router.navigate({ to: '/queue', search: { view: 'low_risk', bulk: true, item: 500 } })
  await user.click(await screen.findByRole('link', { name: 'Show it' }))
  await screen.findByRole('heading', { level: 2, name: /AI draft|Not sent/ })
  expect(router.state.location.search).toEqual({ view: 'low_risk', item })
})

test('what did not go through is shown from the tickets without their filters', async () => {
  const { user, router } = await openWorkspace({ path: '/tickets/101', overrides: [failing()] })
  await itemShown('My new card still has not arrived')
  await user.keyboard('a')
  await router.navigate({ to: '/tickets', search: { priority: 'high', search: 'card' } })
  await user.click(await screen.findByRole('link', { name: 'Show it' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/queue'))
  expect(router.state.location.search).toEqual({ item: 501 })
})

test('after an undo by its button in the panel of H the row has the focus', async () => {
  const db = new MockDb()
  const before = decided(db, 500)
  const { user } = await openWorkspace({ db, path: '/tickets' })
  await screen.findByRole('heading', { name: 'Tickets' })
  await user.keyboard('h')
  const panel = await screen.findByRole('dialog', { name: 'Last ten decisions' })
  await user.click(await within(panel).findByRole('button', { name: /^Undo/ }))
  await waitFor(() => expect(before.undone).toBe(true))
  expect(within(panel).getByRole('link', { name: new RegExp(PORTO) })).toHaveFocus()
})

test('after a reload the last decision is still taken back with Z', async () => {
  const db = new MockDb()
  const before = decided(db, 500)
  const { user } = await openWorkspace({ db })
  expect(await toast()).toHaveTextContent(/Approved.*Undo/)
  await itemShown(FRAUD)
  await user.keyboard('z')
  await waitFor(() => expect(before.undone).toBe(true))
  await itemShown(PORTO)
})

test('what another tab took back waits here again', async () => {
  const { db, user, client } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  await decisionsMade(db, 1)
  await itemShown(FRAUD)
  db.undo(db.reviews.at(-1)!.id)
  await client.invalidateQueries()
  const list = screen.getByRole('complementary', { name: /Queue/ })
  await within(list).findByText(PORTO)
})

test('several decisions are listed with a time each, and Z takes back one after the other', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('a')
  await itemShown(FRAUD)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /choose a reason/ })
  await user.keyboard('3')
  await decisionsMade(db, 2)
  const earlier = await screen.findByRole('list', { name: /Earlier decisions/ })
  expect(within(earlier).getByRole('button', { name: /^Undo.*T-10040$/ })).toHaveTextContent(
    /\d+ s/,
  )
  await user.keyboard('z')
  await itemShown(FRAUD)
  await user.keyboard('z')
  await itemShown(PORTO)
  expect(
    db.reviews.filter((review) => review.reviewer.id === ADA.id && review.undone),
  ).toHaveLength(2)
})

test('my decisions are grouped by day', async () => {
  const db = new MockDb()
  decided(db, 500)
  const old = decided(db, 501)
  old.created_at = new Date(Date.now() - 86_400_000).toISOString()
  old.undo_until = old.created_at
  await openWorkspace({ db, path: '/decided' })
  await screen.findByRole('heading', { level: 2, name: /^Today/ })
  expect(screen.getByRole('heading', { level: 2, name: /^Yesterday/ })).toBeVisible()
})
