@lifecycle
Feature: An order is paid once
  A payer who pays twice by mistake, or because a network was slow, gets the second payment back.

  @LIFE-002 @must @binds-platform @binds-provider
  Rule: LIFE-002 An order MUST end with at most one kept payment; any further success is refunded in full, automatically
    Source: WX, close the old order before a new one · INCID, duplicate settlement is a risk event      Basis: provider document (by analogy)
    Our reading: the payer need not ask, and gets every fen back.

    @LIFE-002.1
    Scenario Outline: A second success is given back
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer chooses <first>
      But <first> answers nobody
      When the payer chooses <second> instead
      And the payer pays with both <second> and <first>
      And <first> answers again
      And 60 minutes pass
      Then one payment is kept
      And the other is given back in full

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | WeChat Pay | HeBao      |
        | HeBao      | Alipay     |
        | JD Pay     | WeChat Pay |
        | WeChat Pay | WoPay      |
        | WoPay      | Alipay     |

    @LIFE-002.2 @property
    Scenario: It holds however two attempts interleave
      Given any order with two attempts to pay it
      Then whatever the order of events, one payment is kept and any other is given back in full

    @LIFE-002.3 @browser
    Scenario Outline: A person pays the same order in two tabs
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥128.50
      When a person opens the cashier in a browser
      And the person picks <first> and goes on
      And the person waits in the wallet
      But <first> answers nobody
      When the person opens the cashier in another tab
      And the person picks <second> and goes on
      And the person pays <second> in this tab and <first> in the other
      And <first> answers again
      And 60 minutes pass
      Then one payment is kept
      And the other is given back in full
      When the person goes back to the shop
      Then the person reads that the other payment goes back

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
