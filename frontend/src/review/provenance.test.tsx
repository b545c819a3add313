import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { itemShown, openWorkspace } from '../test/workspace'

const PORTO = 'Card payment abroad charged twice'
const dialog = () => screen.findByRole('dialog', { name: /came about/ })

test('the prompt is fetched when it is asked for, not before, and once', async () => {
  const { db, user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('p')
  await screen.findByRole('button', { name: /exactly as sent/ })
  expect(db.provenanceCalls).toBe(0)
  await user.keyboard('f')
  const shown = within(await dialog())
  await shown.findByText('You draft replies.', { exact: false })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.keyboard('f')
  await within(await dialog()).findByText('You draft replies.', { exact: false })
  expect(db.provenanceCalls).toBe(1)
})

test('Escape closes the prompt alone, and the focus is where it was', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('p')
  const opener = await screen.findByRole('button', { name: /exactly as sent/ })
  opener.focus()
  await user.keyboard('{Enter}')
  await dialog()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(opener).toBeVisible()
  await waitFor(() => expect(opener).toHaveFocus())
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('button', { name: /exactly as sent/ })).toBeNull())
})

test('what was removed before sending is marked and explained; the raw bytes are the very ones', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('p')
  await user.keyboard('f')
  const shown = within(await dialog())
  const body = shown.getByRole('region', { name: 'The prompt exactly as sent' })
  await waitFor(() => expect(body.querySelectorAll('mark')).toHaveLength(2))
  expect(body.querySelector('mark')).toHaveTextContent('[CARD_1]')
  expect(body.querySelector('mark')).toHaveAccessibleDescription('Removed before sending')
  expect(shown.getByText(/personal data removed before sending/)).toBeVisible()
  await user.click(shown.getByLabelText('Raw bytes'))
  const raw = body.querySelector('pre')?.textContent ?? ''
  expect(JSON.parse(raw)).toHaveProperty('messages')
  expect(body.querySelectorAll('mark')).toHaveLength(2)
})

test('answer, sources, cost and times are there too', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  await itemShown(PORTO)
  await user.keyboard('p')
  await user.keyboard('f')
  const shown = within(await dialog())
  expect(await shown.findByText('6.2 ms')).toBeVisible()
  await user.click(shown.getByLabelText('The answer'))
  // The text of the answer is JSON inside JSON, and laid out like the rest.
  expect(await shown.findByText('reply')).toBeVisible()
  await user.click(shown.getByLabelText('2 sources'))
  expect(shown.getByText(/Pending card payments/)).toBeVisible()
  expect(shown.getAllByText('Why was I charged twice?')[0]).toBeVisible()
})

test('a body that is no JSON is shown as it is, and is never HTML', async () => {
  const db = new MockDb()
  const odd = http.get('*/api/v1/suggestions/500/provenance', () =>
    HttpResponse.json({
      ...{ provider: 'openai', model: 'x', prompt_version: 1, parameters: {}, redactions: 0 },
      ...{ request: '{<img src=x onerror=alert(1)>', response: '', sources: [], cost: '0.001200' },
      ...{ input_tokens: 12, output_tokens: 3, started_at: '2031-01-01T00:00:00Z' },
      timings: { redact_ms: 1, retrieve_ms: 1, answer_ms: 1 },
    }),
  )
  const { user } = await openWorkspace({ db, path: '/queue?item=500', overrides: [odd] })
  await itemShown(PORTO)
  await user.keyboard('p')
  await user.keyboard('f')
  const shown = await dialog()
  expect(await within(shown).findByText('{<img src=x onerror=alert(1)>')).toBeVisible()
  expect(shown.querySelector('img')).toBeNull()
  expect(within(shown).getByText('0.0012')).toBeVisible()
  expect(within(shown).getByText(/nothing had to be removed/)).toBeVisible()
})

test('when it cannot be loaded it says why and can be asked for again', async () => {
  let broken = true
  const failing = http.get('*/api/v1/suggestions/500/provenance', () =>
    broken ? HttpResponse.json({ detail: 'Not now.' }, { status: 503 }) : undefined,
  )
  const { user } = await openWorkspace({ path: '/queue?item=500', overrides: [failing] })
  await itemShown(PORTO)
  await user.keyboard('p')
  await user.keyboard('f')
  const shown = within(await dialog())
  expect(await shown.findByText('Not now.')).toBeVisible()
  broken = false
  await user.click(shown.getByRole('button', { name: 'Try again' }))
  expect(await shown.findByText('6.2 ms')).toBeVisible()
})
