import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { MantineProvider } from '@mantine/core'
import { render, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse, type RequestHandler } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import type { Decision, OwnVigilance, Rated, Vigilance } from '../api/types'
import { loadLanguage } from '../i18n'
import { MockDb } from '../mocks/db'
import { server } from '../test/setup'
import { decisionsMade, itemShown, live, openWorkspace, settle } from '../test/workspace'
import VigilancePanel from './VigilancePanel'

const rated = (hits: number, of: number): Rated =>
  of
    ? { hits, of, share: hits / of, low: 0.21, high: 0.94 }
    : { hits, of, share: null, low: null, high: null }
const row = {
  decisions: 40,
  fast: rated(3, 10),
  fast_together: rated(0, 0),
  caught: rated(2, 3),
  shown: 4,
  agreed: rated(4, 5),
  kappa: null,
  no_kappa: 'too_few' as const,
}
const FIGURES: Vigilance = {
  start: '2026-01-01T00:00:00Z',
  end: '2026-02-01T00:00:00Z',
  total: { ...row, kappa: 0.41, no_kappa: '' },
  reviewers: [{ ...row, reviewer: { id: 1, name: 'Ada Lindqvist' } as never }],
  kappa_from: 30,
  seeded_percent: 5,
  blind_percent: 2,
}

