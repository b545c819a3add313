import { Button, Skeleton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Message } from '../api/types'
import { t } from '../i18n'
import { fullTime, messageTime } from '../lib/time'
import { sizeWords } from '../lib/words'
import { Avatar } from '../ui/Avatar'
import { RichText } from '../ui/RichText'
import { StateScreen } from '../ui/StateScreen'
import { Delivery } from './Delivery'
import classes from './Conversation.module.css'

interface Props {
  messages: Message[] | undefined
  customer: string
  error: Error | null
  onRetry: () => void
}

const SHOWN = 4

export function Conversation({ messages, customer, error, onRetry }: Props) {
  const [all, setAll] = useState(false)
  if (!messages && error) {
    return (
      <StateScreen tone="bad" title={t('tickets.conversationFailed')} detail={error.message}>
        <Button onClick={onRetry}>{t('common.tryAgain')}</Button>
      </StateScreen>
    )
  }
  if (!messages) {
    return (
      <div className={classes.list} aria-busy="true">
        <span className="hr-hidden">{t('tickets.conversationLoading')}</span>
        <Skeleton height={110} radius={10} />
        <Skeleton height={70} radius={10} mt={14} />
      </div>
    )
  }
  const inOrder = [...messages].sort(
    (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id,
  )
  const hidden = all ? 0 : Math.max(0, messages.length - SHOWN)
  return (
    <ol className={classes.list}>
      {hidden > 0 && (
        <li className={classes.earlier}>
          <button type="button" onClick={() => setAll(true)}>
            {t('tickets.showEarlier', { count: hidden })}
          </button>
        </li>
      )}
      {inOrder.slice(hidden).map((message) => (
        <Bubble key={message.id} message={message} customer={customer} />
      ))}
      <End of={messages.length} />
    </ol>
  )
}

function Bubble({ message, customer }: { message: Message; customer: string }) {
  const name = message.kind === 'customer' ? customer : (message.author?.name ?? 'Handrail')
  return (
    <li className={classes.message} data-kind={message.kind}>
      <header className={classes.from}>
        <Avatar name={name} size={24} />
        <b>{name}</b>
        {message.kind === 'public_reply' && <span>{t('tickets.reply')}</span>}
        {message.kind === 'internal_note' && <span>{t('tickets.note')}</span>}
        <time className="hr-num" dateTime={message.created_at} title={fullTime(message.created_at)}>
          {messageTime(message.created_at)}
        </time>
      </header>
      <div className={classes.body}>
        <RichText text={message.body} />
      </div>
      {message.attachments.length > 0 && (
        <ul className={classes.files} aria-label={t('tickets.files')}>
          {message.attachments.map((file) => (
            <li key={file.id}>
              <a href={`/api/v1/attachments/${file.id}`} download={file.name}>
                {file.name}
              </a>
              <span className="hr-num">{sizeWords(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {message.delivery && <Delivery delivery={message.delivery} />}
    </li>
  )
}

/** Opens the conversation at its end, where the question is, and follows new messages. */
function End({ of }: { of: number }) {
  const mark = useRef<HTMLLIElement>(null)
  const before = useRef(0)
  useEffect(() => {
    const pane = mark.current?.closest('[data-scroll]')
    if (!pane || of === before.current) return
    before.current = of
    pane.scrollTop = pane.scrollHeight
  }, [of])
  return <li ref={mark} aria-hidden="true" className={classes.end} />
}
