import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { AI } from '../api/types'
import { addWaiting, AVAILABLE } from '../mocks/ai'
import { MockDb } from '../mocks/db'
import { itemShown, live, openWorkspace } from '../test/workspace'

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const status = () => screen.getByRole('status', { name: 'AI service' })

/** A Handrail whose AI stands as given. */
function withAI(ai: Partial<AI>, role: MockDb['role'] = 'reviewer') {
  const db = new MockDb()
  db.ai = { ...AVAILABLE, ...ai }
  db.role = role
  return db
}

const DOWN = {
  state: 'unavailable' as const,
  detail: 'The AI service answered 503.',
  waiting: 12,
}

test('while the AI is available nothing is said of it', async () => {
  await openWorkspace({ path: '/tickets' })
  await screen.findByText('My new card still has not arrived')
  expect(status()).toBeEmptyDOMElement()
})

test('an outage is said on every page, with what waits and when it is asked again', async () => {
  const db = withAI({ ...DOWN, since: inSeconds(-600), until: inSeconds(200) })
  await openWorkspace({ db, path: '/tickets' })
  await waitFor(() => expect(status()).toHaveTextContent(/does not answer since \d\d:\d\d/))
  expect(status()).toHaveTextContent('The AI service answered 503.')
  expect(status()).toHaveTextContent('can be answered by hand')
  expect(screen.getByText(/12 drafts wait and go on by themselves/)).toBeVisible()
  expect(screen.getByText('in 3 min')).toBeVisible()
  // The countdown is not read out every second.
  expect(status()).not.toHaveTextContent('in 3 min')
})

test('the banner goes by itself when the AI is back, and says so', async () => {
  const db = withAI({ state: 'paused', detail: 'A supervisor has paused the AI.', waiting: 1 })
  const { client } = await openWorkspace({ db, path: '/tickets' })
  await waitFor(() => expect(status()).toHaveTextContent('AI drafting is paused'))
  expect(screen.getByText(/1 draft waits and goes on by itself/)).toBeVisible()
  db.ai = AVAILABLE
  await client.invalidateQueries()
  await waitFor(() => expect(status()).toBeEmptyDOMElement())
  expect(live()).toMatch('The AI writes drafts again.')
})

test.each([
  ['reviewer', []],
  ['auditor', []],
  ['supervisor', ['Try it now', 'AI policy']],
] as const)('a %s is shown these ways to change it: %j', async (role, links) => {
  await openWorkspace({ db: withAI(DOWN, role), path: '/tickets' })
  await waitFor(() => expect(status()).toHaveTextContent('does not answer'))
  const banner = within(status().parentElement as HTMLElement)
  expect(banner.queryAllByRole('link').map((link) => link.textContent)).toEqual(links)
})

test.each([
  ['ai_paused', { state: 'paused' }, 'AI drafting is paused', /when drafting goes on/],
  ['ai_unavailable', DOWN, 'The AI service does not answer', /answered 503.*in 3 min/],
  ['budget', { state: 'limited' }, 'The AI has used up its budget', /in 3 min/],
  ['retry', {}, 'Waiting to try again', /The answer was no JSON.*in 2 min/],
  ['turn', {}, 'A draft is queued', /appears here by itself/],
] as const)(
  'a ticket that waits for %s says why and until when',
  async (waits, ai, title, detail) => {
    const db = withAI({ until: inSeconds(170), ...ai })
    const error = waits === 'retry' ? 'The answer was no JSON.' : ''
    addWaiting(db, 180, { waits_for: waits, error, next_attempt_at: inSeconds(100) })
    await openWorkspace({ db, path: '/tickets/180' })
    const side = await screen.findByRole('region', { name: 'AI draft' })
    expect(await within(side).findByRole('heading', { name: title })).toBeVisible()
    await waitFor(() => expect(side).toHaveTextContent(detail))
  },
)

