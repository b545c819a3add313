const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** How well one word of a query fits a text: 0 not at all, 4 at best. */
function fits(wanted: string, text: string): number {
  if (text.startsWith(wanted)) return 4
  const words = text.split(/[^\p{L}\p{N}]+/u)
  if (words.some((word) => word.startsWith(wanted))) return 3
  if (text.includes(wanted)) return 2
  return wanted.length > 2 && words.some((word) => inOrder(wanted, word)) ? 1 : 0
}

/** "aprv" is in "approve": its letters come in this order, the first one first. */
function inOrder(wanted: string, word: string): boolean {
  if (word[0] !== wanted[0]) return false
  let at = 0
  for (const letter of word) if (letter === wanted[at]) at += 1
  return at === wanted.length
}

/** How well a query fits the best of some texts; 0 when one of its words fits none of that text. */
export function score(query: string, texts: string[]): number {
  const words = plain(query).split(/\s+/).filter(Boolean)
  const scores = texts.map(plain).map((text) => {
    const each = words.map((word) => fits(word, text))
    return each.includes(0) ? 0 : each.reduce((sum, one) => sum + one, 0)
  })
  return Math.max(0, ...scores)
}
