import { Button, TextInput } from '@mantine/core'
import { useState, type RefObject } from 'react'
import { t } from '../i18n'
import { Keys } from '../keys/Keys'
import { useOnline } from '../lib/useOnline'
import classes from './Bulk.module.css'
import type { useBulk } from './useBulk'

interface Props {
  bulk: ReturnType<typeof useBulk>
  field: RefObject<HTMLInputElement | null>
}

/** The number of drafts, typed by the person who approves them: no slip of a key is enough. */
export function BulkConfirm({ bulk, field }: Props) {
  const [typed, setTyped] = useState('')
  const online = useOnline()
  const count = bulk.chosen.length
  const right = count > 0 && typed.trim() === String(count)
  const may = right && bulk.ready && online
  if (!count) return <footer className={classes.confirm}>{t('acts.bulkChoose')}</footer>
  return (
    <form
      className={classes.confirm}
      onSubmit={(event) => {
        event.preventDefault()
        if (!may) return
        setTyped('')
        void bulk.approve()
      }}
    >
      <TextInput
        ref={field}
        label={t('acts.typeCount', { count })}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={
          bulk.error ||
          (!online && t('review.why.offline')) ||
          (typed.trim() !== '' && !right && !String(count).startsWith(typed.trim())
            ? t('acts.wrongCount', { count })
            : undefined)
        }
        classNames={{ input: classes.number }}
      />
      <Button
        type="submit"
        disabled={!may}
        loading={bulk.sending}
        rightSection={<Keys of="Enter" always />}
      >
        {t('acts.approveCount', { count })}
      </Button>
    </form>
  )
}