test('the draft under way is cancelled and asked for again, by keyboard', async () => {
  const db = new MockDb()
  addWaiting(db, 180, { waits_for: 'turn' })
  let asked = 0
  const ask = http.post('*/api/v1/tickets/180/suggestions', () => {
    asked += 1
    return HttpResponse.json({}, { status: 202 })
  })
  const { user } = await openWorkspace({ db, path: '/tickets/180', overrides: [ask] })
  await screen.findByRole('button', { name: 'Cancel the draft' })
  await user.keyboard('x')
  await user.keyboard('c')
  expect(await screen.findByText('The draft was cancelled')).toBeVisible()
  expect(screen.getByText(/Any reviewer or supervisor may ask/)).toBeVisible()
  expect(live()).toMatch('To take that back, ask again.')
  expect(asked).toBe(0)
  await user.keyboard('x')
  await waitFor(() => expect(asked).toBe(1))
})

test('focus stays where it is when cancelling turns into asking again', async () => {
  const db = new MockDb()
  addWaiting(db, 180, { status: 'running', attempts: 1 })
  const { user } = await openWorkspace({ db, path: '/tickets/180' })
  await user.click(await screen.findByRole('button', { name: 'Cancel the draft' }))
  expect(await screen.findByRole('button', { name: 'Ask again' })).toHaveFocus()
})

test('a draft that ended meanwhile cannot be cancelled, and that is said', async () => {
  const db = new MockDb()
  addWaiting(db, 180, { waits_for: 'turn' })
  const gone = http.post('*/api/v1/jobs/380/cancel', () =>
    HttpResponse.json({ code: 'no_live_draft', detail: 'No draft is under way.' }, { status: 409 }),
  )
  const { user } = await openWorkspace({ db, path: '/tickets/180', overrides: [gone] })
  await user.click(await screen.findByRole('button', { name: 'Cancel the draft' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('No draft is under way.')
})

test('W opens the form for an answer by hand, also from the timeline', async () => {
  const db = new MockDb()
  addWaiting(db, 180, { waits_for: 'ai_paused' })
  const { user } = await openWorkspace({ db, path: '/tickets/180?tab=timeline' })
  await user.click(await screen.findByRole('button', { name: 'Answer by hand' }))
  expect(await screen.findByLabelText(/^Reply to/)).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.keyboard('w')
  expect(await screen.findByLabelText(/^Reply to/)).toHaveFocus()
})

test('an auditor reads why there is no draft and is offered nothing', async () => {
  const db = withAI({ state: 'paused' }, 'auditor')
  addWaiting(db, 180, { waits_for: 'ai_paused' })
  await openWorkspace({ db, path: '/tickets/180' })
  const side = await screen.findByRole('region', { name: 'AI draft' })
  expect(await within(side).findByText('AI drafting is paused')).toBeVisible()
  expect(within(side).queryByRole('button')).toBeNull()
})

test('with the AI away a draft that can be decided is not given up for a new one', async () => {
  const db = withAI({ state: 'paused' })
  const { user } = await openWorkspace({ db, path: '/tickets/101' })
  await itemShown('My new card still has not arrived')
  await waitFor(() => expect(screen.getByRole('button', { name: 'New draft' })).toBeDisabled())
  await user.keyboard('x')
  expect(live()).toMatch('AI drafting is paused; this draft stays.')
  expect(db.ticket(101).draft_job?.status).toBe('done')
})

test('beside an outdated draft stands why the new one is not there', async () => {
  const db = withAI({ ...DOWN, until: inSeconds(170) })
  const old = db.ticket(101).suggestion
  if (old) old.status = 'superseded'
  db.ticket(101).version = 2
  const job = db.ticket(101).draft_job
  if (job) Object.assign(job, { status: 'queued', waits_for: 'ai_unavailable' })
  await openWorkspace({ db, path: '/tickets/101' })
  await itemShown('My new card still has not arrived')
  const side = screen.getByRole('region', { name: 'AI draft' })
  await waitFor(() => expect(side).toHaveTextContent(/does not answer.*in 3 min.*older state/))
  expect(within(side).getByRole('button', { name: 'Cancel the draft' })).toBeVisible()
})
