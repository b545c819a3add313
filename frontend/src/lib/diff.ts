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
  return joined(
    parts.map((part) => ({
      kind: part.added ? 'ins' : part.removed ? 'del' : 'same',
      text: part.value,
    })),
  )
}

const replaced = (del?: DiffPart, ins?: DiffPart) => del?.kind === 'del' && ins?.kind === 'ins'

/** Words replaced side by side are one replacement: they read as a phrase, not word by word. */
function joined(parts: DiffPart[]): DiffPart[] {
  const found: DiffPart[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] as DiffPart
    const [del, ins] = found.slice(-2)
    const [nextDel, nextIns] = parts.slice(at + 1, at + 3)
    if (part.text === ' ' && replaced(del, ins) && replaced(nextDel, nextIns)) {
      found.splice(
        -2,
        2,
        { kind: 'del', text: `${del?.text} ${nextDel?.text}` },
        { kind: 'ins', text: `${ins?.text} ${nextIns?.text}` },
      )
      at += 2
    } else found.push(part)
  }
  return found
}

export function diffCounts(parts: DiffPart[]) {
  const words = (kind: DiffPart['kind']) =>
    parts
      .filter((part) => part.kind === kind)
      .reduce((sum, part) => sum + (part.text.match(/\S+/g)?.length ?? 0), 0)
  return { added: words('ins'), removed: words('del') }
}

const CONTEXT = 70

/** Shortens long unchanged stretches to the words around each change. */
export function condense(parts: DiffPart[]): DiffPart[] {
  if (!parts.some((part) => part.kind !== 'same')) return parts
  return parts.map((part, index) => {
    if (part.kind !== 'same' || part.text.length < 2.5 * CONTEXT) return part
    const head = index > 0 ? firstWords(part.text) : ''
    const tail = index < parts.length - 1 ? lastWords(part.text) : ''
    return { kind: 'same', text: `${head}${head ? ' ' : ''}…${tail ? ' ' : ''}${tail}` }
  })
}

const firstWords = (text: string) => text.slice(0, text.indexOf(' ', CONTEXT)).trimEnd()
const lastWords = (text: string) => text.slice(text.lastIndexOf(' ', text.length - CONTEXT) + 1)
