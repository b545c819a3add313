import { screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { decisionsMade, itemShown, openWorkspace } from '../test/workspace'
import { score } from './match'

async function openPalette(options?: Parameters<typeof openWorkspace>[0]) {
  const workspace = await openWorkspace(options)
  await itemShown(/./)
  await workspace.user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('combobox', { name: 'Command or ticket' })
  return workspace
}

const entries = () =>
  within(screen.getByRole('listbox', { name: 'Results' }))
    .queryAllByRole('option')
    .map((one) => one.textContent ?? '')

test('a query fits the beginnings of words, then their insides, then letters in order', () => {
  expect(score('app', ['Approve the draft'])).toBeGreaterThan(score('app', ['Do not approve']))
  expect(score('aprv', ['Approve the draft'])).toBe(1)
  expect(score('draft appr', ['Approve the draft'])).toBeGreaterThan(0)
  expect(score('draft reject', ['Approve the draft'])).toBe(0)
  expect(score('losche', ['Löschen'])).toBeGreaterThan(0)
})

test('the palette offers what the keys of this page do, and does it', async () => {
  const { user, db } = await openPalette()
  expect(entries().some((text) => text.startsWith('Reject'))).toBe(true)
  await user.keyboard('appr stands{Enter}')
  const [decision] = await decisionsMade(db, 1)
  expect(decision?.body.verdict).toBe('approve')
})

test('what cannot be done here is not offered', async () => {
  const { user } = await openWorkspace({ path: '/tickets' })
  await screen.findByRole('heading', { level: 1 })
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('combobox', { name: 'Command or ticket' })
  expect(entries().some((text) => text.startsWith('Reject'))).toBe(false)
  expect(entries().some((text) => text.startsWith('Queue: urgent'))).toBe(true)
})

test('a command is found by its German name too', async () => {
  const { user } = await openPalette()
  await user.keyboard('einstellungen')
  await waitFor(() => expect(entries()[0]).toMatch(/^Settings/))
})

test('the commands used last come first', async () => {
  const { user } = await openPalette()
  await user.keyboard('log out')
  await user.clear(screen.getByRole('combobox', { name: 'Command or ticket' }))
  await user.keyboard('failed{Enter}')
  await user.keyboard('{Control>}k{/Control}')
  await screen.findByRole('combobox', { name: 'Command or ticket' })
  expect(entries()[0]).toMatch(/^Tickets whose draft failed/)
})

test('a ticket is found by its number, before any command', async () => {
  const { user, router } = await openPalette()
  await user.keyboard('T-10041')
  await waitFor(() => expect(entries()[0]).toContain('T-10041'))
  await user.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/tickets/101'))
})

test('a word is one question to the server, and Enter opens nothing found for other letters', async () => {
  const asked: (string | null)[] = []
  const search = http.get('*/api/v1/tickets', ({ request }) => {
    asked.push(new URL(request.url).searchParams.get('search'))
  })
  const { user, router } = await openPalette({ overrides: [search] })
  await user.keyboard('T-10041')
  await waitFor(() => expect(entries()[0]).toContain('T-10041'))
  expect(asked).toEqual(['T-10041'])
  const { pathname } = router.state.location
  await user.keyboard('{Backspace}0{Enter}')
  expect(router.state.location.pathname).toBe(pathname)
})

test('settings open from the palette, and closing them gives the focus back', async () => {
  const { user } = await openPalette()
  await user.keyboard('settings{Enter}')
  await screen.findByRole('dialog', { name: 'Settings' })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
})
