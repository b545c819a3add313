import { Button, Modal } from '@mantine/core'
import { useEffect } from 'react'
import type { Revealed, Suggestion } from '../api/types'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { type DiffPart, wordDiff } from '../lib/diff'
import { announce } from '../lib/live'
import { CheckIcon } from '../ui/icons'
import classes from './Reveal.module.css'

interface Props {
  suggestion: Suggestion
  check: Revealed
  onClose: () => void
}

/** Says at once, and kindly, that the decision was on a check, and what had been planted. */
export default function Reveal({ suggestion, check, onClose }: Props) {
  const { planted, caught, kind } = check
  const seeded = kind === 'seeded' && planted !== null
  const title = t(
    !seeded ? 'vigilance.blindTitle' : caught ? 'vigilance.caughtTitle' : 'vigilance.missedTitle',
  )
  const text = seeded
    ? t(caught ? 'vigilance.caught' : 'vigilance.missed', {
        error: t(`vigilance.planted.${planted.kind}`),
      })
    : t('vigilance.blind')
  const parts = planted ? wordDiff(planted.after, planted.before) : []
  useEffect(() => announce(`${title}. ${text}`), [title, text])
  // Where the focus was before may be gone with the draft.
  useEffect(() => () => document.querySelector('h1')?.focus({ preventScroll: true }), [])
  return (
    <Modal opened onClose={onClose} title={title} centered size={560} returnFocus={false}>
      <p className={classes.ticket}>
        {caught && <CheckIcon size={15} />} {suggestion.ticket_reference}{' '}
        {suggestion.ticket_subject}
      </p>
      <p>{text}</p>
      {seeded && (
        <>
          <dl className={classes.words}>
            <dt>{t('vigilance.shown')}</dt>
            <dd>
              <Changed parts={parts} kind="del" />
            </dd>
            <dt>{t('vigilance.was')}</dt>
            <dd>
              <Changed parts={parts} kind="ins" />
            </dd>
          </dl>
          <p>{t('vigilance.genuineNext')}</p>
        </>
      )}
      <Button
        onClick={onClose}
        data-autofocus
        aria-keyshortcuts="Enter"
        rightSection={<Keys of="Enter" />}
      >
        {t('vigilance.goOn')}
      </Button>
    </Modal>
  )
}

/** One side of the exchange: the words around it plain, what was exchanged marked. */
function Changed({ parts, kind: Mark }: { parts: DiffPart[]; kind: 'ins' | 'del' }) {
  return parts
    .filter((part) => part.kind === 'same' || part.kind === Mark)
    .map((part, at) => (part.kind === 'same' ? part.text : <Mark key={at}>{part.text}</Mark>))
}
