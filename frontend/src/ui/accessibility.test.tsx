import { screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { addWaiting, AVAILABLE } from '../mocks/ai'
import { MockDb } from '../mocks/db'
import { issues } from '../test/axe'
import { itemShown, openWorkspace } from '../test/workspace'

beforeEach(() => {
  document.documentElement.lang = 'en'
  document.title = 'Handrail'
})

test('axe notices a serious issue when there is one', async () => {
  document.body.innerHTML = '<button></button>'
  expect(await issues()).not.toEqual([])
  document.body.innerHTML = ''
})

test.each(['light', 'dark'])('the queue has no serious issue in the %s theme', async (scheme) => {
  localStorage.setItem('mantine-color-scheme-value', scheme)
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(/charged twice/)
  expect(document.documentElement.dataset.mantineColorScheme).toBe(scheme)
  expect(await issues()).toEqual([])
  await user.keyboard('p')
  expect(await issues()).toEqual([])
  await user.keyboard('f')
  await screen.findByText('6.2 ms')
  expect(await issues()).toEqual([])
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.keyboard('t')
  await screen.findByRole('group', { name: 'Correct the triage' })
  expect(await issues()).toEqual([])
  await user.keyboard('{Escape}')
  await user.keyboard('pe')
  await screen.findByLabelText('Reply to the customer')
  expect(await issues()).toEqual([])
  await user.keyboard('{Escape}r')
  await screen.findByRole('region', { name: /choose a reason/ })
  expect(await issues()).toEqual([])
})

test.each(['/tickets', '/tickets/100', '/tickets/100?tab=timeline', '/tickets/190', '/decided'])(
  'no serious issue on %s',
  async (path) => {
    await openWorkspace({ path })
    await screen.findByRole('heading', { level: 1 })
    await screen.findByRole('navigation')
    expect(await issues()).toEqual([])
  },
)

test('no serious issue while the AI is away', async () => {
  const db = new MockDb()
  db.ai = { ...AVAILABLE, state: 'unavailable', detail: 'It answered 503.', waiting: 3 }
  addWaiting(db, 180, { waits_for: 'ai_unavailable' })
  await openWorkspace({ db, path: '/tickets/180' })
  await screen.findByRole('button', { name: 'Answer by hand' })
  await screen.findByText(/3 drafts wait/)
  expect(await issues()).toEqual([])
})

test.each(['light', 'dark'])('no serious issue in the overlays, %s', async (scheme) => {
  localStorage.setItem('mantine-color-scheme-value', scheme)
  const db = new MockDb()
  for (const one of db.suggestions) one.gates = []
  const { user } = await openWorkspace({ db, path: '/queue?view=low_risk&search=card' })
  await itemShown(/./)
  const dialog = (name: string) => screen.findByRole('dialog', { name })
  const button = (name: RegExp) => screen.getByRole('button', { name })
  const overlays: [open: () => Promise<void>, shown: () => Promise<unknown>][] = [
    [() => user.keyboard('?'), () => dialog('Keyboard shortcuts')],
    [
      () => user.keyboard('{Control>}k{/Control}'),
      () => screen.findByRole('combobox', { name: 'Command or ticket' }),
    ],
    [() => user.keyboard('h'), () => dialog('Last ten decisions')],
    [() => user.click(button(/Settings and log out/)), () => dialog('Settings')],
    [() => user.keyboard('v'), () => screen.findByRole('region', { name: 'Filters' })],
    [
      () => user.click(button(/^Save this view/)),
      () => screen.findByRole('textbox', { name: 'Name of the view' }),
    ],
    [() => user.keyboard('s'), () => screen.findByRole('region', { name: /^Skip/ })],
    [
      () => user.keyboard('b'),
      () => screen.findByRole('heading', { level: 1, name: 'Approve several' }),
    ],
  ]
  for (const [open, shown] of overlays) {
    await open()
    await shown()
    expect(await issues()).toEqual([])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  }
  expect(document.documentElement.dataset.mantineColorScheme).toBe(scheme)
})
