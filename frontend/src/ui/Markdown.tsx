import ReactMarkdown from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import { t } from '../i18n'
import classes from './Markdown.module.css'

const schema = {
  ...defaultSchema,
  tagNames: [
    'p',
    'ul',
    'ol',
    'li',
    'strong',
    'em',
    'code',
    'pre',
    'blockquote',
    'h1',
    'h2',
    'h3',
    'h4',
    'a',
    'br',
    'hr',
  ],
  attributes: { a: ['href'] },
}

/** Markdown of knowledge articles: no raw HTML, no images, and links that only show their host. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.prose} dir="auto">
      <ReactMarkdown
        skipHtml
        rehypePlugins={[[rehypeSanitize, schema]]}
        components={{
          a: ({ children, href }) => (
            <span className={classes.link} title={t('common.linksOff')}>
              {children}
              {href && <span className={classes.host}>{hostOf(href)}</span>}
            </span>
          ),
          img: () => null,
          h1: ({ children }) => <h3>{children}</h3>,
          h2: ({ children }) => <h3>{children}</h3>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
}

function hostOf(href: string): string {
  try {
    return new URL(href).host || href
  } catch {
    return t('common.noHost')
  }
}
