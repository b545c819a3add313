import { screen, within } from '@testing-library/react'

/** A tile of figures by its label. */
export async function tile(label: string) {
  // The first of them: the definitions further down name some figures again.
  const [term] = await screen.findAllByText(label, { selector: 'dt' })
  return term?.parentElement as HTMLElement
}

/** The rows of a figure's table, as texts. */
export async function rowsOf(caption: string) {
  const table = await screen.findByRole('table', { name: caption })
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent))
}
