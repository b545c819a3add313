import { t, type MessageId } from '../i18n'
import { categoryWords, languageWords, PRIORITY_WORDS, STATUS_WORDS } from '../lib/words'
import type { Chip } from './filters'

type Words = (value: string) => string

const WORDS: Record<Chip['name'], Words> = {
  order: (value) => t('queue.chip.order', { order: t(`queue.order.${value}` as MessageId) }),
  status: (value) => STATUS_WORDS[value as keyof typeof STATUS_WORDS],
  category: (value) => (value === 'none' ? t('queue.noCategory') : categoryWords(value)),
  priority: (value) =>
    t('queue.priority', { priority: PRIORITY_WORDS[value as keyof typeof PRIORITY_WORDS] }),
  risk: (value) => t(`queue.risk.${value}` as MessageId),
  language: languageWords,
  older_than: (value) => t('queue.chip.older', { hours: Number(value) }),
  newer_than: (value) => t('queue.chip.newer', { hours: Number(value) }),
  assignee: (value) =>
    value === 'me'
      ? t('queue.assignedToMe')
      : value === 'none'
        ? t('queue.unassigned')
        : t('queue.chip.assignee', { id: value }),
  draft: (value) => t(`queue.draft.${value}` as MessageId),
  provider: (value) => t('queue.chip.by', { name: value }),
  model: (value) => t('queue.chip.by', { name: value }),
  search: (value) => value,
}

/** What a filter says, in a few words. */
export const chipWords = ({ name, value }: Chip) => WORDS[name](value)
