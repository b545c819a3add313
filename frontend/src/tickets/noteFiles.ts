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

/** Reads what a person chose beside what is there; says in words what cannot be attached. */
export async function withFiles(have: NewFile[], chosen: File[]) {
  const files = [...have]
  const refused: string[] = []
  for (const file of chosen) {
    const type = TYPES[file.name.split('.').pop()?.toLowerCase() ?? '']
    const { name } = file
    if (!type) refused.push(t('tickets.fileType', { name }))
    else if (!file.size || file.size > MOST_BYTES)
      refused.push(t('tickets.fileSize', { name, size: sizeWords(MOST_BYTES) }))
    else if (files.length >= MOST_FILES) refused.push(t('tickets.fileCount', { name, MOST_FILES }))
    else files.push({ name, content_type: type, content: await base64(file) })
  }
  return { files, refused }
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })
}

/** The size in bytes of what base64 stands for. */
export const sizeOf = ({ content }: NewFile) =>
  (content.length * 3) / 4 - (content.match(/=+$/)?.[0].length ?? 0)