function showPanel(answer: () => Response) {
  server.use(http.get('*/api/v1/vigilance', answer))
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <VigilancePanel start={FIGURES.start} end={FIGURES.end} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

afterEach(() => loadLanguage('en'))

test('the panel says each share with its count and how sure it is', async () => {
  showPanel(() => HttpResponse.json(FIGURES))
  const ada = await screen.findByRole('row', { name: /Ada Lindqvist/ })
  expect(within(ada).getByText('3 of 10')).toBeInTheDocument()
  expect(within(ada).getAllByText('21% to 94%').length).toBeGreaterThan(0)
  expect(within(ada).getByText('fewer than 30 pairs')).toBeInTheDocument()
  expect(within(ada).getByText('none')).toBeInTheDocument()
  expect(screen.getByRole('row', { name: /Everybody.*0\.41/ })).toBeInTheDocument()
  expect(screen.getByText(/Planted errors in 5% of the drafts/)).toBeInTheDocument()
})

test('the panel says that checks are off, that nothing was decided, and that it failed', async () => {
  const off = { ...FIGURES, seeded_percent: 0, blind_percent: 0, reviewers: [] }
  const { unmount } = showPanel(() => HttpResponse.json(off))
  expect(await screen.findByText(/Nobody has decided anything/)).toBeInTheDocument()
  expect(screen.getByText(/Checks are switched off/)).toBeInTheDocument()
  unmount()
  showPanel(() => HttpResponse.json({ code: 'x' }, { status: 500 }))
  expect(await screen.findByRole('alert')).toHaveTextContent('could not be loaded')
  expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled()
})

test('the panel speaks German', async () => {
  await loadLanguage('de')
  showPanel(() => HttpResponse.json(FIGURES))
  expect((await screen.findAllByText('3 von 10')).length).toBeGreaterThan(0)
})

const PLANTED = { kind: 'time_limit' as const, before: 'within 5 days', after: 'within 10 days' }

/** The next decision turns out to be on a check. */
function checked(db: MockDb, check: Decision['check']) {
  return http.post('*/api/v1/suggestions/:id/decision', async ({ params, request }) => {
    const body = (await request.json()) as { verdict: string; dwell_ms: number }
    db.decisionCalls.push({ id: Number(params.id), body } as never)
    const now = new Date().toISOString()
    const answer = {
      id: 900,
      suggestion: Number(params.id),
      stage: 1,
      reviewer: { id: 1, name: 'Ada' },
      verdict: body.verdict,
      final: true,
      undone: false,
      message: null,
      created_at: now,
      undo_until: now,
      check,
    }
    return HttpResponse.json(answer)
  })
}

test('a missed error is told at once and kindly, and the genuine draft comes next', async () => {
  const db = new MockDb()
  const override = checked(db, { kind: 'seeded', caught: false, planted: PLANTED })
  const { user } = await openWorkspace({ db, overrides: [override] })
  const subject = (await screen.findByRole('heading', { level: 1 })).textContent ?? ''
  await itemShown(subject)
  await user.keyboard('a')
  const dialog = await screen.findByRole('dialog', { name: 'This one had a planted error' })
  expect(dialog).toHaveTextContent('a wrong time limit')
  expect(dialog).toHaveTextContent('Nothing was sent')
  const [shown, genuine] = within(dialog).getAllByRole('definition')
  expect(shown).toHaveTextContent('within 10 days')
  expect(shown?.querySelector('del')).toHaveTextContent(/^10$/)
  expect(genuine).toHaveTextContent('within 5 days')
  expect(genuine?.querySelector('ins')).toHaveTextContent(/^5$/)
  expect(live()).toContain('planted')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(await itemShown(subject)).toBeInTheDocument()
  await user.keyboard('z')
  expect(live()).toMatch(/nothing/i)
})

test('a caught error is praised', async () => {
  const db = new MockDb()
  const override = checked(db, { kind: 'seeded', caught: true, planted: PLANTED })
  const { user } = await openWorkspace({ db, overrides: [override] })
  await itemShown(/./)
  await user.keyboard('r')
  await screen.findByRole('region', { name: /reason/ })
  await user.keyboard('1')
  expect(await screen.findByRole('dialog', { name: 'Well spotted' })).toBeInTheDocument()
})

/** Ticket 100 with an error planted in its draft until somebody decides on it. */
async function openPlanted(...before: RequestHandler[]) {
  const db = new MockDb()
  const one = db.suggestions[0]!
  const genuine = { reply: one.reply, content_hash: one.content_hash }
  Object.assign(one, { reply: 'Wait for 10 days.', content_hash: 'planted' })
  const check = checked(db, { kind: 'seeded', caught: true, planted: PLANTED })
  const uncover = http.post('*/api/v1/suggestions/:id/decision', () => {
    Object.assign(one, genuine)
  })
  const workspace = await openWorkspace({
    db,
    path: '/tickets/100',
    overrides: [...before, uncover, check],
  })
  await itemShown(/charged twice/)
  expect(screen.getByText('Wait for 10 days.')).toBeVisible()
  const goOn = async () => {
    await screen.findByRole('dialog', { name: 'Well spotted' })
    await workspace.user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    expect(await screen.findByText(/I am sorry for the worry/)).toBeVisible()
  }
  return { ...workspace, one, genuine, goOn }
}

test('a text over a planted error that could not be sent does not return over the genuine draft', async () => {
  const down = http.post('*/api/v1/suggestions/:id/decision', () =>
    HttpResponse.json({ detail: 'Out of order.' }, { status: 500 }),
  )
  const { user, one, genuine, client } = await openPlanted(down)
  await user.keyboard('e')
  await user.type(await screen.findByLabelText('Reply to the customer'), ' Mine')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(live()).toMatch(/Out of order/))
  Object.assign(one, genuine) // the check has lapsed
  void client.invalidateQueries()
  expect(await screen.findByText(/I am sorry for the worry/)).toBeVisible()
  await user.keyboard('e')
  expect(await screen.findByLabelText('Reply to the customer')).toHaveValue(genuine.reply)
})

test('on the ticket page a text typed over a planted error is gone with it', async () => {
  const { user, db, genuine, goOn } = await openPlanted()
  await user.keyboard('e')
  await user.type(await screen.findByLabelText('Reply to the customer'), ' Mine')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await goOn()
  expect(screen.queryByLabelText('Reply to the customer')).toBeNull()
  await settle()
  await user.keyboard('e')
  expect(await screen.findByLabelText('Reply to the customer')).toHaveValue(genuine.reply)
  await user.keyboard('{Control>}{Enter}{/Control}')
  const [, second] = await decisionsMade(db, 2)
  expect(second?.body).toMatchObject({ verdict: 'approve', content_hash: genuine.content_hash })
})

