import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { setSingleKeys } from '../lib/prefs'
import { useKeys } from './useKeys'

const act = vi.fn()
const go = vi.fn()
const chord = vi.fn()

function Page({ dialog = false }: { dialog?: boolean }) {
  useKeys({ a: act, 'g a': go })
  useKeys({ '$mod+Enter': chord }, { everywhere: true })
  return (
    <>
      <button type="button">Button</button>
      <input aria-label="Field" />
      <textarea aria-label="Area" />
      <select aria-label="Choice">
        <option>a</option>
      </select>
      <div contentEditable role="textbox" aria-label="Editable" suppressContentEditableWarning />
      {dialog && <div role="dialog" aria-modal="true" aria-label="Dialog" />}
    </>
  )
}

beforeEach(() => {
  act.mockReset()
  go.mockReset()
  chord.mockReset()
  setSingleKeys(true)
})

test('a single key acts on the page and while a button has the focus', async () => {
  render(<Page />)
  const user = userEvent.setup()
  await user.keyboard('a')
  screen.getByRole('button').focus()
  await user.keyboard('a')
  expect(act).toHaveBeenCalledTimes(2)
})

test.each(['Field', 'Area', 'Choice', 'Editable'])(
  'a single key does not act inside %s',
  async (label) => {
    render(<Page />)
    screen.getByLabelText(label).focus()
    fireEvent.keyDown(screen.getByLabelText(label), { key: 'a' })
    expect(act).not.toHaveBeenCalled()
  },
)

test.each([
  ['Control', { ctrlKey: true }],
  ['Meta', { metaKey: true }],
  ['Alt', { altKey: true }],
  ['auto-repeat', { repeat: true }],
  ['IME composition', { isComposing: true }],
  ['an IME that only sets the key code', { keyCode: 229 }],
])('a single key does not act with %s', (_, init) => {
  render(<Page />)
  fireEvent.keyDown(document.body, { key: 'a', ...init })
  expect(act).not.toHaveBeenCalled()
  fireEvent.keyDown(document.body, { key: 'a' })
  expect(act).toHaveBeenCalledTimes(1)
})

test('the second key of a sequence belongs to the sequence alone', async () => {
  render(<Page />)
  await userEvent.setup().keyboard('ga')
  expect(go).toHaveBeenCalledTimes(1)
  expect(act).not.toHaveBeenCalled()
})

test('after a finished sequence the single key acts again', async () => {
  render(<Page />)
  await userEvent.setup().keyboard('gaa')
  expect(go).toHaveBeenCalledTimes(1)
  expect(act).toHaveBeenCalledTimes(1)
})

test('nothing acts behind a dialog', async () => {
  render(<Page dialog />)
  await userEvent.setup().keyboard('aga{Control>}{Enter}{/Control}')
  expect(act).not.toHaveBeenCalled()
  expect(go).not.toHaveBeenCalled()
  expect(chord).not.toHaveBeenCalled()
})

test('single keys can be turned off; chords stay', async () => {
  render(<Page />)
  setSingleKeys(false)
  await userEvent.setup().keyboard('a{Control>}{Enter}{/Control}')
  expect(act).not.toHaveBeenCalled()
  expect(chord).toHaveBeenCalledTimes(1)
})

test('chords act inside a text field', async () => {
  render(<Page />)
  screen.getByLabelText('Area').focus()
  await userEvent.setup().keyboard('{Control>}{Enter}{/Control}')
  expect(chord).toHaveBeenCalledTimes(1)
})
