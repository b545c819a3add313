import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { SearchBox } from './SearchBox'

const box = () => screen.getByRole('searchbox', { name: 'Search' })
const search = vi.fn()

/** An address that answers late. */
function Page() {
  const [value, setValue] = useState('')
  const onSearch = (text: string) => {
    search(text)
    setTimeout(() => setValue(text), 400)
  }
  return (
    <>
      <SearchBox value={value} onSearch={onSearch} label="Search" placeholder="Search" />
      <output>{value}</output>
      <button onClick={() => setValue('fraud')}>View</button>
    </>
  )
}

test('what is typed before the address answers stays', async () => {
  const user = userEvent.setup()
  render(<Page />)
  await user.type(box(), 'card')
  await waitFor(() => expect(search).toHaveBeenLastCalledWith('card'))
  await user.type(box(), ' lost')
  await waitFor(() => expect(search).toHaveBeenLastCalledWith('card lost'))
  await user.type(box(), ' abroad')
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent(/^card lost$/))
  expect(box()).toHaveValue('card lost abroad')
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('card lost abroad'))
  expect(box()).toHaveValue('card lost abroad')
  await user.click(screen.getByRole('button', { name: 'View' }))
  expect(box()).toHaveValue('fraud')
})
