// Sample tickets for the in-browser stand-in and for the tests. Customers are invented.
import type { Duplicate, Gate, Priority, Risk, Sentiment } from '../api/types'

export interface Case {
  subject: string
  customer: string
  body: string
  summary: string
  reply: string
  category: string
  priority: Priority
  risk: Risk
  source: {
    kind: 'article' | 'resolution'
    title: string
    text: string
    quote: string
    score: number
  }[]
  gates: Gate[]
  minutes: number
  second?: boolean
  sentiment?: Sentiment
  duplicates?: Duplicate[]
}

const pass = (code: string, message: string): Gate => ({
  code,
  level: 'pass',
  message,
  spans: [],
  confirm: false,
})
const PASSED = [
  pass('language', 'The reply is in the language of the customer.'),
  pass('leak', 'No personal data of other customers.'),
  pass('promise', 'No promise of compensation.'),
]

export const CASES: Case[] = [
  {
    subject: 'Card payment abroad charged twice',
    customer: 'Ines Carvalho',
    body: 'Hello,\n\nI paid 84.20 EUR in a restaurant in Porto on Saturday evening and my account shows the payment twice. The waiter says only one went through on their side. Can you please look into it? I would rather not wait until the end of the month.\n\nIt says pending on one of them.',
    summary:
      'Card payment of 84.20 EUR in Porto appears twice; one entry is still pending. The customer asks for the duplicate to be removed.',
    reply:
      'Hello Ines,\n\nThank you for telling us, and I am sorry for the worry. What you see is most likely one payment and one pending authorisation. Restaurants often reserve an amount first and book the final one separately; the reservation is never taken from your balance [1].\n\nThe pending entry disappears by itself within 7 days. If it is still there after that, or if both entries become final, reply to this message and we will start a dispute for the 84.20 EUR, which usually takes 10 working days [2].\n\nKind regards',
    category: 'card_payment_charged_twice',
    priority: 'high',
    risk: 'medium',
    source: [
      {
        kind: 'article',
        title: 'Pending card payments and authorisations',
        text: '## What a pending payment is\n\nShops, hotels and restaurants may **reserve** an amount before they book the final one. The reservation lowers what you can spend but is never taken from your balance.\n\n- Most reservations disappear within 7 days.\n- Hotels and car rentals may hold one for up to 30 days.\n\nIf two entries become final, open a dispute.',
        quote: 'The reservation lowers what you can spend but is never taken from your balance.',
        score: 0.86,
      },
      {
        kind: 'resolution',
        title: 'T-9871 Same purchase booked twice',
        text: 'We have looked at both entries and started a dispute for the second one. The merchant has 10 working days to answer. You will hear from us as soon as it is settled.',
        quote: 'The merchant has 10 working days to answer.',
        score: 0.71,
      },
    ],
    gates: [
      {
        code: 'tone',
        level: 'warn',
        message: 'The tone needs a look. The reply sounds certain: “within 7 days.”.',
        spans: ['within 7 days.'],
        confirm: false,
      },
      ...PASSED,
    ],
    minutes: 11,
    sentiment: 'negative',
    duplicates: [
      { ticket: 107, reference: 'T-10047', score: 0.91, same_customer: false },
      { ticket: 103, reference: 'T-10043', score: 0.64, same_customer: true },
    ],
  },
  {
    subject: 'My new card still has not arrived',
    customer: 'Tomasz Wójcik',
    body: 'I ordered a replacement card two weeks ago and nothing came. How can I track it?',
    summary:
      'A replacement card ordered two weeks ago has not arrived; the customer wants to track it.',
    reply:
      'Hello Tomasz,\n\nI am sorry your card is taking this long. Cards usually arrive within 5 to 8 working days and are sent as ordinary mail, so they cannot be tracked [1].\n\nAs two weeks have passed, we would cancel this card and send a new one to the address in your profile. Please check that address in the app under Profile, then Address, and answer with a yes.\n\nKind regards',
    category: 'card_arrival',
    priority: 'normal',
    risk: 'low',
    source: [
      {
        kind: 'article',
        title: 'When will my card arrive?',
        text: 'Cards usually arrive within 5 to 8 working days. They are sent as ordinary mail without tracking. After 10 working days we replace the card free of charge.',
        quote: 'Cards usually arrive within 5 to 8 working days.',
        score: 0.93,
      },
    ],
    gates: PASSED,
    minutes: 14,
  },
  {
    subject: 'Somebody withdrew cash that was not me',
    customer: 'Margit Halvorsen',
    body: 'There are THREE cash withdrawals of 400 each from last night in a city I have never been to. I have my card here with me!! Block everything please. I need an answer today.',
    summary:
      'Three unknown cash withdrawals of 400 last night; the customer holds the card and asks for an immediate block.',
    reply:
      'Hello Margit,\n\nThis must be frightening, and you were right to write at once. Please freeze your card in the app now: Cards, then Freeze. It takes effect immediately [1].\n\nWe have opened a fraud case for the three withdrawals of 400. You do not carry the loss if you have not shared your PIN. A colleague of the fraud team will call you today on the number in your profile.\n\nKind regards',
    category: 'cash_withdrawal_not_recognised',
    priority: 'urgent',
    risk: 'high',
    source: [
      {
        kind: 'article',
        title: 'Cash withdrawals you do not recognise',
        text: 'Freeze the card at once in the app: **Cards → Freeze**. It takes effect immediately. Then report the withdrawals; the fraud team calls back.',
        quote: 'It takes effect immediately.',
        score: 0.88,
      },
    ],
    gates: [
      {
        code: 'liability_promise',
        level: 'warn',
        message: 'Says who carries the loss. Check against the policy:',
        spans: ['You do not carry the loss'],
        confirm: false,
      },
      {
        code: 'two_people',
        level: 'info',
        message: 'Fraud cases are decided by two people.',
        spans: [],
        confirm: false,
      },
      ...PASSED,
    ],
    minutes: 3,
    second: true,
  },
  {
    subject: 'Top-up with Apple Pay fails every time',
    customer: 'Noor El Amrani',
    body: 'Each time I try to top up with apple pay it says "declined by issuer". My other card works. Why?',
    summary: 'Top-ups with Apple Pay are declined by the issuer while another card works.',
    reply:
      'Hello Noor,\n\n"Declined by issuer" means that the bank behind the card in Apple Pay refused the payment; we never saw it. Please ask that bank whether it allows top-ups, which some treat as cash [1].\n\nUntil then you can top up with the card that works, or by bank transfer.\n\nKind regards',
    category: 'topping_up_by_card',
    priority: 'low',
    risk: 'low',
    source: [
      {
        kind: 'resolution',
        title: 'T-9540 Apple Pay top-up declined',
        text: 'The message comes from the bank behind your card. Some banks treat top-ups as cash and refuse them.',
        quote: 'Some banks treat top-ups as cash and refuse them.',
        score: 0.79,
      },
    ],
    gates: PASSED,
    minutes: 22,
  },
  {
    subject: 'Question about inheritance and a joint account',
    customer: 'Georg Brandstätter',
    body: 'My father died in March. He and my mother held a joint account with you. What documents do you need and can my mother keep using her card meanwhile?',
    summary:
      'Death of one holder of a joint account: asks which documents are needed and whether the widow can keep using her card.',
    reply: '',
    category: 'bereavement',
    priority: 'normal',
    risk: 'high',
    source: [],
    gates: [
      {
        code: 'no_match',
        level: 'info',
        message: 'No fitting answer was found. Please write the reply.',
        spans: [],
        confirm: false,
      },
    ],
    minutes: 31,
  },
  {
    subject: 'Exchange rate was worse than shown',
    customer: 'Aoife Brennan',
    body: 'The app showed 1.0874 and I got 1.0791. That is a difference of 41 euro on my transfer. See https://rates.example.org/eurusd for the real one.',
    summary:
      'The booked exchange rate differs from the displayed one; the customer lost about 41 EUR.',
    reply:
      'Hello Aoife,\n\nThe rate in the app is live and moves until the transfer is booked; the rate that counts is the one on the confirmation screen [1]. At weekends a margin of 0.5 % is added because markets are closed.\n\nPlease send us the time of the transfer and we will compare it with the rate at that minute.\n\nKind regards',
    category: 'exchange_rate',
    priority: 'normal',
    risk: 'medium',
    source: [
      {
        kind: 'article',
        title: 'How exchange rates are fixed',
        text: 'The rate that counts is the one on the confirmation screen. The live rate moves until then.',
        quote: 'The rate that counts is the one on the confirmation screen.',
        score: 0.82,
      },
    ],
    gates: [
      {
        code: 'unverified_number',
        level: 'warn',
        message: 'Neither the ticket nor a cited source has “0.5 %”.',
        spans: ['0.5 %'],
        confirm: true,
      },
      ...PASSED,
    ],
    minutes: 38,
  },
  {
    subject: 'How do I change my phone number?',
    customer: 'Kwame Mensah',
    body: 'I have a new number and do not receive the codes any more.',
    summary: 'The customer has a new phone number and no longer receives codes.',
    reply:
      'Hello Kwame,\n\nYou can change it in the app under Profile, then Phone number. As the old number no longer receives codes, choose "I have no access" and confirm with your passport [1].\n\nKind regards',
    category: 'edit_personal_details',
    priority: 'normal',
    risk: 'low',
    source: [
      {
        kind: 'article',
        title: 'Changing your phone number',
        text: 'Profile → Phone number. Without access to the old number choose "I have no access" and confirm with an identity document.',
        quote: 'Without access to the old number choose "I have no access"',
        score: 0.9,
      },
    ],
    gates: PASSED,
    minutes: 47,
  },
  {
    subject: 'Refund from the airline is missing',
    customer: 'Yuki Tanabe',
    body: 'The airline refunded 312.00 three weeks ago but nothing arrived. They gave me a reference ARN 7455.',
    summary: 'An airline refund of 312.00 from three weeks ago has not arrived.',
    reply:
      'Hello Yuki,\n\nRefunds are booked on the card that paid and can take up to 15 working days after the merchant sends them. With the ARN we can trace it: please send the full number, it has 23 digits [1].\n\nKind regards',
    category: 'refund_not_showing_up',
    priority: 'normal',
    risk: 'low',
    source: [
      {
        kind: 'resolution',
        title: 'T-9902 Refund not showing',
        text: 'With the full ARN of 23 digits we can trace the refund at the card network.',
        quote: 'With the full ARN of 23 digits we can trace the refund',
        score: 0.84,
      },
    ],
    gates: PASSED,
    minutes: 55,
  },
]
