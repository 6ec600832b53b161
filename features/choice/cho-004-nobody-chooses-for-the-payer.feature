@choice
Feature: Nobody chooses for the payer
  What is picked when the page opens, and what is used in the end, is the payer's own choice.

  @CHO-004 @must @binds-platform
  Rule: CHO-004 A method MUST NOT be preselected except by the user's own earlier or explicit choice, and the chosen provider MUST NOT be replaced without the user's new act
    Source: ECOM art. 19 · NET43 art. 29 · CONS art. 9      Basis: law (by analogy)
    What the source says: a tie-in is never the default; the consumer chooses freely.
    Our reading: what holds for tie-ins holds for ways to pay, by analogy. A radio button that is on when the page opens
    is a choice made for the payer.

    @CHO-004.1
    Scenario Outline: A first visit has nothing picked
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer reads <language>
      When the payer opens the cashier
      Then nothing is picked for the payer

      Examples:
        | language |
        | Chinese  |
        | English  |

    @CHO-004.2
    Scenario Outline: A returning payer may find the own earlier choice
      Given a merchant who accepts every provider
      And the payer Wang Wei has chosen <provider> for an earlier order
      When Wang Wei opens the cashier of a new order
      Then nothing but <provider> is picked for the payer

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | UnionPay   |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | WoPay      |

    @CHO-004.3
    Scenario Outline: The payment goes to the provider that was chosen
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When the payer chooses <provider>
      Then no other provider than the chosen one was used
      When the payer pays with <provider>
      Then no other provider than the chosen one was used

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | UnionPay   |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | WoPay      |

    @CHO-004.4
    Scenario: A provider that fails after the choice is not replaced in silence
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And WeChat Pay answers nobody
      When the payer chooses WeChat Pay
      And 5 minutes pass
      Then no other provider than the chosen one was used

    @CHO-004.5 @browser
    Scenario: A person's own act decides
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When a person opens the cashier in a browser
      Then nothing is picked for the payer
      When the person picks Alipay and goes on
      Then no other provider than the chosen one was used
