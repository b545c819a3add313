// An ESLint rule: what a person reads comes from the catalogue (src/i18n), never from a literal.

const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'detail',
  'empty',
  'label',
  'placeholder',
  'title',
])
const BRAND = /\bHandrail\b/gu
const isWords = (text) => /\p{L}{2}/u.test(text.replace(BRAND, ''))
// In an object, `title: 'queue.waiting'` names a message and `label: 'status'` a field.
const isSentence = (text) => isWords(text) && /^\p{Lu}|\s/u.test(text.trim())

/** The literals that an expression may come to; what a call makes of its arguments is its own. */
function* literals(node) {
  switch (node?.type) {
    case 'Literal':
      if (typeof node.value === 'string') yield [node, node.value]
      break
    case 'TemplateLiteral':
      for (const quasi of node.quasis) yield [quasi, quasi.value.cooked ?? '']
      for (const part of node.expressions) yield* literals(part)
      break
    case 'ConditionalExpression':
      yield* literals(node.consequent)
      yield* literals(node.alternate)
      break
    case 'LogicalExpression':
      if (node.operator !== '&&') yield* literals(node.left)
      yield* literals(node.right)
      break
    case 'BinaryExpression':
      if (node.operator !== '+') break
      yield* literals(node.left)
      yield* literals(node.right)
      break
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
      yield* literals(node.expression)
      break
  }
}

export const catalogued = {
  meta: {
    type: 'problem',
    messages: { literal: 'Put "{{text}}" into src/i18n and ask for it with t(…).' },
    schema: [],
  },
  create(context) {
    const check = (value, wanted = isWords) => {
      for (const [node, text] of literals(value)) {
        if (!wanted(text)) continue
        context.report({ node, messageId: 'literal', data: { text: text.trim().slice(0, 40) } })
      }
    }
    return {
      JSXText: (node) => check({ ...node, type: 'Literal' }),
      ':matches(JSXElement, JSXFragment) > JSXExpressionContainer': (node) => check(node),
      JSXAttribute(node) {
        if (SPOKEN.has(node.name.name)) check(node.value)
      },
      Property(node) {
        const name = node.key.name ?? node.key.value
        if (!node.computed && SPOKEN.has(name)) check(node.value, isSentence)
      },
      "CallExpression[callee.name='announce']": (node) => check(node.arguments[0]),
      "AssignmentExpression[left.object.name='document'][left.property.name='title']": (node) =>
        check(node.right),
    }
  },
}
