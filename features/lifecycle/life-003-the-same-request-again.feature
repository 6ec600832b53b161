@lifecycle
Feature: The same request again
  Networks repeat, people press twice. One request under one number has one result.

  @LIFE-003 @must @binds-platform @binds-provider
  Rule: LIFE-003 Repeating a request with the same key MUST never charge twice: the answer is the same order, or a duplicate refusal by which the first can be queried; other content under the same key is refused
    Source: MOJA 9 · WX and ALI, same number and other content      Basis: benchmark (by analogy)
    Our reading: the key of a merchant's order is its own number; the key of a payment is the number the provider got.

    @LIFE-003.1
    Scenario: A merchant repeats an order
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When the merchant sends the same order again
      Then the answer is the same order

    @LIFE-003.2
    Scenario: A merchant sends another order under the same number
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When the merchant sends an order of ¥1.00 under the same number
      Then the other content is refused

    @LIFE-003.3
    Scenario Outline: A payment request comes again
      Given a merchant who accepts every provider
      When a payment of ¥128.50 is asked of <provider> twice under one number
      Then the answer is the same order

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

    @LIFE-003.4
    Scenario Outline: A payment request comes again with another amount
      Given a merchant who accepts every provider
      When a payment of ¥128.50 and then of ¥1.00 is asked of <provider> under one number
      Then the other content is refused

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

    @LIFE-003.5
    Scenario Outline: A payer confirms twice
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer confirms the payment with <provider> twice
      Then the payer is charged once

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

    @LIFE-003.6 @browser
    Scenario Outline: A person presses every button twice
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and presses the button twice
      And the person presses the pay button twice in the wallet
      Then the payer is charged once

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @LIFE-003.7 @browser
    Scenario Outline: A person confirms the same payment in two tabs
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person opens the cashier in another tab
      And the person picks <provider> and goes on
      And the person has the wallet open in both tabs
      And the person pays <provider> in this tab and <provider> in the other
      Then the payer is charged once

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
