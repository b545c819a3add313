import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { loadLanguage } from '../i18n'
import { MockDb } from '../mocks/db'
import { SIMILAR_REPLY } from '../mocks/desk'
import { itemShown, live, openWorkspace, settle } from '../test/workspace'

const facts = () => screen.findByRole('group', { name: /Status, priority/ })

test('M assigns the ticket to a colleague by keyboard alone and gives the focus back', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  const heading = await itemShown(/charged twice/)
  await facts()
  await user.keyboard('m')
  expect(await screen.findByRole('combobox', { name: 'Assign to' })).toHaveFocus()
  await screen.findByRole('option', { name: /Ben Osei/ }, { timeout: 5000 })
  await user.keyboard('ben{Enter}')
  await waitFor(() => expect(db.ticket(100).assignee?.name).toBe('Ben Osei'))
  await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Assign to' })).toBeNull())
  expect(live()).toMatch('Assigned to Ben Osei.')
  expect(within(await facts()).getByText('Ben Osei')).toBeVisible()
  expect(heading).toHaveFocus()
  expect(db.decisionCalls).toHaveLength(0)
})

test('Escape leaves a note for the draft and its keys, and what was typed stays', async () => {
  const { user } = await openWorkspace({ path: '/queue?item=500' })
  const heading = await itemShown(/charged twice/)
  await user.keyboard('i')
  const note = await screen.findByRole('textbox', { name: 'Internal note' })
  await waitFor(() => expect(note).toHaveFocus())
  await user.keyboard('half a note{Escape}')
  expect(heading).toHaveFocus()
  expect(note).toHaveValue('half a note')
  await user.clear(note)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('textbox', { name: 'Internal note' })).toBeNull()
})

test('who did not see the latest state is told, and nothing is overwritten', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await facts()
  db.ticket(100).updated_at = 'later'
  await user.keyboard('m')
  await screen.findByRole('option', { name: /Me, / })
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent(/changed since you read it/)
  expect(db.ticket(100).assignee).toBeNull()
})

test('arrow keys through a closed choice change the ticket one step after the other', async () => {
  const db = new MockDb()
  const slow = http.patch('*/api/v1/tickets/:id', async () => {
    await delay(100)
  })
  await openWorkspace({ db, path: '/tickets/100', overrides: [slow] })
  await itemShown(/charged twice/)
  const choice = within(await facts()).getByRole('combobox', { name: 'Priority' })
  fireEvent.change(choice, { target: { value: 'normal' } })
  fireEvent.change(choice, { target: { value: 'low' } })
  await waitFor(() => expect(db.ticket(100).priority).toBe('low'))
  await settle()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(choice).toHaveValue('low')
})

test('Y gives and takes tags, known and new ones, without leaving the list', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/tickets/100' })
  await itemShown(/charged twice/)
  await user.keyboard('y')
  await screen.findByRole('option', { name: 'refund' })
  await user.keyboard('refund{Enter}')
  await waitFor(() => expect(db.ticket(100).tags).toEqual(['refund']))
  const box = screen.getByRole('combobox', { name: 'Tags' })
  await user.clear(box)
  await user.keyboard('hardship')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(db.ticket(100).tags).toEqual(['refund', 'hardship']))
  await user.clear(box)
  await user.keyboard('refund{Enter}')
  await waitFor(() => expect(db.ticket(100).tags).toEqual(['hardship']))
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('combobox', { name: 'Tags' })).toBeNull()
})

test('U opens what is related, and a similar answer becomes an edit that the person signs', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('u')
  const row = await screen.findByRole('button', { name: /Card never came/ })
  expect(row).toHaveFocus()
  await user.keyboard('{Enter}')
  await user.click(await screen.findByRole('button', { name: 'Use this reply' }))
  const box = await screen.findByLabelText('Reply to the customer')
  expect(box).toHaveValue(SIMILAR_REPLY)
  expect(live()).toMatch('You sign it.')
  // The other customer's name is a gap, and nobody is sent a gap.
  expect(screen.getByText(/Fill in or remove/)).toBeVisible()
  await settle()
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(db.decisionCalls).toHaveLength(0)
  await user.clear(box)
  await user.type(box, 'Dear Ines, we have sent a new card.')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(db.decisionCalls[0]?.body.verdict).toBe('edit'))
  localStorage.removeItem('handrail.related')
})

