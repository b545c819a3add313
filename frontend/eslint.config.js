import js from '@eslint/js'
import hooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import ts from 'typescript-eslint'
import { catalogued } from './scripts/catalogued.js'

export default ts.config(
  { ignores: ['dist', 'dist-mock', 'node_modules', 'mock-public', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { globals: globals.browser },
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'dangerouslySetInnerHTML', message: 'AI and customer text is never HTML.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'AI and customer text is never HTML.',
        },
        {
          selector: "CallExpression[callee.name='fetch']",
          message: 'Go through api/client.ts: it adds CSRF and throws the one typed error.',
        },
      ],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/**/*.test.*', 'src/test/**', 'src/mocks/**'],
    plugins: { handrail: { rules: { catalogued } } },
    rules: { 'handrail/catalogued': 'error' },
  },
  { files: ['src/api/client.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['e2e/**', 'scripts/**', '*.cjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
)
