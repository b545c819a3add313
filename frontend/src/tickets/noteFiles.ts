import type { NewFile } from '../api/types'
import { t } from '../i18n'
import { sizeWords } from '../lib/words'

// What the server takes (tickets/attachments.py); it looks again, and into the files.
const MOST_FILES = 5
const MOST_BYTES = 1024 * 1024
const TYPES: Record<string, NewFile['content_type']> = {
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/markdown',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
}
export const ACCEPTED = Object.keys(TYPES)
  .map((ending) => `.${ending}`)
  .join(',')

/** What a person chose beside what is there; says in words what cannot be attached. */
export function withFiles(have: File[], chosen: File[]) {
  const files = [...have]
  const refused: string[] = []
  for (const file of chosen) {
    const { name } = file
    if (!typeOf(file)) refused.push(t('tickets.fileType', { name }))
    else if (!file.size || file.size > MOST_BYTES)
      refused.push(t('tickets.fileSize', { name, size: sizeWords(MOST_BYTES) }))
    else if (files.length >= MOST_FILES) refused.push(t('tickets.fileCount', { name, MOST_FILES }))
    else files.push(file)
  }
  return { files, refused }
}

const typeOf = (file: File) => TYPES[file.name.split('.').pop()?.toLowerCase() ?? '']

/** Reads them as the server takes them. Throws an Error in words when one has gone meanwhile. */
export const encoded = (files: File[]): Promise<NewFile[]> =>
  Promise.all(
    files.map(async (file) => ({
      name: file.name,
      content_type: typeOf(file)!,
      content: await base64(file),
    })),
  )

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(new Error(t('tickets.fileUnread', { name: file.name })))
    reader.readAsDataURL(file)
  })
}
