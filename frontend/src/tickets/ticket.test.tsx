import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { itemShown, openWorkspace, settle } from '../test/workspace'

test('the list filters by the address and a filter changes the address', async () => {
  const { user, router } = await openWorkspace({ path: '/tickets?review_status=failed' })
  expect(await screen.findByText(/could not be read/)).toBeVisible()
  expect(screen.queryByText('My new card still has not arrived')).toBeNull()
  await user.selectOptions(screen.getByLabelText('Filter by review'), '')
  expect(await screen.findByText('My new card still has not arrived')).toBeVisible()
  expect(router.state.location.search).not.toHaveProperty('review_status', 'failed')
  await user.type(screen.getByRole('searchbox'), 'phone')
  await waitFor(() => expect(router.state.location.search).toMatchObject({ search: 'phone' }))
  expect(await screen.findByText('How do I change my phone number?')).toBeVisible()
})

test('a pause after a word does not eat the space, nor what is typed while the list is on its way', async () => {
  const { user, router } = await openWorkspace({ path: '/tickets' })
  const box = await screen.findByRole('searchbox', { name: 'Search tickets' })
  await user.type(box, 'new ')
  await waitFor(() => expect(router.state.location.search).toMatchObject({ search: 'new' }))
  await settle()
  await user.type(box, 'card')
  expect(box).toHaveValue('new card')
  await waitFor(() => expect(router.state.location.search).toMatchObject({ search: 'new card' }))
  await user.click(screen.getByRole('button', { name: 'Clear' }))
  await waitFor(() => expect(box).toHaveValue(''))
})

test.each(['/tickets', '/queue'])(
  'at %s the search is reached by / also where that is Shift and 7',
  async (path) => {
    await openWorkspace({ path })
    const box = await screen.findByRole('searchbox')
    fireEvent.keyDown(document.body, { key: '/', code: 'Digit7', shiftKey: true })
    expect(box).toHaveFocus()
  },
)

test('a failed draft says why and can be asked for again', async () => {
  let asked = 0
  const retry = http.post('*/api/v1/tickets/190/suggestions', () => {
    asked += 1
    return HttpResponse.json({}, { status: 202 })
  })
  const { user } = await openWorkspace({ path: '/tickets/190', overrides: [retry] })
  expect(await screen.findByText(/did not answer within 60 seconds/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(asked).toBe(1))
})

test('a note is added once even when Ctrl+Enter is hit twice, and typing A there approves nothing', async () => {
  const { db, user } = await openWorkspace({ path: '/tickets/100' })
  await itemShown(/charged twice/)
  await user.click(screen.getByRole('button', { name: 'Internal note' }))
  await user.type(
    screen.getByLabelText('Internal note'),
    'Ask a colleague{Control>}{Enter}{Enter}{/Control}',
  )
  await waitFor(() =>
    expect(
      db.ticket(100).messages.filter((message) => message.kind === 'internal_note'),
    ).toHaveLength(1),
  )
  expect(db.decisionCalls).toHaveLength(0)
})

test('an approved reply is shown on its way, with the seconds left', async () => {
  const { user } = await openWorkspace({ path: '/tickets/101' })
  await itemShown('My new card still has not arrived')
  await user.keyboard('a')
  expect(await screen.findByText(/Goes out in \d+ s/)).toBeVisible()
})

test('files of a message are named with their size and can only be saved', async () => {
  const db = new MockDb()
  const file = { id: 7, name: 'letter.txt', content_type: 'text/plain', size: 25_300, sha256: 'x' }
  db.ticket(100).messages[0]!.attachments = [file]
  await openWorkspace({ db, path: '/tickets/100' })
  const link = await screen.findByRole('link', { name: 'letter.txt' })
  expect(link).toHaveAttribute('href', '/api/v1/attachments/7')
  expect(link).toHaveAttribute('download', 'letter.txt')
  expect(link.parentElement).toHaveTextContent('25 kB')
})

test('the timeline tells the acts in words and is linked by the address', async () => {
  await openWorkspace({ path: '/tickets/100?tab=timeline' })
  expect(await screen.findByText('Ines Carvalho opened the ticket')).toBeVisible()
  expect(screen.getByText('The AI drafted a summary and a reply')).toBeVisible()
})

test('a regenerated draft is compared with the old one before anybody decides on it', async () => {
  const db = new MockDb()
  const { user, client } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('x')
  await user.click(await screen.findByRole('button', { name: /Draft it again/ }))
  await screen.findByText('A new draft is being written')
  db.redraft(db.ticket(100))
  await client.invalidateQueries()
  await screen.findByText('There is a newer draft')
  expect(await screen.findByRole('region', { name: 'New draft against this one' })).toBeVisible()
  await user.keyboard('a')
  expect(db.decisionCalls).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Review the new draft' }))
  const reply = await screen.findByRole('region', { name: 'Proposed reply' })
  await waitFor(() =>
    expect(reply.ownerDocument.body).toHaveTextContent('if anything else is unclear'),
  )
})

test('log-in: a wrong password is said, the right one opens the queue', async () => {
  const db = new MockDb()
  db.loggedIn = false
  const { user } = await openWorkspace({ db })
  await screen.findByLabelText('User name')
  const form = screen.getByRole('main')
  await user.type(within(form).getByLabelText('User name'), 'ada')
  await user.type(within(form).getByLabelText('Password'), 'wrong{Enter}')
  expect(await screen.findByText('User name or password is wrong.')).toBeVisible()
  await user.clear(within(form).getByLabelText('Password'))
  await user.type(within(form).getByLabelText('Password'), 'right{Enter}')
  expect(await screen.findByRole('navigation', { name: 'Main' })).toBeVisible()
})