test('on the ticket page the rejection of a planted error is not armed over the genuine draft', async () => {
  const { user, db, goOn } = await openPlanted()
  await user.keyboard('r')
  await screen.findByRole('region', { name: /reason/ })
  await user.keyboard('1')
  await goOn()
  expect(screen.queryByRole('region', { name: /reason/ })).toBeNull()
  await settle()
  await user.keyboard('1')
  expect(db.decisionCalls).toHaveLength(1)
})

test('a blind second opinion is told, and its draft does not come again', async () => {
  const db = new MockDb()
  const override = checked(db, { kind: 'blind', caught: null, planted: null })
  const { user } = await openWorkspace({ db, overrides: [override] })
  const heading = await screen.findByRole('heading', { level: 1 })
  const subject = heading.textContent ?? ''
  await itemShown(subject)
  await user.keyboard('a')
  expect(await screen.findByRole('dialog', { name: 'This was a second opinion' })).toBeVisible()
  await user.keyboard('{Escape}')
  await waitFor(() =>
    expect(screen.queryByRole('heading', { level: 1, name: subject })).not.toBeInTheDocument(),
  )
})

test('time in a hidden tab is not reading', async () => {
  const opened = performance.now()
  const db = new MockDb()
  const { user } = await openWorkspace({ db })
  await itemShown(/./)
  const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  const before = performance.now()
  await new Promise((resolve) => setTimeout(resolve, 900))
  const hidden = performance.now() - before
  state.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  await user.keyboard('a')
  const [call] = await decisionsMade(db, 1)
  const { dwell_ms } = (call as never as { body: { dwell_ms: number } }).body
  state.mockRestore()
  expect(dwell_ms).toBeGreaterThan(300)
  expect(dwell_ms).toBeLessThanOrEqual(performance.now() - opened - hidden)
})

test('my numbers tell me my own attention, kindly and with how little few cases say', async () => {
  const own = {
    decisions: 40,
    fast: rated(3, 40),
    fast_together: rated(0, 0),
    caught: rated(2, 3),
    agreed: null,
  }
  const tile = await ownTiles(own)
  expect(within(tile('Planted errors you noticed')).getByText('2 of 3')).toBeVisible()
  expect(tile('Planted errors you noticed')).toHaveTextContent(
    '1 overlooked, easily doneWith so few, the true share may be anywhere from 21% to 94%',
  )
  expect(tile('Approved faster than reading')).toHaveTextContent(
    /8%of 40 approvals whose time is known$/,
  )
  // Of a few second opinions nothing is said, and of nothing approved together no zero.
  expect(screen.queryByText('Agreed with a colleague')).toBeNull()
  expect(screen.queryByText('The same, several together')).toBeNull()
})

test('from thirty second opinions on I see how often we agreed', async () => {
  const none = rated(0, 0)
  const own = { decisions: 0, fast: none, fast_together: none, caught: none, agreed: rated(27, 30) }
  const tile = await ownTiles(own)
  expect(tile('Agreed with a colleague')).toHaveTextContent('90%of 30 second opinions')
  expect(tile('Planted errors you noticed')).toHaveTextContent('You have met none')
})

test('figures of attention that cannot be had leave the rest of my numbers as they are', async () => {
  await openWorkspace({
    path: '/numbers',
    overrides: [http.get('*/api/v1/vigilance/mine', () => new HttpResponse(null, { status: 500 }))],
  })
  expect(await screen.findByText(/Your attention could not be loaded/)).toBeVisible()
  expect(screen.getAllByText('Decisions', { selector: 'dt' }).length).toBeGreaterThan(0)
})

/** Opens My numbers with these figures; returns what finds a tile by its label. */
async function ownTiles(own: OwnVigilance) {
  await openWorkspace({
    path: '/numbers',
    overrides: [http.get('*/api/v1/vigilance/mine', () => HttpResponse.json(own))],
  })
  await screen.findByRole('heading', { name: 'Your attention' })
  return (label: string) => screen.getByText(label, { selector: 'dt' }).parentElement!
}
