import { diffWordsWithSpace } from 'diff'

export interface DiffPart {
  kind: 'same' | 'ins' | 'del'
  text: string
}

/** Word diff from `before` to `after`; white space counts, since the customer sees it too. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const parts = diffWordsWithSpace(before, after, { timeout: 200 })
  if (!parts) {
    return [
      { kind: 'del', text: before },
      { kind: 'ins', text: after },
    ]
  }
  return parts.map((part) => ({
    kind: part.added ? 'ins' : part.removed ? 'del' : 'same',
    text: part.value,
  }))
}

export function diffCounts(parts: DiffPart[]) {
  const words = (kind: DiffPart['kind']) =>
    parts
      .filter((part) => part.kind === kind)
      .reduce((sum, part) => sum + (part.text.match(/\S+/g)?.length ?? 0), 0)
  return { added: words('ins'), removed: words('del') }
}
