import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { MockDb } from '../mocks/db'
import { itemShown, openWorkspace } from '../test/workspace'

test.each(['/queue?item=500', '/tickets/100'])(
  'at %s nothing that closes leaves the keyboard nowhere',
  async (path) => {
    const { user } = await openWorkspace({ db: new MockDb(), path })
    const heading = await itemShown(/charged twice/)
    for (const key of ['e', 'r', 'x', 'm', 'y', 'd']) {
      heading.focus()
      await user.keyboard(key)
      await waitFor(() => expect(heading).not.toHaveFocus())
      await user.keyboard('{Escape}')
      await waitFor(() => expect(heading).toHaveFocus())
    }
    await user.keyboard('i')
    await user.type(await screen.findByLabelText('Internal note'), 'Called her.')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() => expect(screen.queryByLabelText('Internal note')).toBeNull())
    expect(screen.getByRole('button', { name: /^Internal note/ })).toHaveFocus()
  },
)

test('a note begun beside the timeline is not taken for commands, and survives the tabs', async () => {
  const db = new MockDb()
  const { user } = await openWorkspace({ db, path: '/tickets/100?tab=timeline' })
  await itemShown(/charged twice/)
  await user.keyboard('i')
  await user.type(await screen.findByLabelText('Internal note'), 'a call at nine')
  expect(db.decisionCalls).toHaveLength(0)
  await user.click(screen.getByRole('button', { name: 'Conversation' }))
  expect(screen.getByLabelText('Internal note')).toHaveValue('a call at nine')
})
