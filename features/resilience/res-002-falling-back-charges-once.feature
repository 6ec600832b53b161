@resilience
Feature: Falling back charges once
  A payer whose payment hangs pays in another way. He must not pay twice for it.

  @RES-002 @must @binds-platform @binds-provider
  Rule: RES-002 Falling back to another network MUST never create a second debit
    Source: NBPI art. 25 · INCID, duplicate settlement is a risk event      Basis: house
    Our reading: wherever the link breaks, whoever then pays elsewhere is out of pocket once when everything has settled.

    @RES-002.1
    Scenario Outline: The link breaks and the payer pays elsewhere
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the link between the platform and <first> breaks after <n> messages
      When the payer pays with <first> if he can
      And the payer pays with <second> if he can
      And the link to <first> is there again
      And 60 minutes pass
      Then the payer is out of pocket once
      And nothing was debited that nobody confirmed

      Examples:
        | first      | second     | n |
        | WeChat Pay | Alipay     | 0 |
        | WeChat Pay | Alipay     | 1 |
        | WeChat Pay | Alipay     | 2 |
        | WeChat Pay | Alipay     | 3 |
        | Alipay     | WeChat Pay | 0 |
        | Alipay     | WeChat Pay | 1 |
        | Alipay     | WeChat Pay | 2 |
        | BestPay    | WeChat Pay | 0 |
        | BestPay    | WeChat Pay | 1 |
        | BestPay    | WeChat Pay | 2 |
        | HeBao      | WeChat Pay | 0 |
        | HeBao      | WeChat Pay | 1 |
        | HeBao      | WeChat Pay | 2 |
        | JD Pay     | WeChat Pay | 0 |
        | WoPay      | WeChat Pay | 0 |
        | WoPay      | WeChat Pay | 1 |
        | WoPay      | WeChat Pay | 2 |

    @RES-002.3
    Scenario Outline: The payer has not paid yet when the link breaks
      Given a payer who owes ¥128.50 and has chosen <first>
      And the link between the platform and <first> breaks after 0 messages
      When the payer pays with <second> if he can
      And the link to <first> is there again
      And 60 minutes pass
      Then the payer is out of pocket once
      And nothing was debited that nobody confirmed

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | HeBao      | WeChat Pay |
        | JD Pay     | WeChat Pay |
        | WoPay      | WeChat Pay |

    @RES-002.2 @property
    Scenario: The link breaks at any message
      Given a link that breaks at every message in turn
      Then the payer who pays elsewhere is out of pocket once, wherever it broke
