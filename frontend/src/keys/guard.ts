import { singleKeysOn } from '../lib/prefs'

const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="combobox"], [role="listbox"], [role="menu"]'

const takesLetters = (target: EventTarget | null) =>
  target instanceof Element && target.closest(TYPING) !== null

/** Whether a letter pressed now is text: the focus must not be taken from there. */
export const typing = () => takesLetters(document.activeElement)

let lastInput = 0

/**
 * When the latest key or pointer press happened, in ms as of `performance.now()`: the time of the
 * press itself, also when a busy page hears of it late.
 */
export const lastInputAt = () => lastInput

function watchInput(event: Event) {
  lastInput = event.timeStamp
}

const SEQUENCE_MS = 1000
let prefixSince = 0
let afterPrefix = false

/** No modifier, no repeat, no IME composition, not while typing and not behind a dialog. */
function isPlainKey(event: KeyboardEvent): boolean {
  if (event.repeat || event.isComposing || event.keyCode === 229) return false
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false
  if (takesLetters(event.target)) return false
  return !dialogOpen() && !fromDialog
}

/**
 * Whether a dialog was open when the latest key went down. One that the key closes is gone before
 * the page's own bindings run, and its Escape must not close what lies behind it as well.
 */
let fromDialog = false

function watchDialog() {
  fromDialog = dialogOpen()
}

const dialogOpen = () => document.querySelector('[aria-modal="true"]') !== null

/**
 * Remembers a `g` so that the key after it belongs to the sequence alone: `g a` must never
 * approve. Runs in the capture phase, before any binding sees the event.
 */
function watchPrefix(event: KeyboardEvent) {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
  afterPrefix = prefixSince > 0 && event.timeStamp - prefixSince < SEQUENCE_MS
  const starts = !afterPrefix && event.key.toLowerCase() === 'g' && isPlainKey(event)
  prefixSince = starts ? event.timeStamp : 0
}

window.addEventListener('keydown', watchDialog, true)
window.addEventListener('keydown', watchPrefix, true)
window.addEventListener('keydown', watchInput, true)
window.addEventListener('click', watchInput, true)

export function mayFire(event: KeyboardEvent, binding: string): boolean {
  if (!singleKeysOn() || !isPlainKey(event)) return false
  if (binding === 'Enter' && onControl(event)) return false
  return binding.includes(' ') || !afterPrefix
}

/** Enter on a button or link is that button's; anywhere else it may be a command. */
const onControl = ({ target }: KeyboardEvent) =>
  target instanceof Element && target.closest('button, a[href], input, summary') !== null

/** Chords and Escape also act inside inputs, but never on the page behind a dialog. */
export function mayFireAnywhere(event: KeyboardEvent): boolean {
  return (
    !event.repeat && !event.isComposing && !event.defaultPrevented && !dialogOpen() && !fromDialog
  )
}
