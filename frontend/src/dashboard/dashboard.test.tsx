import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { DESK } from '../mocks/numbers'
import { issues } from '../test/axe'
import { rowsOf, tile } from '../test/figures'
import { live, openWorkspace } from '../test/workspace'

const DESK_PATH = '*/api/v1/metrics/desk'

function dashboard(options: Parameters<typeof openWorkspace>[0] = {}) {
  const db = new MockDb()
  db.role = 'supervisor'
  return openWorkspace({ path: '/dashboard', db, ...options })
}

test('G B shows a supervisor what stands, with the way to the list behind each figure', async () => {
  const { user } = await dashboard({ path: '/tickets' })
  await screen.findByRole('heading', { name: 'Tickets' })
  await user.keyboard('gb')
  const waiting = await tile('Drafts to review')
  expect(waiting).toHaveTextContent('12')
  expect(within(waiting).getByRole('link')).toHaveAttribute('href', '/queue')
  const links = {
    'Failed drafts': '/tickets?review_status=failed',
    'Replies not delivered': '/admin/audit/auditevent/?area=reply',
    'AI service': '/admin/ai_review/aipolicy/',
  }
  for (const [label, href] of Object.entries(links)) {
    expect(within(await tile(label)).getByRole('link')).toHaveAttribute('href', href)
  }
  const views = screen.getByRole('list', { name: /^By view of the queue/ })
  expect(within(views).getByRole('link', { name: 'Low risk' })).toHaveAttribute(
    'href',
    '/queue?view=low_risk',
  )
  expect(await screen.findByRole('link', { name: 'Card arrival' })).toHaveAttribute(
    'href',
    '/tickets?category=card_arrival',
  )
  await waitFor(() => expect(live()).toContain('7 days: 12 drafts wait'))
})

test('rates come with how many they are of and how sure they are', async () => {
  await dashboard()
  expect(await rowsOf('Approved as drafted, by category')).toEqual([
    ['Card arrival', '60', '72%', '62% to 78%', '12', '5', '0'],
  ])
  expect((await rowsOf('Approved as drafted, by prompt version'))[0]?.[0]).toBe('Prompt 3')
  expect(await rowsOf('AI calls')).toEqual([
    ['Calls', '70'],
    ['Median latency', '2 s'],
    ['95th percentile', '5 s'],
    ['Failed: timeout', '6'],
  ])
  expect(await screen.findByText(/This month 12.5 of 50\s+\(25%\)/)).toBeVisible()
  expect((await rowsOf('Paused categories'))[0]?.slice(0, 2)).toEqual([
    'Exchange rate',
    '8 of 10 rejected',
  ])
})

test('each chart has its figures as a table', async () => {
  await dashboard()
  expect((await rowsOf('Backlog by age')).map(([, count]) => count)).toEqual(['9', '3', '0'])
  expect((await rowsOf('What came and went'))[0]).toEqual(['21 Nov', '10', '9', '8', '7'])
  expect((await rowsOf('Spent on the AI'))[0]).toEqual(['21 Nov', '10', '15,000', '0.12'])
})

test('an auditor may look, a reviewer is told whose page it is', async () => {
  const auditor = new MockDb()
  auditor.role = 'auditor'
  const { unmount } = await dashboard({ db: auditor })
  expect(await tile('Drafts to review')).toBeVisible()
  unmount()
  let asked = 0
  const overrides = [http.get(DESK_PATH, () => ((asked += 1), HttpResponse.json(DESK)))]
  await openWorkspace({ path: '/dashboard', overrides })
  await screen.findByRole('heading', { name: 'The dashboard is for supervisors and auditors' })
  expect(screen.queryByRole('link', { name: /^Dashboard/ })).toBeNull()
  expect(asked).toBe(0)
})

test('a refresh that fails keeps the figures and says that they are old', async () => {
  let down = false
  const overrides = [
    http.get(DESK_PATH, () =>
      down ? HttpResponse.json({ detail: 'Down.' }, { status: 503 }) : HttpResponse.json(DESK),
    ),
  ]
  const { client } = await dashboard({ overrides })
  await tile('Drafts to review')
  down = true
  await client.refetchQueries({ queryKey: ['desk'] })
  expect(await screen.findByText(/These figures are old/)).toBeVisible()
  expect(await tile('Drafts to review')).toHaveTextContent('12')
})

test('a new installation has empty figures, not broken ones', async () => {
  const nothing = { decided: 0, approved: 0, edited: 0, rejected: 0, together: 0 }
  const none = {
    category: null,
    prompt_version: null,
    acceptance_rate: null,
    low: null,
    high: null,
  }
  const empty = {
    ...DESK,
    backlog: { ...DESK.backlog, waiting: 0, oldest: null, ages: [], failed: 0 },
    flow: {
      series: [],
      total: { arrived: 0, drafted: 0, decided: 0, sent: 0 },
      per_hour: { arrived: 0, drafted: 0, decided: 0, sent: 0 },
    },
    quality: { total: { ...nothing, ...none }, categories: [], prompts: [] },
    calls: { count: 0, p50_ms: null, p95_ms: null, failures: [] },
    paused_categories: [],
    spending: { ...DESK.spending, days: [] },
  }
  await dashboard({ overrides: [http.get(DESK_PATH, () => HttpResponse.json(empty))] })
  expect(await screen.findAllByText('Nothing waits for review.')).toHaveLength(2)
  expect(screen.getByText('No call in this period.')).toBeVisible()
  expect(screen.getAllByText('Nothing decided in this period.')).toHaveLength(2)
  expect(screen.getByText('None is withheld.')).toBeVisible()
})

test.each(['light', 'dark'])('axe finds no serious issue in the %s theme', async (scheme) => {
  localStorage.setItem('mantine-color-scheme-value', scheme)
  await dashboard()
  await tile('Drafts to review')
  expect(await issues()).toEqual([])
})
