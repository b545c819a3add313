import { Modal, TextInput } from '@mantine/core'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { Overlay } from '../app/shellContext'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { SearchIcon } from '../ui/icons'
import type { Command } from './commands'
import { rememberCommand } from './recent'
import { usePalette } from './usePalette'
import classes from './Palette.module.css'

interface Props {
  onClose: () => void
  /** Settings and help open in the palette's place. */
  onOpen: (overlay: Overlay) => void
}

/** Ctrl+K: do anything that can be done here, go anywhere, find any ticket. */
export default function Palette({ onClose, onOpen }: Props) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  const { entries, searching } = usePalette(query, onOpen)
  const index = Math.min(active, entries.length - 1)

  useEffect(() => {
    list.current?.children[index]?.scrollIntoView?.({ block: 'nearest' })
  }, [index])

  const run = (entry: Command | undefined) => {
    if (!entry) return
    if (entry.names.length) rememberCommand(entry.id)
    onClose()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step) {
      event.preventDefault()
      setActive((index + step + entries.length) % Math.max(1, entries.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(entries[index])
    }
  }

  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="14vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.palette')} radius={12}>
        <TextInput
          data-autofocus
          variant="unstyled"
          size="md"
          className={classes.input}
          leftSection={<SearchIcon />}
          placeholder={t('palette.placeholder')}
          aria-label={t('palette.commandOrTicket')}
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={entries[index] ? `${id}-${index}` : undefined}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        <ul
          ref={list}
          id={id}
          role="listbox"
          aria-label={t('palette.results')}
          className={classes.list}
        >
          {entries.map((entry, at) => (
            <li
              key={entry.id}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === index}
              className={classes.entry}
              onPointerMove={() => setActive(at)}
              onClick={() => run(entry)}
            >
              <span className={classes.label}>{entry.label}</span>
              {entry.detail && <span className={classes.detail}>{entry.detail}</span>}
              {entry.keys && <Keys of={entry.keys} />}
            </li>
          ))}
        </ul>
        <p className={classes.none} role="status">
          {entries.length === 0 &&
            (searching ? t('palette.searching') : t('palette.nothingFound', { query }))}
        </p>
      </Modal.Content>
    </Modal.Root>
  )
}