test('what was typed is kept when a similar answer is taken as well', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await user.keyboard('e')
  const box = await screen.findByLabelText('Reply to the customer')
  await user.clear(box)
  await user.type(box, 'My own words.')
  await user.click(screen.getByRole('button', { name: /Related tickets/ }))
  await user.click(await screen.findByRole('button', { name: /Card never came/ }))
  await user.click(await screen.findByRole('button', { name: 'Use this reply' }))
  expect(box).toHaveValue(`My own words.\n\n${SIMILAR_REPLY}`)
  localStorage.removeItem('handrail.related')
})

test('without a draft a similar answer begins a reply by hand', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/tickets/190' })
  await screen.findByRole('heading', { level: 1, name: /Long letter/ })
  await user.keyboard('u')
  await user.click(await screen.findByRole('button', { name: /Card never came/ }))
  await user.click(await screen.findByRole('button', { name: 'Use this reply' }))
  expect(await screen.findByLabelText(/^Reply to/)).toHaveValue(SIMILAR_REPLY)
  localStorage.removeItem('handrail.related')
})

test('related tickets that cannot be loaded say so and can be asked for again', async () => {
  const failing = http.get('*/api/v1/tickets/:id/related', () =>
    HttpResponse.json({ detail: 'No.', status: 500 }, { status: 500 }),
  )
  const { user } = await openWorkspace({ path: '/queue?item=500', overrides: [failing] })
  await itemShown(/charged twice/)
  await user.keyboard('u')
  expect(await screen.findByText('Related tickets could not be loaded')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
  localStorage.removeItem('handrail.related')
})

test('a half-typed note is there after a reload, in the queue and on the ticket, and sent once', async () => {
  const db = new MockDb()
  const first = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await first.user.keyboard('i')
  await first.user.type(await screen.findByLabelText('Internal note'), 'Half a note')
  first.unmount()

  const again = await openWorkspace({ db, path: '/queue?item=500' })
  const heading = await itemShown(/charged twice/)
  await waitFor(() => expect(screen.getByLabelText('Internal note')).toHaveValue('Half a note'))
  expect(heading).toHaveFocus()
  again.unmount()

  const { user } = await openWorkspace({ db, path: '/tickets/100' })
  const note = await screen.findByLabelText('Internal note')
  expect(note).toHaveValue('Half a note')
  await user.click(note)
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(screen.queryByLabelText('Internal note')).toBeNull())
  expect(db.ticket(100).messages.filter((one) => one.body === 'Half a note')).toHaveLength(1)
  await user.keyboard('w')
  expect(await screen.findByLabelText(/Reply to/)).toHaveValue('')
})

test('I writes a note from the queue and the draft stays open', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/queue?item=500' })
  await itemShown(/charged twice/)
  await facts()
  await user.keyboard('i')
  await user.type(await screen.findByLabelText('Internal note'), 'Called her: a')
  await user.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(db.ticket(100).messages.at(-1)?.body).toBe('Called her: a'))
  expect(db.decisionCalls).toHaveLength(0)
  expect(screen.getByRole('heading', { level: 2, name: 'AI draft' })).toBeVisible()
})

test('who may only read is shown the facts and offered no key for them', async () => {
  const db = new MockDb()
  db.role = 'auditor'
  const { user } = await openWorkspace({ db, path: '/tickets/100' })
  await screen.findByText('Nobody assigned')
  await user.keyboard('myi')
  expect(screen.queryByRole('combobox')).toBeNull()
})

