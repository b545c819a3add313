import { useState } from 'react'
import type { SkipReason } from '../api/types'
import { t } from '../i18n'
import { ReasonPanel } from '../review/ReasonPanel'
import { SKIP_REASONS } from './skips'

interface Props {
  onSkip: (reason: SkipReason, note: string) => void
}

/** S opened this; a digit, or S again for "later", passes the draft on. */
export default function SkipPanel({ onSkip }: Props) {
  const [text, setText] = useState('')
  return (
    <ReasonPanel
      calm
      label={t('acts.skipChoose')}
      title={t('acts.skipWhy')}
      what={t('acts.skipWhat')}
      reasons={SKIP_REASONS.map(({ code, label }, index) => ({
        keys: code === 'later' ? [String(index + 1), 's'] : [String(index + 1)],
        label,
        choose: () => onSkip(code, text.trim()),
      }))}
      note={{ label: t('acts.skipNote'), limit: 2000, value: text, onChange: setText }}
    />
  )
}
