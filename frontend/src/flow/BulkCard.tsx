import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { suggestionOptions, ticketOptions } from '../api/queries'
import type { QueueItem } from '../api/types'
import { t } from '../i18n'
import { RichText } from '../ui/RichText'
import { useFocusBack } from '../ui/useFocusBack'
import classes from './Bulk.module.css'
import { whyAlone } from './useBulk'

interface Props {
  item: QueueItem
  chosen: boolean
  onToggle: () => void
}

/** What one signs: the question, the summary and the whole reply of one draft. */
export function BulkCard({ item, chosen, onToggle }: Props) {
  useFocusBack()
  const { data: draft, error } = useQuery(suggestionOptions(item.id))
  const { data: ticket } = useQuery(ticketOptions(item.ticket))
  const question = ticket?.messages.filter((one) => one.kind === 'customer').at(-1)?.body
  const alone = draft ? whyAlone(draft) : ''
  return (
    <article className={classes.card} data-chosen={chosen || undefined}>
      <header>
        <h2>{item.ticket_subject}</h2>
        <span>
          {item.ticket_reference} · {item.customer_name}
        </span>
        {!alone && (
          <Button size="xs" variant={chosen ? 'default' : 'light'} onClick={onToggle}>
            {t(chosen ? 'acts.takeOut' : 'acts.add')}
          </Button>
        )}
      </header>
      {error && <p role="alert">{error.message}</p>}
      {alone && <p className={classes.alone}>{alone}</p>}
      {question && (
        <blockquote className={classes.question}>
          <RichText text={question} />
        </blockquote>
      )}
      {draft ? (
        <>
          <p className={classes.summary}>{draft.summary}</p>
          <div className={classes.reply} dir="auto">
            <RichText text={draft.reply} />
          </div>
        </>
      ) : (
        !error && <Skeleton height={120} radius={8} />
      )}
    </article>
  )
}
