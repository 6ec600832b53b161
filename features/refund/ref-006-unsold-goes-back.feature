@refund
Feature: What was not sold goes back
  Money that was taken and bought nothing returns by itself. Nobody has to ask for it.

  @REF-006 @must @binds-platform @binds-provider
  Rule: REF-006 A debit without a confirmed sale MUST be returned without being asked for; the return MUST be initiated by the end of T+1
    Source: RBI-TAT · NET43 art. 27      Basis: benchmark (by analogy)
    Our reading: a wallet gives back what became no payment, a platform what its order has no use for; both begin by the next day's end.

    @REF-006.1
    Scenario Outline: The payer turned elsewhere while the debit was under way
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 3 answers of NetsUnion get lost
      When the payer tries to pay with <provider>
      And the payer chooses <other> instead
      And 3 days pass
      Then the money without a sale has gone back by the end of the next day

      Examples:
        | provider   | other      |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |

    @REF-006.2
    Scenario Outline: The wallet crashes between the debit and the payment
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 2 answers of NetsUnion get lost
      When the payer tries to pay with <provider>
      And the payer chooses <other> instead
      And <provider> crashes
      And 3 days pass
      Then the money without a sale has gone back by the end of the next day

      Examples:
        | provider   | other      |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |

    @REF-006.3
    Scenario: An order is paid twice
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer chooses WeChat Pay
      But WeChat Pay answers nobody
      When the payer chooses Alipay instead
      And the payer pays with both Alipay and WeChat Pay
      And WeChat Pay answers again
      And 3 days pass
      Then the second payment has gone back unasked by the end of the next day
