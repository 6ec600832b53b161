@limits
Feature: Codes that change
  A code that is made for one payment may pay as much in a day as its payer was recognised well.

  @LIM-002 @must @binds-provider
  Rule: LIM-002 Dynamic-code payments MUST not exceed the day's level limit: B 5 000, C 1 000, A as agreed
    Source: BAR296      Basis: rule
    What the source says: daily sums per client or account, by level; at level A the parties agree.
    Our reading: each level has a sum of its own, and the day is that of Beijing.

    @LIM-002.1
    Scenario Outline: Up to the limit, and not a fen more
      Given a payer who confirms at WeChat Pay with <factors>
      When the payer tries to pay <limit> with WeChat Pay
      And the payer tries to pay ¥0.01 with WeChat Pay
      Then payments with codes are taken within the limits of the day, and no others

      Examples:
        | factors                             | limit     |
        | payment-password                    | ¥1,000.00 |
        | payment-password, text-message-code | ¥5,000.00 |

    @LIM-002.2
    Scenario: Many small payments are one sum
      Given a payer who confirms at WeChat Pay with payment-password
      When the payer tries to pay ¥999.50 with WeChat Pay
      And the payer tries to pay ¥0.20 with WeChat Pay, 4 times
      Then payments with codes are taken within the limits of the day, and no others

    @LIM-002.3
    Scenario: The next day begins anew
      Given a payer who confirms at WeChat Pay with payment-password
      When the payer tries to pay ¥1,000.00 with WeChat Pay
      And the next day has come
      And the payer tries to pay ¥1,000.00 with WeChat Pay
      Then payments with codes are taken within the limits of the day, and no others

    @LIM-002.4
    Scenario: What is agreed counts for whoever is recognised best
      Given a payer who confirms at WeChat Pay with payment-password, device-certificate
      When the payer tries to pay ¥6,000.00 with WeChat Pay
      Then payments with codes are taken within the limits of the day, and no others
