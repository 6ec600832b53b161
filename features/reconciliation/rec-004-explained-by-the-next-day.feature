@reconciliation
Feature: Explained by the next day
  Faults come and go; what they did to the books is cleared up.

  @REC-004 @must @binds-platform @binds-provider @binds-clearing
  Rule: REC-004 Once faults stop, no unexplained difference MUST remain after T+1
    Source: RBI-TAT, return by T+1 · MOJA 3      Basis: benchmark (by analogy)
    What the source says: what was debited and not credited is returned by T+1 unasked.
    Our reading: each difference is settled, waits for a declared other day, or is with people as an incident.

    @REC-004.1
    Scenario Outline: The day after a bad day
      Given an order of ¥128.50 that was paid with <provider>
      And every notice of <provider> is lost
      And the next answer of <provider> is lost
      And the merchant refunds ¥28.50
      And another order of ¥60.00 is paid with <provider>
      And the next file of a bill of <provider> is damaged on its way
      When the bills of the next day have been published
      Then no difference is left unexplained
      And the sums of the books are those of the provider's ledger

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |

    @REC-004.2
    Scenario Outline: A refund reaches the provider after midnight
      Given an order of ¥128.50 that was paid with <provider>
      And the last second of the day has begun
      And the next 2 requests for a refund do not reach <provider>
      When the merchant refunds ¥28.50
      And the bills of the next day have been published
      Then no difference is left unexplained

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |

    @REC-004.3
    Scenario Outline: The platform could ask nobody for half a day
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And the platform can neither ask nor close at <provider>
      When the payer pays with <provider>
      And hours later the platform can ask <provider> again
      And the bills of the next day have been published
      Then no difference is left unexplained

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |

    @REC-004.4 @browser
    Scenario Outline: A person pays three merchants at once, one gives some back, and the day adds up
      Given three merchants who accept WeChat Pay
      And a payer on a phone
      And the payer reads <language>
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And a person opens the cashier in a browser
      And the person picks WeChat Pay and goes on
      And the person pays in the wallet and goes back
      Then the person reads that the order is paid
      When the second of the merchants refunds ¥5.50
      And 5 minutes pass
      Then the person finds ¥5.50 returned in the record of the order
      When the bills of the next day have been published
      Then no difference is left unexplained
      And the sums of the books are those of the provider's ledger
      And each merchant is told of its own part of the money, and no other

      Examples:
        | language |
        | English  |
        | Chinese  |
