@notification
Feature: The payer knows
  A person who has paid wants to read so, and a person who waits wants to know for what.

  @NOTI-007 @must @binds-platform @binds-provider
  Rule: NOTI-007 The user MUST get a prompt, accurate confirmation, and be told when an outcome is delayed or unknown
    Source: ECOM art. 56 · NET43 art. 27      Basis: law (by analogy)
    What the sources say: payment service providers confirm promptly and accurately, and tell of time-outs and faults.
    Our reading: the page of the platform says what the books say, as soon as the platform knows; during an outage it says so.

    @NOTI-007.1
    Scenario Outline: Whoever has paid reads so
      Given an order of ¥128.50 that was paid with <provider>
      When the payer looks at the order
      Then the page says what the books say
      And it said so as soon as the platform knew

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

    @NOTI-007.2
    Scenario Outline: Whoever has not paid reads no thanks
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer looks at the order
      Then the page says what the books say

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

    @NOTI-007.3
    Scenario Outline: No notice comes, and the platform has found the payment itself
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And the payer pays with <provider>
      When 1 minute passes
      And the payer looks at the order
      Then the page says what the books say
      And it said so as soon as the platform knew

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

    @NOTI-007.4
    Scenario Outline: The provider is out of reach
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And <provider> answers nobody
      And the payer pays with <provider>
      When 1 minute passes
      And the payer looks at the order
      Then the page says in time that the result is not known yet

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

    @NOTI-007.5 @browser
    Scenario Outline: A person does not pay at first, and then does
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person <does not pay> in the wallet
      Then the wallet has said what its books say
      And there was always a way on
      When the person goes back to the shop
      Then the page says what the books say
      And there was always a way on
      When the person goes on with the payment, pays and goes back
      Then the page says what the books say
      And it said so as soon as the platform knew

      Examples:
        | provider   | does not pay         |
        | WeChat Pay | cancels              |
        | WeChat Pay | has too little money |
        | Alipay     | cancels              |
        | Alipay     | has too little money |

    @NOTI-007.6 @browser
    Scenario Outline: A person types a wrong password, and then the right one
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person types a wrong password in the wallet
      Then the wallet has said what its books say
      And there was always a way on
      When the person tries again with the right password
      Then the wallet has said what its books say
      When the person goes back to the shop
      Then the page says what the books say
      And it said so as soon as the platform knew

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @NOTI-007.7 @browser
    Scenario Outline: The time to pay runs out while the wallet is open
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person waits in the wallet
      And 1 hour passes
      And the person pays in the wallet
      Then the wallet has said what its books say
      And there was always a way on
      When the person goes back to the shop
      Then the person reads that the order is over

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @NOTI-007.8 @browser
    Scenario Outline: A person presses back after having paid
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person pays in the wallet
      And the person presses back until the shop is there
      Then the wallet has said what its books say
      When the person asks the shop for the result
      Then the page says what the books say
      And it said so as soon as the platform knew

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @NOTI-007.9 @browser
    Scenario Outline: A person pays in a tab that another tab has overtaken
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <first> and goes on
      And the person waits in the wallet
      And the person opens the cashier in another tab
      And the person picks <second> and goes on
      And the person pays <second> in this tab and <first> in the other
      Then the wallet has said what its books say
      And there was always a way on
      When the person goes back to the shop
      Then the page says what the books say
      And it said so as soon as the platform knew

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |

    @NOTI-007.10 @browser
    Scenario Outline: A person at a computer pays with whichever provider
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <provider> and goes on
      And the person pays in the wallet and goes back
      Then the page says what the books say

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | UnionPay   |
        | JD Pay     |
        | e-CNY      |
        | BestPay    |
        | HeBao      |
        | WoPay      |
        | Bank apps  |
