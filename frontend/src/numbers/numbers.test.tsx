import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, test } from 'vitest'
import { myNumbersOptions } from '../api/figures'
import type { MyNumbers } from '../api/types'
import { loadLanguage } from '../i18n'
import { FEW, NUMBERS } from '../mocks/numbers'
import { issues } from '../test/axe'
import { rowsOf, tile } from '../test/figures'
import { live, openWorkspace } from '../test/workspace'

const MINE = '*/api/v1/metrics/mine'
const answering = (body: object) => [http.get(MINE, () => HttpResponse.json(body))]
const numbersPage = (options: Parameters<typeof openWorkspace>[0] = {}) =>
  openWorkspace({ path: '/numbers', ...options })

afterEach(() => loadLanguage('en'))

test('G N leads to my figures, each with what it is of and the team’s median', async () => {
  const { user, router } = await openWorkspace({ path: '/tickets' })
  await screen.findByRole('heading', { name: 'Tickets' })
  await user.keyboard('gn')
  expect(await tile('Decisions')).toHaveTextContent('84')
  expect(router.state.location.pathname).toBe('/numbers')
  expect((await tile('Decisions per active hour')).textContent).toBe(
    'Decisions per active hour10.5in 8 active hoursTeam: 9.5',
  )
  expect((await tile('Approved as drafted')).textContent).toBe(
    'Approved as drafted70%of 80 draftsTeam: 69%',
  )
  expect(await tile('Median time on screen')).toHaveTextContent('2 min 10 s')
  expect(await tile('Words changed by an edit')).toHaveTextContent('mean of 14 edits')
  await waitFor(() => expect(live()).toContain('7 days: 84 decisions'))
})

test('the page says itself what an active hour is', async () => {
  await numbersPage()
  expect(await screen.findByText(/Hours of the clock.*at least one decision/)).toBeVisible()
})

test('each chart has its figures as a table', async () => {
  await numbersPage()
  const verdicts = await rowsOf('Decisions by verdict')
  expect(verdicts).toHaveLength(7)
  expect(verdicts[6]).toEqual(['27 Nov', '11', '3', '2', '4'])
  // Of a day without enough drafts there is no share.
  const trend = await rowsOf('Approved as drafted, over time')
  expect(trend[0]).toEqual(['21 Nov', '–', '0'])
  expect(trend[6]).toEqual(['27 Nov', '69%', '16'])
  expect((await rowsOf('Time on screen'))[2]).toEqual(['over 10 s', '50'])
  expect(await rowsOf('Rejections by reason')).toEqual([
    ['Wrong facts', '7', '70%', '40%'],
    ['Against policy', '3', '30%', '20%'],
  ])
})

test('a small team stays silent, and few decisions are too few to say', async () => {
  await numbersPage({ overrides: answering(FEW) })
  expect(await screen.findByText(/Fewer than three people decided/)).toBeVisible()
  expect(screen.queryByText(/^Team:/)).toBeNull()
  expect(await tile('Approved as drafted')).toHaveTextContent('of 3 drafts: too few to say')
  expect(screen.getByText(/a trend takes three days/)).toBeVisible()
  expect(screen.getByText(/a distribution takes 10/)).toBeVisible()
})

test('a team figure that too few people have is not shown beside the others', async () => {
  const team = { ...NUMBERS.team, edit_distance: null }
  await numbersPage({ overrides: answering({ ...NUMBERS, team }) })
  expect(await tile('Words changed by an edit')).toHaveTextContent('Team: too few people')
})

test('the period is in the address', async () => {
  const asked: (string | null)[] = []
  const overrides = [
    http.get(MINE, ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query.get('days'))
      expect(query.get('tz')).toBeTruthy()
      return HttpResponse.json(NUMBERS)
    }),
  ]
  const { user, router } = await numbersPage({ path: '/numbers?days=28', overrides })
  await tile('Decisions')
  expect(screen.getByRole('radio', { name: '28 days' })).toBeChecked()
  await user.click(screen.getByRole('radio', { name: 'Today' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ days: 1 }))
  await waitFor(() => expect(asked).toContain('1'))
  expect(asked[0]).toBe('28')
})

test('a period that there is not is taken for the usual one', async () => {
  await numbersPage({ path: '/numbers?days=5000' })
  await tile('Decisions')
  expect(screen.getByRole('radio', { name: '7 days' })).toBeChecked()
})

test('where the server does not know the time zone the days are those of UTC', async () => {
  const overrides = [
    http.get(MINE, ({ request }) =>
      new URL(request.url).searchParams.get('tz') === 'UTC'
        ? HttpResponse.json(NUMBERS)
        : HttpResponse.json({ code: 'invalid' }, { status: 400 }),
    ),
  ]
  process.env.TZ = 'Asia/Tokyo'
  try {
    await numbersPage({ overrides })
    expect(await screen.findByText(/days as in UTC/)).toBeVisible()
  } finally {
    process.env.TZ = 'UTC'
  }
})

test('who decided nothing yet is shown the way to the queue', async () => {
  const nothing: MyNumbers = {
    ...NUMBERS,
    mine: { ...NUMBERS.mine, decided: 0, undone: 0 },
  }
  await numbersPage({ overrides: answering(nothing) })
  expect(await screen.findByText('Nothing decided in this period')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Go to the queue' })).toBeVisible()
})

test('a failure says so and can be tried again', async () => {
  let down = true
  const overrides = [
    http.get(MINE, () =>
      down ? HttpResponse.json({ detail: 'Down.' }, { status: 503 }) : HttpResponse.json(NUMBERS),
    ),
  ]
  const { user } = await numbersPage({ overrides })
  await screen.findByText('Your figures could not be loaded')
  down = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await tile('Decisions')).toHaveTextContent('84')
})

test('a refresh that fails keeps the figures and says that they are old', async () => {
  let down = false
  const overrides = [
    http.get(MINE, () =>
      down ? HttpResponse.json({ detail: 'Down.' }, { status: 503 }) : HttpResponse.json(NUMBERS),
    ),
  ]
  const { client } = await numbersPage({ overrides })
  await tile('Decisions')
  down = true
  await client.refetchQueries({ queryKey: myNumbersOptions(7).queryKey })
  expect(await screen.findByText(/These figures are old/)).toBeVisible()
  expect(await tile('Decisions')).toHaveTextContent('84')
})

test('the figures speak German too', async () => {
  await loadLanguage('de')
  await numbersPage()
  expect(await tile('Unverändert freigegeben')).toHaveTextContent('von 80 Entwürfen')
})

test.each(['light', 'dark'])('axe finds no serious issue in the %s theme', async (scheme) => {
  localStorage.setItem('mantine-color-scheme-value', scheme)
  await numbersPage()
  await tile('Decisions')
  expect(await issues()).toEqual([])
})
