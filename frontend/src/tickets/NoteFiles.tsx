import { Button } from '@mantine/core'
import { useRef, type RefObject } from 'react'
import { t } from '../i18n'
import { sizeWords } from '../lib/words'
import { CloseIcon, ClipIcon } from '../ui/icons'
import { ACCEPTED } from './noteFiles'
import classes from './NoteFiles.module.css'

interface Props {
  files: File[]
  refused: string[]
  /** The note itself: it has the focus again whatever is done here, for letters are its own. */
  field: RefObject<HTMLTextAreaElement | null>
  disabled: boolean
  onChoose: (files: File[]) => void
  onRemove: (file: File) => void
}

/** The files that go with a note: chosen here, or dropped and pasted into the form. */
export function NoteFiles({ files, refused, field, disabled, onChoose, onRemove }: Props) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={classes.files}>
      <Button
        size="compact-sm"
        variant="default"
        disabled={disabled}
        leftSection={<ClipIcon size={14} />}
        onClick={() => {
          input.current?.click()
          field.current?.focus()
        }}
      >
        {t('tickets.attach')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label={t('tickets.attach')}
        onChange={(event) => {
          onChoose([...(event.currentTarget.files ?? [])])
          // The same file can be chosen again after it was removed.
          event.currentTarget.value = ''
        }}
      />
      {files.length > 0 && (
        <ul className={classes.list} aria-label={t('tickets.files')}>
          {files.map((file, index) => (
            <li key={`${index}.${file.name}`}>
              {file.name} <span className="hr-num">{sizeWords(file.size)}</span>
              <button
                type="button"
                className={classes.remove}
                disabled={disabled}
                aria-label={t('tickets.removeFile', { name: file.name })}
                onClick={() => {
                  onRemove(file)
                  field.current?.focus()
                }}
              >
                <CloseIcon size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {refused.length > 0 && (
        <p role="alert" className={classes.refused}>
          {refused.join(' ')}
        </p>
      )}
    </div>
  )
}