test.each(['/queue?item=500', '/tickets/100'])(
  'at %s who may only read is offered no answer to use',
  async (path) => {
    const db = new MockDb()
    db.role = 'auditor'
    const { user } = await openWorkspace({ db, path })
    await screen.findByRole('heading', { level: 1, name: /charged twice/ })
    await user.click(screen.getByRole('button', { name: /Related tickets/ }))
    await user.click(await screen.findByRole('button', { name: /Card never came/ }))
    expect(await screen.findByText(/Signed by/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Use this reply' })).toBeNull()
    localStorage.removeItem('handrail.related')
  },
)

test('the timeline says an act in the person’s language and what it changed in the ticket', async () => {
  const db = new MockDb()
  const [opened] = db.timeline.get(100) ?? []
  Object.assign(opened ?? {}, { words: 'ticket.assigned', names: { assignee: 'Ben Osei' } })
  const { user } = await openWorkspace({ db, path: '/tickets/100?tab=timeline' })
  expect(await screen.findByText(/assigned the ticket to Ben Osei/)).toBeVisible()
  await user.click(await screen.findByRole('button', { name: 'What changed in the ticket' }))
  expect(screen.getByText('Priority').parentElement).toHaveTextContent('Normal → High')
  await loadLanguage('de')
  db.note(100, 'human', 'Ada', 'x', 'x')
  await user.keyboard('l')
  await user.keyboard('l')
  expect(await screen.findByText(/hat das Ticket Ben Osei zugewiesen/)).toBeVisible()
  await loadLanguage('en')
})

test('files go with a note: chosen or pasted, those that cannot be taken are named, none is lost', async () => {
  const db = new MockDb()
  const sent: Record<string, unknown>[] = []
  let down = true
  const messages = http.post('*/api/v1/tickets/:id/messages', async ({ request }) => {
    sent.push((await request.clone().json()) as Record<string, unknown>)
    return down ? HttpResponse.json({ detail: 'Out of order.' }, { status: 500 }) : undefined
  })
  const { user } = await openWorkspace({ db, path: '/tickets/100', overrides: [messages] })
  await itemShown(/charged twice/)
  await user.keyboard('w')
  await screen.findByLabelText(/Reply to/)
  expect(screen.queryByRole('button', { name: 'Attach files' })).toBeNull()
  await user.keyboard('{Escape}i')
  await user.type(await screen.findByLabelText('Internal note'), 'See the slip')
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!
  await user.upload(input, new File(['a;b'], 'slip.csv', { type: 'text/csv' }))
  const exe = new File(['MZ'], 'tool.exe')
  const huge = new File([new Uint8Array(1024 * 1024 + 1)], 'huge.pdf')
  fireEvent.paste(screen.getByLabelText('Internal note'), { clipboardData: { files: [exe, huge] } })
  expect(await screen.findByRole('alert')).toHaveTextContent(/tool\.exe .*huge\.pdf/)
  const files = screen.getByRole('list', { name: 'Files' })
  expect(within(files).getAllByRole('listitem')).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: /Add note/ }))
  expect(await screen.findByText(/Out of order/)).toBeVisible()
  expect(files).toHaveTextContent('slip.csv')
  down = false
  await user.click(screen.getByRole('button', { name: /Add note/ }))
  await waitFor(() => expect(screen.queryByLabelText('Internal note')).toBeNull())
  const note = { kind: 'internal_note', body: 'See the slip' }
  const slip = { name: 'slip.csv', content_type: 'text/csv', content: btoa('a;b') }
  expect(sent).toEqual([
    { ...note, attachments: [slip] },
    { ...note, attachments: [slip] },
  ])
})

test('files pasted one right after the other all go with a note that is sent at once', async () => {
  const sent: Record<string, unknown>[] = []
  const messages = http.post('*/api/v1/tickets/:id/messages', async ({ request }) => {
    sent.push((await request.clone().json()) as Record<string, unknown>)
  })
  const { user } = await openWorkspace({ path: '/tickets/100', overrides: [messages] })
  await itemShown(/charged twice/)
  await user.keyboard('i')
  const note = await screen.findByLabelText('Internal note')
  await user.type(note, 'See both')
  for (const name of ['one.csv', 'two.csv'])
    fireEvent.paste(note, { clipboardData: { files: [new File([name], name)] } })
  fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    attachments: [
      { name: 'one.csv', content: btoa('one.csv') },
      { name: 'two.csv', content: btoa('two.csv') },
    ],
  })
})

test('a file that cannot be read is named, and the note stays unsent', async () => {
  const { user } = await openWorkspace({ path: '/tickets/100' })
  await itemShown(/charged twice/)
  await user.keyboard('i')
  const note = await screen.findByLabelText('Internal note')
  await user.type(note, 'See the slip')
  const gone = new File(['a;b'], 'slip.csv')
  vi.spyOn(FileReader.prototype, 'readAsDataURL').mockImplementation(function (this: FileReader) {
    this.onerror?.(new ProgressEvent('error') as ProgressEvent<FileReader>)
  })
  fireEvent.paste(note, { clipboardData: { files: [gone] } })
  fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true })
  expect(await screen.findByText(/slip\.csv could not be read/)).toBeVisible()
  expect(note).toHaveValue('See the slip')
})
