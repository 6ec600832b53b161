@lifecycle
Feature: One attempt after another
  A payer may change his mind at any moment. What he left behind must not charge him later.

  @LIFE-006 @must @binds-platform @binds-provider
  Rule: LIFE-006 Before a new attempt counts, the earlier one MUST be closed, expired, or refunded by itself if it still arrives; an unreachable provider blocks nobody's choice; closing a paid order is refused and reveals the payment
    Source: WX, close the old order before a new one; a paid order cannot be closed · ALI-SDK      Basis: provider document
    Our reading: closed first where the provider answers; where it does not, the payer goes on at once and late money comes back.

    @LIFE-006.1
    Scenario Outline: The payer changes his mind before he pays
      Given a payer who owes ¥128.50 and has chosen <first>
      When the payer chooses <second> instead
      Then the earlier attempt was closed first

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | WeChat Pay | HeBao      |
        | JD Pay     | WeChat Pay |
        | UnionPay   | Alipay     |
        | WeChat Pay | UnionPay   |
        | WeChat Pay | WoPay      |
        | HeBao      | Alipay     |
        | WoPay      | Alipay     |

    @LIFE-006.2
    Scenario Outline: The payer changes his mind before the first answer has come
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the next answer of <first> is lost
      When the payer chooses <first>
      And the payer chooses <second> instead
      Then the earlier attempt was closed first

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | JD Pay     | WeChat Pay |
        | UnionPay   | Alipay     |
        | WeChat Pay | UnionPay   |
        | WeChat Pay | HeBao      |
        | HeBao      | Alipay     |
        | WeChat Pay | WoPay      |
        | WoPay      | Alipay     |

    @LIFE-006.3
    Scenario Outline: The payer has paid, nobody has told, and he chooses another
      Given a payer who owes ¥128.50 and has chosen <first>
      And every notice of <first> is lost
      And the payer pays with <first>
      When the payer chooses <second> instead
      And all messages have arrived
      Then the provider has not closed what was paid
      And the platform has found the payment by that

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | UnionPay   | Alipay     |
        | WeChat Pay | UnionPay   |
        | WeChat Pay | HeBao      |
        | HeBao      | Alipay     |
        | WeChat Pay | WoPay      |
        | WoPay      | Alipay     |

    @LIFE-006.4
    Scenario Outline: The payer changes his mind because nobody answers
      Given a payer who owes ¥128.50 and has chosen <first>
      And <first> answers nobody
      When the payer chooses <second> instead
      Then the choice of the payer was not kept waiting
      And the earlier attempt was closed first

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | JD Pay     | WeChat Pay |
        | UnionPay   | Alipay     |
        | WeChat Pay | UnionPay   |
        | WeChat Pay | HeBao      |
        | HeBao      | Alipay     |
        | WeChat Pay | WoPay      |
        | WoPay      | Alipay     |

    @LIFE-006.5 @property
    Scenario: He may change his mind at any moment
      Given any order with two attempts to pay it
      Then whenever the payer changes his mind, the earlier attempt is closed first
      And what was paid is not closed, and is found

    @LIFE-006.6 @browser
    Scenario Outline: A person closes the browser before paying
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person waits in the wallet
      And the person closes the browser
      And 1 hour passes
      Then nothing is kept of a closed order

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @LIFE-006.7 @browser
    Scenario Outline: A person presses back in the wallet and chooses another
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <first> and goes on
      And the person waits in the wallet
      And the person presses back until the shop is there
      And the person picks <second> and goes on
      And the person pays in the wallet and goes back
      Then the earlier attempt was closed first
      And the person reads that the order is paid

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
